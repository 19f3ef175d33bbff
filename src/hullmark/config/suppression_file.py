"""Reads a file of accepted findings: ``[[suppress]]`` tables with owner, reason and expiry."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from hullmark.config.errors import UnreadableConfigError, WrongValueError
from hullmark.model.suppression import Suppression

MOST_BYTES: Final = 16 * 1024 * 1024
"""Ten thousand entries take two megabytes."""


def find_suppressions(folder: Path) -> Path | None:
    """Return ``.hullmark/suppressions.toml`` of the folder or of one above it."""
    for place in (folder, *folder.resolve().parents):
        file = place / ".hullmark" / "suppressions.toml"
        if file.is_file():
            return file
    return None


def read_suppressions(file: Path) -> tuple[Suppression, ...]:
    """Return the entries in the order of the file.

    Raises:
        UnreadableConfigError: The file is missing, too large or not TOML.
        WrongValueError: An entry has an unknown field or a value of the wrong kind.
    """
    import tomllib  # noqa: PLC0415 - only where there is a file

    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise UnreadableConfigError(f"'{file}' is larger than {MOST_BYTES:,} bytes")
        document = tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise UnreadableConfigError(f"cannot read '{file}': {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableConfigError(f"'{file}' is not valid TOML: {error}") from error
    unknown = sorted(set(document) - {"suppress"})
    tables = document.get("suppress", [])
    if unknown or not isinstance(tables, list):
        name = unknown[0] if unknown else "suppress"
        raise WrongValueError(
            f"'{name}' in '{file}' is not understood", hint="write entries as [[suppress]] tables"
        )
    lines = _lines(data)
    return tuple(
        _entry(table, f"{file}:{lines[index] if index < len(lines) else 1}")
        for index, table in enumerate(tables)
    )


def _lines(data: bytes) -> list[int]:
    """Return the line of each ``[[suppress]]``."""
    return [
        number
        for number, line in enumerate(data.splitlines(), 1)
        if line.replace(b" ", b"").startswith(b"[[suppress]]")
    ]


def _entry(table: Any, place: str) -> Suppression:
    if isinstance(table, dict):
        table = {key: _day(value) for key, value in table.items()}
    try:
        entry = msgspec.convert(table, Suppression)
    except msgspec.ValidationError as error:
        raise WrongValueError(f"{place}: {error}") from error
    return replace(entry, source=place)


def _day(value: Any) -> Any:
    """Return the day of a time: TOML has both, and a decision holds until a day's end."""
    return value.date() if isinstance(value, datetime) else value
