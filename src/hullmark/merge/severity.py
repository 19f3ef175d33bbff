"""Vendor words as our levels, and which of many ratings is believed."""

from collections.abc import Iterable
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import msgspec
from msgspec.structs import replace

from hullmark.model.severity import Rating, Severity

CACHED_RATINGS = 16_384
"""Distinct ratings, and sets of them, remembered; an image meets a few thousand."""

WORDS: Final = MappingProxyType(
    {
        "critical": Severity.CRITICAL,
        "severe": Severity.CRITICAL,
        "very high": Severity.CRITICAL,
        "high": Severity.HIGH,
        "important": Severity.HIGH,
        "error": Severity.HIGH,
        "medium": Severity.MEDIUM,
        "moderate": Severity.MEDIUM,
        "warning": Severity.MEDIUM,
        "low": Severity.LOW,
        "minor": Severity.LOW,
        "note": Severity.LOW,
        "negligible": Severity.NEGLIGIBLE,
        "unimportant": Severity.NEGLIGIBLE,
        "none": Severity.NEGLIGIBLE,
        "informational": Severity.NEGLIGIBLE,
        "info": Severity.NEGLIGIBLE,
    }
)
"""Words that mean the same wherever they are used."""

VENDOR_WORDS: Final = MappingProxyType(
    {
        # The tracker's urgencies; "high" is the worst it has, so nothing is called critical.
        "debian": {
            "high": Severity.HIGH,
            "medium": Severity.MEDIUM,
            "low": Severity.LOW,
            "unimportant": Severity.NEGLIGIBLE,
            "not yet assigned": Severity.UNKNOWN,
            "end-of-life": Severity.UNKNOWN,
            "undetermined": Severity.UNKNOWN,
        },
        # https://ubuntu.com/security/cves/about#priority
        "ubuntu": {"untriaged": Severity.UNKNOWN, "needs-triage": Severity.UNKNOWN},
        "amazon": {"medium": Severity.MEDIUM, "unimportant": Severity.LOW},
        # https://access.redhat.com/security/updates/classification
        "redhat": {"none": Severity.UNKNOWN},
        "suse": {"not set": Severity.UNKNOWN},
        "photon": {"moderate": Severity.MEDIUM},
        # Linters and rulers of crates use "informational" for notices (unmaintained …).
        "rustsec": {"informational": Severity.NEGLIGIBLE},
    }
)
"""Words that one source uses in a sense of its own; asked before ``WORDS``."""

DISTRIBUTIONS: Final = frozenset(
    {
        *("alma", "almalinux", "alpine", "amazon", "amzn", "arch", "azurelinux", "bitnami"),
        *("chainguard", "cleanstart", "debian", "echo", "fedora", "mageia", "mariner", "minimos"),
        *("openeuler", "opensuse", "ol", "oracle", "photon", "redhat", "rhel", "rocky"),
        *("rocky-linux", "sles", "suse", "ubuntu", "wolfi"),
    }
)
"""Sources that rate what they themselves ship."""

_SAME_VENDOR: Final = MappingProxyType(
    {
        "alma": "almalinux",
        "amzn": "amazon",
        "ol": "oracle",
        "opensuse": "suse",
        "rhel": "redhat",
        "rocky-linux": "rocky",
        "rockylinux": "rocky",
        "sles": "suse",
        "sled": "suse",
        "mariner": "azurelinux",
        "centos": "redhat",
    }
)

_PUBLISHERS: Final = frozenset(
    {
        *("cna", "cve", "ghsa", "github", "gitlab", "go", "govulndb", "npm", "nodejs"),
        *("php", "pypa", "python", "pysec", "ruby", "rubysec", "rustsec", "snyk"),
    }
)
_SCANNERS: Final = frozenset({"native", "hullmark", "trivy", "grype", "clair", "scanner"})


class SeverityOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Whose word counts first.

    A step is a class or the name of one source (``redhat``, ``nvd``). Classes: ``distribution``
    (the vendor of the component's own distribution, OS packages only), ``publisher`` (CNA, GHSA
    and the databases of language ecosystems), ``nvd``, ``computed`` (a score or vector without
    anybody's word), ``vendor`` (other distributions), ``scanner``.
    """

    steps: tuple[str, ...] = (
        "distribution",
        "publisher",
        "nvd",
        "computed",
        "vendor",
        "scanner",
    )


DEFAULT_ORDER: Final = SeverityOrder()


def level_of_word(word: str, source: str = "") -> Severity:
    """Return the level that ``source`` means by ``word``; unknown where nobody has said."""
    word = word.strip().rstrip("*").strip().lower()
    own = VENDOR_WORDS.get(vendor_of(source), {})
    return own.get(word) or WORDS.get(word, Severity.UNKNOWN)


def level_of_score(score: float) -> Severity:
    """Return the level of a CVSS base score; 0.0 is what CVSS calls "none"."""
    if score >= 9.0:
        return Severity.CRITICAL
    if score >= 7.0:
        return Severity.HIGH
    if score >= 4.0:
        return Severity.MEDIUM
    return Severity.LOW if score > 0.0 else Severity.NEGLIGIBLE


def vendor_of(source: str) -> str:
    """Return one name for the many spellings of a vendor."""
    source = source.lower()
    return _SAME_VENDOR.get(source, source)


@lru_cache(maxsize=CACHED_RATINGS)
def leveled(rating: Rating) -> Rating:
    """Return the rating with its level filled from its word, else from its score."""
    if rating.level is not Severity.UNKNOWN:
        return rating
    level = level_of_word(rating.label or "", rating.source)
    if level is Severity.UNKNOWN and rating.score is not None:
        level = level_of_score(rating.score)
    return rating if level is Severity.UNKNOWN else replace(rating, level=level)


def effective(
    ratings: Iterable[Rating], *, vendor: str = "", order: SeverityOrder = DEFAULT_ORDER
) -> Rating | None:
    """Return the rating that is believed, ``None`` where nobody gave a level.

    A rating of unknown level is passed over, never read as low. Within one step a source's word
    counts before its vectors, its newest CVSS version before older ones, and among several
    sources the worst level.

    Args:
        ratings: Leveled ratings of one finding.
        vendor: Vendor of the component's own distribution, empty for language packages.
        order: Whose word counts first.
    """
    return _effective(tuple(ratings), vendor_of(vendor), order.steps)


@lru_cache(maxsize=CACHED_RATINGS)
def worst_first(ratings: frozenset[Rating]) -> tuple[Rating, ...]:
    """Return ratings in a total order, the worst level first."""
    return tuple(sorted(ratings, key=_reversed_key))


@lru_cache(maxsize=CACHED_RATINGS)
def _effective(ratings: tuple[Rating, ...], vendor: str, steps: tuple[str, ...]) -> Rating | None:
    known = [rating for rating in ratings if rating.level is not Severity.UNKNOWN]
    if len(known) < 2:
        return known[0] if known else None
    placed = [(_step(rating, vendor, steps), rating) for rating in known]
    best = min(step for step, _ in placed)
    newest: dict[str, Rating] = {}
    for step, rating in placed:
        if step == best:
            held = newest.get(rating.source)
            if held is None or _believed(rating) > _believed(held):
                newest[rating.source] = rating
    return max(newest.values(), key=rating_key)


def rating_key(rating: Rating) -> tuple[int, float, str, str, str]:
    """Order ratings totally, worst last."""
    return (
        rating.level.rank,
        rating.score if rating.score is not None else -1.0,
        rating.source,
        rating.vector or "",
        rating.label or "",
    )


def _reversed_key(rating: Rating) -> tuple[object, ...]:
    level, score, *names = rating_key(rating)
    return (-level, -score, *names)


def _believed(rating: Rating) -> tuple[int, tuple[int, float, str, str, str]]:
    return (_weight(rating), rating_key(rating))


def _step(rating: Rating, vendor: str, steps: tuple[str, ...]) -> int:
    source = vendor_of(rating.source)
    if source in steps:
        return steps.index(source)
    kind = _class(rating, source, vendor)
    return steps.index(kind) if kind in steps else len(steps)


def _class(rating: Rating, source: str, vendor: str) -> str:
    if vendor and source == vendor:
        return "distribution"
    if source in _PUBLISHERS:
        return "publisher"
    if source == "nvd":
        return "nvd"
    if source in DISTRIBUTIONS:
        return "vendor"
    if source not in _SCANNERS and (rating.vector or rating.score is not None):
        return "computed"
    return "scanner"


def _weight(rating: Rating) -> int:
    """Return 100 for a source's own word, else its CVSS version as 20, 30, 31 or 40."""
    if rating.label and level_of_word(rating.label, rating.source) is not Severity.UNKNOWN:
        return 100
    vector = rating.vector or ""
    if not vector:
        return 0
    version = vector[5:8] if vector.startswith("CVSS:") else "2.0"
    return int(version.replace(".", "")) if version.replace(".", "").isdecimal() else 0
