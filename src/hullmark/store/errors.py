"""What can be wrong with a store; the result of a scan is told in spite of any of it."""

from hullmark.kernel.errors import StoreError


class StoreUnavailableError(StoreError):
    """The store cannot be opened or written: no permission, a read-only folder, a broken disk.

    Name another place with ``[store] url`` or ``HULLMARK_HOME``, or scan with ``--no-store``.
    """

    code = "HM7301"


class ForeignStoreError(StoreError):
    """Something stands at the store's place that is no store of Hullmark; it was not touched.

    Move it away, or name another place with ``[store] url``.
    """

    code = "HM7302"


class NewerStoreError(StoreError):
    """The store was written by a newer version of Hullmark; it was not touched.

    Update Hullmark, or name another store for this version with ``[store] url``.
    """

    code = "HM7303"


class DamagedStoreError(StoreError):
    """Pages or rows of the store are damaged.

    ``hullmark store check`` says what; what can still be read is saved with
    ``hullmark store export`` and read into a new store with ``hullmark store import``.
    """

    code = "HM7304"


class FullStoreError(StoreError):
    """The disk that the store is on is full; nothing half-stored is left behind.

    Free some room, or let ``hullmark store prune`` forget old scans, then scan again.
    """

    code = "HM7305"


class BusyStoreError(StoreError):
    """Another process holds the store's lock for longer than we wait.

    Scan again when it is done; a backup program that locks the file is the usual cause.
    """

    code = "HM7306"
    retryable = True


class StoreConnectionError(StoreError):
    """The database server cannot be reached, refused us, or went away in the middle.

    Check ``[store] url``, the server and its password file; nothing half-stored is left behind.
    """

    code = "HM7307"
    retryable = True


class StoreDriverError(StoreError):
    """The driver for this kind of database is not installed.

    Install it with ``pip install 'hullmark[postgres]'``.
    """

    code = "HM7308"


class MigrationError(StoreError):
    """The store of an older version could not be brought to this one's layout; it is as before.

    A copy of a SQLite store stands beside it, ending in ``.bak``; report the message.
    """

    code = "HM7309"


class StoreArchiveError(StoreError):
    """A file is no export of a store, is cut short, or does not fit this version.

    Write it again with ``hullmark store export``.
    """

    code = "HM7310"


class NotRecordedError(StoreError):
    """The store knows no such image, scan or finding.

    ``hullmark history`` without a name lists what it knows.
    """

    code = "HM7311"
    exit_status = 3
