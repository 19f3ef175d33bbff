"""Images made from a simple description, in every form that engines and tools write.

A layer is a mapping of path to content::

    image = build_image(
        [{"etc/os-release": b"ID=debian", "tmp/a": b"x"}, {"tmp/a": WHITEOUT, "opt": OPAQUE}],
        history=["FROM scratch", "RUN rm /tmp/a"],
    )
    write_layout(tmp_path / "image", {"1.0": image})
    (tmp_path / "saved.tar").write_bytes(docker_archive({"app:1.0": image}))

The same description always gives the same bytes.
"""

import gzip
import hashlib
import io
import json
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Literal

Compression = Literal["gzip", "zstd", "none"]

OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
OCI_LAYER = "application/vnd.oci.image.layer.v1.tar"
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json"
DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar"


class Mark(Enum):
    """What a path can be besides a file with content."""

    WHITEOUT = "whiteout"
    """The path is deleted."""
    OPAQUE = "opaque"
    """The directory hides everything that lower layers put into it."""
    DIRECTORY = "directory"


WHITEOUT, OPAQUE, DIRECTORY = Mark.WHITEOUT, Mark.OPAQUE, Mark.DIRECTORY


@dataclass(frozen=True)
class Link:
    """A symbolic or hard link."""

    to: str
    hard: bool = False


@dataclass(frozen=True)
class File:
    """A file with more than content."""

    data: bytes
    mode: int = 0o644


Content = bytes | Mark | Link | File


@dataclass(frozen=True)
class Layer:
    """One built layer."""

    tar: bytes
    blob: bytes
    media_type: str

    @property
    def diff_id(self) -> str:
        """Return the hash of the tar."""
        return digest(self.tar)

    @property
    def digest(self) -> str:
        """Return the hash of the blob."""
        return digest(self.blob)


@dataclass(frozen=True)
class BuiltImage:
    """One built image of one platform."""

    layers: tuple[Layer, ...]
    config: bytes
    manifest: bytes
    media_type: str
    platform: dict[str, str] = field(default_factory=dict)

    @property
    def config_digest(self) -> str:
        """Return the hash of the configuration."""
        return digest(self.config)

    @property
    def digest(self) -> str:
        """Return the hash of the manifest."""
        return digest(self.manifest)

    def blobs(self) -> dict[str, bytes]:
        """Return every blob by digest."""
        return {
            self.digest: self.manifest,
            self.config_digest: self.config,
            **{layer.digest: layer.blob for layer in self.layers},
        }


def digest(data: bytes) -> str:
    """Return ``sha256:…`` of ``data``."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def layer_tar(files: Mapping[str, Content]) -> bytes:
    """Return the tar of one layer; parents are not added, order is kept."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path, content in files.items():
            entry, data = _entry(path, content)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def compress(data: bytes, compression: Compression) -> bytes:
    """Return ``data`` compressed, the same way each time."""
    match compression:
        case "gzip":
            return gzip.compress(data, 6, mtime=0)
        case "zstd":
            import zstandard

            return zstandard.ZstdCompressor(level=3).compress(data)
        case "none":
            return data


