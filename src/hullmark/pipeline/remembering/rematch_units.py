"""What the packages of sets amount to under today's advisories: worked out once, used by many.

A finding belongs to the packages of one name. Sets of packages are shared by images, so a set at
its places is matched once for all lineages that hold it; only fingerprints differ.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from hullmark.advisories.database import AdvisoryDatabase
from hullmark.merge.findings import merge_claims, merge_findings
from hullmark.merge.fingerprint import fingerprint
from hullmark.merge.identifiers import Groups
from hullmark.merge.subject import name_key
from hullmark.model.component import Component, Distribution
from hullmark.model.ecosystem import OS_TYPES
from hullmark.model.finding import Claim, Finding, Kind
from hullmark.model.scan import Target
from hullmark.native.match.components import match_components
from hullmark.native.match.kernel import with_signed_source
from hullmark.native.match.plan import file_components, plan_for
from hullmark.store.content import pack_fingerprint
from hullmark.store.details import Detail, take_apart
from hullmark.store.fleet import Held
from hullmark.store.places import unpack_places

_NOWHERE = Target(name="rematch", kind="registry")
_LINEAGE = "docker.io/library/rematch"
"""What the fingerprints of shared findings are made with, before they get a lineage."""
_MOST_VERSIONS = 1_000

Key = tuple[str, str]


class Unit(msgspec.Struct, frozen=True):
    """A finding of a set of packages, without a lineage."""

    detail: Detail
    identifier: str
    name: tuple[str, str] | None
    ordinal: int

    def of(self, lineage: str) -> Detail:
        """Return the finding in a lineage."""
        marked = fingerprint(
            Kind.VULNERABILITY, self.identifier, self.name, lineage, ordinal=self.ordinal
        )
        return msgspec.structs.replace(self.detail, fingerprint=pack_fingerprint(marked))


class Context:
    """Packages under the advisories of one distribution."""

    def __init__(self, distribution: Distribution | None, database: AdvisoryDatabase) -> None:
        self.distribution = distribution
        self._database = database
        self.claims: dict[int, list[Claim]] = {}
        """Number of a package → what is claimed of it."""

    def keys(self, packages: Mapping[int, Component]) -> dict[Key, list[int]]:
        """Return where the advisories of packages are filed: ecosystem and name → packages."""
        named: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
        for number, each in packages.items():
            named[each.type, each.name, each.source_name].append(number)
        alike = list(named.values())
        held = [packages[numbers[0]] for numbers in alike]
        filing = file_components(held, plan_for(self.distribution, self._database), self._database)
        return {
            (ecosystem, name): [
                n for places in versions.values() for at in places for n in alike[at]
            ]
            for ecosystem, names in filing.lookups.items()
            for name, versions in names.items()
        }

    def match(self, packages: Mapping[int, Component]) -> None:
        """Look packages up."""
        number_of = {id(component): number for number, component in packages.items()}
        found = match_components(
            packages.values(), distribution=self.distribution, database=self._database
        )
        for claim in found.claims:
            self.claims.setdefault(number_of[id(claim.component)], []).append(claim)


def signed(packages: Mapping[int, Held]) -> dict[int, Component]:
    """Return components as they are matched."""
    return {number: with_signed_source(held.component) for number, held in packages.items()}


def is_of_distribution(component: Component) -> bool:
    """Say whether a package's advisories are those of its distribution."""
    return component.type in OS_TYPES


def units_of(
    members: Iterable[tuple[int, bytes]], claims: Mapping[int, Sequence[Claim]]
) -> list[Unit]:
    """Return what the packages of a set, each at its places, amount to.

    Args:
        members: Packages, each with its packed places.
        claims: What is claimed of each package; one that is clean may be missing.
    """
    groups: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for number, packed in members:
        found = claims.get(number)
        if not found:
            continue
        ((locations),) = unpack_places(b"\x91" + packed, ())
        component = replace(found[0].component, locations=locations)
        name = (component.type, component.source_name or component.name)
        groups[name].extend(replace(claim, component=component) for claim in found)
    return [unit for claimed in groups.values() for unit in _units(claimed)]


class Closing:
    """Joins findings of one image that are one flaw only because another one there says so."""

    def __init__(self, units: Iterable[Unit]) -> None:
        groups = Groups()
        spellings: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        said = {unit.detail.finding.identifiers for unit in units}
        joined = {identifiers: groups.add(identifiers) for identifiers in said}
        for identifiers, joining in joined.items():
            spellings[groups.find(joining)].add(identifiers)
        self._linked = {
            identifiers for same in spellings.values() if len(same) > 1 for identifiers in same
        }
        self._known: dict[tuple[int, ...], list[Unit]] = {}

    def close(self, units: Sequence[Unit]) -> Sequence[Unit]:
        """Return the findings of one image."""
        if not self._linked:
            return units
        linked = [unit for unit in units if unit.detail.finding.identifiers in self._linked]
        if len(linked) < 2:
            return units
        key = tuple(map(id, linked))
        if key not in self._known:
            findings = merge_findings((unit.detail.finding for unit in linked), target=_NOWHERE)
            self._known[key] = _as_units(findings)
        kept = {id(unit) for unit in linked}
        return [*(unit for unit in units if id(unit) not in kept), *self._known[key]]


def _units(claims: Iterable[Claim]) -> list[Unit]:
    return _as_units(merge_claims(claims, target=_NOWHERE))


def _as_units(findings: Iterable[Finding]) -> list[Unit]:
    details = take_apart(findings, layers=(), sources={"native": ("", None)})
    return [_unit(detail) for detail in details]


def _unit(detail: Detail) -> Unit:
    finding = detail.finding
    name = name_key(finding.component) if finding.component is not None else None
    identifier = finding.identifiers[0]
    for ordinal in range(1, _MOST_VERSIONS):
        known = fingerprint(Kind.VULNERABILITY, identifier, name, _LINEAGE, ordinal=ordinal)
        if known == finding.id:
            return Unit(detail, identifier, name, ordinal)
    raise AssertionError("merging numbers the versions of a component from 1")


def names_of(packages: Mapping[int, Component], touched: Collection[int]) -> set[str]:
    """Return the names under which findings of packages stand."""
    names: set[str] = set()
    for number in touched:
        component = packages[number]
        names.update((component.name, component.source_name or component.name))
    return names


def finding_of(detail: Detail, *, target: str) -> Finding:
    """Return a finding as results have it."""
    return replace(detail.finding, target=target)
