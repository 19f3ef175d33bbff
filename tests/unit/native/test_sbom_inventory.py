"""Entries of bills of materials as components: names, versions, sources, distributions."""

from collections.abc import Sequence

import pytest

from hullmark.formats.sbom.document import Entry, Part, Place, Subject, System
from hullmark.images.image import SbomDocument
from hullmark.model.component import Component, Distribution, Evidence, Location
from hullmark.model.scan import Target
from hullmark.native.inventory import Inventory
from hullmark.native.sbom import SOURCES_MISSING, take_sbom_inventory


def take(
    *entries: Entry, system: System | None = None, subject: Subject | None = None
) -> Inventory:
    """Take the inventory of a document with these entries."""
    part = Part(subject=subject or Subject(), system=system, entries=list(entries))
    document = SbomDocument(target=Target(name="x", kind="sbom"), part=part, title="CycloneDX 1.6")
    return take_sbom_inventory(document)


def one(entry: Entry) -> Component:
    """Return the component of one entry."""
    (component,) = take(entry).components
    return component


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (Entry(purl="pkg:npm/%40s/a@1"), ("npm", "@s/a", "1")),
        (Entry(purl="pkg:maven/g.h/a@1"), ("maven", "g.h:a", "1")),
        (Entry(purl="pkg:golang/github.com/x/y@v1.2"), ("golang", "github.com/x/y", "v1.2")),
        (Entry(name="Demo.Package", purl="pkg:pypi/demo-package@1"), ("pypi", "Demo.Package", "1")),
        (Entry(name="other", purl="pkg:pypi/demo@1"), ("pypi", "demo", "1")),
        (Entry(purl="pkg:deb/debian/a@1%3A2-3?arch=amd64"), ("deb", "a", "1:2-3")),
        (Entry(purl="pkg:rpm/redhat/a@2-3?epoch=1"), ("rpm", "a", "1:2-3")),
        (Entry(purl="pkg:rpm/redhat/a@2-3?epoch=0"), ("rpm", "a", "2-3")),
        (Entry(purl="pkg:deb/debian/a@2-3?epoch=1"), ("deb", "a", "1:2-3")),
        (Entry(name="a", version="7", purl="pkg:cargo/a"), ("cargo", "a", "7")),
        (Entry(name="a", version="1", package_type="rust-crate"), ("cargo", "a", "1")),
        (Entry(group="g", name="a", version="1", package_type="jar"), ("maven", "g:a", "1")),
        (Entry(name="a", version="1", kind="library"), ("generic", "a", "1")),
        (Entry(name="a", version="1", purl="no purl"), ("generic", "a", "1")),
    ],
)
def test_an_entry_is_named_as_its_ecosystem_does(
    entry: Entry, expected: tuple[str, str, str]
) -> None:
    """The purl decides, else what the writer calls its kind; otherwise nothing is guessed."""
    component = one(entry)
    assert (component.type, component.name, component.version) == expected
    assert component.evidence is Evidence.SBOM


@pytest.mark.parametrize(
    ("entry", "source"),
    [
        (Entry(purl="pkg:deb/debian/a@1?upstream=s%402"), ("s", "2")),
        (Entry(purl="pkg:apk/alpine/a@1?upstream=s"), ("s", "")),
        (Entry(purl="pkg:apk/alpine/a@1?upstream=a"), ("", "")),
        (Entry(purl="pkg:rpm/redhat/a@1-2?epoch=3&upstream=s-b-9-2.src.rpm"), ("s-b", "3:9-2")),
        (Entry(purl="pkg:deb/debian/a@1", source_name="s", source_version="2"), ("s", "2")),
        (Entry(purl="pkg:deb/debian/a@1", source_name="a", source_version="1"), ("", "")),
        (Entry(purl="pkg:deb/debian/a@1"), ("", "")),
    ],
)
def test_the_source_package_is_found(entry: Entry, source: tuple[str, str]) -> None:
    """In the purl, or beside it; empty where it is the package itself."""
    component = one(entry)
    assert (component.source_name, component.source_version) == source


