"""Replaces variables in compose files: ``$x``, ``${x}``, ``${x:-y}``, ``${x:?y}``, ``${x:+y}``."""

import re
from collections.abc import Mapping

from hullmark.discovery.errors import BrokenManifestError

_NAME = re.compile(r"[_A-Za-z][_A-Za-z0-9]*")
_DEPTH = 20


def interpolate(
    template: str, variables: Mapping[str, str], *, missing: set[str] | None = None, depth: int = 0
) -> str:
    """Return the text with its variables replaced; names without a value go to ``missing``.

    Raises:
        BrokenManifestError: A brace is not closed, or a variable that is required is not set.
    """
    if "$" not in template:
        return template
    if depth > _DEPTH:
        raise BrokenManifestError(f"variables are nested deeper than {_DEPTH}")
    parts: list[str] = []
    at = 0
    while (dollar := template.find("$", at)) >= 0:
        parts.append(template[at:dollar])
        follower = template[dollar + 1 : dollar + 2]
        if follower == "$":
            parts.append("$")
            at = dollar + 2
        elif follower == "{":
            end = _closing(template, dollar + 2)
            parts.append(_braced(template, template[dollar + 2 : end], variables, missing, depth))
            at = end + 1
        elif name := _NAME.match(template, dollar + 1):
            parts.append(_plain(name[0], variables, missing))
            at = name.end()
        else:
            parts.append("$")
            at = dollar + 1
    return "".join([*parts, template[at:]])


def _closing(template: str, start: int) -> int:
    depth = 1
    for at in range(start, len(template)):
        char = template[at]
        if char == "{" and template[at - 1] == "$":
            depth += 1
        elif char == "}":
            depth -= 1
            if not depth:
                return at
    raise _invalid(template)


def _plain(name: str, variables: Mapping[str, str], missing: set[str] | None) -> str:
    value = variables.get(name)
    if value is None and missing is not None:
        missing.add(name)
    return value or ""


def _braced(
    template: str,
    inside: str,
    variables: Mapping[str, str],
    missing: set[str] | None,
    depth: int,
) -> str:
    name = _NAME.match(inside)
    if name is None:
        raise _invalid(template)
    rest = inside[name.end() :]
    if not rest:
        return _plain(name[0], variables, missing)
    operator = rest[:2] if rest[0] == ":" else rest[0]
    if operator not in (":-", "-", ":?", "?", ":+", "+"):
        raise _invalid(template)
    word = rest[len(operator) :]
    value = variables.get(name[0])
    given = value is not None and not (operator[0] == ":" and not value)
    if operator[-1] == "+":
        return interpolate(word, variables, missing=missing, depth=depth + 1) if given else ""
    if given:
        return value or ""
    word = interpolate(word, variables, missing=missing, depth=depth + 1)
    if operator[-1] == "?":
        reason = f"required variable {name[0]} is missing a value"
        raise BrokenManifestError(f"{reason}: {word}" if word else reason)
    return word


def _invalid(template: str) -> BrokenManifestError:
    return BrokenManifestError(f'Invalid template: "{template[:200]}"')
