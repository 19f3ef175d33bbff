"""One result for all that did not fit: what a reader is not shown is at least counted."""

from collections import Counter
from collections.abc import Iterator, Sequence

from hullmark.formats import sarif as wire
from hullmark.model.finding import Finding
from hullmark.report.links import path_uri
from hullmark.report.sarif.rules import message_text

RULE_ID = "hullmark/not-shown"


def rolled_up_rule(rest: Sequence[Finding]) -> Iterator[wire.Rule]:
    """Yield the rule of the result, where there is one."""
    if not rest:
        return
    yield wire.Rule(
        id=RULE_ID,
        name="Findings that are not shown",
        short_description=wire.Message(text="More findings than code scanning shows."),
        full_description=wire.Message(
            text="Code scanning keeps the most severe findings of an image; the others are counted "
            "here and stand in the JSON result."
        ),
        help=wire.Message(
            text="Fix or suppress findings that are shown, and others take their place.",
            markdown="Fix or suppress findings that are shown, and others take their place.",
        ),
        default_configuration=wire.Configuration(level="note"),
        properties=wire.RuleProperties(
            precision="very-high", security_severity="2.0", tags=["security"]
        ),
    )


def rolled_up(rest: Sequence[Finding], *, lineage: str, index: int) -> Iterator[wire.Result]:
    """Yield the result that counts ``rest``; its fingerprint is the image's, whatever the count."""
    if not rest:
        return
    counts = Counter(finding.severity for finding in rest)
    levels = sorted(counts, key=lambda level: -level.rank)
    words = ", ".join(f"{counts[level]:,} {level}" for level in levels)
    place = wire.PhysicalLocation(
        artifact_location=wire.ArtifactLocation(uri=path_uri(lineage) or "image"),
        region=wire.Region(start_line=1),
    )
    yield wire.Result(
        rule_id=RULE_ID,
        rule_index=index,
        level="note",
        message=wire.Message(
            text=message_text(f"{len(rest):,} more findings of {lineage} are not shown: {words}.")
        ),
        locations=[wire.Location(physical_location=place)],
        partial_fingerprints={"primaryLocationLineHash": "not-shown:1"},
        properties={"notShown": len(rest)},
    )
