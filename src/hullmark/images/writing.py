"""Writes an opened image down for other programs: as an OCI layout, or as ``docker save`` would."""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from hullmark.formats import oci
from hullmark.images.documents import digest_of
from hullmark.images.errors import BlobDigestError, NotAnImageError
from hullmark.images.image import Image, Layer
from hullmark.images.layers import verified_blocks
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.space import DiskFullError

_CHUNK_BYTES = 1024 * 1024
_BLOCK = 512
_OCTAL_MOST = 8**11
"""From this size on a header holds it as a binary number."""
_TYPES = {"+gzip": "+gzip", ".gzip": "+gzip", "+zstd": "+zstd", ".zstd": "+zstd"}


def write_layout(image: Image, folder: Path) -> Path:
    """Write the image as an OCI layout of its own and return the folder.

    Blobs that are files already are linked, not copied; others are verified while they are copied.
    The manifest is the image's own where its source has one, so that its digest stays.

    Raises:
        NotAnImageError: The source has no configuration document to write.
        BlobDigestError: A blob is not what its digest says.
        DiskFullError: There is no room.
    """
    if not image.config:
        raise NotAnImageError(
            f"'{image.target.name}' has no configuration of today's form to hand on",
            hint="push or save the image again with a current tool",
        )
    with _writing(folder):
        blobs = folder / "blobs" / "sha256"
        blobs.mkdir(parents=True)
        placed = [_place(layer, folder) for layer in image.layers]
        config = _put(folder, image.config)
        manifest = image.manifest or _manifest(image, config, placed)
        digest = _put(folder, manifest)
        media_type = json.loads(manifest).get("mediaType") or oci.MANIFEST
        entry = {"mediaType": media_type, "digest": digest, "size": len(manifest)}
        platform = image.target.platform
        if platform is not None and platform.os and platform.architecture:
            entry["platform"] = {"os": platform.os, "architecture": platform.architecture}
        index = {"schemaVersion": 2, "mediaType": oci.INDEX, "manifests": [entry]}
        (folder / "index.json").write_text(json.dumps(index))
        (folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')
    return folder


def write_docker_archive(image: Image, file: Path) -> Path:
    """Write the image as one tar in the form of ``docker save`` and return the file.

    Layers are written inflated, and verified on the way: some readers know no other form.

    Raises:
        NotAnImageError: The source has no configuration document to write.
        HullmarkError: A layer cannot be read.
        DiskFullError: There is no room.
    """
    if not image.config:
        raise NotAnImageError(f"'{image.target.name}' has no configuration to hand on")
    with _writing(file), file.open("wb") as out:
        config_name = f"{hashlib.sha256(image.config).hexdigest()}.json"
        _add(out, config_name, image.config)
        names: list[str] = []
        for at, layer in enumerate(image.layers):
            name = f"{at:04d}/layer.tar"
            names.append(name)
            _add_stream(out, name, verified_blocks(layer))
        entry = {"Config": config_name, "RepoTags": [_tag(image)], "Layers": names}
        _add(out, "manifest.json", json.dumps([entry]).encode())
        out.write(b"\0" * 2 * _BLOCK)
    return file


def _place(layer: Layer, folder: Path) -> dict[str, object]:
    """Put one blob into a layout and return its descriptor."""
    media_type = _media_type(layer.media_type)
    digest = layer.info.digest
    if layer.path is not None and digest is not None and _linked(layer.path, folder, digest):
        return {"mediaType": media_type, "digest": digest, "size": layer.info.size_bytes}
    algorithm = digest.partition(":")[0] if digest else "sha256"
    hasher, size = hashlib.new(algorithm), 0
    temporary = folder / "blobs" / f".layer-{layer.info.index}"
    stream = layer.open()
    try:
        with temporary.open("wb") as out:
            while chunk := stream.read(_CHUNK_BYTES):
                hasher.update(chunk)
                size += len(chunk)
                out.write(chunk)
    finally:
        stream.close()
    actual = f"{algorithm}:{hasher.hexdigest()}"
    if digest is not None and actual != digest:
        raise BlobDigestError(
            f"layer {layer.info.index} is '{actual}', the manifest says '{digest}'",
            hint="pull or build the image again; do not use this copy",
        )
    target = _blob(folder, actual)
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary.replace(target)
    return {"mediaType": media_type, "digest": actual, "size": size}


def _linked(path: Path, folder: Path, digest: str) -> bool:
    """Link a blob into a layout; say whether that could be done.

    Readers refuse symbolic links in a layout, so it is a second name of the file, or a copy.
    """
    target = _blob(folder, digest)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(path)
    except FileExistsError:
        return True
    except OSError:
        return False
    return True


def _manifest(image: Image, config: str, layers: list[dict[str, object]]) -> bytes:
    return json.dumps(
        {
            "schemaVersion": 2,
            "mediaType": oci.MANIFEST,
            "config": {"mediaType": oci.CONFIG, "digest": config, "size": len(image.config)},
            "layers": layers,
        }
    ).encode()


def _media_type(media_type: str) -> str:
    if media_type in oci.LAYERS:
        return media_type
    return oci.LAYER + next((_TYPES[end] for end in _TYPES if media_type.endswith(end)), "")


def _put(folder: Path, data: bytes) -> str:
    digest = digest_of(data)
    _blob(folder, digest).write_bytes(data)
    return digest


def _blob(folder: Path, digest: str) -> Path:
    algorithm, _, digits = digest.partition(":")
    if not algorithm.isalnum() or not digits.isalnum():
        raise BlobDigestError(f"'{digest}' is no digest")
    return folder / "blobs" / algorithm / digits


def _tag(image: Image) -> str:
    """Return a tag by which readers may call it; any will do, and none is refused by some."""
    digest = image.target.config_digest or digest_of(image.config)
    return f"hullmark.local/scanned:{digest.partition(':')[2][:12]}"


def _add(out: IO[bytes], name: str, data: bytes) -> None:
    _add_stream(out, name, iter((data,)))


def _add_stream(out: IO[bytes], name: str, blocks: Iterator[bytes]) -> None:
    """Write a member whose size is known only at its end."""
    start = out.tell()
    out.write(b"\0" * _BLOCK)
    size = 0
    for block in blocks:
        size += len(block)
        out.write(block)
    out.write(b"\0" * (-size % _BLOCK))
    end = out.tell()
    out.seek(start)
    out.write(_header(name, size))
    out.seek(end)


def _header(name: str, size: int) -> bytes:
    header = bytearray(_BLOCK)
    header[: len(name)] = name.encode()
    header[100:108] = b"0000644\0"
    header[108:116] = header[116:124] = b"0000000\0"
    if size < _OCTAL_MOST:
        header[124:136] = f"{size:011o}\0".encode()
    else:
        header[124:136] = b"\x80" + size.to_bytes(11, "big")
    header[136:148] = b"00000000000\0"
    header[148:156] = b" " * 8
    header[156:157] = b"0"
    header[257:265] = b"ustar\x0000"
    header[148:156] = f"{sum(header):06o}\0 ".encode()
    return bytes(header)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except HullmarkError:
        raise
    except OSError as error:
        raise DiskFullError(
            f"cannot write '{path}': {os.strerror(error.errno) if error.errno else error}",
            hint="free some room or choose another place (TMPDIR)",
        ) from error
