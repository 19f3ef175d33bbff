"""The nouns of this room: a policy, and what the gate is told."""

from typing import Any, Literal

import msgspec

from hullmark.model.severity import Severity
from hullmark.rego.record import Module, Problem

Part = Literal["finding", "component", "target", "row", "scan"]
"""What a policy judges one by one; ``scan`` is the whole result at once."""
PARTS: tuple[Part, ...] = ("finding", "component", "target", "row", "scan")


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """One Rego module with the record that its METADATA is."""

    id: str
    """``HM-GATE-0001``; never reused."""
    name: str
    """Last part of the package, also the file's name."""
    package: str
    path: str
    title: str
    description: str = ""
    severity: Severity = Severity.UNKNOWN
    remediation: str = ""
    references: tuple[str, ...] = ()
    judges: tuple[Part, ...] = ("scan",)
    reads: tuple[str, ...] = ()
    """Paths into the result that it looks at; what is alike in them is judged once."""
    settings: tuple[str, ...] = ()
    """Thresholds of ``[gate]`` that turn it on."""
    rules: tuple[str, ...] = ("deny",)
    custom: bool = False
    """An organisation's own, not shipped with Hullmark."""


class Policies(msgspec.Struct, frozen=True, kw_only=True):
    """Policies with the modules they need, and what could not be used."""

    policies: tuple[Policy, ...] = ()
    modules: tuple[Module, ...] = ()
    """Policies and libraries; tests are not among them."""
    problems: tuple[Problem, ...] = ()
    profiles: dict[str, tuple[str, ...]] = {}
    """Profile → ids of what it fails on; ``always`` → ids that no profile leaves out."""

    def find(self, name: str) -> Policy | None:
        """Return the policy with an id or a name, in any case and with any dash."""
        wanted = name.upper()
        spelled = name.lower().replace("-", "_")
        for policy in self.policies:
            if policy.id.upper() == wanted or policy.name == spelled:
                return policy
        return None


class GateSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the gate is told; the thresholds are ``input.gate`` of every policy."""

    profile: str = "balanced"
    today: str = ""
    """ISO date that ages are counted to."""
    deny: tuple[str, ...] = ()
    """Ids or names of policies that fail, whatever the profile."""
    warn: tuple[str, ...] = ()
    """Policies whose denials are only told."""
    off: tuple[str, ...] = ()
    thresholds: dict[str, Any] = {}
    """``fail_on``, ``sla``, ``require`` … as far as they are set."""
