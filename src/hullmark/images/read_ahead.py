"""Inflates a layer in a thread of its own, a bounded stretch ahead of whoever walks it.

Inflating releases the interpreter, so it runs beside the imports of a starting scan and beside
the walk: a small image is then read in the time that its inflation takes.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from queue import SimpleQueue

from hullmark.images.image import Layer
from hullmark.images.layers import verified_blocks

START_BLOCKS = 40
"""Blocks (1 MiB each) inflated before anybody asks: what fits into the time of the imports."""
STEADY_BLOCKS = 4
"""Blocks kept ahead from then on: enough to hide a hiccup, too few to be seen in memory."""


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
        self._layer = layers[index]
        self._advance = advance
        self._queue: SimpleQueue[bytes | BaseException | None] = SimpleQueue()
        self._room = threading.Semaphore(START_BLOCKS)
        self._stopped = False
        threading.Thread(target=self._inflate, daemon=True).start()

    def blocks(self) -> Iterator[bytes]:
        """Yield what ``verified_blocks`` would; its errors are raised here."""
        taken = 0
        try:
            while True:
                item = self._queue.get()
                if item is None:
                    return
                if isinstance(item, BaseException):
                    raise item
                taken += 1
                if taken > START_BLOCKS - STEADY_BLOCKS:
                    self._room.release()
                yield item
        finally:
            self.stop()

    def stop(self) -> None:
        """End the thread at its next block; called when nobody wants the rest."""
        self._stopped = True
        self._room.release()

    def _inflate(self) -> None:
        try:
            content = verified_blocks(self._layer, self._advance)
            for block in content:
                self._room.acquire()
                if self._stopped:
                    content.close()
                    return
                self._queue.put(block)
            self._queue.put(None)
        except BaseException as error:  # noqa: BLE001 - carried to whoever walks the layer
            self._queue.put(error)
