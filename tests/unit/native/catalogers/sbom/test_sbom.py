"""Bills of materials in an image."""

import json

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.sbom.cataloger import SBOM


def _read(document: object, path: str = "app/x.cdx.json") -> list[Package]:
    records = SBOM.parse(File(path, json.dumps(document).encode()))
    found = [record for record in records if isinstance(record, Package)]
    assert {package.evidence for package in found} <= {Evidence.SBOM}
    return found


def _cyclonedx(*components: object) -> dict[str, object]:
    return {"bomFormat": "CycloneDX", "components": list(components)}


def _spdx(*packages: object) -> dict[str, object]:
    return {"spdxVersion": "SPDX-2.3", "packages": list(packages)}


def _reference(purl: str) -> list[dict[str, str]]:
    return [{"referenceType": "cpe23Type"}, {"referenceType": "purl", "referenceLocator": purl}]


@pytest.mark.parametrize(
    ("purl", "expected"),
    [
        ("pkg:npm/%40a/b@1", Package(type="npm", name="@a/b", version="1")),
        ("pkg:maven/g.h/a@1?type=jar", Package(type="maven", name="g.h:a", version="1")),
        ("pkg:golang/x.org/y/z@v1", Package(type="golang", name="x.org/y/z", version="v1")),
        (
            "pkg:deb/debian/libx@1%3A2-3?arch=amd64&distro=debian-12&upstream=x%401%3A2",
            Package(
                type="deb",
                name="libx",
                version="1:2-3",
                architecture="amd64",
                source_name="x",
                source_version="1:2",
            ),
        ),
        (
            "pkg:rpm/rhel/x@2-3.el9?arch=x86_64&epoch=1",
            Package(type="rpm", name="x", version="1:2-3.el9", architecture="x86_64"),
        ),
    ],
)
def test_package_urls_become_records(purl: str, expected: Package) -> None:
    """Names are those of the ecosystem; what a record has a field for is no qualifier."""
    for found in (
        _read(_cyclonedx({"type": "library", "name": "x", "purl": purl})),
        _read(_spdx({"name": "x", "externalRefs": _reference(purl)}), "a.spdx.json"),
    ):
        (package,) = found
        assert (package.type, package.name, package.version) == (
            expected.type,
            expected.name,
            expected.version,
        )
        assert package.architecture == expected.architecture
        assert package.source_name == expected.source_name
        assert package.source_version == expected.source_version


def test_cyclonedx() -> None:
    """Components within components count, the subject and what is no software do not."""
    document = _cyclonedx(
        {"type": "operating-system", "name": "debian", "version": "12"},
        {
            "type": "application",
            "group": "org",
            "name": "app",
            "version": "1",
            "licenses": [{"license": {"id": "MIT"}}, {"expression": "A OR B"}],
            "components": [{"name": "inner", "version": "2", "purl": "pkg:cargo/inner@2"}],
        },
        {"name": "without-a-version"},
        {"name": "broken", "version": "3", "purl": "pkg:npm/"},
        "no component",
    )
    document["metadata"] = {"component": {"name": "subject", "version": "1"}}
    assert [(p.type, p.name, p.version, p.licenses) for p in _read(document)] == [
        ("generic", "org/app", "1", ("MIT", "A OR B")),
        ("cargo", "inner", "2", ()),
        ("generic", "broken", "3", ()),
    ]


def test_source_packages_of_trivy() -> None:
    """Written as properties in one format, as a remark in the other."""
    purl = "pkg:deb/debian/libx@1-2"
    properties = [
        {"name": "aquasecurity:trivy:SrcName", "value": "x"},
        {"name": "aquasecurity:trivy:SrcVersion", "value": "1"},
        {"name": "aquasecurity:trivy:SrcRelease", "value": "1"},
        {"name": "aquasecurity:trivy:SrcEpoch", "value": "2"},
    ]
    (found,) = _read(_cyclonedx({"name": "libx", "purl": purl, "properties": properties}))
    assert (found.source_name, found.source_version) == ("x", "2:1-1")
    info = "built package from: x 2:1-1"
    entry = {"name": "libx", "sourceInfo": info, "externalRefs": _reference(purl)}
    (found,) = _read(_spdx(entry))
    assert (found.source_name, found.source_version) == ("x", "2:1-1")


def test_spdx() -> None:
    """Containers and packages without a version are not listed; licences may be unknown."""
    found = _read(
        _spdx(
            {"name": "image", "versionInfo": "1", "primaryPackagePurpose": "CONTAINER"},
            {"name": "a", "versionInfo": "1", "licenseDeclared": "NOASSERTION",
             "licenseConcluded": "MIT"},
            {"name": "b", "licenseDeclared": "MIT"},
        ),
        "opt/bitnami/a/.spdx-a.spdx",
    )  # fmt: skip
    assert [(p.name, p.licenses) for p in found] == [("a", ("MIT",))]


def test_attestations() -> None:
    """BuildKit and others wrap the document into a statement."""
    statement = {"predicateType": "x", "predicate": _spdx({"name": "a", "versionInfo": "1"})}
    assert [p.name for p in _read(statement, "usr/share/sbom/a.spdx.json")] == ["a"]


def test_other_files() -> None:
    """A name that others have as well says nothing; any other promises a document."""
    assert _read({"bom": []}, "app/bom.json") == []
    assert _read([], "usr/share/sbom/README") == []
    with pytest.raises(UnreadableFileError, match="neither"):
        _read({"a": 1}, "app/sbom.json")
    with pytest.raises(UnreadableFileError):
        list(SBOM.parse(File("opt/bitnami/a/.spdx-a.spdx", b"SPDXVersion: SPDX-2.3\n")))
