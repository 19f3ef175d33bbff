"""Where evidence was seen, without what an image's layers already say: shared by many builds."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from hullmark.model.component import Location
from hullmark.model.image import DiffId, LayerInfo
from hullmark.store.content import damaged, encode


class _Place(msgspec.Struct, frozen=True, array_like=True, omit_defaults=True):
    path: str
    layer_index: int | None = None
    line: int | None = None
    column: int | None = None
    note: str = ""
    own: bool = False
    """Whether layer and instruction are not those of the image at that position."""
    layer: str | None = None
    instruction: str | None = None


def pack_places(groups: Iterable[Sequence[Location]], layers: Sequence[LayerInfo]) -> bytes:
    """Return the places of several things, in their order."""
    return encode([[_place(each, layers) for each in group] for group in groups])


def unpack_places(packed: bytes, layers: Sequence[LayerInfo]) -> list[tuple[Location, ...]]:
    """Return what was packed, with the layers of the image filled in.

    Raises:
        DamagedStoreError: It is not what was packed.
    """
    if not packed:
        return []
    try:
        groups = msgspec.msgpack.decode(packed, type=list[list[_Place]])
    except msgspec.DecodeError as error:
        raise damaged(f"places cannot be read: {error}") from error
    return [tuple(_location(place, layers) for place in group) for group in groups]


def _place(location: Location, layers: Sequence[LayerInfo]) -> _Place:
    at = location.layer_index
    inferred = _inferred(at, layers)
    own = (location.layer, location.instruction) != inferred
    return _Place(
        path=location.path,
        layer_index=at,
        line=location.line,
        column=location.column,
        note=location.note,
        own=own,
        layer=location.layer if own else None,
        instruction=location.instruction if own else None,
    )


def _location(place: _Place, layers: Sequence[LayerInfo]) -> Location:
    layer: Any
    layer, instruction = (
        (place.layer, place.instruction) if place.own else _inferred(place.layer_index, layers)
    )
    return Location(
        path=place.path,
        layer=DiffId(layer) if layer is not None else None,
        layer_index=place.layer_index,
        instruction=instruction,
        line=place.line,
        column=place.column,
        note=place.note,
    )


def _inferred(at: int | None, layers: Sequence[LayerInfo]) -> tuple[str | None, str | None]:
    if at is None or not 0 <= at < len(layers):
        return None, None
    layer = layers[at]
    return layer.diff_id, layer.instruction or None


def without_layers(locations: Sequence[Location]) -> tuple[Location, ...]:
    """Return locations without the layer they are in."""
    return tuple(
        replace(each, layer=None, layer_index=None, instruction=None) for each in locations
    )
