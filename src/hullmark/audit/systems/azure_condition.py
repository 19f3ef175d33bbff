"""Judges a condition of Azure Pipelines: ``and(succeeded(), eq(variables['x'], 'y'))``."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from hullmark.audit.systems.situation import every, some, turned

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^']*')|variables\[\s*'(?P<index>[^']+)'\s*\]"
    r"|variables\.(?P<dotted>[\w.]+)|(?P<name>[A-Za-z_][\w.]*)|(?P<mark>[(),])|(?P<number>\d+))"
)
_DEPTH = 40
_WELL = {"succeeded": True, "always": True, "succeededorfailed": True, "failed": False}
_WELL |= {"canceled": False}
_COMPARED: dict[str, Callable[[str, str], bool]] = {
    "eq": lambda one, other: one.lower() == other.lower(),
    "ne": lambda one, other: one.lower() != other.lower(),
    "startswith": lambda one, other: one.lower().startswith(other.lower()),
    "endswith": lambda one, other: one.lower().endswith(other.lower()),
    "contains": lambda one, other: other.lower() in one.lower(),
}


def azure_condition(text: str, values: Mapping[str, str]) -> bool | None:
    """Return whether a condition holds; ``None`` where only a run knows."""
    tokens = [match for match in _TOKEN.finditer(text) if match[0].strip()]
    value, _ = _read(tokens, 0, {k.lower(): v for k, v in values.items()}, 0)
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower())
    return bool(value) if value is not None else None


def _read(
    tokens: list[re.Match[str]], at: int, values: Mapping[str, str], depth: int
) -> tuple[Any, int]:
    if at >= len(tokens) or depth > _DEPTH:
        return None, at + 1
    token = tokens[at]
    if token["text"] is not None:
        return token["text"][1:-1], at + 1
    if token["index"] or token["dotted"]:
        found = values.get((token["index"] or token["dotted"]).lower())
        return (None if found is None or "$" in found else found), at + 1
    name = (token["name"] or token["number"] or "").lower()
    if at + 1 >= len(tokens) or tokens[at + 1]["mark"] != "(":
        return {"true": True, "false": False}.get(name, name or None), at + 1
    given: list[Any] = []
    at += 2
    while at < len(tokens) and tokens[at]["mark"] != ")":
        if tokens[at]["mark"] == ",":
            at += 1
            continue
        value, at = _read(tokens, at, values, depth + 1)
        given.append(value)
    return _called(name, given), at + 1


def _called(name: str, given: list[Any]) -> bool | None:  # noqa: PLR0911 - one name, one line
    if name in _WELL:
        return _WELL[name]
    if name == "and":
        return every(given)
    if name == "or":
        return some(given)
    if name == "not" and given:
        return turned(given[0])
    texts = [str(each).lower() if isinstance(each, bool) else each for each in given]
    if name in _COMPARED and len(texts) == 2 and None not in texts:
        return _COMPARED[name](texts[0], texts[1])
    if name == "in" and texts and None not in texts:
        return any(_COMPARED["eq"](texts[0], each) for each in texts[1:])
    return None
