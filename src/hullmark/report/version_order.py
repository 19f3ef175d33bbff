"""Which of several fixed versions is the one to move to, for display."""

import re
from functools import lru_cache

from hullmark.model.finding import Finding

_PARTS = re.compile(r"\d+|[a-zA-Z]+|~", re.ASCII)


@lru_cache(maxsize=16_384)
def order_of(version: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that orders versions of one component well enough to name the later one.

    What is affected was decided by each ecosystem's own order; this one only picks a wording.
    """
    parts: list[tuple[int, int, str]] = []
    for part in _PARTS.findall(version):
        if part == "~":
            parts.append((-1, 0, ""))
        elif part[0].isdigit():
            parts.append((2, int(part[:18]), ""))
        else:
            parts.append((1, 0, part))
    # The end of a version is later than ``~rc1`` and earlier than any number.
    return (*parts, (0, 0, ""))


def nearest_fix(finding: Finding) -> str:
    """Return the lowest fixed version above the installed one, or nothing where none is known."""
    if len(finding.fixed_in) <= 1 or finding.component is None:
        return finding.fixed_in[0] if finding.fixed_in else ""
    installed = order_of(finding.component.version)
    later = (version for version in finding.fixed_in if order_of(version) > installed)
    return next(later, finding.fixed_in[-1])
