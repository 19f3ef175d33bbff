"""Aggregates reports of any scanners over any images into one result that adds up."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from hullmark import __version__
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.starter_set import open_or_starter
from hullmark.config.settings import Settings
from hullmark.formats.document import without_collection
from hullmark.kernel import clock
from hullmark.kernel.errors import HullmarkError, NothingToScanError
from hullmark.kernel.paths import database_path
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import ScanResult
from hullmark.pipeline.baseline import against_baseline
from hullmark.pipeline.decisions import decide
from hullmark.pipeline.import_reports import read_reports
from hullmark.pipeline.merging import (
    Aliases,
    ImageFindings,
    canonical_rules,
    merge_reports,
    no_aliases,
    sum_row,
)
from hullmark.pipeline.verdict import verdict_of


@without_collection()
def aggregate(
    files: Sequence[Path], *, settings: Settings, name: str = "", aliases: bool = True
) -> ScanResult:
    """Read reports, SARIF or native, and join what is one problem, image by image.

    A file that cannot be read is a failed ledger row as long as another one can.

    Args:
        files: Reports, each of whatever scanner and form.
        settings: Database with aliases, profile and severity that fail.
        name: Whose image all of them are about; by default the marks in them decide.
        aliases: Whether the advisory database is asked which ids are of one flaw.

    Raises:
        NothingToScanError: No file was given.
        HullmarkError: No file could be read; the first one's error.
    """
    began = clock.monotonic()
    if not files:
        raise NothingToScanError("no report was given", hint="name the files to aggregate")
    reports, rows = read_reports(files, name=name)
    ledger = list(rows)
    with _aliases(settings, wanted=aliases, ledger=ledger) as known:
        canonical = canonical_rules(reports, settings)
        merging = merge_reports(reports, aliases=known, canonical=canonical, one_image=bool(name))
        del reports  # what was merged is let go, image by image
        images = [_merged(image) for image in merging]
    found = [finding for image in images for finding in image.findings]
    targets = tuple(image.target for image in images)
    decided = decide(
        found,
        targets=targets,
        settings=settings,
        reports={image.target.name: image.reports for image in images},
    )
    findings = decided.findings
    ledger += decided.ledger
    suppressed = Counter(each.target for each in findings if each.suppressed)
    ledger += [sum_row(image, suppressed=suppressed[image.target.name]) for image in images]
    held = [
        (component, image.target.name)
        for image in images
        for report in image.reports
        for component in report.components
    ]
    result = ScanResult(
        created_at=clock.now(),
        tool_version=__version__,
        verdict=verdict_of(
            findings,
            ledger,
            settings=settings,
            targets=targets,
            components=[component for component, _ in held],
            component_targets=[target for _, target in held],
        ),
        targets=targets,
        components=tuple(component for component, _ in held),
        component_targets=tuple(target for _, target in held),
        findings=findings,
        ledger=tuple(ledger),
        duration_s=clock.monotonic() - began,
    )
    return against_baseline(result, settings=settings)


@contextmanager
def _aliases(settings: Settings, *, wanted: bool, ledger: list[LedgerRow]) -> Iterator[Aliases]:
    """Give the look-up of ids; what it does not rest on is a row."""
    if not wanted:
        yield no_aliases
        return
    named = settings.database
    database = AdvisoryDatabase.open(named) if named else open_or_starter(database_path())
    try:
        if database.info.kind == "starter":
            ledger.append(
                LedgerRow(
                    target="",
                    scanner="hullmark",
                    check="aliases",
                    status=Status.STARTER,
                    reason="no advisory database: ids that only it knows to be of one flaw stay "
                    "apart; run `hullmark db update`",
                )
            )
        yield database.aliases
    except HullmarkError as error:
        ledger.append(
            LedgerRow(
                target="",
                scanner="hullmark",
                check="aliases",
                status=Status.FAILED,
                reason=f"{error.code}: {error.message}",
            )
        )
        raise
    finally:
        database.close()


def _merged(image: ImageFindings) -> ImageFindings:
    """Keep of the reports what is not in the findings."""
    kept = [replace(each, claims=(), violations=(), dismissed=()) for each in image.reports]
    return image._replace(reports=tuple(kept))
