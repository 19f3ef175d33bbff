"""Phrases that the table and the job summary share."""

from collections.abc import Iterable

from hullmark.model.component import Component
from hullmark.model.finding import Finding, FixState
from hullmark.model.ledger import LedgerRow
from hullmark.model.scan import DataSource, ScanResult, Target, Verdict
from hullmark.report.fixes import FixGroup
from hullmark.report.summary import Summary
from hullmark.report.version_order import nearest_fix
from hullmark.report.visible import visible

_NO_FIX = {
    FixState.NOT_FIXED: "no fix yet",
    FixState.WONT_FIX: "will not be fixed",
    FixState.FIXED: "fixed",
    FixState.UNKNOWN: "no fix known",
}


def plural(count: int, noun: str) -> str:
    """Return ``1 layer``, ``1,392 packages``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def target_facts(target: Target, components: int) -> list[str]:
    """Return name, digest, distribution, platform and size of a target, each as one phrase."""
    facts = [visible(target.name)]
    if target.digest:
        algorithm, _, digits = target.digest.partition(":")
        facts.append(visible(f"{algorithm}:{digits[:12]}"))
    if distribution := target.distribution:
        facts.append(visible(f"{distribution.id} {distribution.version}".strip()))
    if target.platform:
        facts.append(visible(str(target.platform)))
    packages = plural(components, "package")
    layers = f" in {plural(len(target.layers), 'layer')}" if target.layers else ""
    return [*facts, packages + layers]


def short_names(result: ScanResult) -> dict[str, str]:
    """Return a name to show for each target: ``app:2.4``, or all of it where two would be alike."""
    full = {target.name for target in result.targets}
    short = {name: visible(name.rstrip("/").rpartition("/")[2] or name) for name in full}
    if len(set(short.values())) < len(full):
        return {name: visible(name) for name in full}
    return short


def row_words(row: LedgerRow) -> str:
    """Return what could not be done and why, without saying the file's name twice."""
    reason = row.reason or f"{row.scanner}: {row.status}"
    if row.check.rpartition("/")[2] in reason:
        return visible(reason)
    return visible(f"{row.check}: {reason}")


def count_components(result: ScanResult, target: Target) -> int:
    """Return how many components the target holds."""
    if len(result.targets) == 1:
        return len(result.components)
    return result.component_targets.count(target.name)


def data_words(data: Iterable[DataSource], kind: str) -> list[str]:
    """Return the feeds by date, ``osv, debian of 2026-11-22``, the newest first."""
    by_date: dict[str, list[str]] = {}
    for feed in data:
        by_date.setdefault((feed.date or "")[:10], []).append(visible(feed.name))
    words = [
        ", ".join(names) + (f" of {visible(date)}" if date else " (no date)")
        for date, names in sorted(by_date.items(), reverse=True)
    ]
    if kind == "starter":
        words.insert(0, "starter set only")
    return words or ["none"]


def totals(summary: Summary) -> str:
    """Return ``96 findings: 6 critical, 22 high · 1 known exploited · 12 without a fix``."""
    levels = ", ".join(f"{count:,} {level}" for level, count in summary.severities())
    parts = [plural(summary.total, "finding") + (f": {levels}" if levels else "")]
    if summary.known_exploited:
        parts.append(f"{summary.known_exploited:,} known exploited")
    if summary.without_fix:
        parts.append(f"{summary.without_fix:,} without a fix")
    if summary.suppressed:
        parts.append(f"{summary.suppressed:,} suppressed")
    return " · ".join(parts)


def benefit(group: FixGroup, total: int) -> str:
    """Return ``clears 24 of 96, 2 critical, 1 exploited``."""
    if group.clears:
        parts = [f"clears {group.clears:,} of {total:,}"]
        if group.critical:
            parts.append(f"{group.critical:,} critical")
        if group.known_exploited:
            parts.append(f"{group.known_exploited:,} exploited")
        if group.shared:
            parts.append(f"{group.shared:,} more with other lines")
        return ", ".join(parts)
    return f"clears {group.shared:,} of {total:,} together with other lines"


_INCOMPLETE_POLICY = "HM-GATE-0005"
"""The gate's rule about what could not be looked at."""


def verdict_words(verdict: Verdict) -> str:
    """Return ``fail: 6 critical with a fix (profile balanced)``.

    Reasons that name one finding are the detail of a count before them; what could not be looked
    at is told once, and counted from then on.
    """
    summary = [reason for reason in verdict.reasons if reason.finding is None]
    missing = [reason for reason in summary if reason.policy == _INCOMPLETE_POLICY]
    words = [visible(each.message) for each in summary if each.policy != _INCOMPLETE_POLICY]
    if missing and not words:
        words.append(visible(missing.pop(0).message))
    if missing:
        words.append(
            f"{len(missing)} {'more ' if verdict.status == 'incomplete' else ''}incomplete"
        )
    reasons = "; ".join(words)
    profile = f"profile {visible(verdict.profile)}" if verdict.profile else ""
    if not reasons:
        return f"{verdict.status}" + (f" ({profile})" if profile else "")
    return f"{verdict.status}: {reasons}" + (f" ({profile})" if profile else "")


def name_of(finding: Finding) -> str:
    """Return the id people know the problem by."""
    return visible(finding.identifiers[0] if finding.identifiers else finding.id)


def subject_of(finding: Finding) -> str:
    """Return what the finding is about: component and version, else the place."""
    if finding.component is not None:
        return component_words(finding.component)
    if finding.locations:
        at = finding.locations[0]
        return visible(f"{at.path}:{at.line}" if at.line else at.path)
    return visible(finding.target)


def component_words(component: Component) -> str:
    """Return ``jinja2 3.1.2``."""
    return visible(f"{component.name} {component.version}".strip())


def fix_words(finding: Finding) -> str:
    """Return the version that fixes it, or why there is none."""
    if finding.fixed_in:
        return visible(nearest_fix(finding))
    return _NO_FIX[finding.fix_state] if finding.kind == "vulnerability" else ""
