"""Manifest and configuration to one ``Image``: what every source of images ends in."""

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeAlias

from hullmark.formats import docker, oci
from hullmark.formats.errors import BrokenDocumentError
from hullmark.images.config import describe_layers, parse_config
from hullmark.images.documents import Descriptor, Manifest, verify
from hullmark.images.errors import (
    EncryptedLayerError,
    ForeignLayerError,
    MissingBlobError,
    NotAnImageError,
    UnsupportedMediaTypeError,
)
from hullmark.images.image import ByteStream, Image, Layer
from hullmark.model.image import Digest, ImageConfig, LayerInfo, Platform
from hullmark.model.ledger import Issue
from hullmark.model.scan import Target

Opener: TypeAlias = Callable[[], ByteStream]

_LAYER_TYPES = oci.LAYERS | docker.LAYERS
_CONFIG_TYPES = docker.UNTYPED_CONFIGS | {oci.CONFIG, docker.CONFIG, ""}
_FOREIGN_PREFIXES = (oci.FOREIGN_LAYER, docker.FOREIGN_LAYER)


def assemble_image(
    manifest: Manifest,
    config_data: bytes | None,
    *,
    name: str,
    kind: str,
    find_layer: Callable[[Descriptor], Opener | None],
    find_file: Callable[[Descriptor], Path | None] = lambda _: None,
    platform: Platform | None = None,
) -> Image:
    """Return the image that the documents describe; no layer is read.

    ``config_data`` is verified against the manifest, and ``None`` only for schema 1.
    ``find_layer`` gives the way to a blob, or ``None`` where the source does not hold it.
    ``find_file`` gives the file that a blob is, where it is one.
    ``platform`` is what the index said, for what the configuration leaves out.

    Raises:
        NotAnImageError: The manifest is an artifact's.
        EncryptedLayerError: A layer is encrypted.
        UnsupportedMediaTypeError: A layer is of an unknown type.
        BlobDigestError: The configuration does not have its digest.
        BrokenDocumentError: The configuration cannot be read.
        MissingBlobError: A layer is not there and is not a foreign one.
    """
    check_readable(manifest, name=name)
    config = _config(manifest, config_data, name=name)
    blobs = [(blob.digest, max(blob.size_bytes, 0)) for blob in manifest.layers]
    infos, issues = describe_layers(blobs, config, source=name)
    layers: list[Layer] = []
    missing: list[Issue] = []
    for blob, info in zip(manifest.layers, infos, strict=True):
        opener = find_layer(blob)
        if opener is None:
            opener, issue = _foreign(blob, info, name=name)
            missing.append(issue)
        file = find_file(blob)
        layers.append(Layer(info=info, media_type=blob.media_type, open=opener, path=file))
    target = to_target(
        config,
        name=name,
        kind=kind,
        digest=manifest.name_digest,
        config_digest=manifest.config.digest if manifest.config else None,
        platform=platform,
        layers=infos,
    )
    return Image(
        target=target,
        layers=tuple(layers),
        issues=(*issues, *missing),
        manifest=manifest.data,
        config=config_data or b"",
    )


def to_target(
    config: ImageConfig,
    *,
    name: str,
    kind: str,
    digest: Digest | None,
    config_digest: Digest | None,
    layers: tuple[LayerInfo, ...],
    platform: Platform | None = None,
) -> Target:
    """Return what a result reports of an image."""
    return Target(
        name=name,
        kind=kind,
        digest=digest,
        config_digest=config_digest,
        platform=_platform(config.platform, platform),
        config=config,
        layers=layers,
        size_bytes=sum(layer.size_bytes for layer in layers),
    )


def check_readable(manifest: Manifest, *, name: str) -> None:
    """Refuse by name what is no image, or an image that cannot be read.

    Raises:
        NotAnImageError: The manifest is an artifact's: a chart, a signature, an SBOM …
        EncryptedLayerError: A layer is encrypted.
        UnsupportedMediaTypeError: A layer is of an unknown type.
    """
    config_type = manifest.config.media_type if manifest.config else ""
    if config_type not in _CONFIG_TYPES or (
        manifest.config is None and manifest.pseudo_config is None
    ):
        shown = manifest.artifact_type or config_type
        raise _artifact(name, shown)
    unknown = [blob.media_type for blob in manifest.layers if blob.media_type not in _LAYER_TYPES]
    for media_type in unknown:
        if media_type.endswith(oci.ENCRYPTED_SUFFIX):
            raise EncryptedLayerError(
                f"'{name}' has an encrypted layer ('{media_type}')",
                hint="decrypt the image first and scan the result",
            )
    if unknown and len(unknown) == len(manifest.layers):
        raise _artifact(name, manifest.artifact_type or unknown[0])
    if unknown:
        raise UnsupportedMediaTypeError(
            f"'{name}' has a layer of the unknown type '{unknown[0]}'",
            hint="layers are read as tar, tar+gzip and tar+zstd, of OCI and Docker",
        )


def _config(manifest: Manifest, data: bytes | None, *, name: str) -> ImageConfig:
    if manifest.pseudo_config is not None:
        return manifest.pseudo_config
    if manifest.config is None or data is None:
        raise MissingBlobError(f"'{name}' has no configuration")
    source = f"config of '{name}'"
    verify(data, manifest.config.digest, source=source)
    try:
        return parse_config(data, source=source)
    except BrokenDocumentError as error:
        if manifest.config.media_type in docker.UNTYPED_CONFIGS:
            raise _artifact(name, manifest.config.media_type) from error
        raise


def _platform(config: Platform, index: Platform | None) -> Platform:
    if index is None or index.architecture not in (config.architecture, ""):
        return index if index is not None and not config.architecture else config
    return Platform(
        os=config.os,
        architecture=config.architecture,
        variant=config.variant or index.variant,
        os_version=config.os_version or index.os_version,
    )


def _foreign(blob: Descriptor, info: LayerInfo, *, name: str) -> tuple[Opener, Issue]:
    """Return a way to a layer that is not there, which fails, and the issue that says so."""
    if not blob.media_type.startswith(_FOREIGN_PREFIXES):
        raise MissingBlobError(
            f"'{name}' does not hold its layer {info.index} ({blob.digest})",
            hint="the copy was cut short or pruned: export the image again",
        )
    cause = f"layer {info.index} of '{name}' is distributed elsewhere and is not read"
    hint = f"it is offered at {blob.urls[0]}" if blob.urls else "it comes with its base system only"

    def refuse() -> NoReturn:
        raise ForeignLayerError(cause, hint=hint)

    issue = Issue(
        path=str(blob.digest),
        cause=cause,
        layer_index=info.index,
        hint=hint,
        code=ForeignLayerError.code,
    )
    return refuse, issue


def _artifact(name: str, media_type: str) -> NotAnImageError:
    return NotAnImageError(
        f"'{name}' is an artifact of type '{media_type}', not a container image",
        hint="name the image that the artifact belongs to",
    )
