"""What we write as CycloneDX and SPDX is read back as what it was."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from hullmark.formats.errors import BrokenDocumentError, NotAnSbomError, SbomVersionError
from hullmark.formats.purl import build_purl
from hullmark.formats.sbom.read import read_sbom
from hullmark.images.image import SbomDocument
from hullmark.model.component import Component, Distribution, Location
from hullmark.model.scan import ScanResult, Target, Verdict, VerdictStatus
from hullmark.native.sbom import take_sbom_inventory
from hullmark.report.formats import write

_NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?", fullmatch=True)
_VERSIONS = st.from_regex(r"([1-9]:)?[0-9]{1,2}\.[0-9]{1,2}([+~-][a-z0-9]{1,4})?", fullmatch=True)
_PATHS = st.from_regex(r"(/[a-z0-9._ -]{1,8}){1,4}", fullmatch=True).map(str.strip)
_DISTRIBUTIONS = st.sampled_from(
    [
        Distribution(id="debian", version="12", codename="bookworm", name="Debian 12"),
        Distribution(id="ubuntu", version="22.04", variant="esm", id_like=("debian",)),
        Distribution(id="alpine", version="3.19.1"),
        Distribution(id="linuxmint", version="21", codename="vera", id_like=("ubuntu", "debian")),
    ]
)


@st.composite
def _components(draw: st.DrawFn, distribution: Distribution) -> Component:
    kind = draw(st.sampled_from(["deb", "npm", "pypi", "golang", "maven", "gem"]))
    name, version = draw(_NAMES), draw(_VERSIONS)
    source = draw(_NAMES) if kind == "deb" and draw(st.booleans()) else ""
    source_version = draw(_VERSIONS) if kind == "deb" and draw(st.booleans()) else ""
    namespace = {"deb": distribution.id, "golang": "example.org", "maven": "org.example"}.get(
        kind, ""
    )
    shown = {"golang": f"example.org/{name}", "maven": f"org.example:{name}"}.get(kind, name)
    architecture = "amd64" if kind == "deb" else ""
    return Component(
        name=shown,
        version=version,
        purl=build_purl(
            kind,
            name,
            namespace=namespace,
            version=version,
            qualifiers=[("arch", architecture)] if architecture else [],
        ),
        type=kind,
        architecture=architecture,
        source_name="" if source == name else source,
        source_version="" if source_version == version else source_version,
        locations=tuple(Location(path=path) for path in sorted(draw(st.sets(_PATHS, max_size=2)))),
    )


@st.composite
def results(draw: st.DrawFn) -> ScanResult:
    """Return results of one image with distinct components."""
    distribution = draw(_DISTRIBUTIONS)
    components = draw(
        st.lists(_components(distribution), max_size=6, unique_by=lambda each: each.purl)
    )
    components.sort(key=lambda each: each.purl)
    return ScanResult(
        created_at=datetime(2026, 1, 1, tzinfo=UTC),
        tool_version="1",
        verdict=Verdict(status=VerdictStatus.PASS),
        targets=(Target(name="image", kind="oci", distribution=distribution),),
        components=tuple(components),
        component_targets=("image",) * len(components),
    )


def _identity(component: Component) -> tuple[object, ...]:
    return (
        component.type,
        component.name,
        component.version,
        component.purl,
        component.architecture,
        component.source_name,
        component.source_version,
        tuple(location.path for location in component.locations),
    )


@given(results(), st.sampled_from(["cyclonedx", "spdx"]))
def test_our_documents_are_read_back(result: ScanResult, form: str) -> None:
    """Components, their sources and places, and the distribution."""
    bom = read_sbom(write(result, form), source="x")
    (part,) = bom.parts
    document = SbomDocument(target=Target(name="x", kind="sbom"), part=part, title=bom.title)
    inventory = take_sbom_inventory(document)
    assert bom.broken_rule == ""
    assert bom.flaws == []
    assert inventory.distribution == result.targets[0].distribution
    assert [_identity(each) for each in inventory.components] == [
        _identity(each) for each in result.components
    ]


_SEEDS = (
    (
        b'{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"metadata":{"tools":[]},'
        b'"components":[{"type":"library","name":"a","purl":"pkg:npm/a@1","licenses":[]}]}'
    ),
    b'{"spdxVersion":"SPDX-2.3","packages":[{"name":"a","externalRefs":[]}],"relationships":[]}',
    (
        b'{"@context":"https://spdx.org/rdf/3.0.1/x","@graph":[{"type":"CreationInfo",'
        b'"specVersion":"3.0.1"}]}'
    ),
    b'{"artifacts":[{"name":"a","locations":[],"metadata":{}}],"descriptor":{},"distro":{}}',
    b'{"manifests":{"m":{"file":{},"resolved":{"a":{"package_url":"pkg:npm/a@1"}}}},"detector":{}}',
    (
        b'<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="library">'
        b"<name>a</name></component></components></bom>"
    ),
    b"SPDXVersion: SPDX-2.2\nPackageName: a\nExternalRef: PACKAGE-MANAGER purl pkg:npm/a@1\n",
    b"spdxVersion: SPDX-2.3\npackages:\n- name: a\n",
)


@given(st.sampled_from(_SEEDS), st.data())
def test_any_damage_is_read_or_refused(seed: bytes, data: st.DataObject) -> None:
    """A changed document gives entries or one of the errors that are declared."""
    changed = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(changed) - 1))
        piece = data.draw(st.sampled_from([b"", b"null", b"5", b"[]", b"{}", b'"', b"\xff", b"<"]))
        changed[at : at + data.draw(st.integers(0, 12))] = piece
        changed = changed or bytearray(b"x")
    try:
        bom = read_sbom(bytes(changed), source="x")
    except (BrokenDocumentError, NotAnSbomError, SbomVersionError):
        return
    for part in bom.parts:
        document = SbomDocument(target=Target(name="x", kind="sbom"), part=part, title=bom.title)
        take_sbom_inventory(document)
