"""Images scanned cold and warm, for tests that compare the two."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from hullmark.images.image import Image, ImageOptions
from hullmark.images.open import open_target
from hullmark.native.cache.facts import FactCache
from hullmark.native.cache.store import EntryStore
from hullmark.native.catalogers.record import Cataloger
from hullmark.native.contents import Inventory
from hullmark.native.inventory import take_inventory
from hullmark.ports.progress import SILENT
from hullmark.shipped import CATALOGERS


class CountingBytes:
    """Counts the layers of an image that are opened."""

    def __init__(self) -> None:
        self.opened: list[int] = []

    def watch(self, image: Image) -> Image:
        """Return the image with layers that report being opened."""
        layers = tuple(
            msgspec.structs.replace(layer, open=self._watched(index, layer.open))
            for index, layer in enumerate(image.layers)
        )
        return msgspec.structs.replace(image, layers=layers)

    def _watched(self, index: int, inner):  # type: ignore[no-untyped-def]
        def opened():  # type: ignore[no-untyped-def]
            self.opened.append(index)
            return inner()

        return opened


def open_cache(folder: Path, *, analyzer: str = "tests") -> FactCache:
    """Return a cache in a folder."""
    return FactCache(EntryStore(folder), analyzer=analyzer)


def read_target(
    target: str,
    cache: FactCache | None,
    *,
    catalogers: Sequence[Cataloger] = CATALOGERS,
    whole: bool = True,
) -> tuple[Inventory, list[int]]:
    """Return the inventory of a target's first image, and the layers that were opened for it.

    ``whole``: an inventory that is kept as such is taken, as a scan does.
    """
    counting = CountingBytes()
    with open_target(target, options=ImageOptions(), progress=SILENT) as images:
        opened = images[0]
        assert isinstance(opened, Image)
        image = counting.watch(opened)
        if cache is not None and whole:
            known = cache.load_inventory(image)
            if known is not None:
                return known, counting.opened
        inventory = take_inventory(image, catalogers=catalogers, workers=1, cache=cache)
    return inventory, sorted(set(counting.opened))


def content_of(inventory: Inventory) -> bytes:
    """Return all that an inventory says of the image, and nothing about how it was taken."""
    return msgspec.json.encode(msgspec.structs.replace(inventory, cached_layers=0, key=b""))
