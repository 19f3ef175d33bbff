"""SPDX 2 in its five forms, and SPDX 3."""

import json
from typing import Any

import pytest

from hullmark.formats.sbom.document import Bom, Place
from hullmark.formats.sbom.read import read_sbom

DIGEST = "sha256:" + "a" * 64
TAG_VALUE = b"""SPDXVersion: SPDX-2.3
DocumentName: doc
Creator: Tool: maker-1.2
Created: 2026-01-01T00:00:00Z

PackageName: image
SPDXID: SPDXRef-Image
PrimaryPackagePurpose: CONTAINER

PackageName: libssl3
SPDXID: SPDXRef-Package
PackageVersion: 3.0-1
PackageSupplier: Organization: Debian
PackageSourceInfo: <text>built package from: openssl 3.0-1
and more</text>
PackageLicenseDeclared: Apache-2.0
PackageChecksum: SHA1: 00
ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/libssl3@3.0-1
Relationship: SPDXRef-Image CONTAINS SPDXRef-Package

FileName: ./a
SPDXID: SPDXRef-File
"""
OBJECT = {
    "spdxVersion": "SPDX-2.3",
    "name": "doc",
    "creationInfo": {"creators": ["Tool: maker-1.2"], "created": "2026-01-01T00:00:00Z"},
    "packages": [
        {"name": "image", "SPDXID": "SPDXRef-Image", "primaryPackagePurpose": "CONTAINER"},
        {
            "name": "libssl3",
            "SPDXID": "SPDXRef-Package",
            "versionInfo": "3.0-1",
            "supplier": "Organization: Debian",
            "sourceInfo": "built package from: openssl 3.0-1",
            "licenseDeclared": "Apache-2.0",
            "checksums": [{"algorithm": "SHA1", "checksumValue": "00"}],
            "externalRefs": [
                {"referenceType": "purl", "referenceLocator": "pkg:deb/debian/libssl3@3.0-1"}
            ],
        },
    ],
    "files": [{"fileName": "./a"}],
    "relationships": [
        {
            "spdxElementId": "SPDXRef-Image",
            "relationshipType": "CONTAINS",
            "relatedSpdxElement": "SPDXRef-Package",
        }
    ],
}
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://spdx.org/rdf/terms#">
  <SpdxDocument rdf:about="http://x/doc#SPDXRef-DOCUMENT">
    <specVersion>SPDX-2.3</specVersion><name>doc</name>
    <creationInfo><CreationInfo><created>2026-01-01T00:00:00Z</created>
      <creator>Tool: maker-1.2</creator></CreationInfo></creationInfo>
  </SpdxDocument>
  <Package rdf:about="http://x/doc#SPDXRef-Image"><name>image</name>
    <primaryPackagePurpose rdf:resource="http://spdx.org/rdf/terms#purpose_container"/>
    <relationship><Relationship>
      <relationshipType rdf:resource="http://spdx.org/rdf/terms#relationshipType_contains"/>
      <relatedSpdxElement rdf:resource="http://x/doc#SPDXRef-Package"/>
    </Relationship></relationship>
  </Package>
  <Package rdf:about="http://x/doc#SPDXRef-Package"><name>libssl3</name>
    <versionInfo>3.0-1</versionInfo><supplier>Organization: Debian</supplier>
    <sourceInfo>built package from: openssl 3.0-1</sourceInfo>
    <licenseDeclared rdf:resource="http://spdx.org/licenses/Apache-2.0"/>
    <checksum><Checksum>
      <algorithm rdf:resource="http://spdx.org/rdf/terms#checksumAlgorithm_sha1"/>
      <checksumValue>00</checksumValue></Checksum></checksum>
    <externalRef><ExternalRef>
      <referenceType rdf:resource="http://spdx.org/rdf/references/purl"/>
      <referenceLocator>pkg:deb/debian/libssl3@3.0-1</referenceLocator>
    </ExternalRef></externalRef>
  </Package>
  <File rdf:about="http://x/doc#SPDXRef-File"><fileName>./a</fileName></File>
