"""How bad a source says something is, and the order in which sources are believed."""

from enum import StrEnum

import msgspec


class Severity(StrEnum):
    """Five levels plus ``unknown``, which is never treated as low."""

    UNKNOWN = "unknown"
    NEGLIGIBLE = "negligible"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Return 0 (unknown) to 5 (critical)."""
        return _RANK[self]


_RANK = {level: rank for rank, level in enumerate(Severity)}


class Rating(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One source's opinion, kept as it was given."""

    source: str
    """Who says so: ``debian``, ``ghsa``, ``nvd``, ``redhat``, ``cvss`` …"""
    level: Severity = Severity.UNKNOWN
    """The opinion in our levels."""
    score: float | None = None
    """CVSS base score, 0.0 to 10.0, where one was given or computed."""
    vector: str | None = None
    """CVSS vector as published."""
    label: str | None = None
    """The source's own word (``unimportant``, ``Moderate``), where it used one."""
