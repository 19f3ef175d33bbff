"""What a run did and did not see, as rows of the ledger."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from hullmark.kernel import clock
from hullmark.kernel.errors import HullmarkError
from hullmark.model.ledger import Issue, LedgerRow, Status
from hullmark.model.scan import Target

if TYPE_CHECKING:
    from hullmark.advisories.database import DatabaseInfo
    from hullmark.native.contents import Inventory

SCANNER = "native"
_SIDE_FEEDS = frozenset({"epss", "kev", "end-of-life"})
"""Feeds that rate and date what others publish."""


def inventory_rows(target: Target, inventory: "Inventory") -> list[LedgerRow]:
    """Return what was read of a target, and a row for everything that could not be."""
    where = inventory.origin or f"in {inventory.members} files"
    reason = f"{len(inventory.components)} components {where}"
    layers = len(target.layers)
    known = inventory.cached_layers
    if known:
        reason += f", {known} of {layers} layers from the cache"
    if inventory.issues:
        reason += f", {len(inventory.issues)} not read"
    status = Status.CACHED if known and known == layers else Status.RAN
    summary = LedgerRow(
        target=target.name,
        scanner=SCANNER,
        check="packages",
        status=Status.PARTIAL if inventory.issues else status,
        reason=reason,
    )
    return [summary, *issue_rows(target.name, inventory.issues)]


def issue_rows(target: str, issues: Iterable[Issue]) -> list[LedgerRow]:
    """Return a row per issue: a layer failed, anything smaller made the scan partial."""
    return [
        LedgerRow(
            target=target,
            scanner=SCANNER,
            check=issue.path,
            status=Status.FAILED if issue.path.startswith("layer ") else Status.PARTIAL,
            reason=_words(issue.code, issue.cause, issue.hint),
        )
        for issue in issues
    ]


def failed_row(target: str, error: HullmarkError) -> LedgerRow:
    """Return the row of a target that could not be opened."""
    return LedgerRow(
        target=target,
        scanner=SCANNER,
        check="target",
        status=Status.FAILED,
        reason=_words(error.code, error.message, error.hint or ""),
    )


def data_row(info: "DatabaseInfo", *, target: str, stale_days: int) -> LedgerRow:
    """Return the row of the advisory data: full and fresh, stale, or the starter set only.

    Judged by the newest feed of advisories, not by when the file was built: a database built today
    out of last year's feeds knows nothing of this year, however fresh its EPSS scores are.
    """
    advisories = [source for source in info.sources if source.kind not in _SIDE_FEEDS]
    dated = max((source.date for source in advisories if source.date), default="")
    status, reason = Status.RAN, f"{info.advisories} advisories for {info.packages} packages"
    if info.kind == "starter":
        status = Status.STARTER
        reason = f"only the starter set ({reason}); fetch the rest with: hullmark db update"
    elif not info.advisories:
        status, reason = Status.FAILED, "the database is empty; fill it with: hullmark db update"
    elif (age := age_days(dated)) is None or age >= stale_days:
        status = Status.STALE
        known = f"{age} days old" if age is not None else "of unknown age"
        reason = f"{known}, stale from {stale_days} days on; refresh it with: hullmark db update"
    return LedgerRow(
        target=target,
        scanner=SCANNER,
        check="advisory data",
        status=status,
        reason=reason,
        data_date=dated[:10] or None,
    )


def age_days(dated: str) -> int | None:
    """Return how many days ago an ISO date was; ``None`` where it is no date."""
    try:
        return (clock.now().date() - date.fromisoformat(dated[:10])).days
    except ValueError:
        return None


def _words(code: str, cause: str, hint: str) -> str:
    return f"{code}: {cause} ({hint})" if hint else f"{code}: {cause}"
