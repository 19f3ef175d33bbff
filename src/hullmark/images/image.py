"""An opened image: its documents, and layers whose bytes can be streamed."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from hullmark.model.image import Digest, LayerInfo
from hullmark.model.ledger import Issue
from hullmark.model.scan import Target

if TYPE_CHECKING:
    from hullmark.formats.sbom.document import Part


class ByteStream(Protocol):
    """Bytes read from front to back, once."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, empty at the end."""

    def close(self) -> None:
        """Let go of the file or connection."""


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """One layer: what is recorded of it, and how to stream the blob as it is stored."""

    info: LayerInfo
    media_type: str
    """As the manifest says; the bytes' own magic decides how they are read."""
    open: Callable[[], ByteStream]
    """Return a new stream over the stored (usually compressed) blob.

    Raises ``InputError``, ``NetworkError`` or ``IntegrityError`` where the blob cannot be had.
    """
    path: Path | None = None
    """Where the blob lies as a file of its own; ``None`` where it has to be copied."""
    verified: bool = False
    """Whether the source has already checked the blob against ``info.digest``."""


class Image(msgspec.Struct, frozen=True, kw_only=True):
    """One image of one platform, ready to be read once."""

    target: Target
    """What it is: name, kind, digests, platform, configuration; ``target.layers`` is in step."""
    layers: tuple[Layer, ...]
    """Lowest first."""
    issues: tuple[Issue, ...] = ()
    """What could not be read while opening (a foreign layer without a URL, an odd history)."""
    manifest: bytes = b""
    """The manifest as it was found; empty where the source has none."""
    config: bytes = b""
    """The configuration as it was found; empty where there is none (schema 1)."""


class Directory(msgspec.Struct, frozen=True, kw_only=True):
    """A root file system or a repository on disk: a tree without layers."""

    target: Target
    root: Path
    issues: tuple[Issue, ...] = ()


class SbomDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A bill of materials that somebody wrote: what is in an image, without the image."""

    target: Target
    part: "Part"
    """What it lists, in its own words."""
    title: str
    """Format, version, tool and date in one line."""
    broken_rule: str = ""
    """The first rule of its format that it breaks."""
    issues: tuple[Issue, ...] = ()


class ImageOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How images are looked for and fetched."""

    platform: str | None = None
    """``os/arch[/variant]``; without it the machine's own, else the only one."""
    all_platforms: bool = False
    insecure: bool = False
    """Allow plain HTTP for registries that are not on loopback."""
    ca_file: Path | None = None
    """PEM bundle of a private certificate authority."""
    mirrors: dict[str, str] = msgspec.field(default_factory=dict)
    """Registry host → mirror host[/prefix], asked first."""
    username: str | None = None
    password: str | None = None
    timeout_s: float = 60.0
    verify_key: Path | None = None
    """PEM public key that signatures of images are held against."""
    parallel: int = 4
    """Blobs downloaded at once."""
    is_known: Callable[[Digest], bool] | None = None
    """Says of which blobs the content is known, so that they are only pulled when asked for."""

    def __repr__(self) -> str:
        """Leave out the credentials: options end up in logs and error reports."""
        return f"ImageOptions(platform={self.platform!r}, username={self.username!r}, …)"
