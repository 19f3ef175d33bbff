"""Reads the layers of an image in parallel and collects the facts of each."""

import os
import threading
from collections.abc import Iterator, Sequence

from hullmark.images.image import Layer
from hullmark.images.layer_errors import BombError
from hullmark.images.layers import read_layer
from hullmark.images.read_ahead import Ahead
from hullmark.kernel import limits
from hullmark.kernel.errors import HullmarkError, IntegrityError
from hullmark.model.ledger import Issue
from hullmark.native.cache.facts import ImageCache
from hullmark.native.catalogers.record import Cataloger
from hullmark.native.collect import Collector, SecondPass
from hullmark.native.facts import LayerFacts, empty_facts
from hullmark.native.globs import Wanted
from hullmark.native.secrets.sink import SecretReader
from hullmark.ports.progress import Progress

MAX_WORKERS = 8
"""Layers read at once; each holds a few MiB, and disks rarely feed more."""


def read_layers(
    layers: Sequence[Layer],
    catalogers: Sequence[Cataloger],
    *,
    progress: Progress,
    workers: int | None = None,
    ahead: Ahead | None = None,
    known: ImageCache | None = None,
    secrets: SecretReader | None = None,
) -> tuple[list[LayerFacts], list[Issue]]:
    """Return the facts of every layer, lowest first, and an issue per layer that broke.

    The layer that is already being inflated comes first, then the largest; the calling thread is
    one of the workers. What is ``known`` is not read, and what is read becomes known.

    Raises:
        IntegrityError: A layer's bytes are not those that the manifest names.
        BombError: There are more layers than any engine would run.
    """
    if len(layers) > limits.LAYERS:
        raise BombError(f"image has {len(layers)} layers, more than {limits.LAYERS}")
    reading = _Reading(
        layers, catalogers, progress=progress, ahead=ahead, known=known, secrets=secrets
    )
    return reading.run(workers)


class _Reading:
    """One run over all layers."""

    def __init__(
        self,
        layers: Sequence[Layer],
        catalogers: Sequence[Cataloger],
        *,
        progress: Progress,
        ahead: Ahead | None,
        known: ImageCache | None,
        secrets: SecretReader | None,
    ) -> None:
        self._layers = layers
        self._progress = progress
        self._known = known
        self._secrets = secrets
        self._inflating = ahead
        self._wanted = Wanted(catalogers)
        self._binaries = tuple(each for each in catalogers if each.needles or each.sections)
        self._facts = [empty_facts() for _ in layers]
        self._issues: list[Issue] = []
        self._fatal: list[BaseException] = []
        self._order = sorted(range(len(layers)), key=lambda index: layers[index].info.size_bytes)
        self._ahead: dict[int, Iterator[bytes]] = {}
        if ahead is not None:
            self._ahead[ahead.index] = ahead.blocks()
            self._order.remove(ahead.index)
            self._order.append(ahead.index)

    def run(self, workers: int | None) -> tuple[list[LayerFacts], list[Issue]]:
        """Read everything and return facts and issues, or raise what ended the run."""
        count = min(workers or os.cpu_count() or 1, MAX_WORKERS, len(self._layers))
        threads = [threading.Thread(target=self._work, daemon=True) for _ in range(count - 1)]
        try:
            self._work(threads)
            for thread in threads:
                thread.join()
        except KeyboardInterrupt as interrupt:
            self._fatal.append(interrupt)  # the other workers stop before their next layer
            raise
        if self._fatal:
            raise self._fatal[0]
        return self._facts, sorted(self._issues, key=lambda issue: issue.layer_index or 0)

    def _work(self, others: Sequence[threading.Thread] = ()) -> None:
        for index in self._indexes(others):
            collector = Collector(
                wanted=self._wanted,
                binaries=self._binaries,
                log_names=index > 0,
                secrets=self._secrets,
            )
            try:
                if self._recall(index):
                    continue
                self._read(index, collector)
                if self._known is not None:
                    self._known.keep(index, collector.facts)
            except IntegrityError as error:
                self._fatal.append(error)
            except HullmarkError as error:
                self._issues.append(_layer_issue(index, self._layers[index], error))
            except BaseException as error:  # noqa: BLE001 - carried to the caller's thread
                self._fatal.append(error)
            self._facts[index] = collector.facts

    def _indexes(self, others: Sequence[threading.Thread]) -> Iterator[int]:
        """Yield layers to read; the first caller takes its own before it wakes the others."""
        while self._order and not self._fatal:
            try:
                index = self._order.pop()
            except IndexError:  # another worker was faster
                return
            for thread in others:
                thread.start()
            others = ()
            yield index

    def _recall(self, index: int) -> bool:
        """Take the facts of a layer from the cache, if it holds them."""
        facts = self._known.load(index) if self._known is not None else None
        if facts is None:
            return False
        self._facts[index] = facts
        if self._inflating is not None and self._ahead.pop(index, None) is not None:
            self._inflating.stop()
        self._progress.advance(self._layers[index].info.size_bytes)
        return True

    def _read(self, index: int, collector: Collector) -> None:
        """Read one layer, and once more for the few files that must be seen whole."""
        layer = self._layers[index]
        members = 0
        try:
            members = read_layer(
                layer,
                collector,
                content=self._ahead.pop(index, None),
                advance=self._progress.advance,
            )
        finally:
            collector.finish(members)
        if collector.again or collector.links:
            read_layer(layer, SecondPass(collector))


def _layer_issue(index: int, layer: Layer, error: HullmarkError) -> Issue:
    name = layer.info.diff_id or layer.info.digest or "without a digest"
    return Issue(
        path=f"layer {index} ({name})",
        cause=error.message,
        layer_index=index,
        hint=error.hint or "",
        code=error.code,
    )
