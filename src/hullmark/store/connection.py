"""What the room asks of a database: rows for a statement, and transactions of one writer.

Statements are plain SQL that SQLite and PostgreSQL both take, with ``?`` for each value.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal, Protocol

Row = tuple[Any, ...]
Dialect = Literal["sqlite", "postgresql"]
CHUNK = 500
"""Values in one list of a statement; SQLite's oldest limit is 999."""


class Store(Protocol):
    """An open store; used by one thread at a time."""

    @property
    def dialect(self) -> Dialect:
        """Return whose database it is."""

    @property
    def name(self) -> str:
        """Return where it is, without a password."""

    @property
    def exists(self) -> bool:
        """Say whether there is a store; one that was opened for questions alone may not be."""

    def rows(self, statement: str, *values: Any) -> list[Row]:
        """Return every row."""

    def each(self, statement: str, *values: Any) -> Iterator[Row]:
        """Yield rows as they come."""

    def run(self, statement: str, *values: Any) -> int:
        """Run a statement; return how many rows it touched."""

    def many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement once per row."""

    def numbered(self, statement: str, rows: Iterable[Sequence[Any]]) -> list[int]:
        """Run an ``INSERT … RETURNING id`` once per row; return the numbers in their order."""

    @property
    def memo(self) -> dict[tuple[str, bytes], int | None]:
        """Return numbers of keys that this transaction knows; ``None`` for rows that are missing.

        Only ``store.rows`` reads and fills it; it is empty outside ``writing``.
        """

    def writing(self) -> AbstractContextManager[None]:
        """Hold the one writer's lock; what the block did is there as a whole or not at all."""

    def reading(self) -> AbstractContextManager[None]:
        """Hold one state of the store while the block asks several things."""

    def size_bytes(self) -> int:
        """Return what the store takes on disk."""

    def close(self) -> None:
        """Let go of it."""


def one(store: Store, statement: str, *values: Any) -> Row | None:
    """Return the first row, if there is any."""
    found = store.rows(statement, *values)
    return found[0] if found else None


def rows_in(store: Store, statement: str, values: Sequence[Any], *more: Any) -> Iterator[Row]:
    """Yield rows of a statement for the values of ``IN ({list})``, which stands last in it."""
    if store.dialect == "postgresql":
        # One statement whatever the length: the server keeps its plan.
        if values:
            yield from store.rows(statement.replace("IN ({list})", "= ANY(?)"), *more, list(values))
        return
    for start in range(0, len(values), CHUNK):
        chunk = values[start : start + CHUNK]
        marks = ", ".join("?" * len(chunk))
        yield from store.rows(statement.replace("{list}", marks), *more, *chunk)


def numbers(store: Store, values: Iterable[int]) -> tuple[str, Any]:
    """Return a table expression with the column ``value`` and the value that fills its ``?``."""
    if store.dialect == "sqlite":
        return "json_each(?)", "[" + ",".join(map(str, values)) + "]"
    return "unnest(CAST(? AS bigint[])) AS listed(value)", list(values)
