"""Inflates the beginning of a layer in a thread of its own, until somebody wants to walk it.

Inflating gives the interpreter away, so it runs beside the imports of a starting scan. From then
on whoever walks the layer inflates the rest itself: handing every block over between two
processors was measured to cost a third more than it saves, because blocks leave the cache.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from hullmark.images.image import Layer
from hullmark.images.layers import verified_blocks

MOST_BLOCKS = 40
"""Blocks (1 MiB each) inflated before anybody asks: more than fits into the time of the imports,
little enough to be held."""


def read_ahead(
    layers: Sequence[Layer], advance: Callable[[int], None] | None = None
) -> "Ahead | None":
    """Start inflating the largest layer; ``None`` where there is none."""
    if not layers:
        return None
    largest = max(range(len(layers)), key=lambda index: layers[index].info.size_bytes)
    return Ahead(layers, largest, advance)


class Ahead:
    """The verified blocks of one layer, being inflated from the moment this is made."""

    def __init__(
        self, layers: Sequence[Layer], index: int, advance: Callable[[int], None] | None = None
    ) -> None:
        self.index = index
        """Which of the image's layers it is."""
        self._content = verified_blocks(layers[index], advance)
        self._ready: deque[bytes] = deque()
        self._error: BaseException | None = None
        self._wanted = False
        self._thread = threading.Thread(target=self._inflate, daemon=True)
        self._thread.start()

    def blocks(self) -> Iterator[bytes]:
        """Yield what ``verified_blocks`` would; its errors are raised in their place."""
        self._wanted = True
        self._thread.join()
        try:
            while self._ready:
                yield self._ready.popleft()
            if self._error is not None:
                raise self._error
            yield from self._content
        finally:
            self._content.close()

    def stop(self) -> None:
        """Let go of the layer, when nobody wants it after all."""
        self._wanted = True
        self._thread.join()
        self._ready.clear()
        self._content.close()

    def _inflate(self) -> None:
        try:
            for block in self._content:
                self._ready.append(block)
                if self._wanted or len(self._ready) >= MOST_BLOCKS:
                    return
        except BaseException as error:  # noqa: BLE001 - carried to whoever walks the layer
            self._error = error
