"""Makes gaps, and says which events come without anybody's hand."""

from hullmark.model.audit import AuditGap, Event
from hullmark.model.graph import Place
from hullmark.model.severity import Severity

AUTOMATIC = frozenset(set(Event) - {Event.MANUAL, Event.UNKNOWN})
"""Events that happen without somebody starting a job by hand."""


def gap_of(
    number: int, severity: Severity, message: str, place: Place, subject: str, remedy: str
) -> AuditGap:
    """Return a gap by its number."""
    return AuditGap(
        id=f"HM-AUDIT-{number:04}",
        severity=severity,
        message=message,
        place=place,
        subject=subject,
        remedy=remedy,
    )
