"""Takes the inventory of a bill of materials: entries become components, as an image's do."""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from hullmark.formats.errors import InvalidPurlError, SbomRulesError
from hullmark.formats.purl import PackageUrl, parse_purl, to_purl
from hullmark.formats.sbom.document import Entry, Part, Place
from hullmark.images.image import SbomDocument
from hullmark.model.component import Component, Distribution, Evidence, Location
from hullmark.model.image import DiffId
from hullmark.model.ledger import Issue
from hullmark.native.catalogers.record import Package
from hullmark.native.catalogers.rpm.header import split_source_rpm
from hullmark.native.components import purl_of
from hullmark.native.inventory import Inventory
from hullmark.native.sbom_distribution import distribution_of
from hullmark.native.sbom_types import is_software, name_of, purl_type_of

SOURCES_MISSING: Final = "HM2305"
"""Code of the ledger row about packages that do not say what they were built from."""
_CATALOGER: Final = "sbom"
_BUILT_FROM_SOURCES: Final = frozenset({"deb", "apk", "rpm"})
_SHOWN: Final = 100
_SHOWN_RULE: Final = 300
"""Characters of a document's own words in one row of the ledger."""
_MANY: Final = 20
"""So many packages are never all named like their sources: a minimal Debian has 88, 33 are not."""


class _Read(msgspec.Struct):
    """An entry with its package URL, parsed where it has one."""

    entry: Entry
    url: PackageUrl | None


def take_sbom_inventory(document: SbomDocument) -> Inventory:
    """Say what a bill of materials lists, and which of its entries could not be understood."""
    part = document.part
    issues = [*document.issues]
    software = [entry for entry in part.entries if is_software(entry)]
    read = list(_parsed(software, issues))
    distribution = distribution_of(part.system, (each.url for each in read if each.url))
    locate = _locator(part)
    found: dict[tuple[str, str], Component] = {}
    for each in read:
        component = _component(each, distribution, locate)
        key = (component.purl, component.version)
        known = found.get(key)
        found[key] = component if known is None else _joined(known, component)
    components = tuple(found[key] for key in sorted(found))
    issues += _without_sources(components)
    return Inventory(
        components=components,
        distribution=distribution,
        issues=tuple(issues),
        origin=_origin(document, components, left_out=len(part.entries) - len(software)),
    )


def _parsed(entries: list[Entry], issues: list[Issue]) -> Iterator[_Read]:
    for entry in entries:
        url = None
        if entry.purl:
            try:
                url = parse_purl(entry.purl, strict=False)
            except InvalidPurlError as error:
                cause = f"{entry.name[:_SHOWN] or 'an entry'}: {error.message}"
                issues.append(Issue(path="package URL", cause=cause, code=error.code))
        yield _Read(entry, url)


def _without_sources(components: tuple[Component, ...]) -> Iterator[Issue]:
    """Say so where a distribution's packages lack what its advisories are filed under."""
    held = [each for each in components if each.type in _BUILT_FROM_SOURCES]
    if len(held) >= _MANY and not any(each.source_name for each in held):
        yield Issue(
            path="source packages",
            cause=f"none of {len(held)} {held[0].type} packages names its source package, which "
            "most advisories of distributions are filed under",
            hint="let the writer use CycloneDX or SPDX, which carry it",
            code=SOURCES_MISSING,
        )


def _origin(document: SbomDocument, components: tuple[Component, ...], *, left_out: int) -> str:
    """Return where the inventory is from, in the words of the ledger."""
    words = [f"from SBOM ({document.title})"]
    unknown = sum(component.type == "generic" for component in components)
    if unknown:
        words.append(f"{unknown} without a package URL, not matched")
    if left_out:
        words.append(f"{left_out:,} files and systems left out")
    if broken := document.broken_rule[:_SHOWN_RULE]:
        words.append(f"{SbomRulesError.code}: not valid by its own format: {broken}")
    return "; ".join(words)


def _component(
    read: _Read, distribution: Distribution | None, locate: Callable[[Place], Location]
) -> Component:
    entry, url = read.entry, read.url
    kind = url.type if url is not None else purl_type_of(entry) or "generic"
    name = name_of(entry, kind, url)
    version = _version(entry, url)
    architecture = entry.architecture or (url.qualifier("arch") if url is not None else "")
    source_name, source_version = _source(entry, url, version)
    if url is not None:
        purl = to_purl(url)
    else:
        package = Package(type=kind, name=name, version=version, architecture=architecture)
        purl = purl_of(package, distribution)
    return Component(
        name=name,
        version=version,
        purl=purl,
        type=kind,
        locations=tuple(locate(place) for place in entry.places),
        licenses=entry.licenses,
        architecture=architecture,
        source_name="" if source_name == name else source_name,
        source_version="" if source_version == version else source_version,
        evidence=Evidence.SBOM,
        cataloger=_CATALOGER,
    )


def _version(entry: Entry, url: PackageUrl | None) -> str:
    """Return the whole version: the epoch may stand apart in a package URL."""
    if url is None:
        return entry.version
    version = url.version or entry.version
    if url.type in _BUILT_FROM_SOURCES and ":" not in version:
        epoch = url.qualifier("epoch")
        if epoch and epoch != "0":
            return f"{epoch}:{version}"
    return version


def _source(entry: Entry, url: PackageUrl | None, version: str) -> tuple[str, str]:
    """Return name and version of the source package, as far as either is told."""
    upstream = url.qualifier("upstream") if url is not None else ""
    if not upstream:
        return entry.source_name, entry.source_version
    name, source_version = split_source_rpm(upstream)
    if name:
        epoch, colon, _ = version.partition(":")
        return name, f"{epoch}:{source_version}" if colon else source_version
    name, _, source_version = upstream.partition("@")
    return entry.source_name or name, entry.source_version or source_version


def _joined(first: Component, second: Component) -> Component:
    """Return one component for two entries of the same thing."""
    return msgspec.structs.replace(
        first,
        locations=tuple(dict.fromkeys((*first.locations, *second.locations))),
        licenses=tuple(dict.fromkeys((*first.licenses, *second.licenses))),
        source_name=first.source_name or second.source_name,
        source_version=first.source_version or second.source_version,
    )


def _locator(part: Part) -> Callable[[Place], Location]:
    indexes = {diff_id: index for index, diff_id in enumerate(part.subject.diff_ids)}

    def locate(place: Place) -> Location:
        layer = place.layer
        return Location(
            path=place.path,
            layer=DiffId(layer) if layer else None,
            layer_index=indexes.get(layer, place.layer_index),
            instruction=place.instruction or None,
            line=place.line,
        )

    return locate
