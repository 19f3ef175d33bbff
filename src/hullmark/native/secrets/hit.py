"""One place at which one secret stands: everything that may leave the matcher."""

import msgspec


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A secret at a place, without its value: small, and safe to keep in a cache."""

    path: str
    rule: str
    secret_id: str
    """Keyed HMAC of the value."""
    masked: str
    line: int = 0
    column: int = 0
    ignored: str = ""
    """Reason of an inline comment that allows it."""
