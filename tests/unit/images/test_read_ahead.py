"""Reading ahead gives the same blocks and errors as reading, and stays within its bounds."""

import functools
import gzip
import io
import os

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


@pytest.mark.parametrize("processors", [1, 2])
def test_the_blocks_are_those_of_the_layer(
    processors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost or reordered, whether the thread stays or hands the layer over."""
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    layer = _layer(gzip.compress(_TAR, 1))
    assert b"".join(Ahead([layer, layer], 0).blocks()) == b"".join(verified_blocks(layer))
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
    ahead = Ahead([_layer(gzip.compress(_TAR, 1))], 0)
    ahead._thread.join(0.5)
    assert len(ahead._ready) <= 4
    assert sum(len(block) for block in ahead.blocks()) == len(_TAR)


@pytest.mark.parametrize("processors", [0, 2])
def test_who_leaves_early_lets_go_of_the_layer(
    processors: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A walk that ends before the layer does closes its stream."""
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    stream = io.BytesIO(gzip.compress(_TAR, 1))
    info = LayerInfo(index=0, diff_id=None, digest=None, size_bytes=1)
    blocks = Ahead([Layer(info=info, media_type="", open=lambda: stream)], 0).blocks()
    next(blocks)
    blocks.close()  # type: ignore[attr-defined]
    assert stream.closed
