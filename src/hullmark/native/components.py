"""Squashed records of an image become components: joined, owned, attributed."""

from collections.abc import Callable, Iterable, Sequence

from hullmark.formats.errors import InvalidPurlError
from hullmark.formats.purl import build_purl
from hullmark.model.component import Component, Distribution, Evidence, Location, Purl
from hullmark.model.ecosystem import DISTRIBUTED_TYPES
from hullmark.model.ecosystem import OS_TYPES as OS_TYPES  # noqa: PLC0414 - part of this page
from hullmark.model.image import LayerInfo
from hullmark.native.catalogers.record import Owns, Package
from hullmark.native.squash import Seen
from hullmark.native.vendored import carrier_of

_STRONGEST_FIRST = (Evidence.INSTALLED, Evidence.SBOM, Evidence.DECLARED)

Locate = Callable[[Seen], Location]
"""Places one record of a file: path, layer, history line."""


def locator(layers: Sequence[LayerInfo]) -> Locate:
    """Return a function that places a record on its layer and history line."""

    def locate(seen: Seen) -> Location:
        inner = seen.package.inner_path
        path = f"/{seen.path}:{inner}" if inner else f"/{seen.path}"
        info = layers[seen.layer_index]
        return Location(
            path=path,
            layer=info.diff_id,
            layer_index=seen.layer_index,
            instruction=info.instruction or None,
            line=seen.package.line,
        )

    return locate


def plain_location(seen: Seen) -> Location:
    """Place a record of a directory: a path relative to it, and a line."""
    inner = seen.package.inner_path
    path = f"{seen.path}:{inner}" if inner else seen.path
    return Location(path=path, line=seen.package.line)


def to_components(
    seen: Iterable[Seen], *, locate: Locate, distribution: Distribution | None
) -> list[Component]:
    """Return one component per package and version, with all its locations, ordered by purl."""
    grouped: dict[str, list[Seen]] = {}
    purls: dict[str, Purl] = {}
    for each in seen:
        purl = purl_of(each.package, distribution)
        # PyPI takes x.y and x-y for one project; package URLs keep the dot.
        key = purl.replace(".", "-") if each.package.type == "pypi" else purl
        key = f"{key} {each.package.version}"
        purls.setdefault(key, purl)
        grouped.setdefault(key, []).append(each)
    return [
        _component(purls[key], grouped[key], locate=locate)
        for key in sorted(grouped, key=purls.__getitem__)
    ]


def purl_of(package: Package, distribution: Distribution | None) -> Purl:
    """Return the package URL of a record."""
    kind, name, version = package.type, package.name, package.version
    qualifiers = dict(package.qualifiers)
    namespace = subpath = ""
    if kind in DISTRIBUTED_TYPES:
        namespace = distribution.id if distribution is not None else ""
        if package.architecture:
            qualifiers["arch"] = package.architecture
        if distribution is not None:
            qualifiers["distro"] = (
                f"{distribution.id}-{distribution.version}"
                if distribution.version
                else distribution.id
            )
        if kind == "rpm" and ":" in version:
            qualifiers["epoch"], _, version = version.partition(":")
    elif kind == "maven":
        namespace, _, name = name.rpartition(":")
    elif kind == "cocoapods":
        name, _, subpath = name.partition("/")
    elif "/" in name:
        namespace, _, name = name.rpartition("/")
    try:
        return build_purl(
            kind,
            name,
            namespace=namespace,
            version=version,
            qualifiers=tuple(qualifiers.items()),
            subpath=subpath,
        )
    except InvalidPurlError:
        # What a file calls its package need not be a name that its type allows.
        return build_purl("generic", package.name.strip("/") or "unnamed", version=version)


def without_answered(seen: Sequence[Seen]) -> list[Seen]:
    """Drop declared evidence that installed evidence answers.

    A lock file is answered as a whole where packages of its type are installed below its folder,
    and entry by entry where a package of that name is installed anywhere else.
    """
    installed = [each for each in seen if each.package.evidence is not Evidence.DECLARED]
    names = {(each.package.type, each.package.name.lower()) for each in installed}
    folders: dict[str, set[str]] = {}
    for each in installed:
        above = folders.setdefault(each.package.type, set())
        slash = each.path.rfind("/")
        while slash >= 0:
            if each.path[:slash] in above:
                break
            above.add(each.path[:slash])
            slash = each.path.rfind("/", 0, slash)
    return [
        each
        for each in seen
        if each.package.evidence is not Evidence.DECLARED
        or not (
            (each.package.type, each.package.name.lower()) in names
            or each.path.rpartition("/")[0] in folders.get(each.package.type, ())
        )
    ]


def owners_of(seen: Iterable[Seen], owns: Sequence[tuple[str, Owns]]) -> dict[str, tuple[str, str]]:
    """Return path → (purl type, name) of the OS package that owns it.

    Only paths that language packages were read from are asked for. Merged ``/usr`` is looked
    through: a package database may say ``lib/x`` where the file stands at ``usr/lib/x``.
    """
    asked: dict[bytes, str] = {}
    for each in seen:
        if each.package.type not in OS_TYPES:
            raw = each.path.encode("utf-8", "surrogateescape")
            asked[raw] = each.path
            asked[raw[4:] if raw.startswith(b"usr/") else b"usr/" + raw] = each.path
    owners: dict[str, tuple[str, str]] = {}
    if asked:
        for _, record in owns:
            for raw in asked.keys() & set(record.paths.split(b"\n")):
                owners[asked[raw]] = (record.type, record.package)
    return owners


def _component(purl: Purl, seen: list[Seen], *, locate: Locate) -> Component:
    first = seen[0].package
    licenses = dict.fromkeys(name for each in seen for name in each.package.licenses)
    kinds = {each.package.evidence for each in seen}
    evidence = next(kind for kind in _STRONGEST_FIRST if kind in kinds)
    return Component(
        name=first.name,
        version=first.version,
        purl=purl,
        type=first.type,
        locations=tuple(dict.fromkeys(locate(each) for each in seen)),
        licenses=tuple(licenses),
        architecture=first.architecture,
        source_name=first.source_name,
        source_version=first.source_version,
        evidence=evidence,
        cataloger=seen[0].cataloger,
        vendored_in=_carrier(seen),
        direct=_is_direct(seen),
        development=all(each.package.development for each in seen),
    )


def _is_direct(seen: list[Seen]) -> bool | None:
    """Return whether any file says that its project asks for this; ``None`` where none tells."""
    told = {each.package.direct for each in seen} - {None}
    return True in told if told else None


def _carrier(seen: list[Seen]) -> str:
    """Return the component that carries a copy, empty where any place of it is its own."""
    first = ""
    for each in seen:
        found = each.package.vendored_in or carrier_of(each.package.type, each.path)
        if not found:
            return ""
        first = first or found
    return first
