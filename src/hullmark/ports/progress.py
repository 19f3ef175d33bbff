"""Progress of long work, reported to whoever shows it."""

from typing import Protocol, runtime_checkable


class Progress(Protocol):
    """A sink for progress; every method may be called from any thread."""

    def stage(self, name: str, *, total: int | None = None) -> None:
        """Begin a stage (``"reading layers"``) of ``total`` units (bytes, records) where known."""

    def advance(self, amount: int) -> None:
        """Say that ``amount`` more units of the current stage are done."""


@runtime_checkable
class RowProgress(Protocol):
    """A sink that also shows many things going on at once; may be called from any thread."""

    def row(self, name: str, state: str) -> None:
        """Say how one of them stands now."""


class Silent:
    """Progress that nobody watches."""

    def stage(self, name: str, *, total: int | None = None) -> None:
        """Ignore it."""

    def advance(self, amount: int) -> None:
        """Ignore it."""


SILENT = Silent()
