"""Looks packages up, once each, and keeps what holds."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from hullmark.advisories.record import Affected
from hullmark.model.component import Component
from hullmark.model.ledger import Issue
from hullmark.native.match.database import Advisories
from hullmark.native.match.interval import Hit, Keys, applies_to_build, find_hit

_NO_CLAIM: Final = frozenset({"not-affected", "undetermined"})
_NO_VERSION: Final = frozenset({"", "unknown", "(devel)"})
"""What stands where a version should be; some orders would take it for a very low one."""


class Match(msgspec.Struct, frozen=True, gc=False):
    """One advisory that holds for one component."""

    ecosystem: str
    affected: Affected
    hit: Hit


class Search:
    """Matches found so far, and what could not be judged."""

    def __init__(
        self, components: Sequence[Component], database: Advisories, *, exclusive: bool = False
    ) -> None:
        """Prepare a search over ``components``.

        Args:
            components: What look-ups refer to by position.
            database: Where advisories are looked up.
            exclusive: Whether an ecosystem looked up earlier has the last word on its advisories.
        """
        self.hits: defaultdict[int, dict[str, Match]] = defaultdict(dict)
        """Position of the component → advisory id → match."""
        self.issues: list[Issue] = []
        self.undetermined: Counter[str] = Counter()
        """Ecosystem → advisories left out because the vendor has not judged the package yet."""
        self.unreadable: defaultdict[str, set[str]] = defaultdict(set)
        """Ecosystem → names of packages that could not be judged."""
        self._components = components
        self._database = database
        self._exclusive = exclusive
        self._settled: defaultdict[int, dict[str, str]] = defaultdict(dict)

    def look_up(self, ecosystem: str, names: Mapping[str, Mapping[str, list[int]]]) -> None:
        """Judge all packages of one ecosystem: name → version → positions."""
        keys = Keys(ecosystem)
        affected_of = self._database.affected
        for name, versions in names.items():
            records = affected_of(ecosystem, name)
            if not records:
                continue
            for version, positions in versions.items():
                if version.lower() in _NO_VERSION or keys[version] is None:
                    self._judge_unordered(ecosystem, name, version, records, positions)
                else:
                    self._judge(ecosystem, version, records, positions, keys)

    def _judge(
        self,
        ecosystem: str,
        version: str,
        records: Sequence[Affected],
        positions: Sequence[int],
        keys: Keys,
    ) -> None:
        for affected in records:
            if affected.state in _NO_CLAIM:
                self._leave_out(ecosystem, affected, positions)
                continue
            hit = find_hit(affected, version, keys)
            if hit is not None or self._exclusive:
                self._keep(ecosystem, affected, hit, positions, modular=keys.alternatives)

    def _keep(
        self,
        ecosystem: str,
        affected: Affected,
        hit: Hit | None,
        positions: Sequence[int],
        *,
        modular: bool,
    ) -> None:
        for position in positions:
            if self._exclusive:
                settled = self._settled[position]
                if settled.setdefault(affected.id, ecosystem) != ecosystem or hit is None:
                    continue
            if hit is None or (
                modular and not applies_to_build(affected, self._components[position])
            ):
                continue
            hits = self.hits[position]
            before = hits.get(affected.id)
            if before is None:
                hits[affected.id] = Match(ecosystem, affected, hit)
            else:
                hits[affected.id] = Match(ecosystem, before.affected, _both(before.hit, hit))

    def _leave_out(self, ecosystem: str, affected: Affected, positions: Sequence[int]) -> None:
        if affected.state == "undetermined":
            self.undetermined[ecosystem] += len(positions)
        if self._exclusive:
            for position in positions:
                self._settled[position].setdefault(affected.id, ecosystem)

    def _judge_unordered(
        self,
        ecosystem: str,
        name: str,
        version: str,
        records: Sequence[Affected],
        positions: Sequence[int],
    ) -> None:
        """Match a version without a place in the order with what is listed; report the rest."""
        open_questions = 0
        for affected in records:
            if affected.state in _NO_CLAIM:
                continue
            if version and version in affected.versions:
                self._keep(ecosystem, affected, Hit(), positions, modular=False)
            elif affected.ranges:
                open_questions += 1
        if not open_questions:
            return
        self.unreadable[ecosystem].add(name)
        said = f"version '{version}'" if version else "no version"
        for position in positions:
            component = self._components[position]
            self._issue(
                component,
                f"{ecosystem} package '{name}' has {said}, which cannot be compared with "
                f"{open_questions} advisories",
            )

    def _issue(self, component: Component, cause: str) -> None:
        where = component.locations[0] if component.locations else None
        self.issues.append(
            Issue(
                path=where.path if where else component.purl,
                cause=cause,
                layer_index=where.layer_index if where else None,
                hint="Look the package up by hand, or correct its version where it is declared.",
            )
        )


def _both(first: Hit, second: Hit) -> Hit:
    fixed_in = tuple(dict.fromkeys((*first.fixed_in, *second.fixed_in)))
    return Hit(fixed_in, open_ended=first.open_ended or second.open_ended)
