"""What is in an image: the outcome of reading it, whether just now or earlier."""

import msgspec

from hullmark.model.component import Component, Distribution
from hullmark.model.ledger import Issue
from hullmark.native.secrets.hit import Placed


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """What is in an image."""

    components: tuple[Component, ...]
    removed: tuple[Component, ...] = ()
    """In a lower layer, and gone from the final image."""
    owned: tuple[Component, ...] = ()
    """Parts of an OS package, reported with it and not by themselves."""
    distribution: Distribution | None = None
    issues: tuple[Issue, ...] = ()
    members: int = 0
    """Files, folders and links that were walked over."""
    origin: str = ""
    """Where it is from, if not from files: format, version, tool and date of a document."""
    secrets: tuple[Placed, ...] = ()
    """Places of secrets in the files of all layers, without their values."""
    texts: int = 0
    """Files that were looked through for secrets."""
    setuid: tuple[str, ...] = ()
    """Files of the final image that run with the rights of their owner."""
    managers: tuple[str, ...] = ()
    """Package managers of the operating system in the final image."""
    cached_layers: int = 0
    """Layers that an earlier scan read."""
    key: bytes = b""
    """Stands for all that it was taken from, where it is kept for later scans."""
