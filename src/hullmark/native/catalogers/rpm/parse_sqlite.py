"""rpmdb.sqlite: header blobs in the table ``Packages``."""

from collections.abc import Iterator

from hullmark.native.catalogers.record import Buffer
from hullmark.native.catalogers.sqlite_file import Database, columns_of


def read_headers(content: Buffer) -> Iterator[bytes]:
    """Yield the blob of every row of ``Packages``.

    Raises:
        UnreadableFileError: The file is no SQLite database, is damaged, or has no such table.
    """
    database = Database(content)
    root, _ = database.find("Packages")
    for payload in database.rows(root):
        values = columns_of(payload, 2)
        if values[1]:
            yield values[1]
