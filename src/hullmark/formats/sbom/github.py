"""GitHub's dependency snapshots: manifests with the packages that they resolve to."""

from hullmark.formats.errors import BrokenSbomError
from hullmark.formats.sbom.document import Bom, Entry, Flaw, Part, Place, Subject
from hullmark.formats.sbom.values import Object, named_tool, object_of, text

_PACKAGES = 1_000_000


def read_github(document: Object) -> Bom:
    """Return what a snapshot says; packages without a package URL are flaws.

    Raises:
        BrokenSbomError: It lists more packages than any repository has.
    """
    detector = object_of(document.get("detector"))
    bom = Bom(
        format="GitHub dependency snapshot",
        version=str(document.get("version", ""))[:20],
        tool=named_tool(detector.get("name"), detector.get("version")),
        created=text(document.get("scanned")),
    )
    reference, commit = text(document.get("ref")), text(document.get("sha"))
    part = Part(subject=Subject(name=reference or commit))
    bom.parts.append(part)
    for name, manifest in object_of(document.get("manifests")).items():
        if not isinstance(manifest, dict):
            bom.flaws.append(Flaw(f"manifests['{name[:80]}']", "not an object"))
            continue
        path = text(object_of(manifest.get("file")).get("source_location"))
        for package_name, package in object_of(manifest.get("resolved")).items():
            if len(part.entries) >= _PACKAGES:
                raise BrokenSbomError(f"the snapshot has more than {_PACKAGES:,} packages")
            entry = _entry(object_of(package), package_name, path)
            if entry.purl:
                part.entries.append(entry)
            else:
                place = f"manifests['{name[:80]}'].resolved['{package_name[:80]}']"
                bom.flaws.append(Flaw(place, "no package URL"))
    return bom


def _entry(package: Object, name: str, path: str) -> Entry:
    path = text(object_of(package.get("metadata")).get("source_location")) or path
    return Entry(
        name=name,
        purl=text(package.get("package_url")),
        places=(Place(path),) if path else (),
    )
