"""A distribution without updates as a finding of its own."""

from datetime import date

from hullmark.merge.fingerprint import fingerprint
from hullmark.model.finding import Finding, FixState, Kind, Source
from hullmark.model.lineage import lineage_of
from hullmark.model.scan import Target
from hullmark.model.severity import Rating, Severity


def end_of_life_finding(target: Target, *, today: date) -> Finding | None:
    """Return a finding where the target's distribution no longer gets updates, else ``None``.

    Rated high: nothing found from that day on will be fixed. The fingerprint names the
    distribution but not its release, so moving to another dead release is no news.
    """
    distribution = target.distribution
    if distribution is None or not distribution.end_of_life_at:
        return None
    if distribution.end_of_life_at >= today.isoformat():
        return None
    name = distribution.name or f"{distribution.id} {distribution.version}".strip()
    identifier = f"EOL-{distribution.id}-{distribution.version}".rstrip("-")
    rating = Rating(source="hullmark", level=Severity.HIGH, label="end-of-life")
    lineage = lineage_of(target)
    return Finding(
        id=fingerprint(Kind.END_OF_LIFE, f"EOL-{distribution.id}", None, lineage),
        kind=Kind.END_OF_LIFE,
        identifiers=(identifier,),
        title=f"{name} has had no updates since {distribution.end_of_life_at}",
        severity=Severity.HIGH,
        rating=rating,
        ratings=(rating,),
        fix_state=FixState.UNKNOWN,
        description=(
            f"{name} reached its end of life on {distribution.end_of_life_at}. New flaws in its "
            "packages are neither published nor fixed, so a short list of findings proves nothing. "
            "Move to a supported release."
        ),
        sources=(Source(scanner="native", rule=identifier, severity=Severity.HIGH),),
        target=target.name,
    )