def build_image(
    layers: Sequence[Mapping[str, Content] | bytes],
    *,
    compression: Compression | Sequence[Compression] = "gzip",
    history: Sequence[str | dict[str, Any]] | None = None,
    settings: Mapping[str, Any] | None = None,
    platform: str = "linux/amd64",
    docker: bool = False,
    layer_types: Sequence[str] | None = None,
    config_type: str | None = None,
    extra_config: Mapping[str, Any] | None = None,
) -> BuiltImage:
    """Return an image of ``layers``, lowest first; a layer of bytes is taken as its tar.

    ``history`` has a string per layer, or the entries themselves; without it every layer gets
    ``LAYER n``. ``settings`` is the ``config`` object (``Env``, ``User`` …).
    """
    ways: Sequence[Compression] = (
        [compression] * len(layers) if isinstance(compression, str) else compression
    )
    built = [_layer(content, way, docker=docker) for content, way in zip(layers, ways, strict=True)]
    if layer_types is not None:
        built = [
            Layer(tar=layer.tar, blob=layer.blob, media_type=media_type)
            for layer, media_type in zip(built, layer_types, strict=True)
        ]
    where = _platform(platform)
    config = _json(
        {
            "created": "2024-05-06T07:08:09.123456789Z",
            **where,
            "config": dict(settings or {}),
            "rootfs": {"type": "layers", "diff_ids": [layer.diff_id for layer in built]},
            "history": _history(history, len(built)),
            **(extra_config or {}),
        }
    )
    media_type = DOCKER_MANIFEST if docker else OCI_MANIFEST
    manifest = _json(
        {
            "schemaVersion": 2,
            "mediaType": media_type,
            "config": descriptor(config, config_type or (DOCKER_CONFIG if docker else OCI_CONFIG)),
            "layers": [descriptor(layer.blob, layer.media_type) for layer in built],
        }
    )
    return BuiltImage(
        layers=tuple(built),
        config=config,
        manifest=manifest,
        media_type=media_type,
        platform=where,
    )


def descriptor(data: bytes, media_type: str, **more: Any) -> dict[str, Any]:
    """Return a descriptor of ``data``."""
    return {"mediaType": media_type, "digest": digest(data), "size": len(data), **more}


def build_index(images: Sequence[BuiltImage], *, docker: bool = False) -> bytes:
    """Return an index with one entry per image, each with its platform."""
    return _json(
        {
            "schemaVersion": 2,
            "mediaType": DOCKER_LIST if docker else OCI_INDEX,
            "manifests": [
                descriptor(image.manifest, image.media_type, platform=image.platform)
                for image in images
            ],
        }
    )


def layout_files(
    images: Mapping[str, BuiltImage | Sequence[BuiltImage]], *, docker: bool = False
) -> dict[str, bytes]:
    """Return the files of an OCI layout; a list of images becomes a nested index."""
    blobs: dict[str, bytes] = {}
    entries: list[dict[str, Any]] = []
    for tag, image in images.items():
        annotations = {"org.opencontainers.image.ref.name": tag} if tag else {}
        if isinstance(image, BuiltImage):
            blobs.update(image.blobs())
            entries.append(descriptor(image.manifest, image.media_type, annotations=annotations))
            continue
        index = build_index(image, docker=docker)
        blobs[digest(index)] = index
        for one in image:
            blobs.update(one.blobs())
        index_type = DOCKER_LIST if docker else OCI_INDEX
        entries.append(descriptor(index, index_type, annotations=annotations))
    return {
        "oci-layout": b'{"imageLayoutVersion": "1.0.0"}',
        "index.json": _json({"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": entries}),
        **{blob_path(name): data for name, data in blobs.items()},
    }


def write_layout(
    folder: Path, images: Mapping[str, BuiltImage | Sequence[BuiltImage]], *, docker: bool = False
) -> Path:
    """Write an OCI layout and return its folder."""
    return write_files(folder, layout_files(images, docker=docker))


def write_files(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write ``files`` under ``folder`` and return it."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def docker_archive(
    images: Mapping[str, BuiltImage] | Sequence[BuiltImage],
    *,
    form: Literal["old", "new", "skopeo", "ancient"] = "old",
    compressed: bool = False,
) -> bytes:
    """Return what ``docker save`` writes.

    ``old``: a folder per layer, repeated layers as symbolic links (Docker before 25).
    ``new``: an OCI layout with a ``manifest.json`` beside it (Docker 25, containerd).
    ``skopeo``: layers as ``HASH.tar`` at the top. ``ancient``: ``repositories`` alone.
    """
    tagged = (
        images if isinstance(images, Mapping) else {f"?{at}": one for at, one in enumerate(images)}
    )
    files: dict[str, Content] = {}
    saved: list[dict[str, Any]] = []
    repositories: dict[str, dict[str, str]] = {}
    for name, image in tagged.items():
        paths = _saved_layers(image, files, form=form, compressed=compressed)
        tags = [] if name.startswith("?") else [name]
        config_path = f"{image.config_digest.partition(':')[2]}.json"
        if form == "new":
            config_path = blob_path(image.config_digest)
        if form != "ancient":
            files[config_path] = image.config
        saved.append({"Config": config_path, "RepoTags": tags or None, "Layers": paths})
        if tags:
            repository, _, tag = name.rpartition(":")
            repositories.setdefault(repository, {})[tag] = paths[-1].partition("/")[0]
    if form == "new":
        files.update(layout_files({name.lstrip("?"): image for name, image in tagged.items()}))
    if form != "ancient":
        files["manifest.json"] = _json(saved)
    files["repositories"] = _json(repositories)
    return layer_tar(files)


