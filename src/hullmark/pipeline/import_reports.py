"""Reads reports of other scanners: each file sniffed, translated, merged or kept as reported."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from hullmark import __version__
from hullmark.config.settings import Settings
from hullmark.formats.document import without_collection
from hullmark.kernel import clock, log
from hullmark.kernel.errors import HullmarkError
from hullmark.merge.fingerprint import fingerprint
from hullmark.merge.reported import reported_findings
from hullmark.model.component import Component
from hullmark.model.finding import Finding
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.lineage import lineage_of
from hullmark.model.report import ScannerReport
from hullmark.model.scan import ScanResult, Target
from hullmark.pipeline.baseline import against_baseline
from hullmark.pipeline.decisions import decide
from hullmark.pipeline.merging import ImageFindings, canonical_rules, merge_reports, sum_row
from hullmark.pipeline.own_results import is_own_result, reports_of
from hullmark.pipeline.results import decode_result
from hullmark.pipeline.verdict import verdict_of
from hullmark.scanners.errors import BrokenReportError, ReportTooLargeError
from hullmark.scanners.opening import REPORT_BYTES, SARIF_BYTES
from hullmark.scanners.sniff import read_report

_HEAD = 65_536
"""Bytes that say whether a file may be SARIF, which may be larger than others."""


@without_collection()
def import_reports(
    files: Sequence[Path],
    *,
    settings: Settings,
    name: str = "",
    scanner: str = "",
    merging: bool = True,
) -> ScanResult:
    """Read reports and judge what they say.

    A file that cannot be read is a failed ledger row as long as another one can.

    Args:
        files: Reports, each of whatever scanner and form.
        settings: Profile and severity that fail.
        name: Whose image the reports are about; by default what they say themselves.
        scanner: Who wrote them, where the files are too short to say it.
        merging: Join what is one problem; otherwise one finding per reported result.

    Raises:
        HullmarkError: No file could be read; the first one's error.
    """
    began = clock.monotonic()
    read = read_reports(files, name=name, scanner=scanner)
    return _result(read, settings=settings, name=name, merging=merging, began=began)


class ReadReports(NamedTuple):
    """Reports as they were read, and a row for each of them and for each file that was none."""

    reports: tuple[ScannerReport, ...]
    ledger: tuple[LedgerRow, ...]


def read_reports(files: Sequence[Path], *, name: str = "", scanner: str = "") -> ReadReports:
    """Read every file; one that cannot be read is a failed row as long as another one can.

    Raises:
        HullmarkError: No file could be read; the first one's error.
    """
    reports: list[ScannerReport] = []
    failed: list[LedgerRow] = []
    known: list[LedgerRow] = []
    errors: list[HullmarkError] = []
    for file in files:
        try:
            held, own = _read(file, scanner)
        except HullmarkError as error:
            log.info("report.failed", report=str(file), code=error.code)
            errors.append(error)
            failed.append(_failed(file, error, name, scanner))
            continue
        reports += [_renamed(report, name) for report in held]
        known += own
    if errors and not reports:
        raise errors[0]
    rows = [row for report in reports for row in _rows(report)]
    return ReadReports(tuple(reports), (*rows, *known, *failed))


def _read(file: Path, scanner: str) -> tuple[tuple[ScannerReport, ...], tuple[LedgerRow, ...]]:
    """Return the reports in a file, and the ledger where it is a result of our own."""
    data = _bytes(file)
    if scanner or not is_own_result(data):
        return read_report(data, source=str(file), scanner=scanner), ()
    from hullmark.pipeline.stored_result import to_scan_result  # noqa: PLC0415 - few files are one

    result = to_scan_result(decode_result(data, source=str(file)))
    return reports_of(result), result.ledger


def _unmerged(reports: Sequence[ScannerReport]) -> Iterator[tuple[Target, list[Finding]]]:
    """Yield one finding per result, target by target."""
    for target, held in _by_target(reports):
        yield target, list(_alone(held, target))


def _alone(reports: Sequence[ScannerReport], target: Target) -> Iterator[Finding]:
    """Yield results as they stand; the same result again gains its turn in its identity."""
    seen: dict[str, int] = {}
    lineage = lineage_of(target)
    for report in reports:
        for finding in reported_findings(report, target=target):
            count = seen[finding.id] = seen.get(finding.id, 0) + 1
            if count > 1:
                turn = fingerprint(finding.kind, finding.id, None, lineage, ordinal=count)
                yield replace(finding, id=turn)
            else:
                yield finding


def _by_target(
    reports: Sequence[ScannerReport],
) -> list[tuple[Target, list[ScannerReport]]]:
    """Group reports about one target by its name, in the order of the first report of each."""
    groups: dict[str, tuple[Target, list[ScannerReport]]] = {}
    for report in reports:
        groups.setdefault(report.target.name, (report.target, []))[1].append(report)
    return list(groups.values())


def _bytes(file: Path) -> bytes:
    try:
        if file.is_dir():
            raise ReportTooLargeError(
                f"'{file}' is a folder, a report is expected", hint="name the files in it"
            )
        size = file.stat().st_size  # none of a pipe, whose bytes are counted as they come
        with file.open("rb") as opened:
            data = opened.read(_HEAD)
            most = SARIF_BYTES if b"sarif" in data.lower() or b'"runs"' in data else REPORT_BYTES
            if size <= most:
                data += opened.read(most + 1 - len(data))
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise BrokenReportError(f"'{file}' cannot be read: {cause}") from error
    if max(size, len(data)) > most:
        raise ReportTooLargeError(
            f"'{file}' is larger than {most:,} bytes, too large for a report",
            hint="write one report per image or per folder",
        )
    return data


def _renamed(report: ScannerReport, name: str) -> ScannerReport:
    if not name:
        return report
    target = replace(report.target, name=name, kind="registry")
    return replace(report, target=target)


def _rows(report: ScannerReport) -> Iterator[LedgerRow]:
    said = f"{report.results} results"
    if report.ignored:
        said += f", {report.ignored} of them ignored by the scanner itself"
    if report.components:
        said += f", {len(report.components)} components"
    partial = report.status is Status.RAN and report.issues
    yield LedgerRow(
        target=report.target.name,
        scanner=report.scanner,
        check=f"report ({report.format})",
        status=Status.PARTIAL if partial else report.status,
        reason=f"{said}: {report.reason}" if report.reason else said,
        data_date=report.data_date,
    )
    for issue in report.issues:
        yield LedgerRow(
            target=report.target.name,
            scanner=report.scanner,
            check=issue.path,
            status=Status.PARTIAL,
            reason=f"{issue.code}: {issue.cause}" + (f" ({issue.hint})" if issue.hint else ""),
            data_date=None,
        )


def _failed(file: Path, error: HullmarkError, name: str, scanner: str) -> LedgerRow:
    return LedgerRow(
        target=name or str(file),
        scanner=scanner or "unknown",
        check=str(file),
        status=Status.FAILED,
        reason=f"{error.code}: {error.message}",
    )


def _result(
    read: ReadReports, *, settings: Settings, name: str, merging: bool, began: float
) -> ScanResult:
    found: list[tuple[Target, list[Finding]]]
    about: dict[str, Sequence[ScannerReport]]
    images: list[ImageFindings] = []
    if merging:
        images = list(
            merge_reports(
                read.reports,
                canonical=canonical_rules(read.reports, settings),
                one_image=bool(name),
            )
        )
        found = [(image.target, list(image.findings)) for image in images]
        about = {image.target.name: image.reports for image in images}
    else:
        found = list(_unmerged(read.reports))
        about = {target.name: held for target, held in _by_target(read.reports)}
    decided = decide(
        [finding for _, held in found for finding in held],
        targets=[target for target, _ in found],
        settings=settings,
        reports=about,
    )
    findings = decided.findings
    suppressed = Counter(each.target for each in findings if each.suppressed)
    sums = [sum_row(image, suppressed=suppressed[image.target.name]) for image in images]
    ledger = (*read.ledger, *decided.ledger, *sums)
    components: list[Component] = []
    owners: list[str] = []
    for report in read.reports:
        components += report.components
        owners += [report.target.name] * len(report.components)
    result = ScanResult(
        created_at=clock.now(),
        tool_version=__version__,
        verdict=verdict_of(
            findings,
            ledger,
            settings=settings,
            targets=[target for target, _ in found],
            components=components,
            component_targets=owners,
        ),
        targets=tuple(target for target, _ in found),
        components=tuple(components),
        component_targets=tuple(owners),
        findings=findings,
        ledger=ledger,
        duration_s=clock.monotonic() - began,
    )
    return against_baseline(result, settings=settings)
