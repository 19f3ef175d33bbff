"""Whether what a VEX statement names is a component: purls, their versions, ranges of versions."""

import re
from functools import lru_cache
from typing import Any, Final

from hullmark.formats.purl import PackageUrl, parse_purl
from hullmark.kernel.errors import InputError
from hullmark.merge.subject import version_key
from hullmark.model.component import Component

_EPOCH: Final = re.compile(r"\d+:")
_BOUND: Final = re.compile(r"(>=|<=|!=|>|<|=)?(.+)")
_OUTSIDE_OF_VERSIONS: Final = frozenset({"epoch"})
"""Qualifiers that are a part of the version."""


def purl_matches(stated: str, held: str) -> bool:
    """Say whether a stated purl covers a component's: what it leaves out may be anything."""
    if stated == held:
        return True
    wanted, found = parsed_purl(stated), parsed_purl(held)
    if wanted is None or found is None:
        return False
    if (wanted.type, wanted.namespace, wanted.name) != (found.type, found.namespace, found.name):
        return False
    if wanted.version and not _same_version(wanted, found):
        return False
    return all(
        found.qualifier(key) == value
        for key, value in wanted.qualifiers
        if key not in _OUTSIDE_OF_VERSIONS
    )


@lru_cache(maxsize=65_536)
def parsed_purl(text: str) -> PackageUrl | None:
    """Return the parts of a purl; nothing for what is none."""
    if not text.startswith("pkg:"):
        return None
    try:
        return parse_purl(text, strict=False)
    except InputError:
        return None


def is_covered(component: Component, versions: tuple[str, ...]) -> bool:
    """Say whether a component's version is among those stated: one by one, or ``vers:`` ranges.

    A range that cannot be read, or of versions that have no order, covers nothing.
    """
    if not versions:
        return True
    own = version_key(component, component.version)
    return any(
        _within(component, each)
        if each.startswith("vers:")
        else version_key(component, each) == own
        for each in versions
    )


def _same_version(wanted: PackageUrl, found: PackageUrl) -> bool:
    """Compare versions, which hold an epoch, or have it as a qualifier, or leave it out."""
    own_epoch, own = _version(found)
    epoch, version = _version(wanted)
    return version == own and (not epoch or epoch == (own_epoch or "0"))


def _version(purl: PackageUrl) -> tuple[str, str]:
    version = purl.version.removeprefix("v") if purl.type == "golang" else purl.version
    if _EPOCH.match(version):
        epoch, _, version = version.partition(":")
        return epoch, version
    return purl.qualifier("epoch"), version


def _within(component: Component, stated: str) -> bool:
    """Say whether a version lies in a range: an upper bound closes the lower one before it.

    https://github.com/package-url/vers-spec
    """
    own = version_key(component, component.version)
    above: bool | None = None
    """Whether the version is above the last lower bound that no upper one has closed."""
    inside = False
    for part in stated.partition("/")[2].split("|"):
        found = _BOUND.fullmatch(part.strip())
        if found is None:
            return False
        sign, text = found[1] or "=", found[2].strip()
        if text == "*":
            return sign == "="
        bound = version_key(component, text)
        if not (own[0] and bound[0]):
            return False
        order = _order(own[1], bound[1])
        if sign in {"=", "!="}:
            if order == 0:
                return sign == "="
        elif sign.startswith(">"):
            above = order > 0 or (order == 0 and sign == ">=")
        else:
            below = order < 0 or (order == 0 and sign == "<=")
            inside = inside or (below and above is not False)
            above = False
    return inside or bool(above)


def _order(one: Any, other: Any) -> int:
    return int(one > other) - int(one < other)
