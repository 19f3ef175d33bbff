"""The licenses of the GNU project in the hundred ways people spell them, and their exceptions."""

import re
from typing import Final

from hullmark.formats.spdx_names import EXCEPTION_NAMES

_GNU = re.compile(
    r"""(?:gnu[\s-]+)?
    (?P<family>affero(?:[\s-]+gpl)?|lesser|library|[al]?gpl|l-?gpl|gfdl|free|general)
    (?:[\s-]+or[\s-]+lesser)?(?:[\s-]+(?:gnu|general|public|gpl|documentation))*
    (?:[\s-]+licen[cs]e)?
    (?:[\s-]*\((?:[al]?gpl|gfdl)\))?
    (?P<invariants>[\s-]*(?:niv|no[\s-]invariants?))?
    (?P<lead>\s*\(?\s*>=\s*)?
    [\s,-]*(?:version[\s-]*)?v?\.?\s*(?P<version>[123](?:\.\d)?)?(?:\.0)?
    (?P<tail>-only|[\s,]*only|\s*\+|-?\+|[\s,-]*(?:or|and)[\s-]+(?:\(at[\s]your[\s]option\)\s*)?
        (?:any[\s-]+)?(?:later|newer|greater|above|higher)(?:[\s-]+versions?)?)?
    (?P<after>[\s-]*(?:niv|no[\s-]invariants?))?\s*\)?
    (?:[\s-]+licen[cs]e)?
    (?:\s*\((?:[al]?gpl|gfdl)[\s-]*v?[\d.]*\+?\))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"(?P<license>.+?)[\s-]+(?:with[\s-]+|w/\s*)?(?:the[\s-]+)?(?P<name>[A-Za-z][\w.-]*?)"
    r"[\s-]+exceptions?",
    re.IGNORECASE,
)
_FAMILIES: Final = {
    "gpl": ("GPL", "1.0"),
    "general": ("GPL", "1.0"),
    "lgpl": ("LGPL", "2.0"),
    "l-gpl": ("LGPL", "2.0"),
    "lesser": ("LGPL", "2.1"),
    "library": ("LGPL", "2.0"),
    "agpl": ("AGPL", "3.0"),
    "affero": ("AGPL", "3.0"),
    "gfdl": ("GFDL", "1.1"),
    "free": ("GFDL", "1.1"),
}
"""Word → family, and the first version of that name."""
_GNU_VERSIONS: Final = frozenset(
    {
        *("GPL-1.0", "GPL-2.0", "GPL-3.0", "LGPL-2.0", "LGPL-2.1", "LGPL-3.0"),
        *("AGPL-1.0", "AGPL-3.0", "GFDL-1.1", "GFDL-1.2", "GFDL-1.3"),
    }
)


_LONGEST = 160
"""Characters of a name; the patterns take a time that grows faster than it."""


def gnu_license(text: str) -> str | None:
    """Return the expression that a name means, ``None`` where it is none of GNU's licenses."""
    if len(text) > _LONGEST:
        return None
    return _plain(text) or _with_exception(text)


def _plain(text: str) -> str | None:
    """Return the GNU license that a name in one of its hundred spellings means."""
    found = _GNU.fullmatch(text.strip())
    if found is None or not ("g" in text.lower() or found["version"]):
        return None
    word = found["family"].lower().split()[0].split("-gpl")[0]
    family, first = _FAMILIES.get(word, ("", ""))
    if not family or (
        word in {"free", "general", "lesser", "library"}
        and "publ" not in text.lower()
        and "doc" not in text.lower()
    ):
        return None
    version = found["version"] or ""
    tail = (found["tail"] or "").strip().lower()
    later = bool(found["lead"]) or (bool(tail) and "only" not in tail) or not version
    number = version or first
    number = number if "." in number else f"{number}.0"
    if f"{family}-{number}" not in _GNU_VERSIONS:
        return None
    middle = "-no-invariants" if found["invariants"] or found["after"] else ""
    return f"{family}-{number}{middle}-{'or-later' if later else 'only'}"


def _with_exception(text: str) -> str | None:
    """Return a GNU license with one of the exceptions that have an id."""
    found = _EXCEPTION.fullmatch(text.strip())
    if found is None:
        return None
    license_ = _plain(found["license"].removesuffix(" with"))
    ids = EXCEPTION_NAMES.get(found["name"].lower())
    if license_ is None or ids is None:
        return None
    digit = next((c for c in license_ if c.isdigit()), "")
    exception = ids.get("") or ids.get(digit)
    return f"{license_} WITH {exception}" if exception else None
