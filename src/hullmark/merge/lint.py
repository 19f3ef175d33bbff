"""Says of suppressions which are in vain, over, too broad, or not needed any more."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

import msgspec

from hullmark.merge.suppressions import matches, problem_of
from hullmark.model.finding import Finding, Kind
from hullmark.model.suppression import Suppression

SOON_DAYS: Final = 14
"""An entry that ends within so many days is said to end soon."""
MANY: Final = 50
"""Findings that one entry may accept before it is called broad."""

_WHAT: Final = ("id", "component", "layer", "line")
"""Fields that say what is accepted; image, path, scanner and kind only say where."""


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to say of one entry."""

    kind: str
    """``invalid``, ``expired``, ``expires-soon``, ``unused``, ``now-fixable``, ``over-broad``,
    ``duplicate``."""
    source: str
    """File and line."""
    message: str


def lint(
    entries: Sequence[Suppression], findings: Iterable[Finding] | None, *, today: date
) -> tuple[Remark, ...]:
    """Return what is to be said, in the order of the entries.

    Args:
        entries: As they were read.
        findings: Of current results; ``None`` where there are none, which leaves out what only
            findings tell: unused, now fixable, accepting too many.
        today: What an expiry is held against.
    """
    held = None if findings is None else list(findings)
    remarks: list[Remark] = []
    seen: dict[tuple[object, ...], str] = {}
    for entry in entries:
        said = list(_alone(entry, today))
        key = _identity(entry)
        if key in seen:
            said.append(("duplicate", f"it says the same as {seen[key]}"))
        seen.setdefault(key, entry.source)
        if held is not None:
            said += _beside([each for each in held if matches(entry, each)], len(held))
        remarks += [Remark(kind=kind, source=entry.source, message=text) for kind, text in said]
    return tuple(remarks)


def _alone(entry: Suppression, today: date) -> Iterable[tuple[str, str]]:
    problem = problem_of(entry, today=today)
    if problem:
        kind = "expired" if problem.startswith("it expired") else "invalid"
        kind = "over-broad" if problem.startswith("it names nothing") else kind
        yield kind, problem
    elif entry.expires is not None and (days := (entry.expires - today).days) <= SOON_DAYS:
        yield "expires-soon", f"it ends in {days} days, on {entry.expires.isoformat()}"
    narrow = [name for name in _WHAT if str(getattr(entry, name) or "").strip("*")]
    if not narrow and not problem.startswith("it names nothing"):
        yield (
            "over-broad",
            "it names neither an id nor a component and accepts what is not known yet",
        )


def _beside(accepted: Sequence[Finding], total: int) -> Iterable[tuple[str, str]]:
    if not accepted:
        yield "unused", "it matches nothing in the results"
        return
    if len(accepted) >= MANY and len(accepted) * 2 > total:
        yield "over-broad", f"it accepts {len(accepted):,} of {total:,} findings"
    fixes = sorted(
        {
            f"{each.component.name} {each.fixed_in[0]}" if each.component else each.fixed_in[0]
            for each in accepted
            if each.kind is Kind.VULNERABILITY and each.fixed_in
        }
    )
    if fixes:
        more = f" and {len(fixes) - 3} more" if len(fixes) > 3 else ""
        yield "now-fixable", f"a fix is there: {', '.join(fixes[:3])}{more}"


def _identity(entry: Suppression) -> tuple[object, ...]:
    fields = ("id", "component", "path", "line", "image", "layer", "scanner", "kind")
    return tuple(getattr(entry, name) for name in fields)
