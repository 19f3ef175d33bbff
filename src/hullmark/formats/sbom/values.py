"""Access to decoded values of unknown shape: what has the wrong type is absent."""

from typing import Any, TypeAlias

Object: TypeAlias = dict[str, Any]


def text(value: object) -> str:
    """Return a text without white space around it, empty for anything else."""
    return value.strip() if isinstance(value, str) else ""


def objects(value: object) -> list[Object]:
    """Return the objects of a list, or the one object that stands where a list could."""
    if isinstance(value, list):
        return [each for each in value if isinstance(each, dict)]
    return [value] if isinstance(value, dict) else []


def object_of(value: object) -> Object:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def texts(value: object) -> list[str]:
    """Return the texts of a list, or the one text that stands where a list could."""
    if isinstance(value, list):
        return [each.strip() for each in value if isinstance(each, str) and each.strip()]
    return [value.strip()] if isinstance(value, str) and value.strip() else []


def size(value: object) -> int:
    """Return the number of items of a list, 0 for anything else."""
    return len(value) if isinstance(value, list) else 0


def named_tool(name: object, version: object) -> str:
    """Return a program with its version, where it has one."""
    title, number = text(name), text(version)
    return f"{title} {number}" if title and number and "not provided" not in number else title
