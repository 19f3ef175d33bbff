"""Holds SQLite to reading tables: a database from elsewhere may bring a schema that computes.

A view in place of a table can run without end, a virtual table can reach code that nobody asked
for, and a row can claim gigabytes. None of them is in a database that Hullmark wrote.
"""

import sqlite3
from typing import Final

from hullmark.advisories.errors import DatabaseDamagedError

VALUE_BYTES: Final = 256 * 1024 * 1024
"""One value; the largest real one, the row of the Linux kernel, has about 20 MiB."""
SQL_BYTES: Final = 100_000
"""One statement, those of the schema included."""
SCHEMA_ENTRIES: Final = 100
"""Tables and indexes; there are about twenty."""

_COMPUTING: Final = (
    "SELECT type, name FROM sqlite_master"
    " WHERE type NOT IN ('table', 'index') OR rootpage = 0 OR rootpage IS NULL"
)


def distrust(connection: sqlite3.Connection) -> None:
    """Take every power from the schema, and refuse one that wants any.

    Raises:
        DatabaseDamagedError: It holds views, triggers, virtual tables or too many tables.
        sqlite3.Error: It cannot be read.
    """
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, VALUE_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, SQL_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    (entries,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    found = connection.execute(_COMPUTING).fetchone()
    if found is not None or entries > SCHEMA_ENTRIES:
        what = f"a {found[0]} '{str(found[1])[:80]}'" if found else f"{entries} tables"
        raise DatabaseDamagedError(
            f"the advisory database holds {what}, which Hullmark never writes",
            hint="delete it and fetch it again from a source that you trust",
        )
