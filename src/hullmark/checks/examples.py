"""The examples beside a check: inputs that must and must not break it, also shown in the docs."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from hullmark.checks.engine import Engine
from hullmark.checks.errors import BrokenExampleError
from hullmark.checks.readers import read_file, together
from hullmark.checks.record import Check

LABELS = ("bad", "good")
_FILE_NAMES = {
    "dockerfile": "Dockerfile",
    "image": "image.json",
    "compose": "compose.yaml",
    "kubernetes": "manifest.yaml",
}


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """One input with its label."""

    check: str
    label: str
    number: int
    text: str
    note: str = ""


def load_examples(check: Check) -> list[Example]:
    """Return the examples of a check, none where it has no file of them.

    Raises:
        BrokenExampleError: The file is not TOML, or an example has no input.
    """
    path = Path(check.path).with_suffix(".examples.toml")
    try:
        record = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise BrokenExampleError(f"'{path}': {error}") from error
    return list(_examples(record, check, path))


def wrong_examples(engine: Engine, check: Check) -> list[str]:
    """Return a sentence for each example that does not behave as it is labelled."""
    return [
        _wrong(engine, check, each) for each in load_examples(check) if _wrong(engine, check, each)
    ]


def _examples(record: dict[str, Any], check: Check, path: Path) -> Iterator[Example]:
    for label in LABELS:
        for number, each in enumerate(record.get(label, ()), 1):
            text = each.get("input") if isinstance(each, dict) else None
            if not isinstance(text, str):
                raise BrokenExampleError(f"'{path}': {label} example {number} has no 'input'")
            note = each.get("note", "")
            yield Example(check=check.id, label=label, number=number, text=text, note=str(note))


def _wrong(engine: Engine, check: Check, example: Example) -> str:
    name = _FILE_NAMES[check.kind]
    documents, issues = read_file(example.text.encode(), path=name, kind=check.kind)
    where = f"{check.id}: {example.label} example {example.number}"
    if issues:
        return f"{where} cannot be read: {issues[0].cause}"
    fired = False
    for document in (*documents, *together(documents)):
        outcome = engine.check(document)
        fired = fired or any(each.rule == check.id for each in outcome.violations)
        broken = [each.cause for each in outcome.issues if check.path in each.cause]
        if broken:
            return f"{where}: {broken[0]}"
    if fired == (example.label == "bad"):
        return ""
    return f"{where} {'breaks' if fired else 'does not break'} the check"
