"""The examples beside a module: inputs that must and must not break it, also shown in the docs."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from hullmark.rego.errors import BrokenExampleError

LABELS = ("bad", "good")


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One input with its label."""

    label: str
    number: int
    text: str
    note: str = ""


def load_examples(module_path: str) -> list[Example]:
    """Return the examples of the module in a file, none where it has no file of them.

    Raises:
        BrokenExampleError: The file is not TOML, or an example has no input.
    """
    path = Path(module_path).with_suffix(".examples.toml")
    try:
        record = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise BrokenExampleError(f"'{path}': {error}") from error
    return list(_examples(record, path))


def _examples(record: dict[str, Any], path: Path) -> Iterator[Example]:
    for label in LABELS:
        for number, each in enumerate(record.get(label, ()), 1):
            text = each.get("input") if isinstance(each, dict) else None
            if not isinstance(text, str):
                raise BrokenExampleError(f"'{path}': {label} example {number} has no 'input'")
            note = each.get("note", "")
            yield Example(label=label, number=number, text=text, note=str(note))
