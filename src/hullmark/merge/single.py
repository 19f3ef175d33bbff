"""One claim as findings: the unit that merging adds up."""

from collections.abc import Iterator
from functools import lru_cache

from hullmark.merge.identifiers import flaws
from hullmark.merge.severity import (
    CACHED_RATINGS,
    DEFAULT_ORDER,
    SeverityOrder,
    effective,
    leveled,
    vendor_of,
)
from hullmark.merge.subject import Subjects
from hullmark.model.ecosystem import OS_TYPES
from hullmark.model.finding import Claim, Finding, Fingerprint, Kind, Source
from hullmark.model.severity import Rating, Severity

TITLE_CHARACTERS = 160
"""A first sentence longer than this is cut: a title is one line."""

CACHED_SENTENCES = 4_096
"""Texts whose first sentence is remembered: claims of one advisory share theirs."""

UNNAMED = Fingerprint("")
"""The id of a finding before all findings of its target are known."""


def singles_of(
    claim: Claim, *, target: str, subjects: Subjects, order: SeverityOrder = DEFAULT_ORDER
) -> Iterator[Finding]:
    """Yield one finding for each flaw that a claim speaks of, nearly always one."""
    stated = claim.component
    subject = subjects.owner_of(stated)
    ratings, severity = _heard(claim.scanner, claim.ratings, subject.vendor, order)
    source = Source(
        scanner=claim.scanner,
        version=claim.scanner_version,
        rule=claim.advisory_id,
        severity=severity,
        data_date=claim.data_date,
    )
    for identifiers in flaws(claim.advisory_id, claim.aliases):
        yield Finding(
            id=UNNAMED,
            kind=Kind.VULNERABILITY,
            identifiers=identifiers,
            title=claim.title.strip() or first_sentence(claim.description),
            severity=Severity.UNKNOWN,
            rating=None,
            ratings=ratings,
            component=subject.component,
            packages=(stated.purl,) if stated.type in OS_TYPES else (),
            locations=stated.locations,
            fixed_in=claim.fixed_in,
            fix_state=claim.fix_state,
            priority=claim.priority,
            description=claim.description,
            references=claim.references,
            sources=(source,),
            published_at=claim.published_at,
            target=target,
        )


@lru_cache(maxsize=CACHED_SENTENCES)
def first_sentence(text: str) -> str:
    """Return the first sentence of a text as one line, cut at a word where it is long."""
    line = " ".join(text[: TITLE_CHARACTERS * 4].split())
    end = line.find(". ")
    if 0 < end <= TITLE_CHARACTERS:
        return line[:end]
    if len(line) <= TITLE_CHARACTERS:
        return line.removesuffix(".")
    cut = line.rfind(" ", 0, TITLE_CHARACTERS)
    return line[: cut if cut > 0 else TITLE_CHARACTERS] + " …"


@lru_cache(maxsize=CACHED_RATINGS)
def _heard(
    scanner: str, ratings: tuple[Rating, ...], vendor: str, order: SeverityOrder
) -> tuple[tuple[Rating, ...], Severity]:
    """Return ratings with their levels, and what their scanner makes of them."""
    ratings = tuple(map(leveled, ratings))
    return ratings, said_by(scanner, ratings, vendor, order)


def said_by(
    scanner: str,
    ratings: tuple[Rating, ...],
    vendor: str = "",
    order: SeverityOrder = DEFAULT_ORDER,
) -> Severity:
    """Return the scanner's own word, else what it would believe of the ratings it passes on."""
    own = [rating for rating in ratings if vendor_of(rating.source) == scanner]
    believed = effective(own or ratings, vendor=vendor, order=order)
    return believed.level if believed else Severity.UNKNOWN
