"""Reading ahead gives the same blocks and errors as reading, and stays within its bounds."""

import functools
import gzip
import io
import threading
import time

import pytest

from hullmark.images import read_ahead as module
from hullmark.images.image import Layer
from hullmark.images.layer_errors import LayerDigestError
from hullmark.images.layers import verified_blocks
from hullmark.images.read_ahead import Ahead, read_ahead
from hullmark.model.image import Digest, LayerInfo
from image_builder import digest

_TAR = bytes(70 * 1024 * 1024)


def _layer(blob: bytes, name: str | None = None, index: int = 0) -> Layer:
    info = LayerInfo(
        index=index, diff_id=None, digest=Digest(name or digest(blob)), size_bytes=len(blob)
    )
    return Layer(info=info, media_type="", open=functools.partial(io.BytesIO, blob))


def test_the_blocks_are_those_of_the_layer() -> None:
    """Nothing is lost or reordered on the way between the threads."""
    layer = _layer(gzip.compress(_TAR, 1))
    assert b"".join(Ahead([layer], 0).blocks()) == b"".join(verified_blocks(layer))


def test_the_largest_layer_is_chosen() -> None:
    """What takes longest begins first; an image without layers has none to read."""
    layers = [_layer(b"x" * size, index=at) for at, size in enumerate((10, 3000, 20))]
    ahead = read_ahead(layers)
    assert ahead is not None
    assert ahead.index == 1
    ahead.stop()
    assert read_ahead([]) is None


def test_errors_reach_the_reader() -> None:
    """A layer that is not what its digest says is refused, whichever thread notices."""
    layer = _layer(gzip.compress(b"x" * 2000), "sha256:" + "0" * 64)
    with pytest.raises(LayerDigestError):
        list(Ahead([layer], 0).blocks())


def test_no_more_than_the_bound_is_inflated_before_anybody_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Memory does not follow the size of the layer."""
    monkeypatch.setattr(module, "START_BLOCKS", 3)
    monkeypatch.setattr(module, "STEADY_BLOCKS", 2)
    ahead = Ahead([_layer(gzip.compress(_TAR, 1))], 0)
    blocks = ahead.blocks()
    next(blocks)
    for _ in range(200):
        if ahead._queue.qsize() >= 2:
            break
        time.sleep(0.01)
    assert ahead._queue.qsize() <= 3
    blocks.close()  # type: ignore[attr-defined]
    for _ in range(200):
        if threading.active_count() == 1:
            break
        time.sleep(0.01)
