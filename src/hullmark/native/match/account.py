"""What the ledger says about a match: looked up, not supported, partly, end of life."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from hullmark.kernel.clock import now
from hullmark.model.component import Distribution
from hullmark.model.ecosystem import LANGUAGE_ECOSYSTEMS, OS_TYPES
from hullmark.model.ledger import LedgerRow, Status
from hullmark.native.match.database import Advisories
from hullmark.native.match.plan import Filing, Plan, title_of
from hullmark.native.match.search import Search

SCANNER: Final = "native"
CHECK: Final = "vulnerabilities"
NAMES_SHOWN = 5
"""Packages named in one row; all of them are issues of their own."""


def with_end_of_life(
    distribution: Distribution | None, database: Advisories
) -> Distribution | None:
    """Return the distribution with the day its updates end, where it or the database says."""
    if distribution is None or distribution.end_of_life_at:
        return distribution
    day = database.end_of_life(distribution.id, distribution.version)
    return replace(distribution, end_of_life_at=day) if day else distribution


def ledger_rows(
    filing: Filing,
    search: Search,
    plan: Plan,
    distribution: Distribution | None,
    *,
    matches: Mapping[str, int],
    kernels: int = 0,
    target: str,
) -> Iterator[LedgerRow]:
    """Yield one row per ecosystem that was looked up or should have been.

    Several ecosystems of one distribution (a release and its extended maintenance) are one row.
    ``kernels`` is how many packages are a kernel or its headers, which a container does not run.
    """
    for ecosystem in sorted(filing.packages):
        own = plan.ecosystems if ecosystem in plan.ecosystems else (ecosystem,)
        note = plan.note if ecosystem in plan.ecosystems else ""
        count = sum(matches.get(one, 0) for one in own)
        status, reason = _looked_up(filing.packages[ecosystem], count, own, search)
        host = _about_kernels(kernels) if kernels and ecosystem in plan.ecosystems else ""
        yield _row(target, ecosystem, status, "; ".join(filter(None, (note, reason, host))))
    for purl_type in sorted(filing.unfiled):
        count = filing.unfiled[purl_type]
        reason = f"{_count(count, purl_type + ' package')} not looked up: {_why(purl_type, plan)}"
        yield _row(target, purl_type, Status.UNSUPPORTED, reason)
    if distribution is not None and is_dead(distribution):
        reason = f"{title_of(distribution)} has had no updates since {distribution.end_of_life_at}"
        yield _row(target, distribution.id, Status.END_OF_LIFE, reason)


def is_dead(distribution: Distribution) -> bool:
    """Say whether the distribution's last day is past."""
    day = distribution.end_of_life_at
    return bool(day) and str(day) < now().date().isoformat()


def _about_kernels(kernels: int) -> str:
    verb = "is" if kernels == 1 else "are"
    said = f"{_count(kernels, 'kernel package')} {verb} files on disk"
    return f"{said}: containers run the kernel of their host"


def _looked_up(
    packages: int, matches: int, ecosystems: Sequence[str], search: Search
) -> tuple[Status, str]:
    parts = [f"{_count(packages, 'package')}, {_count(matches, 'match', 'matches')}"]
    if undetermined := sum(search.undetermined[ecosystem] for ecosystem in ecosystems):
        parts.append(f"{undetermined} left out: the vendor has not determined whether they apply")
    unreadable = {name for one in ecosystems for name in search.unreadable.get(one, ())}
    if unreadable:
        parts.append(f"{len(unreadable)} could not be compared: {_names(unreadable)}")
    return (Status.PARTIAL if unreadable else Status.RAN), "; ".join(parts)


def _why(purl_type: str, plan: Plan) -> str:
    if purl_type in OS_TYPES:
        return plan.problem
    if (ecosystem := LANGUAGE_ECOSYSTEMS.get(purl_type)) is not None:
        return f"the database holds no {ecosystem} advisories"
    return "no advisory feed is known for them"


def _names(names: Iterable[str]) -> str:
    ordered = sorted(names)
    more = len(ordered) - NAMES_SHOWN
    shown = ", ".join(ordered[:NAMES_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _row(target: str, subject: str, status: Status, reason: str) -> LedgerRow:
    return LedgerRow(
        target=target,
        scanner=SCANNER,
        check=f"{CHECK} ({subject})",
        status=status,
        reason=reason,
    )
