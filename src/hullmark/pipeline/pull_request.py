"""Compares the results of a change with those of its base: what it added, what it fixed."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.kernel.errors import HullmarkError
from hullmark.model.component import Component
from hullmark.model.finding import Finding
from hullmark.model.ledger import INCOMPLETE, LedgerRow, Status
from hullmark.model.pull_request import PullRequest
from hullmark.model.scan import ScanResult, Target, Verdict, VerdictStatus
from hullmark.pipeline.stored_result import read_scan_result
from hullmark.pipeline.verdict import verdict_of
from hullmark.report.base_layers import count_base_layers
from hullmark.report.lineage import lineage_of

CODE = "code"
BASE_IMAGE = "base image"
NEW_IMAGE = "new image"
ADVISORY_DATA = "advisory data"
SCANNER = "scanner"
SUPPRESSION = "suppression ended"

CAUSED_BY_CHANGE = frozenset({CODE, BASE_IMAGE, NEW_IMAGE})
"""Causes that a pull request answers for."""


def read_results(files: Iterable[Path], *, what: str) -> tuple[list[ScanResult], list[LedgerRow]]:
    """Return the results that can be read, and a row for each file that cannot."""
    results, missing = [], []
    for file in files:
        try:
            results.append(read_scan_result(file))
        except HullmarkError as error:
            missing.append(missing_row(what, error.message))
    return results, missing


def missing_row(what: str, reason: str) -> LedgerRow:
    """Return the row of something without which nothing can be judged."""
    return LedgerRow(target="", scanner="hullmark", check=what, status=Status.ABSENT, reason=reason)


def joined(results: Sequence[ScanResult]) -> ScanResult:
    """Return several results as one; every component says whose it is."""
    if len(results) == 1:
        return results[0]
    owners: list[str] = []
    for each in results:
        only = each.targets[0].name if len(each.targets) == 1 else ""
        named = (*each.component_targets, *[""] * len(each.components))[: len(each.components)]
        owners += [name or only for name in named]
    return replace(
        results[0],
        created_at=max(each.created_at for each in results),
        targets=tuple(target for each in results for target in each.targets),
        components=tuple(part for each in results for part in each.components),
        component_targets=tuple(owners),
        removed=(),
        owned=(),
        findings=tuple(found for each in results for found in each.findings),
        ledger=tuple(row for each in results for row in each.ledger),
        data=tuple(dict.fromkeys(feed for each in results for feed in each.data)),
        verdict=_worst([each.verdict for each in results]),
    )


def compare_pull_request(
    new: Sequence[ScanResult],
    old: Sequence[ScanResult],
    *,
    settings: Settings,
    missing: Iterable[LedgerRow] = (),
) -> PullRequest:
    """Return what the change did, and the verdict over what it caused.

    Args:
        new: Results of the change.
        old: Results of its base; without one nothing can be blamed on the change.
        settings: What fails.
        missing: Rows of what could not be had; each makes the verdict incomplete.
    """
    now = joined(new) if new else None
    ledger = [*missing, *(now.ledger if now else ())]
    unknown = [_sentence(row) for row in ledger if row.status in INCOMPLETE]
    if now is None or not old:
        open_now = [each for each in now.findings if not each.suppressed] if now else []
        return PullRequest(
            verdict=verdict_of((), ledger, settings=settings),
            unchanged=len(open_now),
            unknown=tuple(dict.fromkeys(unknown)),
            compared=False,
        )
    before = joined(old)
    sides = _Sides(now, before)
    added, elsewhere = sides.added()
    fixed, doubtful = sides.gone()
    unknown += doubtful
    kept = sum(not each.suppressed for each in now.findings) - len(added) - len(elsewhere)
    return PullRequest(
        verdict=verdict_of(added, ledger, settings=settings),
        added=tuple(added),
        fixed=tuple(fixed),
        elsewhere=tuple(elsewhere),
        accepted=tuple(sides.accepted()),
        unchanged=kept,
        unknown=tuple(dict.fromkeys(unknown)),
    )


class _Sides:
    """The two results, with what is asked of them again and again."""

    def __init__(self, new: ScanResult, old: ScanResult) -> None:
        self.new, self.old = new, old
        self._new_images = {target.name: target for target in new.targets}
        self._lineages = {
            target.name: lineage_of(target) for target in (*old.targets, *new.targets)
        }
        self._old_lineages = {lineage_of(target) for target in old.targets}
        self._new_lineages = {lineage_of(target) for target in new.targets}
        self._before = {each.id: each for each in old.findings}
        self._now = {each.id: each for each in new.findings}
        self._there = set(self._inventory(old))
        self._data_is_newer = _dates(new) != _dates(old)
        self._other_scanner = _scanners(new) != _scanners(old)

    def added(self) -> tuple[list[Finding], list[Finding]]:
        """Return what is new because of the change, and what is new for another reason."""
        own: list[Finding] = []
        other: list[Finding] = []
        for finding in self.new.findings:
            was = self._before.get(finding.id)
            if finding.suppressed or (was is not None and not was.suppressed):
                continue
            cause = finding.cause or (SUPPRESSION if was else self._cause(finding))
            (own if cause in CAUSED_BY_CHANGE else other).append(replace(finding, cause=cause))
        return own, other

    def accepted(self) -> list[Finding]:
        """Return what was open before and is suppressed now."""
        return [
            each
            for each in self.new.findings
            if each.suppressed
            and (was := self._before.get(each.id)) is not None
            and not was.suppressed
        ]

    def gone(self) -> tuple[list[Finding], list[str]]:
        """Return what is fixed, and a sentence for images where its absence proves nothing."""
        doubtful = self._less_looked_at()
        fixed, counts = [], dict.fromkeys(doubtful, 0)
        for finding in self.old.findings:
            if finding.suppressed or finding.id in self._now:
                continue
            lineage = self._lineage(finding.target)
            if lineage in doubtful:
                counts[lineage] += 1
            else:
                fixed.append(finding)
        return fixed, [
            f"{count:,} findings of {lineage} are not reported any more, which proves nothing:"
            f" {doubtful[lineage]}"
            for lineage, count in counts.items()
            if count
        ]

    def _less_looked_at(self) -> dict[str, str]:
        """Return the images of which less was looked at than before, with why."""
        before = {
            (self._lineage(row.target), row.scanner, row.check, row.status)
            for row in self.old.ledger
        }
        found: dict[str, str] = {}
        for row in self.new.ledger:
            key = (self._lineage(row.target), row.scanner, row.check, row.status)
            if row.status in INCOMPLETE and key not in before:
                found.setdefault(key[0], _sentence(row))
        return found

    def _cause(self, finding: Finding) -> str:
        lineage = self._lineage(finding.target)
        if lineage not in self._old_lineages:
            return NEW_IMAGE
        component = finding.component
        if component is None:
            return CODE
        if (lineage, component.type, component.name, component.version) in self._there:
            if self._data_is_newer:
                return ADVISORY_DATA
            return SCANNER if self._other_scanner else CODE
        return BASE_IMAGE if self._in_base(finding) else CODE

    def _in_base(self, finding: Finding) -> bool:
        target = self._new_images.get(finding.target)
        if target is None or finding.component is None:
            return False
        base = count_base_layers(target)
        places = finding.locations or finding.component.locations
        indexes = [place.layer_index for place in places if place.layer_index is not None]
        return bool(indexes) and max(indexes) < max(base, 1)

    def _inventory(self, result: ScanResult) -> Iterable[tuple[str, str, str, str]]:
        only = result.targets[0].name if len(result.targets) == 1 else ""
        owners = (*result.component_targets, *[""] * len(result.components))
        for component, owner in zip(result.components, owners, strict=False):
            lineage = self._lineage(owner or only)
            for name, version in _names(component):
                yield lineage, component.type, name, version

    def _lineage(self, target: str) -> str:
        return self._lineages.get(target, target)


def _names(component: Component) -> set[tuple[str, str]]:
    """Return what advisories may call it: its own name and that of its source package."""
    source = (
        component.source_name or component.name,
        component.source_version or component.version,
    )
    return {(component.name, component.version), source}


def _dates(result: ScanResult) -> set[tuple[str, str | None, int]]:
    return {(feed.name, feed.date, feed.records) for feed in result.data}


def _scanners(result: ScanResult) -> set[tuple[str, str]]:
    ran = {(row.scanner, "") for row in result.ledger if row.status is Status.RAN}
    said = {(each.scanner, each.version) for found in result.findings for each in found.sources}
    return ran | said | {("hullmark", result.tool_version)}


def _worst(verdicts: Sequence[Verdict]) -> Verdict:
    order = (VerdictStatus.PASS, VerdictStatus.WARN, VerdictStatus.INCOMPLETE, VerdictStatus.FAIL)
    worst = max(verdicts, key=lambda each: order.index(each.status))
    reasons = tuple(dict.fromkeys(reason for each in verdicts for reason in each.reasons))
    return replace(worst, reasons=reasons)


def _sentence(row: LedgerRow) -> str:
    what = f"{row.check} of {row.target}" if row.target else row.check
    return f"{what}: {row.status}" + (f", {row.reason}" if row.reason else "")


def targets_without_result(results: Sequence[ScanResult]) -> list[str]:
    """Return what was to be scanned and gave no target: its name stands in the ledger alone."""
    found = []
    for each in results:
        names: set[str] = {target.name for target in each.targets}
        found += [
            row.target
            for row in each.ledger
            if row.target and row.target not in names and row.status in INCOMPLETE
        ]
    return sorted(set(found))


def lineages_of(targets: Iterable[Target]) -> set[str]:
    """Return the names under which code scanning keeps the alerts of these targets."""
    return {lineage_of(target) for target in targets}
