"""Archives of ``docker save`` and its kin: every form since Docker 0.7, several images at once.

``manifest.json`` names the configuration and the layers of each image, wherever they lie: in a
folder per layer (Docker before 25, links where a layer repeats), at the top (Skopeo, Podman,
Bazel, crane, Kaniko) or in the blobs of an OCI layout (Docker 25, containerd).
Before Docker 1.10 there was only ``repositories``, and a document beside each layer.
"""

import re
from collections.abc import Sequence

import msgspec

from hullmark.formats import docker
from hullmark.formats.strict import decode_json
from hullmark.images.archive import ArchiveStorage
from hullmark.images.assembly import to_target
from hullmark.images.config import describe_layers, parse_config
from hullmark.images.documents import Manifest, digest_of, verify
from hullmark.images.errors import (
    EmptyTargetError,
    ForeignLayerError,
    MissingBlobError,
    NotAnImageError,
)
from hullmark.images.image import ByteStream, Image, ImageOptions, Layer
from hullmark.images.layout_tree import Node, read_tree
from hullmark.images.schema1 import v1_config
from hullmark.images.selection import Wanted, choose_platforms, is_named, not_found
from hullmark.images.storage import read_file
from hullmark.kernel import limits, log
from hullmark.kernel.errors import HullmarkError
from hullmark.model.image import Digest, ImageConfig, LayerInfo
from hullmark.model.ledger import Issue

_KIND = "docker-archive"
_BLOB = re.compile(r"blobs/([a-z0-9]+)/([0-9a-f]{32,})")
_NAMED_BY_HASH = re.compile(r"(?:.*/)?(?:sha256:)?([0-9a-f]{64})(?:\.json)?")
_TOP_CONFIG = re.compile(r"[0-9a-f]{64}\.json")
_MAGICS = ((b"\x1f\x8b", ".gzip"), (b"\x28\xb5\x2f\xfd", ".zstd"))


class _Saved(msgspec.Struct, frozen=True, kw_only=True):
    """One image of the archive before anything of its layers is known."""

    tags: tuple[str, ...]
    config: ImageConfig
    config_digest: Digest | None
    layers: tuple[str, ...]
    """Paths, lowest first."""
    config_data: bytes = b""
    """The configuration as it is stored; empty for the form that has none."""
    foreign: frozenset[str] = frozenset()
    """Diff IDs of layers that are distributed elsewhere."""

    @property
    def label(self) -> str:
        """Return how the image is told from the others of the archive."""
        return f":{self.tags[0]}" if self.tags else f"@{self.config_digest}"


def read_docker_archive(
    storage: ArchiveStorage, *, wanted: Wanted, name: str, options: ImageOptions
) -> tuple[Image, ...]:
    """Return the images of the archive: all, or the one of the wanted tag or digest.

    Raises:
        NotAnImageError: It is no archive of this kind.
        EmptyTargetError: It holds no image.
        ImageNotFoundError: It does not hold the wanted tag or digest.
        PlatformNotFoundError: The image is not there for the platform.
        MissingBlobError: A configuration or layer is not there.
        BlobDigestError: A configuration is not what it is named by.
    """
    saved = _saved(storage)
    if not saved:
        raise EmptyTargetError(f"'{storage.name}' is an archive that holds no image")
    manifests = _manifests(storage)
    if wanted:
        saved = _wanted(saved, wanted, storage.name, manifests)
    groups: dict[str, list[_Saved]] = {}
    for one in saved:
        groups.setdefault(one.label, []).append(one)
    images: list[Image] = []
    for label, group in groups.items():
        shown = f"{name}{label}" if len(groups) > 1 else name
        chosen = choose_platforms(
            group, platform_of=lambda one: one.config.platform, options=options, name=shown
        )
        images += [_image(storage, one, name=shown, manifests=manifests) for one in chosen]
    return tuple(images)


def _saved(storage: ArchiveStorage) -> list[_Saved]:
    if storage.size("manifest.json") is not None:
        data = read_file(storage, "manifest.json", limit_bytes=limits.MANIFEST_BYTES)
        source = f"manifest.json of '{storage.name}'"
        entries = decode_json(data, as_=list[docker.SavedImage], source=source)
        return [_of_manifest(storage, entry) for entry in entries]
    if storage.size("repositories") is None or any(map(_TOP_CONFIG.fullmatch, storage.paths())):
        # A configuration at the top without the manifest that names it: the manifest was lost.
        raise NotAnImageError(
            f"'{storage.name}' has no manifest.json, so it is no archive of docker save",
            hint="save the image again, or name the file's kind (oci-archive:FILE)",
        )
    return _of_repositories(storage)


def _of_manifest(storage: ArchiveStorage, entry: docker.SavedImage) -> _Saved:
    data = read_file(storage, entry.config, limit_bytes=limits.CONFIG_BYTES)
    source = f"'{entry.config}' in '{storage.name}'"
    named = _NAMED_BY_HASH.fullmatch(entry.config)
    digest = digest_of(data)
    if named:
        verify(data, Digest(f"sha256:{named[1]}"), source=source)
    sources = entry.layer_sources or {}
    return _Saved(
        tags=tuple(tag for tag in entry.repo_tags or () if tag),
        config=parse_config(data, source=source),
        config_digest=digest,
        config_data=data,
        layers=entry.layers or (),
        foreign=frozenset(
            diff_id
            for diff_id, origin in sources.items()
            if (origin.media_type or "").startswith(docker.FOREIGN_LAYER)
        ),
    )


