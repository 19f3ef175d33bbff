"""Which of several fixed versions is the one to move to."""

import re
from collections.abc import Hashable
from functools import lru_cache
from typing import Any

from hullmark.model.component import Component
from hullmark.model.ecosystem import ecosystem_of_type
from hullmark.model.finding import Finding
from hullmark.versions.errors import InvalidVersionError
from hullmark.versions.scheme import key, scheme_of

_PARTS = re.compile(r"\d+|[a-zA-Z]+|~", re.ASCII)


def ecosystem_of(component: Component) -> str:
    """Return the ecosystem whose order the component's versions have."""
    return component.ecosystem or ecosystem_of_type(component.type)


@lru_cache(maxsize=16_384)
def order_of(ecosystem: str, version: str) -> tuple[int, Any]:
    """Return a key that orders versions of one ecosystem; what it refuses comes first."""
    try:
        return 1, key(scheme_of(ecosystem), version)
    except InvalidVersionError:
        return 0, _rough(version)


def nearest_fix(finding: Finding) -> str:
    """Return the lowest fixed version above the installed one, or nothing where none is known."""
    if len(finding.fixed_in) <= 1 or finding.component is None:
        return finding.fixed_in[0] if finding.fixed_in else ""
    ecosystem = ecosystem_of(finding.component)
    installed = order_of(ecosystem, finding.component.version)
    for version in finding.fixed_in:
        if order_of(ecosystem, version) > installed:
            return version
    return finding.fixed_in[-1]


def _rough(version: str) -> Hashable:
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
