"""What Debian's words mean: shared by the tracker's JSON and its text lists."""

from hullmark.advisories.names import debian_release
from hullmark.advisories.record import Affected, Range

TRACKED_RELEASES = ("10", "11", "12", "13", "14")
"""Releases that inherit an entry without a release of its own in the text lists."""

_STATES = {
    "no-dsa": "postponed",
    "postponed": "postponed",
    "ignored": "wont-fix",
    "end-of-life": "wont-fix",
    "undetermined": "undetermined",
    "unfixed": "",
    "removed": "",
}
_NO_WORD = frozenset({"", "not yet assigned", "end-of-life"})
_WORDS = frozenset({"unimportant", "low", "medium", "high"})


def advisory_id(issue: str) -> str:
    """Return the id under which OSV publishes Debian's record of an issue."""
    return f"DEBIAN-{issue}" if issue.startswith("CVE-") else issue


def ecosystem_of(codename: str) -> str:
    """Return the database key of a release, ``""`` for unstable and names without a number."""
    release = debian_release(codename)
    return f"Debian:{release}" if release else ""


def statement(issue: str, *, fixed: str = "", state: str = "", urgency: str = "") -> Affected:
    """Return what one entry says about one package in one release.

    Args:
        issue: The id Debian uses (``CVE-…``, ``TEMP-…``, ``DSA-…``).
        fixed: Version that fixes it; ``"0"`` means the package was never affected.
        state: Debian's word for an open entry (``no-dsa``, ``ignored``, ``undetermined`` …).
        urgency: Debian's urgency, with or without the asterisks that mark a guess.
    """
    word = urgency.rstrip("*").strip().lower()
    severity = word if word in _WORDS else ""
    name = advisory_id(issue)
    if fixed == "0" or state == "not-affected":
        return Affected(name, (), (), "not-affected", severity)
    meaning = _STATES.get(state, "")
    if word == "unimportant":
        meaning = "unimportant"
    elif word == "end-of-life" and not fixed:
        meaning = "wont-fix"
    return Affected(name, (Range("0", fixed),), (), meaning, severity)


def is_urgency(word: str) -> bool:
    """Return whether a word is one of Debian's urgencies."""
    word = word.rstrip("*").strip().lower()
    return word in _WORDS or word in _NO_WORD