</rdf:RDF>"""


def _yaml(value: Any, indent: str = "") -> str:
    """Write plain YAML of the shape that is needed here."""
    if isinstance(value, dict):
        return "".join(f"{indent}{key}:{_inline(held, indent)}" for key, held in value.items())
    return "".join(f"{indent}-\n{_yaml(each, indent + '  ')}" if isinstance(each, dict)
                   else f"{indent}- '{each}'\n" for each in value)  # fmt: skip


def _inline(value: Any, indent: str) -> str:
    return f" '{value}'\n" if isinstance(value, str) else f"\n{_yaml(value, indent + '  ')}"


def _xml(value: Any, name: str) -> str:
    if isinstance(value, list):
        return "".join(_xml(each, name) for each in value)
    inner = (
        "".join(_xml(held, key) for key, held in value.items())
        if isinstance(value, dict)
        else value
    )
    return f"<{name}>{inner}</{name}>"


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (json.dumps(OBJECT).encode(), "JSON"),
        (_yaml(OBJECT).encode(), "YAML"),
        (TAG_VALUE, "tag-value"),
        (_xml(OBJECT, "Document").encode(), "XML"),
        (RDF, "RDF"),
    ],
)
def test_all_forms_say_the_same(data: bytes, form: str) -> None:
    """One document in five spellings."""
    bom = read_sbom(data, source="x")
    (part,) = bom.parts
    (entry,) = part.entries
    assert bom.title == f"SPDX 2.3 {form}, maker 1.2, 2026-01-01T00:00:00Z"
    assert (bom.files, bom.relations) == (1, 1)
    assert part.subject.name == "image"
    assert (entry.name, entry.version, entry.supplier) == ("libssl3", "3.0-1", "Debian")
    assert entry.purl == "pkg:deb/debian/libssl3@3.0-1"
    assert (entry.source_name, entry.source_version) == ("openssl", "3.0-1")
    assert entry.licenses == ("Apache-2.0",)
    assert entry.hashes == (("SHA1", "00"),)


def _json(**fields: Any) -> Bom:
    return read_sbom(json.dumps({"spdxVersion": "SPDX-2.3", **fields}).encode(), source="x")


def _package(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, "SPDXID": f"SPDXRef-{name}", **fields}


def test_every_image_has_its_own_packages() -> None:
    """Relationships say which."""
    relation = {"relationshipType": "CONTAINS"}
    bom = _json(
        packages=[
            _package("one", primaryPackagePurpose="CONTAINER"),
            _package("two", primaryPackagePurpose="CONTAINER", versionInfo=DIGEST),
            _package("a"),
            _package("b"),
            _package("debian", primaryPackagePurpose="OPERATING-SYSTEM"),
        ],
        relationships=[
            {
                "spdxElementId": f"SPDXRef-{left}",
                "relatedSpdxElement": f"SPDXRef-{right}",
                **relation,
            }
            for left, right in (("one", "a"), ("two", "b"), ("two", "debian"))
        ],
    )
    found = {part.subject.name: [entry.name for entry in part.entries] for part in bom.parts}
    assert found == {"one": ["a"], "two": ["b", "debian"]}
    assert bom.parts[1].system is not None
    assert bom.parts[1].subject.digest == DIGEST


def test_trivys_annotations_are_read() -> None:
    """Image id and kind of package stand in comments."""
    note = {"annotationType": "OTHER", "annotator": "Tool: trivy"}
    bom = _json(
        packages=[
            _package(
                "i",
                primaryPackagePurpose="CONTAINER",
                annotations=[{**note, "comment": f"ImageID: {DIGEST}"}],
            ),
            _package("a", annotations=[{**note, "comment": "PkgType: python-pkg"}]),
        ]
    )
    assert bom.parts[0].subject.config_digest == DIGEST
    assert bom.parts[0].entries[0].package_type == "python-pkg"


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (
            f"found in /a (layer 1 {DIGEST}: RUN x; y); /b; built package from: s 1",
            (Place("/a", DIGEST, None, 1, "RUN x; y"), Place("/b")),
        ),
        (
            "acquired package info from DPKG DB: /var/lib/dpkg/status, /x",
            (Place("/var/lib/dpkg/status"), Place("/x")),
        ),
        ("hello", ()),
    ],
)
def test_places_are_read_from_prose(words: str, places: tuple[Place, ...]) -> None:
    """SPDX has no field for them."""
    assert _json(packages=[_package("a", sourceInfo=words)]).parts[0].entries[0].places == places


def test_odd_packages_are_flaws() -> None:
    """Each is told with its place."""
    bom = _json(packages=[5, {"SPDXID": "x"}, _package("a", externalRefs=5, versionInfo=7)])
    assert [flaw.place for flaw in bom.flaws] == ["packages[0]", "packages[1]"]
    assert [entry.name for entry in bom.parts[0].entries] == ["a"]
    assert _json(packages={"a": 1}).flaws[0].cause == "not a list"


def test_spdx_3_is_a_graph() -> None:
    """Licenses, suppliers and tools are elements of their own."""
    graph = [
        {"type": "CreationInfo", "@id": "_:c", "specVersion": "3.0.1", "created": "2026",
         "createdUsing": ["urn:tool"]},
        {"type": "Tool", "spdxId": "urn:tool", "name": "maker"},
        {"type": "SpdxDocument", "spdxId": "urn:doc", "name": "doc"},
        {"type": "software_Package", "spdxId": "urn:image", "name": "image",
         "software_primaryPurpose": "container", "software_packageVersion": DIGEST},
        {"type": "software_Package", "spdxId": "urn:os", "name": "debian",
         "software_primaryPurpose": "operatingSystem", "software_packageVersion": "12"},
        {"type": "software_Package", "spdxId": "urn:a", "name": "a",
         "software_packageVersion": "1", "software_packageUrl": "pkg:npm/a@1",
         "suppliedBy": "urn:org", "verifiedUsing": [
             {"type": "Hash", "algorithm": "sha256", "hashValue": "00"}]},
        {"type": "software_Package", "spdxId": "urn:b", "name": "b", "externalIdentifier": [
            {"externalIdentifierType": "packageUrl", "identifier": "pkg:npm/b@2"}]},
        {"type": "Organization", "spdxId": "urn:org", "name": "Org"},
        {"type": "simplelicensing_LicenseExpression", "spdxId": "urn:l",
         "simplelicensing_licenseExpression": "MIT"},
        {"type": "Relationship", "spdxId": "urn:r", "from": "urn:a", "to": ["urn:l"],
         "relationshipType": "hasDeclaredLicense"},
        {"type": "software_File", "spdxId": "urn:f", "name": "./f"},
        5,
    ]  # fmt: skip
    document = {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": graph}
    bom = read_sbom(json.dumps(document).encode(), source="x")
    (part,) = bom.parts
    system, first, second = part.entries
    assert bom.title == "SPDX 3.0.1 JSON-LD, maker, 2026"
    assert part.subject.digest == DIGEST
    assert part.system is not None
    assert part.system.version == "12"
    assert system.kind == "operating-system"
    assert (first.purl, first.licenses, first.supplier) == ("pkg:npm/a@1", ("MIT",), "Org")
    assert second.purl == "pkg:npm/b@2"
    assert (bom.files, bom.relations, len(bom.flaws)) == (1, 1, 1)
