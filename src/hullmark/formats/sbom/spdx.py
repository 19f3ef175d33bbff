"""SPDX 2, as JSON values: packages, what contains them, and who wrote it."""

import re
from typing import Final

from hullmark.formats.errors import BrokenSbomError, SbomVersionError
from hullmark.formats.sbom.document import Bom, Entry, Flaw, Part, Subject, System
from hullmark.formats.sbom.places import places_in, source_in
from hullmark.formats.sbom.values import Object, object_of, objects, size, text, texts

VERSIONS: Final = ("SPDX-2.0", "SPDX-2.1", "SPDX-2.2", "SPDX-2.3")
_PACKAGES = 1_000_000
_NOTHING = frozenset({"NONE", "NOASSERTION"})
_ACTOR = re.compile(r"(?:Organization|Person): ")
_TOOL = re.compile(r"Tool: (.+?)(?:-(\d\S*))?")
_TRIVY_NOTE = re.compile(r"(DiffID|ImageID|LayerDiffID|PkgType|RepoDigest|Type): (.*)")
_OWN_NOTE = re.compile(r"^hullmark:(codename|idLike|variant|title)=(.*)$", re.MULTILINE)
_KINDS = {"CONTAINER": "container", "OPERATING-SYSTEM": "operating-system"}


def read_spdx(document: Object, *, form: str = "JSON") -> Bom:
    """Return what a document says; entries of another shape become flaws.

    Raises:
        SbomVersionError: The version is not known.
        BrokenSbomError: It lists more packages than any image holds.
    """
    version = text(document.get("spdxVersion"))
    if version not in VERSIONS:
        raise SbomVersionError(
            f"'{version[:40]}' is not a version of SPDX that is read",
            hint="write SPDX 2.2, 2.3 or 3.0",
        )
    creation = object_of(document.get("creationInfo"))
    bom = Bom(
        format="SPDX",
        version=version.removeprefix("SPDX-"),
        form=form,
        tool=_tool(texts(creation.get("creators"))),
        created=text(creation.get("created")),
        files=size(document.get("files")),
        relations=size(document.get("relationships")),
    )
    _collect(document, bom)
    return bom


def _collect(document: Object, bom: Bom) -> None:
    listed = document.get("packages")
    if listed is not None and not isinstance(listed, list):
        bom.flaws.append(Flaw("packages", "not a list"))
    packages = listed if isinstance(listed, list) else []
    if len(packages) > _PACKAGES:
        raise BrokenSbomError(f"the document has more than {_PACKAGES:,} packages")
    entries: list[tuple[str, Entry]] = []
    for index, package in enumerate(packages):
        if not isinstance(package, dict):
            bom.flaws.append(Flaw(f"packages[{index}]", "not an object"))
            continue
        entry = _entry(package)
        if not entry.name and not entry.purl:
            bom.flaws.append(Flaw(f"packages[{index}]", "neither a name nor a package URL"))
            continue
        entries.append((text(package.get("SPDXID")), entry))
    images = {ref: entry for ref, entry in entries if entry.kind == "container"}
    holders = _holders(document.get("relationships"), images) if len(images) > 1 else {}
    bom.parts += _parts(entries, images, holders)
    if not bom.parts:
        bom.parts.append(Part(subject=Subject(name=text(document.get("name")))))


def _parts(
    entries: list[tuple[str, Entry]], images: dict[str, Entry], holders: dict[str, str]
) -> list[Part]:
    """Return one part per image that holds something; without relationships all is one."""
    main = next(iter(images), "")
    parts: dict[str, Part] = {}
    for ref, entry in entries:
        holder = holders.get(ref, main)
        if ref in images:
            if not holders or ref not in set(holders.values()):
                continue
            holder = ref
        part = parts.get(holder)
        if part is None:
            subject = _subject(images[holder]) if holder in images else Subject()
            part = parts[holder] = Part(subject=subject)
        if ref in images:
            continue
        part.entries.append(entry)
        if entry.kind == "operating-system" and part.system is None:
            part.system = _system(entry)
    if not parts and main:
        return [Part(subject=_subject(images[main]))]
    return list(parts.values())


def _holders(relationships: object, images: dict[str, Entry]) -> dict[str, str]:
    """Return package → the image that contains it, where several images are described."""
    holders: dict[str, str] = {}
    for each in objects(relationships):
        kind = text(each.get("relationshipType")).upper()
        left, right = text(each.get("spdxElementId")), text(each.get("relatedSpdxElement"))
        if kind == "CONTAINS" and left in images:
            holders.setdefault(right, left)
        elif kind == "CONTAINED_BY" and right in images:
            holders.setdefault(left, right)
    return holders


def _entry(package: Object) -> Entry:
    notes = _notes(package)
    source = text(package.get("sourceInfo"))
    source_name, source_version = source_in(source)
    purpose = text(package.get("primaryPackagePurpose")).upper()
    return Entry(
        name=text(package.get("name")),
        version=_said(package.get("versionInfo")),
        purl=_purl(package.get("externalRefs")),
        kind=_KINDS.get(purpose, purpose.lower()),
        package_type=notes.get("PkgType", ""),
        licenses=_licenses(package),
        supplier=_ACTOR.sub("", _said(package.get("supplier"))),
        hashes=tuple(
            (text(each.get("algorithm")), text(each.get("checksumValue")))
            for each in objects(package.get("checksums"))
        ),
        source_name=source_name,
        source_version=source_version,
        places=tuple(places_in(source)) if source else (),
        properties=notes,
    )


def _notes(package: Object) -> dict[str, str]:
    """Return what Trivy writes as annotations, and we as a comment."""
    found: dict[str, str] = {}
    for each in objects(package.get("annotations")):
        comment = text(each.get("comment"))
        if note := _TRIVY_NOTE.match(comment):
            found.setdefault(note[1], note[2])
    if "hullmark:" in (comment := text(package.get("comment"))):
        found.update(_OWN_NOTE.findall(comment))
    return found


def _purl(references: object) -> str:
    for each in objects(references):
        if each.get("referenceType") == "purl" or text(each.get("referenceType")).endswith("/purl"):
            return text(each.get("referenceLocator"))
    return ""


def _licenses(package: Object) -> tuple[str, ...]:
    for name in ("licenseDeclared", "licenseConcluded"):
        if license_ := _said(package.get(name)):
            return (license_,)
    return ()


def _said(value: object) -> str:
    found = text(value)
    return "" if found in _NOTHING else found


def _system(entry: Entry) -> System:
    get = entry.properties.get
    return System(
        name=entry.name,
        version=entry.version,
        codename=get("codename", ""),
        id_like=tuple(get("idLike", "").split()),
        title=get("title", ""),
        variant=get("variant", ""),
    )


def _subject(entry: Entry) -> Subject:
    digest = entry.version if entry.version.startswith("sha256:") else ""
    if not digest:
        digest = next(
            (f"sha256:{digits}" for algorithm, digits in entry.hashes if algorithm == "SHA256"), ""
        )
    return Subject(
        name=entry.name, digest=digest, config_digest=entry.properties.get("ImageID", "")
    )


def _tool(creators: list[str]) -> str:
    found = (_TOOL.fullmatch(each[:200]) for each in creators[:100])
    named = [f"{tool[1]} {tool[2]}" if tool[2] else tool[1] for tool in found if tool]
    return " + ".join(each.removesuffix("-[not provided]") for each in named[:3])
