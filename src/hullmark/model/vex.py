"""What a supplier says about a vulnerability in a product: affected or not, and why."""

from enum import StrEnum

import msgspec


class VexStatus(StrEnum):
    """The four statuses of VEX; CSAF's and CycloneDX's words are translated."""

    NOT_AFFECTED = "not_affected"
    AFFECTED = "affected"
    FIXED = "fixed"
    UNDER_INVESTIGATION = "under_investigation"


class VexProduct(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement is about."""

    ids: tuple[str, ...]
    """purls, digests, references, document ids: any of them names the product."""
    subcomponents: tuple[tuple[str, ...], ...] = ()
    """Ids of each part that is meant; without any the product itself is."""
    versions: tuple[str, ...] = ()
    """Of the part or product: single ones and ``vers:`` ranges. Without any all are meant."""


class VexStatement(msgspec.Struct, frozen=True, kw_only=True):
    """One claim: this vulnerability in these products has this status."""

    vulnerability: str
    aliases: tuple[str, ...] = ()
    status: VexStatus
    justification: str = ""
    """The standard's reason code, as written (``vulnerable_code_not_present``)."""
    detail: str = ""
    """Impact or action in words."""
    products: tuple[VexProduct, ...] = ()
    author: str = ""
    stated_at: str = ""
    """ISO time; the later statement of two about the same thing counts."""
    source: str = ""
    """File, and the place in it."""


class VexDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document's statements, in its order."""

    format: str
    """``openvex``, ``csaf`` or ``cyclonedx``."""
    version: str = ""
    author: str = ""
    statements: tuple[VexStatement, ...] = ()
    problems: tuple[str, ...] = ()
    """What could not be understood, each with its place; nothing is left out in silence."""
