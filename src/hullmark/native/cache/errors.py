"""Why the cache cannot be used; a scan goes on without it."""

from hullmark.kernel.errors import StoreError


class CacheFolderError(StoreError):
    """The cache folder cannot be read or written, or belongs to another user.

    A scan says so once and reads everything anew. Name a folder of your own with HULLMARK_HOME,
    free some room, or leave the cache out with --no-cache.
    """

    code = "HM7020"
