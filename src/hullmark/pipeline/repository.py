"""What a repository holds beside packages: configuration, secrets, the images it names."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hullmark.checks.bundle import load_bundle
from hullmark.checks.engine import Engine
from hullmark.config.settings import Settings
from hullmark.discovery.graph import discover
from hullmark.discovery.plan import PlannedScan, plan_scans
from hullmark.kernel.paths import compiled_folder
from hullmark.merge.violations import findings_of
from hullmark.model.component import Location
from hullmark.model.finding import Finding, Kind
from hullmark.model.graph import GAPS, Gap, ImageGraph
from hullmark.model.ledger import Issue, LedgerRow, Status
from hullmark.model.scan import Target
from hullmark.model.severity import Rating, Severity
from hullmark.model.violation import Violation
from hullmark.pipeline.check import (
    Checked,
    canonical_of,
    check_files,
    check_rows,
    found_files,
)
from hullmark.pipeline.ledger import issue_rows
from hullmark.pipeline.secret_files import repository_secrets
from hullmark.pipeline.verdict import chosen_opa

_SEVERITIES: Final = {
    "HM-GRAPH-0001": Severity.HIGH,
    "HM-GRAPH-0002": Severity.HIGH,
    "HM-GRAPH-0007": Severity.HIGH,
    "HM-GRAPH-0009": Severity.MEDIUM,
    "HM-GRAPH-0010": Severity.MEDIUM,
}
"""How bad a gap is; others are low: something is loose, nothing is broken."""


def repository_findings(
    root: Path, target: Target, *, settings: Settings
) -> tuple[tuple[Finding, ...], list[LedgerRow], tuple[PlannedScan, ...]]:
    """Return what checks and the image graph say, what could not be looked at, and its images."""
    bundle = load_bundle(settings.check_paths)
    opa = chosen_opa(settings.checks_engine)
    engine = Engine(bundle, cache=compiled_folder() / "checks", opa=opa)
    unlisted: list[Issue] = []
    checked = check_files(engine, _relative(root, unlisted)) if settings.checks else Checked()
    checked.issues += unlisted
    graph = discover(root)
    secrets, secret_rows = repository_secrets(root, target=target.name, settings=settings)
    violations = [*checked.violations, *map(_violation, graph.gaps), *secrets]
    findings = findings_of(violations, target, canonical=canonical_of(bundle))
    rows = check_rows(checked, engine, target.name) if checked.files or checked.issues else []
    rows += secret_rows
    rows += issue_rows(target.name, graph.issues)
    if graph.nodes:
        rows.append(_summary(graph, target.name))
    return findings, rows, plan_scans(graph)


def _relative(root: Path, issues: list[Issue]) -> Iterator[tuple[Path, str, bool]]:
    for path, _, named in found_files([root], issues):
        yield path, path.relative_to(root).as_posix(), named


def _violation(gap: Gap) -> Violation:
    level = _SEVERITIES.get(gap.id, Severity.LOW)
    return Violation(
        kind=Kind.MISCONFIGURATION,
        rule=gap.id,
        title=GAPS.get(gap.id, gap.message),
        message=gap.message,
        ratings=(Rating(source="native", level=level, label=level.value),),
        subject=gap.place.path,
        anchor=gap.subject,
        locations=(Location(path=gap.place.path, line=gap.place.line, column=gap.place.column),),
        scanner="native",
    )


def _summary(graph: ImageGraph, target: str) -> LedgerRow:
    return LedgerRow(
        target=target,
        scanner="native",
        check="image graph",
        status=Status.PARTIAL if graph.issues else Status.RAN,
        reason=f"{len(graph.nodes)} nodes, {len(graph.gaps)} gaps; see hullmark images",
    )