@pytest.mark.parametrize(
    ("system", "purls", "expected"),
    [
        (None, ["pkg:deb/debian/a@1?distro=debian-12.5"], ("debian", "12.5")),
        (None, ["pkg:deb/debian/a@1?distro=bookworm"], ("debian", "12")),
        (None, ["pkg:deb/ubuntu/a@1?distro=jammy"], ("ubuntu", "22.04")),
        (None, ["pkg:rpm/redhat/a@1?distro=rhel-9.4"], ("rhel", "9.4")),
        (None, ["pkg:rpm/redhat/a@1?distro=redhat-9.4"], ("rhel", "9.4")),
        (None, ["pkg:rpm/opensuse/a@1?distro=opensuse-leap-15.5"], ("opensuse-leap", "15.5")),
        (None, ["pkg:rpm/amzn/a@1?distro=amazon-2023"], ("amzn", "2023")),
        (None, ["pkg:apk/wolfi/a@1?distro=wolfi-20230201"], ("wolfi", "20230201")),
        (None, ["pkg:apk/alpine/a@1"], ("alpine", "")),
        (None, ["pkg:npm/a@1"], None),
        (System(name="debian", version="12"), ["pkg:npm/a@1"], ("debian", "12")),
        (System(name="Red Hat Enterprise Linux", version="8"), [], ("rhel", "8")),
        (System(name="suse linux enterprise server", version="15.5"), [], ("sles", "15.5")),
        (System(name="debian"), ["pkg:deb/debian/a@1?distro=debian-12"], ("debian", "12")),
        (System(name="alpine"), ["pkg:deb/debian/a@1?distro=debian-12"], ("alpine", "")),
    ],
)
def test_the_distribution_is_recognised(
    system: System | None, purls: Sequence[str], expected: tuple[str, str] | None
) -> None:
    """By what the document says outright, else by the purls."""
    found = take(*(Entry(purl=purl) for purl in purls), system=system).distribution
    assert (None if found is None else (found.id, found.version)) == expected


def test_what_a_system_says_is_kept() -> None:
    """Derived distributions are matched by their parents and codename."""
    system = System(
        name="x", version="1", codename="c", id_like=("debian",), title="X", variant="esm"
    )
    assert take(system=system).distribution == Distribution(
        id="x", version="1", codename="c", id_like=("debian",), name="X", variant="esm"
    )


def test_the_same_thing_at_two_places_is_one_component() -> None:
    """Locations and licenses are joined; order is by purl."""
    first = Entry(purl="pkg:npm/b@1", places=(Place("/a"),), licenses=("MIT",))
    second = Entry(purl="pkg:npm/b@1", places=(Place("/b"),), licenses=("MIT", "ISC"))
    other = Entry(purl="pkg:npm/a@1")
    components = take(first, second, other).components
    assert [component.name for component in components] == ["a", "b"]
    assert [location.path for location in components[1].locations] == ["/a", "/b"]
    assert components[1].licenses == ("MIT", "ISC")


def test_a_place_is_put_on_its_layer() -> None:
    """By the diff IDs of the image, else as the document counts."""
    subject = Subject(diff_ids=("sha256:1", "sha256:2"))
    entry = Entry(
        purl="pkg:npm/b@1",
        places=(Place("/a", "sha256:2", 4), Place("/b", "sha256:9", None, 5, "RUN x")),
    )
    (component,) = take(entry, subject=subject).components
    assert component.locations == (
        Location(path="/a", layer="sha256:2", layer_index=1, line=4),  # type: ignore[arg-type]
        Location(path="/b", layer="sha256:9", layer_index=5, instruction="RUN x"),  # type: ignore[arg-type]
    )


def test_files_systems_and_images_are_no_components() -> None:
    """They are counted in the ledger's words; a purl makes anything a component."""
    kinds = ("file", "operating-system", "container", "cryptographic-asset", "data")
    entries = [Entry(name=kind, kind=kind) for kind in kinds]
    inventory = take(*entries, Entry(kind="file", purl="pkg:npm/a@1"))
    assert [component.name for component in inventory.components] == ["a"]
    assert "5 files and systems left out" in inventory.origin


def test_the_ledger_is_told_what_is_not_matched() -> None:
    """A component without a purl, and a purl that is none."""
    inventory = take(Entry(name="a"), Entry(name="b", purl="pkg:"))
    assert "from SBOM (CycloneDX 1.6)" in inventory.origin
    assert "2 without a package URL, not matched" in inventory.origin
    assert [(issue.path, issue.code) for issue in inventory.issues] == [("package URL", "HM2190")]


def test_packages_without_sources_are_told() -> None:
    """Advisories filed under sources would be missed in silence."""
    plain = [Entry(purl=f"pkg:deb/debian/p{number}@1") for number in range(20)]
    assert [issue.code for issue in take(*plain).issues] == [SOURCES_MISSING]
    sourced = Entry(purl="pkg:deb/debian/x@1", source_name="y")
    assert take(*plain, sourced).issues == ()
    assert take(*plain[:19]).issues == ()
