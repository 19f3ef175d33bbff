"""CycloneDX: what it is about, what it lists, and who wrote it."""

from collections.abc import Iterable, Iterator
from typing import Final

from hullmark.formats.errors import BrokenSbomError, SbomVersionError
from hullmark.formats.sbom.cyclonedx_wire import (
    DEPTH,
    Component,
    Document,
    LicenseChoice,
    Property,
    Tools,
    document_of,
)
from hullmark.formats.sbom.document import Bom, Entry, Flaw, Part, Place, Subject, System
from hullmark.formats.sbom.places import place_of
from hullmark.formats.sbom.values import Object, named_tool

VERSIONS: Final = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
_COMPONENTS = 1_000_000
"""Components of one document; those of the largest images, files included, reach 100,000."""
_TRIVY = "aquasecurity:trivy:"
_SYFT = "syft:location:"
_HASH = "sha256:"


def read_cyclonedx(data: bytes | Object, *, form: str = "JSON") -> Bom:
    """Return what a document says; entries of another shape become flaws.

    Args:
        data: JSON, or the values of a document that was something else.
        form: What it was.

    Raises:
        SbomVersionError: The version is missing or not known.
        BrokenSbomError: It nests too deep or lists more than any image holds.
    """
    flaws: list[Flaw] = []
    document = document_of(data, flaws)
    version = document.spec_version
    if version not in VERSIONS:
        raise SbomVersionError(
            f"CycloneDX {version[:40] or 'without specVersion'} is not read",
            hint=f"write CycloneDX {VERSIONS[2]} to {VERSIONS[-1]}",
        )
    bom = Bom(
        format="CycloneDX",
        version=version,
        form=form,
        tool=_tool(document),
        created=document.metadata.timestamp.strip(),
        relations=len(document.dependencies),
        flaws=flaws,
    )
    main = Part(subject=_subject(document.metadata.component))
    bom.parts.append(main)
    _collect(document, bom, main)
    if len(bom.parts) > 1 and not main.entries:
        del bom.parts[0]
    return bom


def _collect(document: Document, bom: Bom, main: Part) -> None:
    """Put every component into the part that it belongs to, in document order."""
    count = 0
    for component, part in _walk(document.components, bom, main):
        count += 1
        if count > _COMPONENTS:
            raise BrokenSbomError(f"the document has more than {_COMPONENTS:,} components")
        entry = _entry(component)
        if not entry.name and not entry.purl:
            bom.flaws.append(Flaw(f"component {count}", "neither a name nor a package URL"))
            continue
        part.entries.append(entry)
        if entry.kind == "operating-system" and part.system is None:
            part.system = _system(entry, component.description)
        elif entry.kind == "file":
            bom.files += 1


def _walk(
    components: Iterable[Component], bom: Bom, main: Part
) -> Iterator[tuple[Component, Part]]:
    """Yield components, those within others after them; an image with content is a part."""
    waiting: list[tuple[Iterator[Component], Part]] = [(iter(components), main)]
    while waiting:
        items, part = waiting[-1]
        component = next(items, None)
        if component is None:
            waiting.pop()
            continue
        if not component.components:
            yield component, part
            continue
        within = part
        if len(waiting) == 1 and component.type == "container":
            within = Part(subject=_subject(component))
            bom.parts.append(within)
        else:
            yield component, part
        if len(waiting) >= DEPTH:
            raise BrokenSbomError(f"components nest deeper than {DEPTH} levels")
        waiting.append((iter(component.components), within))


def _entry(component: Component) -> Entry:
    properties = _properties(component.properties)
    get = properties.get
    source_name, source_version = _source(properties) if properties else ("", "")
    return Entry(
        name=component.name.strip(),
        version=component.version.strip(),
        group=component.group.strip(),
        purl=component.purl.strip(),
        kind=component.type,
        package_type=_package_type(properties) if properties else "",
        licenses=_licenses(component.licenses) if component.licenses else (),
        supplier=component.supplier.name or component.publisher,
        hashes=tuple([(each.alg, each.content) for each in component.hashes]),
        architecture=get("hullmark:architecture", ""),
        source_name=source_name,
        source_version=source_version,
        places=_places(component, properties),
        properties=properties,
    )


