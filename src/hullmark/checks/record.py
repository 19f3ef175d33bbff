"""The nouns of this room: a check, a document that is checked, and what comes out."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from hullmark.model.ledger import Issue
from hullmark.model.severity import Severity
from hullmark.model.violation import Violation

KINDS = ("dockerfile", "image", "compose", "kubernetes")
"""What can be checked; also the folders below ``policies/checks``."""

ID_PREFIXES = {
    "dockerfile": "HM-DF",
    "image": "HM-IMG",
    "compose": "HM-CMP",
    "kubernetes": "HM-K8S",
}


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One Rego module with the record that its METADATA is."""

    id: str
    """``HM-DF-0001``; never reused."""
    kind: str
    name: str
    """Last part of the package, also the file's name."""
    package: str
    """``hullmark.checks.dockerfile.root_user``."""
    path: str
    """The ``.rego`` file."""
    title: str
    description: str = ""
    """Why it matters."""
    severity: Severity = Severity.UNKNOWN
    remediation: str = ""
    controls: tuple[str, ...] = ()
    equivalents: dict[str, tuple[str, ...]] = {}
    """Scanner → its ids of the same check."""
    references: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    """Words of which a file must hold one (in any case) for the check to be able to fire; the
    engine leaves it out elsewhere. One that starts with ``~`` is a regular expression. Empty: it
    always runs."""
    reads: tuple[str, ...] = ()
    """Dockerfiles: the instructions that it looks at, see ``slices``. Empty: all."""
    rules: tuple[str, ...] = ("deny",)
    """Names of the rules that report: ``deny``, ``violation``, ``warn`` and such."""
    custom: bool = False
    """An organisation's own, not shipped with Hullmark."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where in a document something is, 1-based."""

    line: int | None = None
    column: int | None = None
    within: tuple[int, ...] = ()
    """Lines of what encloses it (the instruction, the service, the container): a comment that
    ignores one of these ignores what is inside."""
    anchor: str = ""
    """Name of the enclosing thing that outlives moved lines: ``stage build``, ``service web``."""
    path: str = ""
    """The file, where a document was put together from several; empty: the document's own."""


def _nowhere(_deny: Mapping[str, Any]) -> Place:
    return Place()


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to check: a Dockerfile, one YAML document, an image's configuration."""

    kind: str
    path: str
    """As it is shown, relative to the repository where there is one."""
    input: Any
    """Exactly what a stock tool would hand to the rules."""
    text: str = ""
    """The file, for ``needs`` and for comments that ignore."""
    texts: Mapping[str, str] = {}
    """Path → file, where the document was put together from several."""
    locate: Callable[[Mapping[str, Any]], Place] = _nowhere
    """Turn what a rule returned (``path``, ``line``, ``find`` …) into a place."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What checking came to."""

    violations: tuple[Violation, ...] = ()
    issues: tuple[Issue, ...] = ()
    checks_run: int = 0
    """Checks that were evaluated or known beforehand not to fire."""
