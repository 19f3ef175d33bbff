"""Access to plain JSON values where a form has many dialects and a typed shape would lie."""

from typing import Any


def obj(value: Any) -> dict[str, Any]:
    """Return the object, empty where the value is none."""
    return value if isinstance(value, dict) else {}


def objs(value: Any) -> list[dict[str, Any]]:
    """Return the objects in a list; an object alone is a list of one."""
    if isinstance(value, dict):
        return [value]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text(entry: dict[str, Any], *names: str) -> str:
    """Return the first member of several spellings that says something, as text."""
    for name in names:
        value = entry.get(name)
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str | int | float) and value != "":
            return str(value)
        if isinstance(value, list) and value and all(isinstance(e, str | int) for e in value):
            return ", ".join(map(str, value))
    return ""


def whole(entry: dict[str, Any], *names: str) -> int | None:
    """Return the first member that is a whole number, also one written as text."""
    for name in names:
        value = entry.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().isdecimal():
            return int(value)
    return None
