"""Tells people about a result: what happened of what they asked to be told of, and to whom."""

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

import msgspec

from hullmark.config.settings import Settings
from hullmark.kernel import clock
from hullmark.merge.baseline import compare
from hullmark.model.baseline import BaselineState, Cause
from hullmark.model.finding import Finding
from hullmark.model.ledger import INCOMPLETE
from hullmark.model.scan import ScanResult, VerdictStatus
from hullmark.model.severity import Severity
from hullmark.notify.errors import NotifyAddressError
from hullmark.notify.notice import Event, Happening, Notice, write_notice
from hullmark.notify.send import resolved, send
from hullmark.pipeline.pull_request import joined
from hullmark.pipeline.stored_result import read_scan_result
from hullmark.report.base_layers import count_base_layers
from hullmark.report.summary import by_importance
from hullmark.report.visible import visible
from hullmark.report.words import component_words, name_of, plural


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What was said to whom."""

    notice: Notice | None
    """``None`` where nothing happened that anybody asked for."""
    sent: int
    """Addresses that took it."""


def notify(
    files: Sequence[Path],
    *,
    settings: Settings,
    baseline: Sequence[Path] = (),
    dry_run: bool = False,
) -> Told:
    """Send one message about results, if something of ``[notify] on`` happened.

    Args:
        files: The results.
        settings: Addresses, events and the time allowed for fixes.
        baseline: Earlier results, which tell what is new.
        dry_run: Send nothing.

    Raises:
        NotAResultError: A file is no result.
        NotifyAddressError: There is no address, or one that is none.
        NotDeliveredError: A service did not take the message.
    """
    result = joined([read_scan_result(file) for file in files])
    before = joined([read_scan_result(file) for file in baseline]) if baseline else None
    happened = [
        each
        for event in dict.fromkeys(settings.notify_on)
        if (each := _LOOK[Event(event)](result, before, settings)) is not None
    ]
    if not happened:
        return Told(notice=None, sent=0)
    names = [visible(target.name) for target in result.targets] or ["no target"]
    notice = write_notice(happened, targets=names)
    if dry_run:
        return Told(notice=notice, sent=0)
    if not settings.notify_urls:
        raise NotifyAddressError(
            "nobody can be told: there is no address",
            hint="set urls in [notify], or HULLMARK_NOTIFY_URLS",
        )
    addresses = resolved(settings.notify_urls, environment=os.environ)
    return Told(notice=notice, sent=send(notice, addresses))


def _new_critical(
    result: ScanResult, before: ScanResult | None, _settings: Settings
) -> Happening | None:
    findings: Iterable[Finding] = result.findings
    if before is not None:
        compared = compare(result, before, base_layers=count_base_layers)
        findings = [
            each
            for each in compared.findings
            if each.baseline_state is BaselineState.NEW or each.cause == Cause.SUPPRESSION_EXPIRY
        ]
    critical = [each for each in findings if each.severity is Severity.CRITICAL]
    word = "new critical finding" if before is not None else "critical finding"
    return _happening(Event.NEW_CRITICAL, word, critical)


def _sla_broken(
    result: ScanResult, _before: ScanResult | None, settings: Settings
) -> Happening | None:
    today = clock.now().date()
    late = [
        each
        for each in result.findings
        if each.fixed_in
        and (allowed := settings.gate_sla.get(each.severity.value)) is not None
        and _age(each.first_seen_at or each.published_at, today) > allowed
    ]
    return _happening(Event.SLA_BROKEN, "overdue fix", late, plural_noun="overdue fixes")


def _incomplete(
    result: ScanResult, _before: ScanResult | None, _settings: Settings
) -> Happening | None:
    rows = [row for row in result.ledger if row.status in INCOMPLETE]
    if not rows and result.verdict.status is not VerdictStatus.INCOMPLETE:
        return None
    details = [
        visible(f"{row.target}: {row.check} by {row.scanner}: {row.status}, {row.reason}")
        for row in rows
    ]
    return Happening(event=Event.INCOMPLETE, summary="scan incomplete", details=tuple(details))


def _fail(result: ScanResult, _before: ScanResult | None, _settings: Settings) -> Happening | None:
    if result.verdict.status is not VerdictStatus.FAIL:
        return None
    reasons = [visible(each.message) for each in result.verdict.reasons if each.finding is None]
    return Happening(event=Event.FAIL, summary="verdict fail", details=tuple(reasons))


_Look = Callable[[ScanResult, ScanResult | None, Settings], Happening | None]
_LOOK: dict[Event, _Look] = {
    Event.NEW_CRITICAL: _new_critical,
    Event.SLA_BROKEN: _sla_broken,
    Event.INCOMPLETE: _incomplete,
    Event.FAIL: _fail,
}


def _happening(
    event: Event, noun: str, findings: Iterable[Finding], *, plural_noun: str = ""
) -> Happening | None:
    ordered = by_importance(findings)
    if not ordered:
        return None
    count = len(ordered)
    summary = f"{count:,} {plural_noun}" if plural_noun and count > 1 else plural(count, noun)
    return Happening(event=event, summary=summary, details=tuple(map(_line, ordered)))


def _line(finding: Finding) -> str:
    subject = component_words(finding.component) if finding.component else visible(finding.subject)
    fix = f", fixed in {visible(', '.join(finding.fixed_in))}" if finding.fixed_in else ""
    where = f" ({visible(finding.target)})" if finding.target else ""
    return f"{name_of(finding)} in {subject}{fix}{where}"


def _age(since: str | None, today: date) -> int:
    try:
        return (today - date.fromisoformat((since or "")[:10])).days
    except ValueError:
        return 0