def _properties(listed: Iterable[Property]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in listed:
        found.setdefault(each.name, each.value)
    return found


def _package_type(properties: dict[str, str]) -> str:
    for name in ("hullmark:type", "syft:package:type", f"{_TRIVY}PkgType"):
        if found := properties.get(name, ""):
            return found
    return ""


def _licenses(choices: Iterable[LicenseChoice]) -> tuple[str, ...]:
    names = (each.expression or each.license.id or each.license.name for each in choices)
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def _source(properties: dict[str, str]) -> tuple[str, str]:
    """Return the source package that Trivy and we write as properties."""
    get = properties.get
    if name := get("hullmark:sourceName", ""):
        return name, get("hullmark:sourceVersion", "")
    name, version = get(f"{_TRIVY}SrcName", ""), get(f"{_TRIVY}SrcVersion", "")
    if version:
        if release := get(f"{_TRIVY}SrcRelease", ""):
            version = f"{version}-{release}"
        if (epoch := get(f"{_TRIVY}SrcEpoch", "")) and epoch != "0":
            version = f"{epoch}:{version}"
    return name, version or get("hullmark:sourceVersion", "")


def _places(component: Component, properties: dict[str, str]) -> tuple[Place, ...]:
    """Return where a component was seen: standard evidence first, then writers' own properties."""
    places = [
        place_of(each.location, each.additional_context, each.line)
        for each in component.evidence.occurrences
        if each.location
    ]
    if not places and properties:
        number = 0
        while path := properties.get(f"{_SYFT}{number}:path", ""):
            places.append(Place(path, properties.get(f"{_SYFT}{number}:layerID", "")))
            number += 1
        if path := properties.get(f"{_TRIVY}FilePath", ""):
            places.append(Place(path, properties.get(f"{_TRIVY}LayerDiffID", "")))
    return tuple(places)


def _system(entry: Entry, title: str) -> System:
    get = entry.properties.get
    return System(
        name=get("syft:distro:id", "") or entry.name,
        version=get("syft:distro:versionID", "") or entry.version,
        codename=get("syft:distro:versionCodename", "") or get("hullmark:codename", ""),
        id_like=tuple((get("hullmark:idLike", "") or get("syft:distro:idLike:0", "")).split()),
        title=get("syft:distro:prettyName", "") or title,
        variant=get("hullmark:variant", "")
        or ("esm" if get("syft:distro:extendedSupport") == "true" else ""),
    )


def _subject(component: Component) -> Subject:
    properties = _properties(component.properties)
    get = properties.get
    version, purl = component.version.strip(), component.purl
    repository_digest = get(f"{_TRIVY}RepoDigest", "").rpartition("@")[2]
    digests = (version, repository_digest, purl.partition("@")[2].partition("?")[0])
    digest = next((one for one in map(_unescaped, digests) if one.startswith(_HASH)), "")
    os, _, rest = get("hullmark:platform", "").partition("/")
    architecture, _, variant = rest.partition("/")
    return Subject(
        name=get("hullmark:reference", "") or component.name.strip(),
        digest=digest,
        config_digest=get("hullmark:configDigest", "") or get(f"{_TRIVY}ImageID", ""),
        os=os,
        architecture=architecture,
        variant=variant,
        diff_ids=tuple(_diff_ids(properties)),
    )


def _unescaped(digest: str) -> str:
    return digest.replace("%3A", ":").replace("%3a", ":")


def _diff_ids(properties: dict[str, str]) -> Iterator[str]:
    """Yield diff IDs in order; Trivy sorts its own by text, so theirs are left alone."""
    number = 0
    while diff_id := properties.get(f"hullmark:layer:{number}:diffId", ""):
        yield diff_id
        number += 1


def _tool(document: Document) -> str:
    """Return name and version of the programs that wrote the document."""
    tools = document.metadata.tools
    if isinstance(tools, Tools):
        tools = tools.components or tools.services
    named = [named_tool(each.name, each.version) for each in tools]
    return " + ".join([words for words in named if words][:3])
