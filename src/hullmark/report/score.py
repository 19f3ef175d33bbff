"""One number for a severity, as code scanning wants it."""

from hullmark.model.finding import Finding
from hullmark.model.severity import Severity

_FALLBACK = {
    Severity.CRITICAL: 9.5,
    Severity.HIGH: 8.0,
    Severity.MEDIUM: 5.5,
    Severity.UNKNOWN: 5.5,
    Severity.LOW: 2.0,
    Severity.NEGLIGIBLE: 2.0,
}
"""Inside each level's band; 0.0 would mean *no* security severity, so nothing has it."""

_BANDS = {
    # GitHub calls only what is over 9.0 critical, CVSS what is 9.0 or over.
    Severity.CRITICAL: (9.1, 10.0),
    Severity.HIGH: (7.0, 8.9),
    Severity.MEDIUM: (4.0, 6.9),
    Severity.LOW: (0.1, 3.9),
    Severity.NEGLIGIBLE: (0.1, 3.9),
}


def security_severity(finding: Finding) -> float:
    """Return the score of the rating that counts, else a fallback; never 0.0.

    A score outside the band of the effective level (a vendor's *moderate* beside a 9.8) would
    be shown as another level than the one the gate judges: the fallback of the level stands in.
    """
    score = finding.rating.score if finding.rating else None
    band = _BANDS.get(finding.severity)
    if score is None or band is None:
        return _FALLBACK[finding.severity]
    if finding.severity is Severity.CRITICAL and score == 9.0:
        return 9.1
    low, high = band
    return round(score, 1) if low <= score <= high else _FALLBACK[finding.severity]
