"""Wire types that only Docker has: manifest schema 1, and what ``docker save`` writes."""

from msgspec import Struct, field

from hullmark.formats import oci

MANIFEST_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+json"
SCHEMA_1_SIGNED = "application/vnd.docker.distribution.manifest.v1+prettyjws"
CONFIG = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar"
FOREIGN_LAYER = "application/vnd.docker.image.rootfs.foreign.diff.tar"

LAYERS = frozenset(
    prefix + suffix for prefix in (LAYER, FOREIGN_LAYER) for suffix in ("", ".gzip", ".zstd")
)
"""Layer types that are read; the ``foreign`` ones may have no blob."""

UNTYPED_CONFIGS = frozenset(
    {"application/octet-stream", "application/json", "text/html", "text/plain"}
)
"""Configuration types that old registries and builders wrote for images."""


class LayerSum(Struct, frozen=True, kw_only=True, rename="camel"):
    """One layer of a schema 1 manifest."""

    blob_sum: str


class V1History(Struct, frozen=True, kw_only=True, rename="camel"):
    """One step of a schema 1 manifest: a JSON document as a string."""

    v1_compatibility: str


class Schema1(Struct, frozen=True, kw_only=True, rename="camel"):
    """Docker's first manifest: layers *highest* first, with their history."""

    schema_version: int | None = None
    media_type: str | None = None
    name: str | None = None
    tag: str | None = None
    architecture: str | None = None
    fs_layers: tuple[LayerSum, ...]
    history: tuple[V1History, ...] | None = None


class ContainerCommand(Struct, frozen=True, kw_only=True, rename="pascal"):
    """The command that a build step ran."""

    cmd: tuple[str, ...] | str | None = None


class V1Image(Struct, frozen=True, kw_only=True):
    """The ``v1Compatibility`` document, and the ``json`` file of each layer in old archives."""

    id: str | None = None
    parent: str | None = None
    created: str | None = None
    comment: str | None = None
    architecture: str | None = None
    os: str | None = None
    config: oci.ContainerConfig | None = None
    container_config: ContainerCommand | None = None
    throwaway: bool | None = None


class JwsSignature(Struct, frozen=True, kw_only=True):
    """One signature of a schema 1 manifest; only what restores the signed bytes."""

    protected: str


class Jws(Struct, frozen=True, kw_only=True):
    """The signatures of a schema 1 manifest."""

    signatures: tuple[JwsSignature, ...]


class JwsProtected(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a signature says about the bytes it covers: a prefix and a tail."""

    format_length: int
    format_tail: str


class LayerSource(Struct, frozen=True, kw_only=True, rename="camel"):
    """Where a layer of a saved archive came from."""

    media_type: str | None = None
    digest: str | None = None
    size: int = 0


class SavedImage(Struct, frozen=True, kw_only=True, rename="pascal"):
    """One image of ``manifest.json`` in an archive of ``docker save``."""

    config: str
    repo_tags: tuple[str, ...] | None = None
    layers: tuple[str, ...] | None = field(default=None)
    layer_sources: dict[str, LayerSource] | None = None


Repositories = dict[str, dict[str, str]]
"""The ``repositories`` file of old archives: repository → tag → id of the highest layer."""
