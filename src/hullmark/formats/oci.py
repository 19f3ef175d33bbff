"""Wire types of the OCI image specification, as lenient as the tools that wrote the documents.

Only fields that are read are named. ``null`` stands for absent, as Go's encoder writes it.
``hullmark.formats.oci_rules`` holds the specification's own, strict word.
"""

from msgspec import Struct, field

INDEX = "application/vnd.oci.image.index.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
ARTIFACT_MANIFEST = "application/vnd.oci.artifact.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
EMPTY = "application/vnd.oci.empty.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar"
FOREIGN_LAYER = "application/vnd.oci.image.layer.nondistributable.v1.tar"
ENCRYPTED_SUFFIX = "+encrypted"

LAYERS = frozenset(
    prefix + suffix for prefix in (LAYER, FOREIGN_LAYER) for suffix in ("", "+gzip", "+zstd")
)
"""Layer types that are read; the ``nondistributable`` ones may have no blob."""

REF_NAME = "org.opencontainers.image.ref.name"
"""Annotation of an index entry: the tag."""
IMAGE_NAME = "io.containerd.image.name"
"""Annotation of an index entry: the whole reference, as containerd and Docker write it."""
REFERENCE_TYPE = "vnd.docker.reference.type"
"""Annotation of an index entry: ``attestation-manifest`` for BuildKit's statements."""


class Platform(Struct, frozen=True, kw_only=True):
    """What an image runs on."""

    architecture: str | None = None
    os: str | None = None
    os_version: str | None = field(name="os.version", default=None)
    variant: str | None = None


class Descriptor(Struct, frozen=True, kw_only=True, rename="camel"):
    """A typed pointer to a blob."""

    media_type: str | None = None
    digest: str
    size: int = 0
    urls: tuple[str, ...] | None = None
    annotations: dict[str, str] | None = None
    data: str | None = None
    artifact_type: str | None = None
    platform: Platform | None = None


class Manifest(Struct, frozen=True, kw_only=True, rename="camel"):
    """An image manifest; Docker's schema 2 has the same form."""

    schema_version: int | None = None
    media_type: str | None = None
    artifact_type: str | None = None
    config: Descriptor
    layers: tuple[Descriptor, ...]
    subject: Descriptor | None = None
    annotations: dict[str, str] | None = None


class Index(Struct, frozen=True, kw_only=True, rename="camel"):
    """A list of manifests; Docker's manifest list has the same form."""

    schema_version: int | None = None
    media_type: str | None = None
    artifact_type: str | None = None
    manifests: tuple[Descriptor, ...] | None
    subject: Descriptor | None = None
    annotations: dict[str, str] | None = None


class ArtifactManifest(Struct, frozen=True, kw_only=True, rename="camel"):
    """The artifact manifest of the 1.1 release candidates: blobs without a configuration."""

    media_type: str
    artifact_type: str | None = None
    blobs: tuple[Descriptor, ...] | None = None
    subject: Descriptor | None = None
    annotations: dict[str, str] | None = None


class Layout(Struct, frozen=True, kw_only=True, rename="camel"):
    """The ``oci-layout`` file."""

    image_layout_version: str


class ContainerConfig(Struct, frozen=True, kw_only=True, rename="pascal"):
    """How a container of the image starts."""

    user: str | None = None
    env: tuple[str, ...] | None = None
    entrypoint: tuple[str, ...] | str | None = None
    """Docker before 1.0 wrote a plain string."""
    cmd: tuple[str, ...] | str | None = None
    working_dir: str | None = None
    exposed_ports: dict[str, object] | None = None
    volumes: dict[str, object] | None = None
    labels: dict[str, str] | None = None
    healthcheck: object = None
    """Docker's; its presence is what matters."""


class History(Struct, frozen=True, kw_only=True):
    """One step of the build."""

    created: str | None = None
    created_by: str | None = None
    comment: str | None = None
    empty_layer: bool | None = None


class RootFs(Struct, frozen=True, kw_only=True):
    """The layers' uncompressed hashes, lowest first."""

    diff_ids: tuple[str, ...] | None = None


class ImageConfig(Struct, frozen=True, kw_only=True):
    """The configuration document of an image."""

    architecture: str | None = None
    os: str | None = None
    os_version: str | None = field(name="os.version", default=None)
    variant: str | None = None
    created: str | None = None
    config: ContainerConfig | None = None
    rootfs: RootFs | None = None
    history: tuple[History, ...] | None = None
