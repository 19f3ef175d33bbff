"""Two recorded scans under one state of the advisories: what code did, and what data did.

Between an old scan and a new one the image and the advisories may both have moved. Judging both
inventories by one database takes the way in steps that move one thing each.
"""

from collections.abc import Iterable, Mapping

import msgspec
from msgspec.structs import replace

from hullmark.advisories.database import AdvisoryDatabase
from hullmark.config.settings import Settings
from hullmark.kernel.paths import database_path
from hullmark.merge.findings import merge_claims, merge_findings
from hullmark.model.finding import Finding, Fingerprint, Kind
from hullmark.model.scan import DataSource, ScanResult
from hullmark.native.match.components import match_components
from hullmark.native.match.kernel import with_signed_source

_NATIVE = "native"


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """Two results and the same two inventories under one state of the advisories."""

    data: str
    """Date of the newest feed."""
    before: ScanResult
    after: ScanResult


def judge_both(before: ScanResult, after: ScanResult, *, settings: Settings) -> Judged:
    """Return two recorded scans as the database of the settings judges them.

    Raises:
        HullmarkError: The database cannot be used.
    """
    with AdvisoryDatabase.open(settings.database or database_path()) as database:
        feeds = tuple(
            DataSource(name=each.name, date=each.date, records=each.records)
            for each in database.info.sources
        )
        return Judged(
            data=max((feed.date or "" for feed in feeds), default="")[:10],
            before=replace(_judged(before, database), data=feeds),
            after=replace(_judged(after, database), data=feeds),
        )


def _judged(result: ScanResult, database: AdvisoryDatabase) -> ScanResult:
    """Return a result of one target with what today's matching says of its inventory.

    What other scanners say, findings of other kinds and what was decided stay as they were.
    """
    (target,) = result.targets
    matched = match_components(
        [with_signed_source(each) for each in result.components],
        distribution=target.distribution,
        database=database,
        target=target.name,
    )
    found = merge_claims(matched.claims, target=target)
    others = [kept for each in result.findings if (kept := _without_us(each)) is not None]
    vulnerabilities = [each for each in others if each.kind is Kind.VULNERABILITY]
    if vulnerabilities:
        found = merge_findings([*found, *vulnerabilities], target=target)
    rest = [each for each in others if each.kind is not Kind.VULNERABILITY]
    decided = {each.id: each for each in result.findings if each.suppressed}
    return replace(result, findings=(*_decided(found, decided), *rest))


def _without_us(finding: Finding) -> Finding | None:
    """Return what others say of a finding; all of one that matching has no part in."""
    if finding.kind is not Kind.VULNERABILITY:
        return finding
    others = tuple(each for each in finding.sources if each.scanner != _NATIVE)
    return replace(finding, sources=others) if others else None


def _decided(
    findings: Iterable[Finding], decided: Mapping[Fingerprint, Finding]
) -> Iterable[Finding]:
    for finding in findings:
        known = decided.get(finding.id)
        if known is None:
            yield finding
        else:
            yield replace(finding, suppressed=True, suppression=known.suppression)
