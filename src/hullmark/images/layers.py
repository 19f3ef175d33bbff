"""Reads one layer once: inflate, hash, walk; the visitor keeps what it wants."""

import hashlib
from collections.abc import Callable, Generator, Iterator

from hullmark.images.image import Layer
from hullmark.images.inflate import StoredBytes, blocks
from hullmark.images.layer_errors import DiffIdError, LayerDigestError
from hullmark.images.tar import Visitor, walk


def read_layer(
    layer: Layer,
    visitor: Visitor,
    *,
    content: Iterator[bytes] | None = None,
    advance: Callable[[int], None] | None = None,
) -> int:
    """Stream ``layer`` through ``visitor`` and verify it; return the number of members.

    Args:
        layer: What to read.
        visitor: Hears of every member.
        content: The layer's verified blocks, where somebody already inflates them.
        advance: Told how many stored bytes have been read, for progress.

    Raises:
        BrokenLayerError: The stream or the tar is damaged.
        BombError: A limit is broken.
        LayerDigestError: The bytes are not those that the manifest names.
        DiffIdError: They are not those that the configuration names; all of them were walked.
        NetworkError: The blob could not be fetched.
    """
    return walk(content if content is not None else verified_blocks(layer, advance), visitor)


def verified_blocks(
    layer: Layer, advance: Callable[[int], None] | None = None
) -> Generator[bytes, None, None]:
    """Yield the layer's uncompressed tar in blocks, and complain after the last if it is not it.

    A blob that its source has not verified is hashed on the way: by its compressed digest, or by
    its diff ID where the source stores it uncompressed or names no digest.
    """
    stream = layer.open()
    try:
        by_digest = not layer.verified and layer.info.digest is not None
        stored = StoredBytes(stream, hashed=by_digest)
        content = blocks(stored)
        if advance is not None:
            content = _reporting(content, stored, advance)
        if not by_digest and not layer.verified and layer.info.diff_id is not None:
            content = _verified(content, layer.info.diff_id)
        yield from content
        if by_digest and stored.digest() != layer.info.digest:
            raise LayerDigestError(
                f"layer {layer.info.index} is '{stored.digest()}', the manifest says "
                f"'{layer.info.digest}'",
                hint="pull or build the image again; do not use this copy",
            )
    finally:
        stream.close()


def _reporting(
    content: Iterator[bytes], stored: StoredBytes, advance: Callable[[int], None]
) -> Iterator[bytes]:
    told = 0
    for block in content:
        if stored.size_bytes != told:
            advance(stored.size_bytes - told)
            told = stored.size_bytes
        yield block


def _verified(content: Iterator[bytes], diff_id: str) -> Iterator[bytes]:
    """Pass blocks on, and complain after the last where the whole is not ``diff_id``."""
    digest = hashlib.sha256()
    for block in content:
        digest.update(block)
        yield block
    actual = f"sha256:{digest.hexdigest()}"
    if actual != diff_id:
        raise DiffIdError(
            f"layer is '{actual}', the image configuration says '{diff_id}'",
            hint="its content was read; save the image again to be sure of it",
        )
