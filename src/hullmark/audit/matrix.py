"""The legs of a matrix, as GitHub expands them."""

from itertools import product
from typing import Any

from hullmark.audit.expression import Look, Unknown, as_text, value_of
from hullmark.formats.placed_yaml import Map, Null, Text

_LEGS = 256
"""Jobs that one matrix may come to: GitHub's own limit."""
Leg = dict[str, Any]


def legs_of(matrix: Any, look: Look) -> tuple[list[Leg], bool]:  # noqa: PLR0912 - GitHub's own order
    """Return the legs of a matrix, at least one, and whether all of it is known."""
    if isinstance(matrix, Text):
        matrix = value_of(str(matrix), look)
    if isinstance(matrix, Unknown):
        return [{}], False
    given = plain(matrix, look)
    if not isinstance(given, dict):
        return [{}], True
    known = True
    axes: dict[str, list[Any]] = {}
    for name, values in given.items():
        if name in ("include", "exclude"):
            continue
        if isinstance(values, list):
            axes[name] = values
        else:
            known = False
    include, exclude = given.get("include", []), given.get("exclude", [])
    if isinstance(include, Unknown) or isinstance(exclude, Unknown):
        known = False
    include = include if isinstance(include, list) else []
    exclude = exclude if isinstance(exclude, list) else []
    legs: list[Leg] = []
    if axes:
        for values in product(*axes.values()):
            leg = dict(zip(axes, values, strict=True))
            if not any(_holds(each, leg) for each in exclude if isinstance(each, dict)):
                legs.append(leg)
            if len(legs) >= _LEGS:
                break
    original = [dict(leg) for leg in legs]
    for extra in (each for each in include if isinstance(each, dict)):
        fits = [
            leg
            for leg, first in zip(legs, original, strict=False)
            if all(first[key] == value for key, value in extra.items() if key in first)
        ]
        if (fits and any(key in axes for key in extra)) or (fits and axes):
            for leg in fits:
                leg.update(extra)
        else:
            legs.append(dict(extra))
    return (legs[:_LEGS] or [{}]), known


def leg_title(leg: Leg) -> str:
    """Return what tells a leg from its siblings."""
    return ", ".join(
        as_text(value)[:60] for value in leg.values() if not isinstance(value, Unknown)
    )


def plain(value: Any, look: Look) -> Any:  # noqa: PLR0911 - one kind, one line
    """Return a value of a file as plain data, its expressions worked out."""
    if isinstance(value, Map):
        return {key: plain(inner, look) for key, inner in value.items()}
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return [plain(inner, look) for inner in value]
    if isinstance(value, Null):
        return ""
    if isinstance(value, Text):
        if value.plain and str(value) in ("true", "false"):
            return str(value) == "true"
        return value_of(str(value), look)
    return value


def _holds(part: Leg, leg: Leg) -> bool:
    return all(leg.get(key) == value for key, value in part.items())