def _of_repositories(storage: ArchiveStorage) -> list[_Saved]:
    """Return the images of the form without manifest: a chain of parents per tag."""
    data = read_file(storage, "repositories", limit_bytes=limits.MANIFEST_BYTES)
    source = f"repositories of '{storage.name}'"
    repositories = decode_json(data, as_=docker.Repositories, source=source)
    tags: dict[str, list[str]] = {}
    for repository, versions in repositories.items():
        for tag, top in versions.items():
            tags.setdefault(top, []).append(f"{repository}:{tag}")
    return [_of_chain(storage, top, tuple(names)) for top, names in tags.items()]


def _of_chain(storage: ArchiveStorage, top: str, tags: tuple[str, ...]) -> _Saved:
    steps: list[docker.V1Image] = []
    layers: list[str] = []
    current: str | None = top
    while current:
        if len(layers) >= limits.LAYERS:
            raise NotAnImageError(
                f"'{storage.name}' has more than {limits.LAYERS} layers, or they form a ring"
            )
        data = read_file(storage, f"{current}/json", limit_bytes=limits.MANIFEST_BYTES)
        source = f"'{current}/json' in '{storage.name}'"
        steps.append(decode_json(data, as_=docker.V1Image, source=source))
        layers.append(f"{current}/layer.tar")
        current = steps[-1].parent
    return _Saved(
        tags=tags,
        config=v1_config(steps[0], steps[::-1]),
        config_digest=None,
        layers=tuple(layers[::-1]),
    )


def _manifests(storage: ArchiveStorage) -> dict[Digest, Node]:
    """Return the OCI manifests beside ``manifest.json`` by configuration, where there are any."""
    if storage.size("index.json") is None:
        return {}
    try:
        nodes = list(read_tree(storage))
    except HullmarkError as error:
        log.debug("archive.index-unreadable", archive=storage.name, error=error.message)
        return {}  # manifest.json is complete without it
    found: dict[Digest, Node] = {}
    while nodes:
        node = nodes.pop(0)
        nodes.extend(node.children)
        if isinstance(node.document, Manifest) and node.document.config is not None:
            found.setdefault(node.document.config.digest, node)
    return found


def _wanted(
    saved: Sequence[_Saved], wanted: Wanted, name: str, manifests: dict[Digest, Node]
) -> list[_Saved]:
    kept = list(saved)
    if wanted.tag:
        kept = [one for one in kept if is_named(one.tags, wanted.tag)]
    if wanted.digest:
        kept = [one for one in kept if wanted.digest in _marks(one, manifests)]
    if not kept:
        known = [*(tag for one in saved for tag in one.tags)]
        raise not_found(name, wanted, known or [str(one.config_digest) for one in saved])
    return kept


def _marks(one: _Saved, manifests: dict[Digest, Node]) -> set[str]:
    marks: set[str] = set()
    if one.config_digest:
        marks |= {one.config_digest, one.config_digest.partition(":")[2]}
        if one.config_digest in manifests:
            marks.add(manifests[one.config_digest].descriptor.digest)
    return marks


def _image(
    storage: ArchiveStorage, one: _Saved, *, name: str, manifests: dict[Digest, Node]
) -> Image:
    blobs = [(_blob_digest(path), storage.size(path) or 0) for path in one.layers]
    infos, issues = describe_layers(blobs, one.config, source=name)
    layers: list[Layer] = []
    missing: list[Issue] = []
    for path, info in zip(one.layers, infos, strict=True):
        layer, issue = _layer(storage, path, info, foreign=one.foreign, name=name)
        layers.append(layer)
        missing += [issue] if issue else []
    node = manifests.get(one.config_digest) if one.config_digest else None
    target = to_target(
        one.config,
        name=name,
        kind=_KIND,
        digest=node.descriptor.digest if node else None,
        config_digest=one.config_digest,
        platform=node.descriptor.platform if node else None,
        layers=infos,
    )
    document = node.document if node else None
    stored = tuple(layer.info.digest for layer in layers)
    same = isinstance(document, Manifest) and stored == tuple(b.digest for b in document.layers)
    return Image(
        target=target,
        layers=tuple(layers),
        issues=(*issues, *missing),
        manifest=document.data if isinstance(document, Manifest) and same else b"",
        config=one.config_data,
    )


def _layer(
    storage: ArchiveStorage,
    path: str,
    info: LayerInfo,
    *,
    foreign: frozenset[str],
    name: str,
) -> tuple[Layer, Issue | None]:
    if storage.size(path) is not None:
        media_type = docker.LAYER + _suffix(storage, path)
        return Layer(info=info, media_type=media_type, open=lambda: storage.open(path)), None
    if info.diff_id not in foreign:
        raise MissingBlobError(
            f"'{name}' does not hold its layer {info.index} ('{path}')",
            hint="the archive was cut short or edited: save the image again",
        )
    cause = f"layer {info.index} of '{name}' is distributed elsewhere and is not read"

    def refuse() -> ByteStream:
        raise ForeignLayerError(cause, hint="it comes with its base system only")

    issue = Issue(path=path, cause=cause, layer_index=info.index, code=ForeignLayerError.code)
    return Layer(info=info, media_type=docker.FOREIGN_LAYER, open=refuse), issue


def _blob_digest(path: str) -> Digest | None:
    """Return the digest a path of an OCI layout states; other paths state none."""
    blob = _BLOB.fullmatch(path)
    return Digest(f"{blob[1]}:{blob[2]}") if blob else None


def _suffix(storage: ArchiveStorage, path: str) -> str:
    stream = storage.open(path)
    try:
        head = stream.read(4)
    finally:
        stream.close()
    return next((suffix for magic, suffix in _MAGICS if head.startswith(magic)), "")
