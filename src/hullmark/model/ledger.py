"""What ran, on what, with which data, and what could not be read: no silent green."""

from enum import StrEnum

import msgspec


class Status(StrEnum):
    """How one check of one scanner on one target ended."""

    RAN = "ran"
    CACHED = "cached"
    STALE = "stale data"
    STARTER = "starter"
    """Only the hand-kept starter set of advisories was at hand."""
    UNSUPPORTED = "unsupported"
    END_OF_LIFE = "end-of-life"
    PARTIAL = "partial"
    FAILED = "failed"
    ABSENT = "absent"
    SKIPPED = "skipped"
    """Left out because the caller asked for it."""


INCOMPLETE = frozenset(
    {Status.STALE, Status.STARTER, Status.UNSUPPORTED, Status.PARTIAL, Status.FAILED, Status.ABSENT}
)
"""Statuses after which a clean answer proves nothing."""


class Issue(msgspec.Struct, frozen=True, kw_only=True):
    """Something that made a scan incomplete: file, cause, hint."""

    path: str
    """The file, layer or document that could not be read; a path in the image where it has one."""
    cause: str
    """One line, names the thing."""
    layer_index: int | None = None
    hint: str = ""
    code: str = "HM2000"


class LedgerRow(msgspec.Struct, frozen=True, kw_only=True):
    """One cell of image × scanner × check."""

    target: str
    scanner: str
    check: str
    """``packages``, ``vulnerabilities``, ``layer 3``, a file …"""
    status: Status
    reason: str = ""
    data_date: str | None = None
    """ISO date of the data used, where the check uses data."""
