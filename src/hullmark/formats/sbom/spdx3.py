"""SPDX 3 in JSON-LD: a graph of elements, of which the packages are read."""

from typing import Final

from hullmark.formats.errors import BrokenSbomError, SbomVersionError
from hullmark.formats.sbom.document import Bom, Entry, Flaw, Part, Subject, System
from hullmark.formats.sbom.places import places_in, source_in
from hullmark.formats.sbom.values import Object, objects, text, texts

_ELEMENTS = 5_000_000
_CONTAINER, _SYSTEM = "container", "operatingSystem"
_KINDS: Final = {_SYSTEM: "operating-system"}
_LICENSES: Final = ("hasDeclaredLicense", "hasConcludedLicense")
_NOTHING: Final = ("NoneElement", "NoAssertionElement", "NoneLicense", "NoAssertionLicense")


def read_spdx3(document: Object) -> Bom:
    """Return what a document says; elements of another shape become flaws.

    Raises:
        SbomVersionError: It is of a version other than 3.0.
        BrokenSbomError: It holds several documents, or more elements than any image has.
    """
    listed = document.get("@graph")
    graph = listed if isinstance(listed, list) else [document]
    if len(graph) > _ELEMENTS:
        raise BrokenSbomError(f"the document has more than {_ELEMENTS:,} elements")
    elements = [each for each in graph if isinstance(each, dict)]
    by_id = {_id(each): each for each in elements}
    documents = [each for each in elements if _type(each) == "SpdxDocument"]
    if len(documents) > 1:
        raise BrokenSbomError(f"{len(documents)} documents are in one file, one is expected")
    creation = next((each for each in elements if _type(each) == "CreationInfo"), {})
    version = text(creation.get("specVersion"))
    if not version.startswith("3.0"):
        raise SbomVersionError(
            f"SPDX {version[:40] or 'without specVersion'} is not read",
            hint="write SPDX 2.2, 2.3 or 3.0",
        )
    bom = Bom(
        format="SPDX",
        version=version,
        form="JSON-LD",
        tool=_names(creation.get("createdUsing"), by_id),
        created=text(creation.get("created")),
        files=sum(_type(each) == "software_File" for each in elements),
        relations=sum(_type(each).endswith("Relationship") for each in elements),
    )
    bom.flaws += [
        Flaw(f"@graph[{index}]", "not an object")
        for index, each in enumerate(graph)
        if not isinstance(each, dict)
    ]
    _collect(elements, by_id, bom)
    return bom


def _collect(elements: list[Object], by_id: dict[str, Object], bom: Bom) -> None:
    """Put every package into its image's part, or all into one where there is only one."""
    licenses, held = _links(elements, by_id)
    packages = [each for each in elements if _type(each) == "software_Package"]
    images = [each for each in packages if _purpose(each) == _CONTAINER and not _locator(each)]
    images += [each for each in packages if _locator(each).startswith("pkg:oci/")]
    parts = {_id(image): Part(subject=_subject(image)) for image in images}
    main = next(iter(parts.values()), None) or Part()
    for package in packages:
        if _id(package) in parts:
            continue
        entry = _entry(package, licenses, by_id)
        if not entry.name and not entry.purl:
            bom.flaws.append(Flaw(_id(package) or "a package", "neither a name nor a package URL"))
            continue
        part = parts.get(held.get(_id(package), ""), main) if len(parts) > 1 else main
        part.entries.append(entry)
        if entry.kind == "operating-system" and part.system is None:
            part.system = System(name=entry.name, version=entry.version)
    bom.parts += [part for part in parts.values() if part.entries or len(parts) == 1] or [main]


def _links(
    elements: list[Object], by_id: dict[str, Object]
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Return package → licenses, and package → what contains it."""
    licenses: dict[str, tuple[str, ...]] = {}
    held: dict[str, str] = {}
    for each in elements:
        if not _type(each).endswith("Relationship"):
            continue
        kind, start = text(each.get("relationshipType")), text(each.get("from"))
        if kind in _LICENSES:
            found = tuple(filter(None, (_license(to, by_id) for to in texts(each.get("to")))))
            if found and (kind == _LICENSES[0] or start not in licenses):
                licenses[start] = found
        elif kind == "contains":
            for to in texts(each.get("to")):
                held.setdefault(to, start)
    return licenses, held


def _license(reference: str, by_id: dict[str, Object]) -> str:
    if reference.rpartition("/")[2].rpartition("_")[2] in _NOTHING:
        return ""
    element = by_id.get(reference, {})
    expression = text(element.get("simplelicensing_licenseExpression"))
    if expression:
        return "" if expression in {"NONE", "NOASSERTION"} else expression
    return text(element.get("name")) or reference.rpartition("/")[2]


def _entry(
    package: Object, licenses: dict[str, tuple[str, ...]], by_id: dict[str, Object]
) -> Entry:
    source = text(package.get("software_sourceInfo"))
    source_name, source_version = source_in(source)
    purpose = _purpose(package)
    return Entry(
        name=text(package.get("name")),
        version=text(package.get("software_packageVersion")),
        purl=_locator(package),
        kind=_KINDS.get(purpose, purpose),
        licenses=licenses.get(_id(package), ()),
        supplier=_names(package.get("suppliedBy"), by_id),
        hashes=tuple(
            (text(each.get("algorithm")), text(each.get("hashValue")))
            for each in objects(package.get("verifiedUsing"))
        ),
        source_name=source_name,
        source_version=source_version,
        places=tuple(places_in(source)),
    )


def _locator(package: Object) -> str:
    if purl := text(package.get("software_packageUrl")):
        return purl
    for each in objects(package.get("externalIdentifier")):
        if text(each.get("externalIdentifierType")) in {"packageUrl", "packageURL", "purl"}:
            return text(each.get("identifier"))
    return ""


def _subject(image: Object) -> Subject:
    version = text(image.get("software_packageVersion"))
    hashes = objects(image.get("verifiedUsing"))
    digits = next(
        (text(each.get("hashValue")) for each in hashes if each.get("algorithm") == "sha256"), ""
    )
    digest = version if version.startswith("sha256:") else f"sha256:{digits}" if digits else ""
    return Subject(name=text(image.get("name")), digest=digest)


def _purpose(package: Object) -> str:
    return text(package.get("software_primaryPurpose"))


def _names(references: object, by_id: dict[str, Object]) -> str:
    named = [text(by_id.get(each, {}).get("name")) for each in texts(references)]
    return " + ".join([name for name in named if name][:3])


def _id(element: Object) -> str:
    return text(element.get("spdxId")) or text(element.get("@id"))


def _type(element: Object) -> str:
    return text(element.get("type")) or text(element.get("@type"))
