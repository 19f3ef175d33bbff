"""Manifests and indexes of every kind: bytes to one form, with verified digests.

Docker schema 1 (signed or not), schema 2 and manifest lists, OCI manifests, indexes and artifact
manifests all become a ``Manifest`` or an ``Index``.
"""

import hashlib
import re

import msgspec
from msgspec import Raw, Struct

from hullmark.formats import docker, oci
from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.strict import decode_json
from hullmark.images.errors import BlobDigestError, NotAnImageError, UnsupportedMediaTypeError
from hullmark.images.schema1 import payload_digest, pseudo_config
from hullmark.kernel import limits
from hullmark.model.image import Digest, ImageConfig, Platform

_DIGEST = re.compile(r"[a-z0-9]+(?:[+._-][a-z0-9]+)*:[a-zA-Z0-9=_-]+")
_ALGORITHMS = {"sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
_INDEX_TYPES = (oci.INDEX, docker.MANIFEST_LIST)
_MANIFEST_TYPES = (oci.MANIFEST, docker.MANIFEST)
_SCHEMA_1_TYPES = (docker.SCHEMA_1, docker.SCHEMA_1_SIGNED)

MANIFEST_TYPES = (*_MANIFEST_TYPES, *_INDEX_TYPES, *_SCHEMA_1_TYPES)
"""Media types of all documents that ``parse_manifest`` reads as images, newest first."""


class Descriptor(msgspec.Struct, frozen=True, kw_only=True):
    """A typed pointer to a blob."""

    media_type: str
    digest: Digest
    size_bytes: int = -1
    """-1 where the document does not know it (converted schema 1)."""
    platform: Platform | None = None
    """As the index says it, not normalised."""
    annotations: dict[str, str] = msgspec.field(default_factory=dict)
    urls: tuple[str, ...] = ()
    artifact_type: str = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """One image (or artifact) of one platform."""

    media_type: str
    """Declared in the document, else by whoever named it, else inferred from its form."""
    declared_media_type: str | None
    """What the document itself says."""
    digest: Digest
    """Hash of the bytes as they are; see ``name_digest`` for signed schema 1."""
    name_digest: Digest
    """What registries call it: without the signatures for signed schema 1, else ``digest``."""
    size_bytes: int
    config: Descriptor | None
    """``None`` for schema 1 and artifact manifests."""
    layers: tuple[Descriptor, ...]
    """Lowest first; schema 1 without its empty layers."""
    pseudo_config: ImageConfig | None = None
    """Schema 1: the configuration that its history amounts to."""
    artifact_type: str = ""
    subject: Descriptor | None = None
    annotations: dict[str, str] = msgspec.field(default_factory=dict)
    data: bytes = b""
    """The document itself, where it is an image's of today."""


class Index(msgspec.Struct, frozen=True, kw_only=True):
    """A list of manifests, usually one per platform."""

    media_type: str
    declared_media_type: str | None
    digest: Digest
    size_bytes: int
    manifests: tuple[Descriptor, ...]
    subject: Descriptor | None = None
    artifact_type: str = ""
    annotations: dict[str, str] = msgspec.field(default_factory=dict)


_ABSENT = Raw()


class _Form(Struct, kw_only=True, rename="camel"):
    """What tells the kinds of document apart."""

    schema_version: object = None
    media_type: str | None = None
    manifests: Raw = _ABSENT
    config: Raw = _ABSENT
    layers: Raw = _ABSENT
    fs_layers: Raw = _ABSENT
    rootfs: Raw = _ABSENT


def parse_manifest(
    data: bytes, *, source: str, media_type: str = "", expected: Digest | None = None
) -> Manifest | Index:
    """Return the manifest or index in ``data``.

    ``media_type`` is what the descriptor or server called it; the document's own word outranks it.

    Raises:
        BlobDigestError: ``data`` does not hash to ``expected``.
        BrokenDocumentError: It is not JSON, contradicts itself, or misses required fields.
        NotAnImageError: It is another kind of document.
        UnsupportedMediaTypeError: Its declared type is none that is read.
    """
    if expected and not expected.startswith("sha256:"):
        verify(data, expected, source=source)
    form = decode_json(data, as_=_Form, source=source, limit_bytes=limits.MANIFEST_BYTES)
    digest = digest_of(data)
    kind = _kind(form, media_type, source=source)
    if kind in _SCHEMA_1_TYPES:
        return _schema_1(data, kind, form.media_type, source=source, expected=expected)
    if expected and expected.startswith("sha256:") and expected != digest:
        raise _differs(source, expected, digest)
    if kind in _INDEX_TYPES:
        return _index(data, kind, digest, source=source)
    if kind == oci.ARTIFACT_MANIFEST:
        return _artifact(data, digest, source=source)
    return _manifest(data, kind, digest, source=source)


def parse_index(data: bytes, *, source: str) -> Index:
    """Return the index in ``data``; other documents are refused."""
    document = parse_manifest(data, source=source, media_type=oci.INDEX)
    if not isinstance(document, Index):
        raise NotAnImageError(f"{source}: a manifest where an index is expected")
    return document


def digest_of(data: bytes) -> Digest:
    """Return the SHA-256 digest of ``data``."""
    return Digest(f"sha256:{hashlib.sha256(data).hexdigest()}")


def verify(data: bytes, expected: Digest, *, source: str) -> None:
    """Check that ``data`` hashes to ``expected``.

    Raises:
        BlobDigestError: It does not.
        UnsupportedMediaTypeError: The algorithm is not known.
    """
    algorithm, _, digits = expected.partition(":")
    hasher = _ALGORITHMS.get(algorithm)
    if hasher is None:
        raise UnsupportedMediaTypeError(
            f"{source}: digest algorithm '{algorithm}' cannot be verified",
            hint="sha256, sha384 and sha512 are known",
        )
    actual = hasher(data).hexdigest()
    if actual != digits:
        raise _differs(source, expected, f"{algorithm}:{actual}")


def is_attestation(entry: Descriptor) -> bool:
    """Whether an index entry is a statement about an image (SBOM, provenance), not an image."""
    if entry.annotations.get(oci.REFERENCE_TYPE):
        return True
    if entry.artifact_type and entry.artifact_type not in (oci.CONFIG, docker.CONFIG):
        return True
    platform = entry.platform
    return (
        platform is not None
        and platform.os == "unknown"
        and platform.architecture in ("unknown", "")
    )


def to_platform(wire: oci.Platform | None) -> Platform | None:
    """Return the platform of a wire document; None where it names nothing."""
    if wire is None or not (wire.os or wire.architecture):
        return None
    return Platform(
        os=wire.os or "",
        architecture=wire.architecture or "",
        variant=wire.variant or "",
        os_version=wire.os_version or "",
    )


def to_descriptor(wire: oci.Descriptor, *, source: str, place: str) -> Descriptor:
    """Return the descriptor, checked to have a digest that can name a file.

    Raises:
        BrokenDocumentError: It has none.
    """
    if _DIGEST.fullmatch(wire.digest) is None:
        raise BrokenDocumentError(
            f"{source}: '{wire.digest[:120]}' is not a digest - at `{place}.digest`"
        )
    return Descriptor(
        media_type=wire.media_type or "",
        digest=Digest(wire.digest),
        size_bytes=max(wire.size, -1),
        platform=to_platform(wire.platform),
        annotations=wire.annotations or {},
        urls=wire.urls or (),
        artifact_type=wire.artifact_type or "",
    )


def _kind(form: _Form, media_type: str, *, source: str) -> str:
    """Return the media type of the document: declared, told, or inferred from its fields."""
    has_layers = _there(form.layers) or _there(form.fs_layers)
    if _there(form.manifests) and has_layers:
        # Read one way by one tool and another way by the next: a known trick.
        raise BrokenDocumentError(f"{source}: both an index and a manifest, which is ambiguous")
    declared = form.media_type or ""
    if declared in (*MANIFEST_TYPES, oci.ARTIFACT_MANIFEST):
        return _fitting(declared, form, source=source)
    if _there(form.manifests):
        inferred = docker.MANIFEST_LIST if media_type == docker.MANIFEST_LIST else oci.INDEX
    elif _there(form.fs_layers):
        inferred = docker.SCHEMA_1
    elif _there(form.config) and _there(form.layers):
        inferred = docker.MANIFEST if media_type == docker.MANIFEST else oci.MANIFEST
    elif _there(form.rootfs):
        raise NotAnImageError(f"{source}: an image configuration, not a manifest")
    elif form.schema_version is not None and media_type == oci.INDEX:
        inferred = oci.INDEX
    else:
        raise NotAnImageError(f"{source}: neither a manifest nor an index")
    if declared:
        raise UnsupportedMediaTypeError(f"{source}: manifests of type '{declared}' are not read")
    return inferred


def _there(value: Raw) -> bool:
    return bytes(value) not in (b"", b"null")


def _fitting(declared: str, form: _Form, *, source: str) -> str:
    """Refuse a document whose fields are those of another kind than it declares."""
    if declared in _INDEX_TYPES:
        wrong = _there(form.layers) or _there(form.fs_layers)
    elif declared in _SCHEMA_1_TYPES:
        wrong = not _there(form.fs_layers)
    else:
        wrong = _there(form.manifests) or _there(form.fs_layers)
    if wrong:
        raise BrokenDocumentError(f"{source}: declares type '{declared}' and is of another form")
    return declared


def _manifest(data: bytes, kind: str, digest: Digest, *, source: str) -> Manifest:
    wire = decode_json(data, as_=oci.Manifest, source=source)
    if len(wire.layers) > limits.LAYERS:
        raise BrokenDocumentError(f"{source}: more than {limits.LAYERS} layers")
    return Manifest(
        media_type=kind,
        declared_media_type=wire.media_type or None,
        digest=digest,
        name_digest=digest,
        size_bytes=len(data),
        config=to_descriptor(wire.config, source=source, place="$.config"),
        layers=_descriptors(wire.layers, source=source, place="$.layers"),
        artifact_type=wire.artifact_type or "",
        subject=_subject(wire.subject, source=source),
        annotations=wire.annotations or {},
        data=data,
    )


def _index(data: bytes, kind: str, digest: Digest, *, source: str) -> Index:
    wire = decode_json(data, as_=oci.Index, source=source)
    return Index(
        media_type=kind,
        declared_media_type=wire.media_type or None,
        digest=digest,
        size_bytes=len(data),
        manifests=_descriptors(wire.manifests or (), source=source, place="$.manifests"),
        subject=_subject(wire.subject, source=source),
        artifact_type=wire.artifact_type or "",
        annotations=wire.annotations or {},
    )


def _artifact(data: bytes, digest: Digest, *, source: str) -> Manifest:
    wire = decode_json(data, as_=oci.ArtifactManifest, source=source)
    return Manifest(
        media_type=oci.ARTIFACT_MANIFEST,
        declared_media_type=wire.media_type,
        digest=digest,
        name_digest=digest,
        size_bytes=len(data),
        config=None,
        layers=_descriptors(wire.blobs or (), source=source, place="$.blobs"),
        artifact_type=wire.artifact_type or "application/vnd.unknown",
        subject=_subject(wire.subject, source=source),
        annotations=wire.annotations or {},
    )


def _schema_1(
    data: bytes, kind: str, declared: str | None, *, source: str, expected: Digest | None
) -> Manifest:
    wire = decode_json(data, as_=docker.Schema1, source=source)
    if len(wire.fs_layers) > limits.LAYERS:
        raise BrokenDocumentError(f"{source}: more than {limits.LAYERS} layers")
    digest = digest_of(data)
    name_digest = payload_digest(data) or digest
    if expected and expected.startswith("sha256:") and expected not in (digest, name_digest):
        raise _differs(source, expected, name_digest)
    config, kept = pseudo_config(wire, source=source)
    blobs = (
        oci.Descriptor(
            media_type=docker.LAYER + ".gzip", digest=wire.fs_layers[at].blob_sum, size=-1
        )
        for at in kept
    )
    return Manifest(
        media_type=kind,
        declared_media_type=declared,
        digest=digest,
        name_digest=name_digest,
        size_bytes=len(data),
        config=None,
        layers=_descriptors(tuple(blobs), source=source, place="$.fsLayers"),
        pseudo_config=config,
    )


def _descriptors(
    wires: tuple[oci.Descriptor, ...], *, source: str, place: str
) -> tuple[Descriptor, ...]:
    return tuple(
        to_descriptor(wire, source=source, place=f"{place}[{at}]") for at, wire in enumerate(wires)
    )


def _subject(wire: oci.Descriptor | None, *, source: str) -> Descriptor | None:
    return None if wire is None else to_descriptor(wire, source=source, place="$.subject")


def _differs(source: str, expected: str, actual: str) -> BlobDigestError:
    return BlobDigestError(
        f"{source}: has digest {actual}, not {expected}",
        hint="the content was changed or cut short: copy the image again",
    )
