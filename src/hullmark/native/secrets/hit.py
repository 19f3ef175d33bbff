"""Places at which a secret stands: everything that may leave the matcher."""

import msgspec

Found = tuple[str, int, int, bytes]
"""Rule, start and end in the file, and the value that is identified: stays in the matcher."""


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


class Placed(msgspec.Struct, frozen=True, gc=False):
    """A hit, and what became of it in the layers of an image."""

    hit: Hit
    layer: int | None = None
    """The layer it is in; ``None`` outside of layers."""
    removed: int | None = None
    """The layer that deleted or replaced its file."""
    replaced: bool = False
    """Whether that layer has another file in its place."""
