"""``gaps``: what a repository's own pipeline does with its images, and what it leaves undone."""

from collections.abc import Mapping
from pathlib import Path

from hullmark import __version__
from hullmark.audit.errors import NothingToAuditError
from hullmark.audit.read import audit, kind_of_pipeline
from hullmark.discovery.graph import discover
from hullmark.discovery.walk import walk_paths
from hullmark.images.directory import open_directory
from hullmark.kernel import clock
from hullmark.merge.violations import findings_of
from hullmark.model.audit import AUDIT_GAPS, AuditGap, PipelineAudit
from hullmark.model.component import Location
from hullmark.model.finding import Kind
from hullmark.model.ledger import Issue, LedgerRow, Status
from hullmark.model.scan import Reason, ScanResult, Target, Verdict, VerdictStatus
from hullmark.model.severity import Rating, Severity
from hullmark.model.violation import Violation
from hullmark.report.graph.json_document import write_foreign_matrix, write_matrix

_SCRIPTS = (".sh", ".bash")


def find_gaps(root: Path, *, changed: Mapping[str, bytes] | None = None) -> PipelineAudit:
    """Return what the pipeline of the repository at ``root`` does with its images.

    Nothing is run, built or pulled, and nothing outside of ``root`` is read.

    Args:
        root: The repository.
        changed: What files of its pipeline would hold, instead of what they hold.

    Raises:
        TargetNotFoundError: The folder does not exist.
        NothingToAuditError: There is neither an image nor a pipeline.
    """
    directory = open_directory(root, kind="repo", name=str(root))
    graph = discover(directory.root)
    issues: list[Issue] = []
    paths = [path for path in walk_paths(directory.root, issues) if kind_of_pipeline(path)]
    matrices = {
        "github-matrix": write_matrix(graph).strip(),
        "foreign-matrix": write_foreign_matrix(graph).strip(),
    }
    found = audit(directory.root, graph, paths=paths, matrices=matrices, changed=changed)
    if not found.images and not found.files and not found.issues:
        raise NothingToAuditError(
            f"nothing below '{root}' builds or runs an image, and there is no pipeline",
            hint="name the folder that holds Dockerfiles, workflows or a Makefile",
        )
    return found


def result_of_audit(found: PipelineAudit, *, fail_on: str | None = None) -> ScanResult:
    """Return the gaps as a scan's result: one finding each, what was not read in the ledger."""
    target = Target(name=found.root, kind="repo")
    ledger = tuple(
        LedgerRow(
            target=target.name,
            scanner="native",
            check=f"pipeline {issue.path}",
            status=Status.FAILED,
            reason=issue.cause,
        )
        for issue in found.issues
    )
    return ScanResult(
        created_at=clock.now(),
        tool_version=__version__,
        verdict=verdict_of_audit(found, fail_on=fail_on),
        targets=(target,),
        findings=findings_of(map(_violation, found.gaps), target),
        ledger=ledger,
    )


def unread_of_pipeline(found: PipelineAudit) -> tuple[Issue, ...]:
    """Return what could not be read of the pipeline itself; the rest are images' own files."""
    known = {each.path for each in found.files}
    return tuple(
        issue
        for issue in found.issues
        if issue.path in known or kind_of_pipeline(issue.path) or issue.path.endswith(_SCRIPTS)
    )


def verdict_of_audit(found: PipelineAudit, *, fail_on: str | None) -> Verdict:
    """Judge an audit: without ``fail_on`` no gap fails; a pipeline not read is never a pass."""
    reasons = tuple(
        Reason(policy=gap.id, message=f"{gap.place}: {gap.message}", finding=gap.subject)
        for gap in found.gaps
        if fail_on is not None and gap.severity.rank >= Severity(fail_on).rank
    )
    # A Dockerfile among test data is often broken on purpose: that counts where gaps may fail.
    issues = unread_of_pipeline(found) if fail_on is None else found.issues
    unread = tuple(Reason(policy="audit", message=f"not read: {issue.cause}") for issue in issues)
    if reasons:
        return Verdict(status=VerdictStatus.FAIL, reasons=(*reasons, *unread))
    if unread:
        return Verdict(status=VerdictStatus.INCOMPLETE, reasons=unread)
    return Verdict(status=VerdictStatus.PASS)


def _violation(gap: AuditGap) -> Violation:
    return Violation(
        kind=Kind.MISCONFIGURATION,
        rule=gap.id,
        title=AUDIT_GAPS[gap.id],
        message=gap.message,
        remediation=gap.remedy,
        ratings=(Rating(source="native", level=gap.severity, label=gap.severity.value),),
        subject=gap.place.path,
        anchor=gap.subject,
        locations=(Location(path=gap.place.path, line=gap.place.line, column=gap.place.column),),
        scanner="native",
    )
