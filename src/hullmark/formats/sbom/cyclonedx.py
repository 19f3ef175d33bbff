"""CycloneDX, as JSON values: what it is about, what it lists, and who wrote it."""

from collections.abc import Iterator
from typing import Any, Final

from hullmark.formats.errors import BrokenSbomError, SbomVersionError
from hullmark.formats.sbom.document import Bom, Entry, Flaw, Part, Place, Subject, System
from hullmark.formats.sbom.places import place_of
from hullmark.formats.sbom.values import Object, named_tool, object_of, objects, size, text

VERSIONS: Final = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
_COMPONENTS = 1_000_000
"""Components of one document; those of the largest images, files included, reach 100,000."""
_DEPTH = 100
"""Components within components; real documents nest two or three."""
_TRIVY = "aquasecurity:trivy:"
_SYFT = "syft:location:"
_HASH = "sha256:"


def read_cyclonedx(document: Object, *, form: str = "JSON") -> Bom:
    """Return what a document says; entries of another shape become flaws.

    Raises:
        SbomVersionError: The version is missing or not known.
        BrokenSbomError: It nests too deep or lists more than any image holds.
    """
    version = text(document.get("specVersion"))
    if version not in VERSIONS:
        raise SbomVersionError(
            f"CycloneDX {version or 'without specVersion'} is not read",
            hint=f"write CycloneDX {VERSIONS[2]} to {VERSIONS[-1]}",
        )
    metadata = object_of(document.get("metadata"))
    bom = Bom(
        format="CycloneDX",
        version=version,
        form=form,
        tool=_tool(metadata.get("tools")),
        created=text(metadata.get("timestamp")),
        relations=size(document.get("dependencies")),
    )
    main = Part(subject=_subject(object_of(metadata.get("component"))))
    bom.parts.append(main)
    components = document.get("components")
    if components is not None and not isinstance(components, list):
        bom.flaws.append(Flaw("components", "not a list"))
    _collect(components, bom, main)
    if len(bom.parts) > 1 and not main.entries:
        del bom.parts[0]
    return bom


def _collect(components: object, bom: Bom, main: Part) -> None:
    """Put every component into the part that it belongs to, in document order."""
    count = 0
    for component, part, place in _walk(components, bom, main):
        count += 1
        if count > _COMPONENTS:
            raise BrokenSbomError(f"the document has more than {_COMPONENTS:,} components")
        if not isinstance(component, dict):
            bom.flaws.append(Flaw(place, "not an object"))
            continue
        entry = _entry(component)
        if not entry.name and not entry.purl:
            bom.flaws.append(Flaw(place, "neither a name nor a package URL"))
            continue
        part.entries.append(entry)
        if entry.kind == "operating-system" and part.system is None:
            part.system = _system(entry, text(component.get("description")))
        elif entry.kind == "file":
            bom.files += 1


def _walk(components: object, bom: Bom, main: Part) -> Iterator[tuple[object, Part, str]]:
    """Yield components, those within others after them; an image with content is a part."""
    listed = components if isinstance(components, list) else []
    waiting: list[tuple[Iterator[tuple[int, Any]], Part, str]] = [
        (iter(enumerate(listed)), main, "components")
    ]
    while waiting:
        items, part, path = waiting[-1]
        following = next(items, None)
        if following is None:
            waiting.pop()
            continue
        index, component = following
        inner = component.get("components") if isinstance(component, dict) else None
        if not inner:
            yield component, part, f"{path}[{index}]"
            continue
        place = f"{path}[{index}]"
        within = part
        if len(waiting) == 1 and component.get("type") == "container":
            within = Part(subject=_subject(component))
            bom.parts.append(within)
        else:
            yield component, part, place
        if len(waiting) >= _DEPTH:
            raise BrokenSbomError(f"components nest deeper than {_DEPTH} levels")
        listed = inner if isinstance(inner, list) else []
        waiting.append((iter(enumerate(listed)), within, f"{place}.components"))


def _entry(component: Object) -> Entry:
    properties = _properties(component.get("properties"))
    get = properties.get
    source_name, source_version = _source(properties)
    return Entry(
        name=text(component.get("name")),
        version=text(component.get("version")),
        group=text(component.get("group")),
        purl=text(component.get("purl")),
        kind=text(component.get("type")),
        package_type=_package_type(properties),
        ecosystem=get("hullmark:ecosystem", ""),
        licenses=_licenses(component.get("licenses")),
        supplier=_supplier(component),
        hashes=tuple(
            (text(each.get("alg")), text(each.get("content")))
            for each in objects(component.get("hashes"))
        ),
        architecture=get("hullmark:architecture", ""),
        source_name=source_name,
        source_version=source_version,
        places=_places(component.get("evidence"), properties),
        properties=properties,
    )


def _properties(listed: object) -> dict[str, str]:
    found: dict[str, str] = {}
    if isinstance(listed, list):
        for each in listed:
            if isinstance(each, dict):
                name, value = each.get("name"), each.get("value")
                if isinstance(name, str) and isinstance(value, str):
                    found.setdefault(name, value)
    return found


def _package_type(properties: dict[str, str]) -> str:
    for name in ("hullmark:type", "syft:package:type", f"{_TRIVY}PkgType"):
        if found := properties.get(name, ""):
            return found
    return ""


def _licenses(choices: object) -> tuple[str, ...]:
    if not choices:
        return ()
    found: dict[str, None] = {}
    for choice in objects(choices):
        license_ = choice.get("license")
        license_ = license_ if isinstance(license_, dict) else {}
        name = (
            text(choice.get("expression")) or text(license_.get("id")) or text(license_.get("name"))
        )
        if name:
            found[name] = None
    return tuple(found)


def _supplier(component: Object) -> str:
    supplier = component.get("supplier")
    named = text(supplier.get("name")) if isinstance(supplier, dict) else ""
    return named or text(component.get("publisher"))


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


def _places(evidence: object, properties: dict[str, str]) -> tuple[Place, ...]:
    """Return where a component was seen: standard evidence first, then writers' own properties."""
    places: list[Place] = []
    if isinstance(evidence, dict):
        for each in objects(evidence.get("occurrences")):
            path, line = text(each.get("location")), each.get("line")
            if path:
                context = text(each.get("additionalContext"))
                places.append(place_of(path, context, line if isinstance(line, int) else None))
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


def _subject(component: Object) -> Subject:
    listed = component.get("properties")
    properties = _properties(listed)
    get = properties.get
    version, purl = text(component.get("version")), text(component.get("purl"))
    repository_digest = get(f"{_TRIVY}RepoDigest", "").rpartition("@")[2]
    digests = (version, repository_digest, purl.partition("@")[2].partition("?")[0])
    digest = next((one for one in map(_unescaped, digests) if one.startswith(_HASH)), "")
    os, _, rest = get("hullmark:platform", "").partition("/")
    architecture, _, variant = rest.partition("/")
    return Subject(
        name=get("hullmark:reference", "") or text(component.get("name")),
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


def _tool(tools: object) -> str:
    """Return name and version of the program that wrote the document."""
    if isinstance(tools, dict):
        tools = tools.get("components") or tools.get("services")
    named = [named_tool(each.get("name"), each.get("version")) for each in objects(tools)]
    return " + ".join([words for words in named if words][:3])
