"""How one scanner fared on one target, and the words in which the ledger says so."""

import msgspec
from msgspec.structs import replace

from hullmark.kernel.errors import HullmarkError
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.report import ScannerReport
from hullmark.pipeline.ledger import age_days

_FINE = frozenset({Status.RAN, Status.CACHED})


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one scanner said of one target, and the row about it."""

    row: LedgerRow
    reports: tuple[ScannerReport, ...] = ()
    more: tuple[LedgerRow, ...] = ()
    """Rows of parts that could not be looked at."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What the cache holds of a run: reports as they were understood, without a secret in clear."""

    reports: tuple[ScannerReport, ...]


def failed(target: str, scanner: str, check: str, error: HullmarkError) -> Outcome:
    """Return the outcome of a run that an error ended."""
    hint = f" ({error.hint})" if error.hint else ""
    return without_report(
        target, scanner, check, Status.FAILED, f"{error.code}: {error.message}{hint}"
    )


def without_report(target: str, scanner: str, check: str, status: Status, reason: str) -> Outcome:
    """Return an outcome of which nothing but its row is known."""
    row = LedgerRow(target=target, scanner=scanner, check=check, status=status, reason=reason)
    return Outcome(row=row)


def told(
    reports: tuple[ScannerReport, ...],
    *,
    target: str,
    scanner: str,
    check: str,
    how: str,
    data_date: str | None,
    stale_days: int,
    cached: bool = False,
) -> Outcome:
    """Return the outcome of a run that has reports; an empty answer is not yet a clean one.

    Args:
        reports: What it said.
        target: Of the row.
        scanner: Of the row.
        check: Of the row.
        how: The program and how long it took.
        data_date: Of its database, where its reports do not say it.
        stale_days: Age from which that counts as stale.
        cached: Whether an earlier run said it.
    """
    dated = max((each.data_date for each in reports if each.data_date), default=data_date)
    worst = next((each for each in reports if each.status not in _FINE), None)
    issues = [issue for each in reports for issue in each.issues]
    status = worst.status if worst else Status.CACHED if cached else Status.RAN
    notes = [worst.reason] if worst and worst.reason else []
    if status in _FINE and issues:
        status = Status.PARTIAL
    if status in _FINE and dated and (age := age_days(dated)) is not None and age >= stale_days:
        status = Status.STALE
        notes.append(f"its data is {age} days old, stale from {stale_days} days on")
    results = sum(each.results for each in reports)
    said = f"{results} results"
    if ignored := sum(each.ignored for each in reports):
        said += f", {ignored} of them ignored by the scanner itself"
    if components := sum(len(each.components) for each in reports):
        said += f", {components} components"
    reason = "; ".join((said, *notes, how))
    row = LedgerRow(
        target=target,
        scanner=scanner,
        check=check,
        status=status,
        reason=reason,
        data_date=dated[:10] if dated else None,
    )
    more = tuple(
        replace(row, check=issue.path, status=Status.PARTIAL, reason=f"{issue.code}: {issue.cause}")
        for issue in issues
    )
    return Outcome(row=row, reports=reports, more=more)
