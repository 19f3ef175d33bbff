"""Gives claims about one image what other claims know of the same package."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from hullmark.model.component import Component
from hullmark.model.ecosystem import OS_TYPES
from hullmark.model.finding import Claim

_UNTYPED = "generic"


def placed(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims with the kind of package and the source package that any of them knows.

    Formats without room for it (most SARIF) name a package and a version and nothing else. In one
    image a package of that name at that version is the one that another report names with its
    kind, provided that all who name it agree.
    """
    held = list(claims)
    kinds: defaultdict[tuple[str, str], dict[str, Component]] = defaultdict(dict)
    sources: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    lacking = False
    for claim in held:
        each = claim.component
        if each.type == _UNTYPED:
            lacking = lacking or bool(each.version)
            continue
        known = kinds[each.name, each.version].setdefault(each.type, each)
        if each.purl < known.purl:
            kinds[each.name, each.version][each.type] = each
        if each.type in OS_TYPES:
            lacking = lacking or not each.source_name
            if each.source_name:
                sources[each.type, each.name].add(each.source_name)
    if not lacking:
        return held
    done: dict[int, Component] = {}
    out = []
    for claim in held:
        each = claim.component
        better = done.get(id(each))
        if better is None:
            better = done[id(each)] = _sourced(_typed(each, kinds), sources)
        out.append(claim if better is each else replace(claim, component=better))
    return _by_version(out)


def _by_version(claims: list[Claim]) -> list[Claim]:
    """Give packages without a source the one that has the same flaw at the very same version.

    Binary packages of one source share its version; that another source has both is not to be
    expected, and where two are known nothing is done.
    """
    known: defaultdict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
    for claim in claims:
        each = claim.component
        if each.source_name:
            source = (each.source_name, each.source_version or each.version)
            for identifier in (claim.advisory_id, *claim.aliases):
                known[each.type, _without_epoch(each.version), identifier].add(source)
    if not known:
        return claims
    return [_with_source(claim, known) for claim in claims]


def _with_source(claim: Claim, known: dict[tuple[str, str, str], set[tuple[str, str]]]) -> Claim:
    each = claim.component
    if each.type not in OS_TYPES or each.source_name:
        return claim
    version = _without_epoch(each.version)
    found = {
        source
        for identifier in (claim.advisory_id, *claim.aliases)
        for source in known.get((each.type, version, identifier), ())
    }
    if len(found) != 1:
        return claim
    name, source_version = next(iter(found))
    if (name, source_version) == (each.name, each.version):
        return claim
    told = replace(each, source_name=name, source_version=source_version)
    return replace(claim, component=told)


def _without_epoch(version: str) -> str:
    """Return a version without its epoch.

    A binary may have one that its source has not: Debian's bsdutils, of util-linux.
    """
    return version.partition(":")[2] or version


def _typed(component: Component, kinds: dict[tuple[str, str], dict[str, Component]]) -> Component:
    if component.type != _UNTYPED or not component.version:
        return component
    known = kinds.get((component.name, component.version), {})
    if len(known) != 1:
        return component
    (other,) = known.values()
    return replace(
        other, locations=component.locations, source_name="", source_version="", licenses=()
    )


def _sourced(component: Component, sources: dict[tuple[str, str], set[str]]) -> Component:
    if component.source_name or component.type not in OS_TYPES:
        return component
    known = sources.get((component.type, component.name), set())
    if len(known) != 1 or known == {component.name}:
        return component
    return replace(component, source_name=next(iter(known)))
