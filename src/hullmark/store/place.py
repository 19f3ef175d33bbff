"""Where a store is: a SQLite file or a PostgreSQL server, as the settings or a flag say."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from hullmark.kernel.errors import ConfigError

_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
FILE_NAME = "store.db"


class WrongPlaceError(ConfigError):
    """The place of the store is neither a path nor a URL of a database that Hullmark speaks.

    Write a path, ``sqlite:///path`` or ``postgresql://user@host/database``.
    """

    code = "HM1170"


class Place(msgspec.Struct, frozen=True):
    """A SQLite file, or the URL of a PostgreSQL database."""

    path: Path | None = None
    url: str = ""

    @property
    def name(self) -> str:
        """Return how people are told of it: without a password."""
        if self.path is not None:
            return str(self.path)
        return without_password(self.url)


def place_of(where: str | Path | None, *, home: Path) -> Place:
    """Return the place that a setting names; the file in ``home`` without one.

    Raises:
        WrongPlaceError: It is neither a path nor a known URL.
    """
    if where is None:
        return Place(path=home / FILE_NAME)
    if isinstance(where, Path):
        return Place(path=where)
    scheme, separator, rest = where.partition("://")
    if not separator:
        return Place(path=Path(where).expanduser())
    if scheme == "sqlite":
        return Place(path=Path(unquote(rest.removeprefix("/"))))
    if scheme in _POSTGRES:
        return Place(url=f"postgresql+psycopg://{rest}")
    raise WrongPlaceError(
        f"'{without_password(where)}' is no place of a store",
        hint="write a path, sqlite:///path or postgresql://user@host/database",
    )


def without_password(url: str) -> str:
    """Return a URL that may be shown."""
    try:
        password = urlsplit(url).password
    except ValueError:
        return url.partition("://")[0] + "://…"
    shown = url.replace(f":{password}@", ":***@", 1) if password else url
    return shown.replace("postgresql+psycopg://", "postgresql://", 1)
