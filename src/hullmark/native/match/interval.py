"""Whether a version lies in what an advisory calls affected, and what fixes it there."""

import re
from collections.abc import Callable
from typing import Any, Final

import msgspec

from hullmark.advisories.record import Affected, Range
from hullmark.model.component import Component
from hullmark.versions.errors import InvalidVersionError
from hullmark.versions.scheme import key, scheme_of

RPM_FAMILIES: Final = frozenset(
    {
        *("AlmaLinux", "Amazon Linux", "Azure Linux", "Mageia", "Oracle Linux", "Photon OS"),
        *("Red Hat", "Rocky Linux", "SUSE", "openEuler", "openSUSE"),
    }
)
_JVM_VARIANT: Final = re.compile(r"[.-](?:jre|jdk|android)\d*$", re.IGNORECASE)
_MODULE_LABEL: Final = re.compile(r"(?:modularitylabel|rpmmod)=([^&#]+)")


class Hit(msgspec.Struct, frozen=True, gc=False):
    """An affected version, and what the advisory says about getting rid of it."""

    fixed_in: tuple[str, ...] = ()
    """Fixes of the ranges the version is in, as the advisory orders them."""
    open_ended: bool = False
    """Whether a range without any end holds the version: nothing fixes it yet."""


class Keys(dict[str, Any]):
    """Comparable keys of one ecosystem's versions, each computed once.

    ``None`` stands for a version that the ecosystem cannot order.
    """

    def __init__(self, ecosystem: str) -> None:
        super().__init__()
        self.family = ecosystem.partition(":")[0]
        self.alternatives = self.family in RPM_FAMILIES
        self._scheme = scheme_of(ecosystem)
        self._plain = _PLAIN.get(self.family)

    def __missing__(self, version: str) -> Any:
        plain = self._plain(version) if self._plain else version
        try:
            computed: Any = key(self._scheme, plain)
        except InvalidVersionError:
            computed = None
        self[version] = computed
        return computed

    def public(self, version: str) -> Any:
        """Return the key used for "up to and including": without a local build's mark."""
        if self.family == "PyPI" and "+" in version:
            return self[version.partition("+")[0]]
        return self[version]


def find_hit(affected: Affected, version: str, keys: Keys) -> Hit | None:
    """Return how ``version``, which the ecosystem can order, is affected; ``None`` if it is not.

    A bound that cannot be ordered excludes nothing but its own text, so a damaged advisory is
    shown rather than lost.
    """
    own = keys[version]
    ranges = affected.ranges
    if len(ranges) > 1 and keys.alternatives:
        ranges = _lowest_fix(ranges, keys)
    fixes: list[str] = []
    held = open_ended = False
    for interval in ranges:
        start, fixed, last = interval.introduced, interval.fixed, interval.last_affected
        if start != "0" and (bound := keys[start]) is not None and own < bound:
            continue
        if fixed:
            bound = keys[fixed]
            if version == fixed or (bound is not None and own >= bound):
                continue
            fixes.append(fixed)
        elif last:
            bound = keys[last]
            if bound is not None and keys.public(version) > bound:
                continue
        else:
            open_ended = True
        held = True
    if held:
        return Hit(tuple(fixes), open_ended)
    return _listed(affected.versions, version, keys) if affected.versions else None


def applies_to_build(affected: Affected, component: Component) -> bool:
    """Say whether an rpm advisory is about this build: module streams are separate lines.

    A modular package (``….module+el8…``) is compared with advisories of its own stream only, a
    plain one never with a stream's.
    """
    modular = ".module" in component.version
    if affected.modules:
        if (label := _MODULE_LABEL.search(component.purl)) is None:
            return modular
        stream = ":".join(label[1].replace("%3A", ":").replace("%3a", ":").split(":")[:2])
        return stream in affected.modules
    fixes = [interval.fixed for interval in affected.ranges if interval.fixed]
    return not fixes or any((".module" in fix) == modular for fix in fixes)


def _listed(versions: tuple[str, ...], version: str, keys: Keys) -> Hit | None:
    if version in versions:
        return Hit()
    own = keys.public(version)
    return Hit() if any(own == keys[listed] for listed in versions) else None


def _lowest_fix(ranges: tuple[Range, ...], keys: Keys) -> tuple[Range, ...]:
    """Return the lowest of several fixed builds.

    One rpm advisory may list the fixed build of each minor release: having any of them is enough.
    """
    if any(interval.introduced != "0" or keys[interval.fixed] is None for interval in ranges):
        return ranges
    return (min(ranges, key=lambda interval: keys[interval.fixed]),)


def _plain_go(version: str) -> str:
    return version.removeprefix("go").removeprefix("v")


def _plain_npm(version: str) -> str:
    # An alias in a lock file: "npm:real-name@1.2.3".
    return version.rpartition("@")[2] if version.startswith("npm:") else version


def _plain_maven(version: str) -> str:
    # Builds for another virtual machine are the same release: 32.0.0-android, 32.0.0-jre.
    return _JVM_VARIANT.sub("", version)


_PLAIN: Final[dict[str, Callable[[str], str]]] = {
    "Go": _plain_go,
    "Maven": _plain_maven,
    "npm": _plain_npm,
}
