"""Readers of single values: what TOML, a variable or a flag gives becomes what a setting is.

They raise ``TypeError`` or ``ValueError`` with the rest of a sentence that names the setting.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hullmark.kernel.secret_text import SecretText

_UNITS: dict[str, int] = {
    "": 1,
    **{letter: 1000**power for power, letter in enumerate("kmgt", 1)},
    **{f"{letter}i": 1024**power for power, letter in enumerate("kmgt", 1)},
}


def boolean(value: Any) -> bool:
    """Read a yes or no as flags, TOML and variables spell it."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in ("1", "true", "yes", "on"):
        return True
    if word in ("0", "false", "no", "off"):
        return False
    raise ValueError(f"'{value}' is neither true nor false")


def whole_number(value: Any) -> int:
    """Read a whole number of 1 or more."""
    if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
        raise TypeError(f"'{value}' is not a whole number")
    number = int(value)
    if number < 1:
        raise ValueError(f"'{value}' is less than 1")
    return number


def size(value: Any) -> int:
    """Read a size in bytes: a whole number, or one with a unit (``500MB``, ``2 GiB``)."""
    if isinstance(value, str):
        digits = value.strip().rstrip("bikmgtBIKMGT ")
        unit = value.strip()[len(digits) :].strip().lower().rstrip("b")
        if unit not in _UNITS or not digits.isdecimal():
            raise ValueError(f"'{value}' is not a size such as 500MB or 2GiB")
        return int(digits) * _UNITS[unit]
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"'{value}' is not a size")
    number: int = value
    if number < 0:
        raise ValueError(f"'{number}' is less than 0")
    return number


def seconds(value: Any) -> float:
    """Read a time of up to a day."""
    number = float(value)
    if not 0 < number < 86_400:
        raise ValueError(f"'{value}' is not between 0 and 86400 seconds")
    return number


def table(value: Any) -> dict[str, str]:
    """Read a table of text, or ``a=b,c=d`` from a variable."""
    if isinstance(value, str):  # HULLMARK_MIRRORS=docker.io=mirror.example,quay.io=…
        pairs = [part.partition("=") for part in value.split(",") if part.strip()]
        value = {key.strip(): target.strip() for key, _, target in pairs}
    if not isinstance(value, dict) or not all(
        isinstance(key, str) and isinstance(target, str) and target for key, target in value.items()
    ):
        raise TypeError("it is not a table of text")
    return dict(value)


def text(value: Any) -> str:
    """Read text that is not empty."""
    if not isinstance(value, str) or not value:
        raise TypeError(f"'{value}' is not text")
    return value


def path(value: Any) -> Path:
    """Read a path, ``~`` expanded."""
    return value if isinstance(value, Path) else Path(text(value)).expanduser()


def database_place(value: Any) -> Path | str:
    """Read where a database is: a path, or a URL that is kept as text."""
    return text(value) if isinstance(value, str) and "://" in value else path(value)


def paths(value: Any) -> tuple[Path, ...]:
    """Read several paths: a list, or text with commas from a variable."""
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list | tuple):
        raise TypeError("it is not a list of paths")
    return tuple(path(each) for each in value)


def texts(value: Any) -> tuple[str, ...]:
    """Read several words: a list, or text with commas from a variable."""
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list | tuple):
        raise TypeError("it is not a list of text")
    return tuple(text(each) for each in value)


def secret_texts(value: Any) -> tuple[SecretText, ...]:
    """Read several secrets: a list, or text with commas from a variable."""
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list | tuple) or not all(isinstance(each, str) for each in value):
        raise TypeError("it is not a list of text")
    return tuple(SecretText(each) for each in value)


def several_of(*choices: str) -> Callable[[Any], tuple[str, ...]]:
    """Return a reader of words out of several."""
    read_one = one_of(*choices)
    return lambda value: tuple(read_one(each) for each in texts(value))


def days_by(*names: str) -> Callable[[Any], dict[str, int]]:
    """Return a reader of a table of days by name, or of ``critical=7,high=30``."""

    def read(value: Any) -> dict[str, int]:
        if isinstance(value, str):
            value = table(value)
        if not isinstance(value, dict):
            raise TypeError("it is not a table of days")
        read_name = one_of(*names)
        return {read_name(name): whole_number(days) for name, days in value.items()}

    return read


def path_table(value: Any) -> dict[str, Path]:
    """Read a table of paths, ``~`` expanded, or ``a=b,c=d`` from a variable."""
    return {name: path(each) for name, each in table(value).items()}


def address(value: Any) -> str:
    """Read ``host:port``."""
    host, colon, port = text(value).rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > 65_535:
        raise ValueError(f"'{value}' is not an address with a port such as 127.0.0.1:0")
    return str(value)


def one_of(*choices: str) -> Callable[[Any], str]:
    """Return a reader of one word of several."""

    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"'{value}' is none of {', '.join(choices)}")
        return str(value)

    return read
