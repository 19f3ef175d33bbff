"""Severity words and CVSS vectors as scores."""

import re
from typing import Any

from hullmark.advisories.record import Score

VECTOR_CHARACTERS = 512
"""A CVSS 4.0 vector with every metric has 230."""
CACHED_VECTORS = 100_000
"""A full set of feeds has about 20,000 distinct vectors."""

_LEVELS = {
    "none": "", "unknown": "", "untriaged": "", "not yet assigned": "", "unspecified": "",
    "unimportant": "negligible", "negligible": "negligible", "informational": "negligible",
    "low": "low", "minor": "low", "medium": "medium", "moderate": "medium",
    "high": "high", "important": "high", "critical": "critical", "urgent": "critical",
}  # fmt: skip
_SOURCES = {
    "ALBA": "almalinux", "ALEA": "almalinux", "ALINUX2": "alibaba", "ALSA": "almalinux",
    "ALPINE": "nvd", "BIT": "bitnami", "CVE": "nvd", "CGA": "chainguard", "DEBIAN": "nvd",
    "DLA": "debian", "DSA": "debian", "ELSA": "oracle", "GHSA": "ghsa", "GO": "go",
    "HSEC": "haskell", "JLSEC": "julia", "MGASA": "mageia", "OSV": "oss-fuzz", "PSF": "psf",
    "PYSEC": "pypa", "RHBA": "redhat", "RHEA": "redhat", "RHSA": "redhat", "RLSA": "rocky",
    "RSEC": "r-consortium", "RUSTSEC": "rustsec", "RXSA": "rocky", "SUSE": "suse",
    "UBUNTU": "nvd", "USN": "ubuntu", "openSUSE": "suse",
}  # fmt: skip
_PREFIX = re.compile(r"^[A-Za-z0-9_]+")
_SCORED = re.compile(r"^(?:10(?:\.0)?|\d(?:\.\d)?)$")

_cache: dict[str, float | None] = {}


def source_of(advisory_id: str) -> str:
    """Return who rates the advisories of this id's family.

    Debian, Alpine and Ubuntu publish no CVSS of their own: vectors on their records are NVD's.
    """
    prefix = _PREFIX.match(advisory_id)
    if prefix is None:
        return "unknown"
    return _SOURCES.get(prefix[0], prefix[0].lower())


def level_of(word: str) -> str:
    """Return one of the model's levels for a source's word, ``""`` where it is none of them."""
    return _LEVELS.get(word.strip().rstrip("*").lower(), "")


def word_score(source: str, word: str) -> Score | None:
    """Return a rating for a word, or nothing for words that rate nothing."""
    level = level_of(word)
    return Score(source, level, 0.0, "", word.strip()) if level else None


def vector_score(source: str, text: str) -> Score | None:
    """Return a rating for a CVSS vector or a bare number, or nothing where it is neither."""
    text = text.strip()
    score = base_score(text)
    if score is None:
        return None
    return Score(source, "", score, "" if _SCORED.match(text) else text)


def base_score(vector: str) -> float | None:
    """Return the CVSS base score (v2, v3.x, v4.0), ``None`` if malformed; remembered by vector."""
    try:
        return _cache[vector]
    except KeyError:
        pass
    if len(_cache) >= CACHED_VECTORS:
        _cache.clear()
    score = _cache[vector] = _computed(vector)
    return score


def _computed(vector: str) -> float | None:
    if len(vector) > VECTOR_CHARACTERS:
        return None
    if _SCORED.match(vector):
        return float(vector)
    import cvss  # noqa: PLC0415 - only a build rates

    kind: Any
    if vector.startswith("CVSS:4"):
        kind = cvss.CVSS4
    elif vector.startswith("CVSS:3"):
        kind = cvss.CVSS3
    elif vector.startswith(("AV:", "(AV:")):
        kind, vector = cvss.CVSS2, vector.strip("()")
    else:
        return None
    try:
        return float(kind(vector).base_score)
    except (cvss.CVSSError, ArithmeticError, ValueError, KeyError, TypeError, AttributeError):
        return None
