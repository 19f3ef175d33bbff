"""Makes reports of many scanners one list: image by image, with aliases from the database."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.merge.findings import merge_claims, merge_findings, urgency
from hullmark.merge.placing import placed
from hullmark.merge.reported import reported_findings
from hullmark.merge.same_image import by_image, joined_marks
from hullmark.merge.silences import with_silences
from hullmark.merge.violations import Canonical, findings_of, own_rule
from hullmark.model.finding import Claim, Finding, Kind
from hullmark.model.image import Digest
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.report import ScannerReport
from hullmark.model.scan import Target

Aliases = Callable[[str], tuple[str, ...]]
"""Id of a vulnerability → every id of the same flaw; empty where none is known."""


class ImageFindings(NamedTuple):
    """What reports about one image amount to."""

    target: Target
    reports: tuple[ScannerReport, ...]
    findings: tuple[Finding, ...]
    results: int
    """What the scanners reported, as they count it."""
    ignored: int
    """Of those, what they had suppressed themselves."""


def no_aliases(_identifier: str) -> tuple[str, ...]:
    """Know nothing beyond what the reports say."""
    return ()


def canonical_rules(reports: Iterable[ScannerReport], settings: Settings) -> Canonical:
    """Return which rules of several scanners are one; read only where a rule was broken."""
    kinds = {violation.kind for report in reports for violation in report.violations}
    if not kinds - {Kind.SECRET}:
        return own_rule
    from hullmark.checks.bundle import load_bundle  # noqa: PLC0415 - vulnerabilities need it not
    from hullmark.pipeline.check import canonical_of  # noqa: PLC0415

    found: Canonical = canonical_of(load_bundle(settings.check_paths))
    return found


def merge_reports(
    reports: Sequence[ScannerReport],
    *,
    aliases: Aliases = no_aliases,
    canonical: Canonical = own_rule,
    one_image: bool = False,
) -> Iterator[ImageFindings]:
    """Yield the findings of each image that reports are about.

    Args:
        reports: In any order; the order of the first report of each image is kept.
        aliases: What is known of ids beside what the reports say of them.
        canonical: Which rules of different scanners are one.
        one_image: Whether the caller says that all reports are about one image.
    """
    groups = ([tuple(reports)] if reports else []) if one_image else by_image(reports)
    del reports  # a caller that lets them go has the claims of one image at a time
    groups.reverse()
    while groups:
        held = groups.pop()
        target = _target(held)
        findings = _merged(held, target, aliases, canonical)
        yield ImageFindings(
            target=target,
            reports=held,
            findings=tuple(with_silences(findings, held)),
            results=sum(report.results for report in held),
            ignored=sum(report.ignored for report in held),
        )


def sum_row(image: ImageFindings, *, suppressed: int, own: int = 0) -> LedgerRow:
    """Return the row that says where every result went; the numbers add up.

    Args:
        image: What came out.
        suppressed: Findings of it that do not count.
        own: Findings of our own that the reports were joined with.
    """
    before = image.results + own
    kept = len(image.findings) - suppressed
    joined = before - image.ignored - len(image.findings)
    said = f"{image.results} results of {len(image.reports)} reports"
    said += f" and {own} of our own" if own else ""
    parts = [f"{said}: {kept} findings"]
    parts.append(f"{joined} merged into them" if joined >= 0 else f"{-joined} made by splitting")
    parts.append(f"{suppressed} suppressed")
    parts.append(f"{image.ignored} left out because their scanner had")
    return LedgerRow(
        target=image.target.name,
        scanner="hullmark",
        check="merge",
        status=Status.RAN,
        reason=", ".join(parts),
    )


def join_reports(
    findings: Iterable[Finding],
    reports: Sequence[ScannerReport],
    *,
    target: Target,
    aliases: Aliases = no_aliases,
    canonical: Canonical = own_rule,
) -> tuple[Finding, ...]:
    """Return findings of one target joined with what reports say of it, without silences.

    Args:
        findings: What is known of it already; ours, or those of an earlier merge.
        reports: What scanners said of it.
        target: What all of it is about.
        aliases: What is known of ids beside what the reports say of them.
        canonical: Which rules of different scanners are one.
    """
    told = _merged(reports, target, aliases, canonical)
    return tuple(sorted(merge_findings([*findings, *told], target=target), key=urgency))


def _merged(
    reports: Sequence[ScannerReport],
    target: Target,
    aliases: Aliases,
    canonical: Canonical = own_rule,
) -> list[Finding]:
    claims = [claim for report in reports for claim in report.claims if not claim.ignored]
    named = [claim for claim in claims if claim.component.name]
    findings = list(merge_claims(_closed(placed(named), aliases), target=target))
    # Merging asks for a component; a claim without one is told apart by its place alone.
    rest = [
        finding
        for report in reports
        if (unnamed := [claim for claim in report.claims if not claim.component.name])
        for finding in reported_findings(
            replace(report, claims=tuple(unnamed), violations=(), groups=()), target=target
        )
    ]
    findings += merge_findings(rest, target=target)
    violations = [violation for report in reports for violation in report.violations]
    findings += findings_of(violations, target, canonical=canonical)
    return sorted(findings, key=urgency)


def _closed(claims: Iterable[Claim], aliases: Aliases) -> Iterator[Claim]:
    """Yield claims with all that is known of their ids."""
    if aliases is no_aliases:
        yield from claims
        return
    known = cache(aliases)

    @cache
    def closed(identifier: str, others: tuple[str, ...]) -> tuple[str, ...]:
        more = dict.fromkeys(others)
        for each in (identifier, *others):
            more.update(dict.fromkeys(known(each)))
        more.pop(identifier, None)
        return tuple(more)

    for claim in claims:
        more = closed(claim.advisory_id, claim.aliases)
        yield replace(claim, aliases=more) if len(more) > len(claim.aliases) else claim


def _target(reports: Sequence[ScannerReport]) -> Target:
    """Return the target with the most telling name, and the digests that any report knows."""
    marks = joined_marks(reports)
    names = [report.target.name for report in reports]
    best = next((name for name in names if not name.startswith("sha256:")), names[0])
    first = next(report.target for report in reports if report.target.name == best)
    digest = next((digest for digest in marks.digests if digest.startswith("sha256:")), None)
    config = next((each for each in marks.config_digests if each.startswith("sha256:")), None)
    return replace(
        first,
        digest=first.digest or (Digest(digest) if digest else None),
        config_digest=first.config_digest or (Digest(config) if config else None),
    )
