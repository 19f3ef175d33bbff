"""A result taken apart: what is said of each of its targets."""

from collections.abc import Iterable, Sequence

import msgspec

from hullmark.model.component import Component
from hullmark.model.finding import Finding
from hullmark.model.ledger import LedgerRow
from hullmark.model.scan import ScanResult, Target
from hullmark.store.content import encode
from hullmark.store.details import Detail, sources_of, take_apart
from hullmark.store.inventory import Inventory, Sighting, sighting_of


class Part(msgspec.Struct, frozen=True):
    """What is said of one target, taken apart."""

    inventory: Inventory
    seen: Sighting
    lineage: str
    details: list[Detail]
    sources: bytes
    ledger: list[LedgerRow]


def parts_of(result: ScanResult, lineages: Sequence[str]) -> list[Part]:
    """Say of which target everything is."""
    owner = _Owners(result.targets)
    components: dict[int, list[Component]] = {}
    names: Iterable[str] = result.component_targets or ("",) * len(result.components)
    for component, name in zip(result.components, names, strict=False):
        components.setdefault(owner.of(name, component.locations), []).append(component)
    owned = owner.sort((c, "", c.locations) for c in result.owned)
    removed = owner.sort((c, "", c.locations) for c in result.removed)
    findings: dict[int, list[Finding]] = {}
    for finding in result.findings:
        findings.setdefault(owner.of(finding.target, finding.locations), []).append(finding)
    ledgers: dict[int, list[LedgerRow]] = {}
    for row in result.ledger:
        if owner.knows(row.target):
            ledgers.setdefault(owner.of(row.target, ()), []).append(row)
    parts = []
    for at, (target, lineage) in enumerate(zip(result.targets, lineages, strict=True)):
        held = findings.get(at, [])
        sources = sources_of(held)
        inventory = Inventory(
            target,
            tuple(components.get(at, ())),
            tuple(owned.get(at, ())),
            tuple(removed.get(at, ())),
        )
        details = take_apart(held, layers=target.layers, sources=sources)
        parts.append(
            Part(
                inventory,
                sighting_of(inventory),
                lineage,
                details,
                encode(sources),
                ledgers.get(at, []),
            )
        )
    return parts


class _Owners:
    """Tells by name, and by layer where a name is that of several platforms, whose something is."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self._named: dict[str, list[int]] = {}
        self._layers: dict[str, int] = {}
        for at, target in enumerate(targets):
            self._named.setdefault(target.name, []).append(at)
            for layer in target.layers:
                if layer.diff_id:
                    self._layers.setdefault(layer.diff_id, at)

    def knows(self, name: str) -> bool:
        return name in self._named

    def of(self, name: str, locations: Iterable[object]) -> int:
        same = self._named.get(name, ())
        if len(same) == 1:
            return same[0]
        for location in locations:
            at = self._layers.get(getattr(location, "layer", None) or "")
            if at is not None and (not same or at in same):
                return at
        return same[0] if same else 0

    def sort(
        self, things: Iterable[tuple[Component, str, Iterable[object]]]
    ) -> dict[int, list[Component]]:
        sorted_: dict[int, list[Component]] = {}
        for thing, name, locations in things:
            sorted_.setdefault(self.of(name, locations), []).append(thing)
        return sorted_


def rest_of_ledger(result: ScanResult) -> list[LedgerRow]:
    """Return the rows that are of no target: whole runs, and targets that could not be read."""
    names = {target.name for target in result.targets}
    return [row for row in result.ledger if row.target not in names]
