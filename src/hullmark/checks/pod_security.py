"""Tells which level of the Pod Security Standards a pod meets.

The rules are the Rego of ``policies/checks/lib/pod_security.rego``, the same that the checks use;
versions of the standard differ, so the version can be named.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from hullmark.checks.bundle import shipped_folder
from hullmark.checks.errors import UncheckableFileError
from hullmark.rego.folder import read_module
from hullmark.rego.rules import Rules

_ANSWER = "hullmark.checks.lib.pod_security_review.answer"
_MODULES = ("kubernetes", "pod_security", "pod_security_review")
_VERSION = re.compile(r"v?1\.(\d{1,4})")
_MINOR = "hullmark.dev/pod-security-minor"
_LATEST = 37
"""The newest minor version with rules of its own; later versions judge like it."""


class PodSecurityLevel(StrEnum):
    """The strictest level that a pod meets."""

    PRIVILEGED = "privileged"
    BASELINE = "baseline"
    RESTRICTED = "restricted"


class PodSecurityViolation(msgspec.Struct, frozen=True, kw_only=True):
    """What keeps a pod from a level."""

    control: str
    """Kubernetes' own name of the control (``hostNamespaces``, ``runAsNonRoot``)."""
    level: PodSecurityLevel
    """The level that forbids it."""
    message: str
    path: tuple[str | int, ...]
    """Keys from the object to the place."""


class PodSecurityReview(msgspec.Struct, frozen=True, kw_only=True):
    """A pod's level and what keeps it from the stricter ones."""

    level: PodSecurityLevel
    violations: tuple[PodSecurityViolation, ...] = ()


class _Found(msgspec.Struct, frozen=True):
    msg: str
    path: list[str | int]
    control: str


class _Answer(msgspec.Struct, frozen=True):
    level: PodSecurityLevel
    baseline: list[_Found] = []
    restricted: list[_Found] = []


class PodSecurity:
    """The standards, compiled once for any number of pods. Not for several threads at once."""

    def __init__(self) -> None:
        folder = shipped_folder() / "lib"
        modules = [read_module(folder / f"{name}.rego", custom=False) for name in _MODULES]
        self._rules = Rules(modules, [_ANSWER])

    def review(self, manifest: Mapping[str, Any], *, version: str = "latest") -> PodSecurityReview:
        """Judge the pod of a manifest: a Pod or any object that makes pods.

        Args:
            manifest: The object, as read from YAML or JSON.
            version: The version of the standard: ``v1.25``, ``1.37`` or ``latest``.

        Raises:
            UncheckableFileError: The object makes no pods, or the version is none.
            RuleFailedError: The engine did not answer.
        """
        self._rules.prepare({**manifest, _MINOR: _minor(version)})
        found = self._rules.ask(_ANSWER)
        if found is None:
            kind = str(manifest.get("kind", "?"))[:100]
            raise UncheckableFileError(f"an object of the kind '{kind}' makes no pods")
        answer = msgspec.convert(found, type=_Answer)
        return PodSecurityReview(level=answer.level, violations=tuple(_violations(answer)))


def pod_security_level(manifest: Mapping[str, Any], *, version: str = "latest") -> PodSecurityLevel:
    """Return the strictest level of the Pod Security Standards that a manifest's pod meets.

    Raises:
        UncheckableFileError: The object makes no pods, or the version is none.
    """
    return PodSecurity().review(manifest, version=version).level


def _minor(version: str) -> int:
    if version == "latest":
        return _LATEST
    found = _VERSION.fullmatch(version)
    if found is None:
        raise UncheckableFileError(
            f"'{version[:40]}' is no version of the Pod Security Standards",
            hint="write it like 'v1.25', or 'latest'",
        )
    return int(found[1])


def _violations(answer: _Answer) -> list[PodSecurityViolation]:
    found = [
        PodSecurityViolation(
            control=each.control, level=level, message=each.msg, path=tuple(each.path)
        )
        for level, entries in (
            (PodSecurityLevel.BASELINE, answer.baseline),
            (PodSecurityLevel.RESTRICTED, answer.restricted),
        )
        for each in entries
    ]
    return sorted(found, key=lambda each: (each.level, each.control, [str(k) for k in each.path]))
