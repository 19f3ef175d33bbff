"""Wire types of OpenVEX 0.2.0, as far as Hullmark writes it.

https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md
"""

from datetime import datetime
from typing import Literal

import msgspec

CONTEXT = "https://openvex.dev/ns/v0.2.0"

JUSTIFICATIONS = frozenset(
    {
        "component_not_present",
        "vulnerable_code_not_present",
        "vulnerable_code_not_in_execute_path",
        "vulnerable_code_cannot_be_controlled_by_adversary",
        "inline_mitigations_already_exist",
    }
)

Status = Literal["not_affected", "affected", "fixed", "under_investigation"]


class _Wire(msgspec.Struct, kw_only=True, omit_defaults=True, gc=False):
    """What all objects have in common."""


class Vulnerability(_Wire, kw_only=True):
    """The flaw by its names."""

    name: str
    aliases: list[str] = []


class Subcomponent(_Wire, kw_only=True):
    """The part of a product that the statement is about."""

    id: str = msgspec.field(name="@id")


class Product(_Wire, kw_only=True):
    """What the statement is about."""

    id: str = msgspec.field(name="@id")
    subcomponents: list[Subcomponent] = []


class Statement(_Wire, kw_only=True):
    """One claim; not_affected needs a reason, affected an action."""

    vulnerability: Vulnerability
    products: list[Product]
    status: Status
    status_notes: str = ""
    justification: str = ""
    impact_statement: str = ""
    action_statement: str = ""


class Document(msgspec.Struct, kw_only=True):
    """The document."""

    context: str = msgspec.field(name="@context", default=CONTEXT)
    id: str = msgspec.field(name="@id")
    author: str
    timestamp: datetime
    version: int = 1
    tooling: str
    statements: list[Statement]
