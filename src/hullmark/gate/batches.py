"""Cuts a result into what policies are asked about: alike things once, in small batches.

Asking costs by the square of what a rule returns, so batches are small; and of findings that are
alike in all that a policy reads, one is asked about and the answer holds for the others. What is
judged by itself is judged the same in any batch.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import Enum
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from hullmark.formats.result import LedgerRow, Target
from hullmark.gate.evidence import Evidence, JudgedComponent, JudgedFinding, reader_of
from hullmark.gate.record import GateSettings, Part, Policy

BATCH = 50
"""Things in one input. Measured with regopy: 50 groups take 2 ms, 500 take 200 ms."""


class Batch(NamedTuple):
    """One input, and whom an answer in it is about."""

    document: dict[str, Any]
    members: dict[str, list[int]]
    """Id in the input → positions in the result, of findings or components."""
    part: Part
    start: int = 0
    """Position of the first thing in it among all of its kind."""


def batches_of(
    policy: Policy, evidence: Evidence, settings: GateSettings, *, size: int = BATCH
) -> Iterator[Batch]:
    """Yield every input that a policy is asked about."""
    told = gate_of(settings, compared=evidence.result.baseline is not None)
    for part in policy.judges:
        match part:
            case "finding":
                yield from _findings(policy, evidence, settings, told, size)
            case "component":
                yield from _components(policy, evidence, settings, told, size)
            case "target":
                yield from _targets(policy, evidence, told)
            case "row":
                yield from _rows(evidence, told, size)
            case "scan":
                yield Batch({**evidence.whole(), "gate": told}, {}, "scan")


def gate_of(settings: GateSettings, *, compared: bool) -> dict[str, Any]:
    """Return what a policy sees as ``input.gate``."""
    return {
        "profile": settings.profile,
        "today": settings.today,
        "compared": compared,
        **settings.thresholds,
    }


def _findings(
    policy: Policy, evidence: Evidence, settings: GateSettings, told: dict[str, Any], size: int
) -> Iterator[Batch]:
    findings = evidence.result.findings
    active = [index for index, finding in enumerate(findings) if not finding.suppressed]
    grouping = _grouping(policy, "findings", settings.today)
    if grouping is None:
        raw = evidence.raw_findings()
        for some in _pieces(active, size):
            shown = [msgspec.json.decode(raw[index]) for index in some]
            members: dict[str, list[int]] = {}
            for index in some:
                members.setdefault(findings[index].id, []).append(index)
            yield Batch({"findings": shown, "gate": told}, members, "finding")
        return
    groups = _groups(findings, active, grouping)
    for piece in _pieces(groups, size):
        document, members = _shown(piece, [findings[group[0]].id for _, group in piece], "id")
        yield Batch({"findings": document, "gate": told}, members, "finding")


def _components(
    policy: Policy, evidence: Evidence, settings: GateSettings, told: dict[str, Any], size: int
) -> Iterator[Batch]:
    components = evidence.result.components
    grouping = _grouping(policy, "components", settings.today) or _everything()
    groups = _groups(components, range(len(components)), grouping)
    for piece in _pieces(groups, size):
        names = [components[group[0]].purl for _, group in piece]
        document, members = _shown(piece, names, "purl")
        yield Batch({"components": document, "gate": told}, members, "component")


def _targets(policy: Policy, evidence: Evidence, told: dict[str, Any]) -> Iterator[Batch]:
    result = evidence.result
    one = len(result.targets) == 1
    counts: dict[str, int] = {}
    for component in result.components:
        counts[component.target] = counts.get(component.target, 0) + 1
    rows: dict[str, list[LedgerRow]] = {}
    for row in result.ledger:
        rows.setdefault(row.target, []).append(row)
    for start, target in enumerate(result.targets):
        found = counts.get(target.name, 0) + (counts.get("", 0) if one else 0)
        document: dict[str, Any] = {"targets": [_target(target, found)], "gate": told}
        if any(path.startswith("ledger") for path in policy.reads) or not policy.reads:
            document["ledger"] = _distinct(
                policy, [*rows.get(target.name, ()), *(rows.get("", ()) if target.name else ())]
            )
        yield Batch(document, {}, "target", start)


def _rows(evidence: Evidence, told: dict[str, Any], size: int) -> Iterator[Batch]:
    for number, piece in enumerate(_pieces(evidence.result.ledger, size)):
        rows = [_plain(row) for row in piece]
        yield Batch({"ledger": rows, "gate": told}, {}, "row", number * size)


def _target(target: Target, packages: int) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.to_builtins(target)
    shown.pop("layers", None)
    return {**shown, "packages": packages}


def _distinct(policy: Policy, rows: Iterable[LedgerRow]) -> list[dict[str, Any]]:
    fields = {path.partition(".")[2] for path in policy.reads if path.startswith("ledger.")}
    shown: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        plain = _plain(row)
        kept = {name: value for name, value in plain.items() if not fields or name in fields}
        shown.setdefault(tuple(kept.items()), kept)
    return list(shown.values())


def _plain(row: LedgerRow) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.to_builtins(row)
    return shown


_Grouping = tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]
"""Names of the fields that are read, and what reads them."""


def _grouping(policy: Policy, part: str, today: str) -> _Grouping | None:
    """Return how a policy's reads tell things apart; ``None`` where it wants to see all of them."""
    names = []
    readers = []
    for path in policy.reads:
        if path.partition(".")[0] != part:
            continue
        reader = reader_of(path, today)
        if reader is None:
            return None
        names.append(path.partition(".")[2])
        readers.append(reader)
    if not names:
        return None
    return tuple(names), lambda held: tuple(reader(held) for reader in readers)


def _everything() -> _Grouping:
    names = ("name", "version", "purl", "type", "licenses", "license_expression", "target")
    return names, lambda held: tuple(
        tuple(value) if isinstance(value := getattr(held, name), list) else value for name in names
    )


_Group = tuple[dict[str, Any], list[int]]
"""What is shown of things that are alike, and their positions."""


def _groups(
    held: Sequence[JudgedFinding] | Sequence[JudgedComponent],
    indices: Iterable[int],
    grouping: _Grouping,
) -> list[_Group]:
    names, read = grouping
    positions: dict[tuple[Any, ...], list[int]] = {}
    for index in indices:
        positions.setdefault(read(held[index]), []).append(index)
    return [(_nested(names, values), group) for values, group in positions.items()]


def _nested(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for name, value in zip(names, values, strict=True):
        if value is None:
            continue
        *outer, last = name.split(".")
        inside = shown
        for each in outer:
            inside = inside.setdefault(each, {})
        inside[last] = _value(value)
    return shown


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.value if isinstance(value, Enum) else value


def _shown(
    piece: Sequence[_Group], names: Sequence[str], key: str
) -> tuple[list[dict[str, Any]], dict[str, list[int]]]:
    """Give each group the id of its first member, told apart where two have the same."""
    document = []
    members: dict[str, list[int]] = {}
    for (shown, group), name in zip(piece, names, strict=True):
        unique = name or "+"
        while unique in members:
            unique += "+"
        members[unique] = group
        document.append({**shown, key: unique})
    return document, members


def _pieces(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    waiting = iter(items)
    while piece := list(islice(waiting, size)):
        yield piece
