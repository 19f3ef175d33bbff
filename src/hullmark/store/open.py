"""Opens a store, whichever database it is in."""

from pathlib import Path
from typing import TYPE_CHECKING

from hullmark.store.place import Place

if TYPE_CHECKING:
    from hullmark.store.connection import Store


def open_store(place: Place, *, read_only: bool = False) -> "Store":
    """Open a store; made where it is missing, migrated where it is older.

    Args:
        place: Where it is.
        read_only: Only questions will be asked; a missing store is not made and answers as
            an empty one.

    Raises:
        StoreError: Whatever is wrong with it.
    """
    if place.path is not None:
        from hullmark.store.sqlite import SqliteStore  # noqa: PLC0415 - only what is used

        return SqliteStore(Path(place.path), read_only=read_only)
    from hullmark.store.postgres import PostgresStore  # noqa: PLC0415

    store = PostgresStore(place.url, read_only=read_only)
    if store.exists:
        return store
    store.close()
    from hullmark.store.sqlite import SqliteStore  # noqa: PLC0415 - see above

    return SqliteStore(Path(place.name), read_only=True)
