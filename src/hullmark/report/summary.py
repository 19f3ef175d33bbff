"""Counts that every report for people opens with."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from hullmark.model.finding import Finding, Kind
from hullmark.model.ledger import INCOMPLETE, LedgerRow, Status
from hullmark.model.severity import Severity

WORST_FIRST = tuple(sorted(Severity, key=lambda level: -level.rank))
"""Critical to unknown."""

_UNREAD = frozenset({Status.PARTIAL, Status.FAILED, Status.UNSUPPORTED})


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """How many findings of which weight; suppressed ones are counted apart."""

    total: int
    by_severity: dict[Severity, int]
    known_exploited: int
    without_fix: int
    suppressed: int

    def severities(self) -> tuple[tuple[Severity, int], ...]:
        """Return the levels that occur, the worst first."""
        return tuple((level, n) for level in WORST_FIRST if (n := self.by_severity.get(level, 0)))


def summarize(findings: Iterable[Finding]) -> Summary:
    """Count findings."""
    levels: Counter[Severity] = Counter()
    exploited = unfixed = suppressed = 0
    for finding in findings:
        if finding.suppressed:
            suppressed += 1
            continue
        levels[finding.severity] += 1
        exploited += finding.priority.known_exploited
        unfixed += finding.kind is Kind.VULNERABILITY and not finding.fixed_in
    return Summary(
        total=levels.total(),
        by_severity=dict(levels),
        known_exploited=exploited,
        without_fix=unfixed,
        suppressed=suppressed,
    )


def by_importance(findings: Iterable[Finding], *, suppressed: bool = False) -> list[Finding]:
    """Return what is not suppressed: exploited first, then by severity, score, EPSS and name.

    Args:
        findings: In any order.
        suppressed: Return what is suppressed instead.
    """
    chosen = [finding for finding in findings if finding.suppressed is suppressed]
    chosen.sort(key=_importance)
    return chosen


def unread(ledger: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
    """Return the rows that say something could not be read, without the row that counts them."""
    return tuple(row for row in ledger if row.status in _UNREAD and row.check != "packages")


def uncertain(ledger: Iterable[LedgerRow]) -> tuple[LedgerRow, ...]:
    """Return the rows that say everything was read, but on too little or no data."""
    return tuple(row for row in ledger if row.status in INCOMPLETE - _UNREAD)


def _importance(finding: Finding) -> tuple[bool, int, float, float, str, str, str, str]:
    rating = finding.rating
    component = finding.component
    return (
        not finding.priority.known_exploited,
        -finding.severity.rank,
        -(rating.score or 0.0) if rating else 0.0,
        -(finding.priority.epss or 0.0),
        finding.identifiers[0] if finding.identifiers else "",
        component.name if component else "",
        component.version if component else "",
        finding.id,
    )