def blob_path(name: str) -> str:
    """Return where a layout keeps the blob ``name``."""
    algorithm, _, encoded = name.partition(":")
    return f"blobs/{algorithm}/{encoded}"


def _saved_layers(
    image: BuiltImage, files: dict[str, Content], *, form: str, compressed: bool
) -> list[str]:
    paths: list[str] = []
    parent = ""
    settings = json.loads(image.config)
    made = [step["created_by"] for step in settings["history"] if not step.get("empty_layer")]
    for at, layer in enumerate(image.layers):
        data = layer.blob if compressed or form == "new" else layer.tar
        name = layer.diff_id.partition(":")[2]
        if form == "new":
            path = blob_path(layer.digest)
        elif form == "skopeo":
            path = f"{name}.tar"
        else:
            folder = hashlib.sha256(f"{parent}{layer.diff_id}".encode()).hexdigest()
            path = f"{folder}/layer.tar"
            step = {"id": folder, "created": settings["created"]}
            step["container_config"] = {"Cmd": ["/bin/sh", "-c", made[at]]}
            if parent:
                step["parent"] = parent
            if at == len(image.layers) - 1:
                step |= {key: settings[key] for key in ("architecture", "os", "config")}
            files[f"{folder}/VERSION"] = b"1.0"
            files[f"{folder}/json"] = _json(step)
            parent = folder
            first = next((known for known, held in files.items() if held == data), None)
            if first is not None and first != path:
                files[path] = Link(f"../{first}")
        files.setdefault(path, data)
        paths.append(path)
    return paths


def _layer(
    content: Mapping[str, Content] | bytes, compression: Compression, *, docker: bool
) -> Layer:
    tar = content if isinstance(content, bytes) else layer_tar(content)
    separator = "." if docker else "+"
    suffix = "" if compression == "none" else separator + compression
    return Layer(
        tar=tar,
        blob=compress(tar, compression),
        media_type=(DOCKER_LAYER if docker else OCI_LAYER) + suffix,
    )


def _entry(path: str, content: Content) -> tuple[tarfile.TarInfo, bytes]:
    folder, _, name = path.rpartition("/")
    match content:
        case Mark.WHITEOUT:
            return tarfile.TarInfo(f"{folder}/.wh.{name}" if folder else f".wh.{name}"), b""
        case Mark.OPAQUE:
            return tarfile.TarInfo(f"{path}/.wh..wh..opq"), b""
        case Mark.DIRECTORY:
            entry = tarfile.TarInfo(path)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o755
            return entry, b""
        case Link():
            entry = tarfile.TarInfo(path)
            entry.type = tarfile.LNKTYPE if content.hard else tarfile.SYMTYPE
            entry.linkname = content.to
            return entry, b""
        case File():
            entry = tarfile.TarInfo(path)
            entry.mode, entry.size = content.mode, len(content.data)
            return entry, content.data
        case _:
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            return entry, content


def _history(history: Sequence[str | dict[str, Any]] | None, layers: int) -> list[dict[str, Any]]:
    if history is None:
        history = [f"LAYER {at}" for at in range(layers)]
    return [{"created_by": step} if isinstance(step, str) else step for step in history]


def _platform(text: str) -> dict[str, str]:
    parts = text.split("/")
    where = {"os": parts[0], "architecture": parts[1]}
    if len(parts) > 2:
        where["variant"] = parts[2]
    return where


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
