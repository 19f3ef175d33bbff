"""An image as its documents describe it: platform, configuration, history, layers."""

from datetime import datetime
from typing import NewType

import msgspec

Digest = NewType("Digest", str)
"""A content hash, ``algorithm:hex``."""
DiffId = NewType("DiffId", str)
"""The hash of a layer's *uncompressed* tar, ``algorithm:hex``."""


class Platform(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an image runs on, as in an index: ``os/architecture[/variant]``."""

    os: str
    architecture: str
    variant: str = ""
    os_version: str = ""

    def __str__(self) -> str:
        parts = (self.os, self.architecture, self.variant)
        return "/".join(part for part in parts if part)


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step of the image's history, as its builder recorded it."""

    created_by: str = ""
    """The instruction or shell command."""
    comment: str = ""
    empty_layer: bool = False
    """Whether the step made no layer (``ENV``, ``CMD`` …)."""
    created_at: datetime | None = None


class ImageConfig(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The image's settings: the part of the configuration document that Hullmark reads."""

    platform: Platform
    created_at: datetime | None = None
    user: str = ""
    env: tuple[str, ...] = ()
    entrypoint: tuple[str, ...] = ()
    cmd: tuple[str, ...] = ()
    working_dir: str = ""
    exposed_ports: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    labels: dict[str, str] = msgspec.field(default_factory=dict)
    healthcheck: bool = False
    diff_ids: tuple[DiffId, ...] = ()
    history: tuple[HistoryEntry, ...] = ()


class LayerInfo(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One layer as a result reports it; the bytes themselves stay in the ``images`` room."""

    index: int
    """0 is the lowest."""
    diff_id: DiffId | None
    """``None`` where the image does not record it (schema 1)."""
    digest: Digest | None
    """Hash of the compressed blob; ``None`` where the source stores layers uncompressed."""
    size_bytes: int = 0
    """Size of the blob as stored."""
    instruction: str = ""
    """The history line that made the layer; empty where none is recorded."""
