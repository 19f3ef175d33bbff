"""Ledgers as the store keeps them: rows once, lists of rows once."""

from collections.abc import Sequence

from hullmark.model.ledger import LedgerRow
from hullmark.store.connection import Store
from hullmark.store.content import clean, key_of
from hullmark.store.rows import id_of, ids_of, known_id


class Ledger:
    """Rows of a ledger, in order, in the form they are kept in."""

    def __init__(self, rows: Sequence[LedgerRow], *, target: str = "") -> None:
        self.entries: dict[bytes, tuple[str, ...]] = {}
        self.order: list[bytes] = []
        for row in rows:
            words = (
                "" if row.target == target else clean(row.target),
                clean(row.scanner),
                clean(row.check),
                row.status.value,
                clean(row.reason),
                clean(row.data_date or ""),
            )
            key = key_of(*(word.encode() for word in words))
            self.entries[key] = words
            self.order.append(key)
        self.key = key_of(*self.order)


def ledger_id(store: Store, rows: Sequence[LedgerRow], *, target: str = "") -> int:
    """Return the number of a ledger; rows of ``target`` do not say its name."""
    columns = ("target", "scanner", "check_name", "status", "reason", "data_date")
    ledger = Ledger(rows, target=target)
    known = known_id(store, "ledger", ledger.key)
    if known is not None:
        return known
    number = id_of(store, "ledger", (), ledger.key, ())
    numbers = ids_of(store, "ledger_entry", columns, ledger.entries)
    store.many(
        "INSERT INTO ledger_row (ledger_id, place, entry_id) VALUES (?, ?, ?)",
        [(number, place, numbers[key]) for place, key in enumerate(ledger.order)],
    )
    return number
