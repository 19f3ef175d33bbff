"""Why a scanner that looked does not say what others say."""

from enum import StrEnum

import msgspec


class SilenceKind(StrEnum):
    """The reasons that can be told apart."""

    NOT_SEEN = "package not seen"
    UNSUPPORTED = "distribution unsupported"
    FIX_REACHED = "fix judged reached"
    NOT_AFFECTED = "vendor says not affected"
    OLDER_DATA = "older data"
    FILTERED = "filtered"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Silence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One scanner's silence about one finding."""

    scanner: str
    kind: SilenceKind
    reason: str
    """One sentence with the evidence."""
