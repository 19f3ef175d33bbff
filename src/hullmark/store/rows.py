"""Content-addressed rows: looked up by key, written where they are new."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hullmark.store.connection import Store, one, rows_in
from hullmark.store.content import encode, key_of, pack, unpack

Content = tuple[str, bytes]
"""Kind of a document, and its bytes."""


def ids_of(
    store: Store, table: str, columns: Sequence[str], wanted: Mapping[bytes, Sequence[Any]]
) -> dict[bytes, int]:
    """Return the number of each key; rows that are new are written.

    Args:
        store: Inside ``writing``.
        table: Has a column ``key``.
        columns: The others, in the order of the rows.
        wanted: Key → row, without the key.
    """
    known = known_ids(store, table, wanted)
    missing = sorted(wanted.keys() - known.keys())
    if missing:
        names = ", ".join(("key", *columns))
        marks = ", ".join("?" * (len(columns) + 1))
        made = store.numbered(
            f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING id",  # noqa: S608 - ours
            ((key, *wanted[key]) for key in missing),
        )
        new = dict(zip(missing, made, strict=True))
        store.memo.update({(table, key): number for key, number in new.items()})
        known |= new
    return known


def look_up(store: Store, wanted: Mapping[str, Iterable[bytes]]) -> None:
    """Ask for the keys of several tables at once, where every question is a journey to a server.

    Args:
        store: Inside ``writing``; what is asked for them later is answered from memory.
        wanted: Table → keys.
    """
    if store.dialect == "sqlite":
        return
    asked = {table: list(set(keys)) for table, keys in wanted.items()}
    statement = " UNION ALL ".join(
        f"SELECT '{table}', key, id FROM {table} WHERE key = ANY(?)"  # noqa: S608 - tables of ours
        for table in asked
    )
    store.memo.update({(table, key): None for table, keys in asked.items() for key in keys})
    for table, key, number in store.rows(statement, *asked.values()):
        store.memo[table, bytes(key)] = number


def known_ids(store: Store, table: str, keys: Iterable[bytes]) -> dict[bytes, int]:
    """Return the number of each key that there is a row for."""
    found: dict[bytes, int] = {}
    unknown = []
    for key in keys:
        number = store.memo.get((table, key), 0)
        if number == 0:
            unknown.append(key)
        elif number is not None:
            found[key] = number
    if unknown:
        statement = f"SELECT key, id FROM {table} WHERE key IN ({{list}})"  # noqa: S608 - ours
        found |= {bytes(key): number for key, number in rows_in(store, statement, unknown)}
    return found


def known_id(store: Store, table: str, key: bytes) -> int | None:
    """Return the number of a key, ``None`` where there is no row for it."""
    return known_ids(store, table, (key,)).get(key)


def id_of(store: Store, table: str, columns: Sequence[str], key: bytes, row: Sequence[Any]) -> int:
    """Return the number of one key."""
    return ids_of(store, table, columns, {key: row})[key]


def document_key(content: Content) -> bytes:
    """Return the key of a document."""
    return key_of(content[0].encode(), content[1])


def document_ids(store: Store, contents: Iterable[Content]) -> dict[bytes, int]:
    """Return the number of each document by its key; what is new is compressed and written."""
    held = {document_key(content): content for content in contents}
    known = known_ids(store, "document", held)
    new = {
        key: (kind, len(raw), pack(raw)) for key, (kind, raw) in held.items() if key not in known
    }
    if new:
        known |= ids_of(store, "document", ("kind", "raw_bytes", "body"), new)
    return known


def document_id(store: Store, kind: str, value: object) -> int:
    """Return the number of one document; a value that is no bytes is encoded."""
    raw = value if isinstance(value, bytes) else encode(value)
    (number,) = document_ids(store, [(kind, raw)]).values()
    return number


def load_document(store: Store, number: int) -> bytes:
    """Return a document's bytes; nothing for one that was pruned away."""
    found = one(store, "SELECT body FROM document WHERE id = ?", number)
    return unpack(found[0]) if found else b""


def text_id(store: Store, table: str, text: str) -> int:
    """Return the number of a name in a table of names."""
    found = one(store, f"SELECT id FROM {table} WHERE name = ?", text)  # noqa: S608 - a table of ours
    if found is None:
        found = one(store, f"INSERT INTO {table} (name) VALUES (?) RETURNING id", text)  # noqa: S608
        assert found is not None
    return int(found[0])
