"""The verdict over a result, as the settings say: one way for every verb that judges."""

from collections.abc import Iterable

from hullmark.config.settings import Settings
from hullmark.gate.judge import judge
from hullmark.model.finding import Finding
from hullmark.model.ledger import LedgerRow
from hullmark.model.scan import Verdict
from hullmark.model.severity import Severity


def verdict_of(
    findings: Iterable[Finding], ledger: Iterable[LedgerRow], *, settings: Settings
) -> Verdict:
    """Return the verdict by the profile and the severity that fails."""
    fail_on = Severity(settings.fail_on) if settings.fail_on else None
    return judge(findings, ledger, profile=settings.profile, fail_on=fail_on)
