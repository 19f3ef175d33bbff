"""Where Hullmark may keep things between runs: nothing is written anywhere else unless asked."""

import os
from pathlib import Path


def state_folder() -> Path:
    """Return the folder for databases and caches, not created yet.

    ``HULLMARK_HOME`` names it; without it the platform's user data folder is used.
    """
    home = os.environ.get("HULLMARK_HOME")
    if home:
        return Path(home).expanduser()
    if os.name == "posix" and "XDG_DATA_HOME" not in os.environ:
        # The common case, answered without importing platformdirs (2 ms of a 40 ms start).
        return _posix_data_folder()
    import platformdirs  # noqa: PLC0415 - see above

    return Path(platformdirs.user_data_dir("hullmark", appauthor=False))


def database_path() -> Path:
    """Return where the advisory database stands."""
    return state_folder() / "advisories.db"


def cache_folder() -> Path:
    """Return where facts about layers are kept; it may be removed at any time."""
    return state_folder() / "cache"


def compiled_folder() -> Path:
    """Return where rules are kept in their compiled form: nothing in it is of what was scanned.

    So scans that keep nothing (``--no-cache``) use it, too.
    """
    return state_folder() / "compiled"


def _posix_data_folder() -> Path:
    import sys  # noqa: PLC0415 - one name, one place

    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.expanduser raises without a home
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "hullmark"
    return home / ".local" / "share" / "hullmark"
