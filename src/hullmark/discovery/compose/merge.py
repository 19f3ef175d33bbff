"""Merges compose documents: a later file speaks over an earlier one, key by key."""

from typing import Any

from hullmark.discovery.document import Items, Map, Null, Text

_REPLACED = frozenset({"command", "entrypoint", "test"})
"""Lists that the later file replaces instead of adding to them."""
_PAIRED = frozenset(
    {"environment", "labels", "args", "annotations", "sysctls", "additional_contexts", "links"}
)
"""Lists of ``name=value`` that are mappings in disguise."""
_ONE_OR_MORE = frozenset({"dns", "dns_search", "env_file", "tmpfs"})
"""Lists that may be written as one text."""
_DEPTH = 100


def merge(base: Any, override: Any, *, key: str = "", depth: int = 0) -> Any:  # noqa: PLR0911 - one kind of key, one line
    """Return ``base`` with ``override`` over it; neither is changed.

    ``!reset`` takes a value away and ``!override`` replaces it as a whole.
    """
    if getattr(override, "tag", "") == "!override" or depth > _DEPTH:
        return clean(override)
    if override is None or isinstance(override, Null):
        return base
    if key == "build":
        base, override = _as_build(base), _as_build(override)
    if key == "extends":
        return override
    if key in _PAIRED:
        return _words({**pairs(base), **pairs(override)})
    if key == "extra_hosts":
        if isinstance(base, Map) and isinstance(override, Map):
            names = dict.fromkeys([*base, *override])
            both = {
                name: [*_as_list(base.get(name)), *_as_list(override.get(name))] for name in names
            }
            return _unique([Text(f"{name}={each}") for name in both for each in both[name]])
        return _unique([*_hosts(base), *_hosts(override)])
    if key in _ONE_OR_MORE:
        return _unique([*_as_list(base), *_as_list(override)])
    if key == "logging" and _driver(base) != _driver(override):
        return clean(override)
    if key in ("depends_on", "networks"):
        base, override = _as_map(base), _as_map(override)
    if isinstance(base, Map) and isinstance(override, Map):
        return _merge_maps(base, override, depth)
    if isinstance(base, list) and key not in _REPLACED and isinstance(override, list):
        merged = _placed(Items(base), base)
        merged += [each for each in override if each not in base or isinstance(each, Map)]
        return merged
    return clean(override)


def clean(node: Any) -> Any:
    """Return a document without what ``!reset`` marks."""
    if isinstance(node, Map):
        result = _like(node)
        for key, value in node.items():
            if getattr(value, "tag", "") != "!reset":
                result[key] = clean(value)
        return result
    if isinstance(node, list):
        kept = (clean(each) for each in node if getattr(each, "tag", "") != "!reset")
        return _placed(Items(kept), node)
    return node


def pairs(node: Any) -> dict[str, Any]:
    """Return ``name=value`` lists and mappings alike as a dictionary; ``Null`` for a bare name."""
    if isinstance(node, Map):
        return dict(node)
    found: dict[str, Any] = {}
    for each in node if isinstance(node, list) else []:
        if isinstance(each, Text):
            name, sign, value = each.partition("=")
            found[name] = (Text(value) if sign else Null("")).at(each)
    return found


def _merge_maps(base: Map, override: Map, depth: int) -> Map:
    result = _like(base)
    result.update(base)
    result.key_lines = {**base.key_lines, **override.key_lines}
    for name, value in override.items():
        if getattr(value, "tag", "") == "!reset":
            result.pop(name, None)
        elif name in base:
            result[name] = merge(base[name], value, key=name, depth=depth + 1)
        else:
            result[name] = clean(value)
    return result


def _words(named: dict[str, Any]) -> Items:
    """Write pairs as ``name=value``, a bare name where there is no value."""
    found = Items()
    for name, value in named.items():
        bare = not isinstance(value, Text) or isinstance(value, Null)
        word = Text(name if bare else f"{name}={value}")
        found.append(word.at(value) if isinstance(value, Text) else word)
    return found


def _hosts(node: Any) -> list[Any]:
    if not isinstance(node, Map):
        return _as_list(node)
    return [Text(f"{name}={each}") for name, value in node.items() for each in _as_list(value)]


def _as_list(node: Any) -> list[Any]:
    if isinstance(node, list):
        return node
    return [] if node is None or isinstance(node, Null) else [node]


def _unique(items: list[Any]) -> Items:
    found = Items()
    for each in items:
        if each not in found:
            found.append(each)
    return found


def _driver(node: Any) -> str:
    """Return the logging driver; a text that equals itself only where none is named."""
    return str(node.text("driver")) if isinstance(node, Map) else ""


def _as_build(node: Any) -> Any:
    if isinstance(node, Text) and not isinstance(node, Null):
        result = _like(node)
        result["context"] = node
        return result
    return node


def _as_map(node: Any) -> Any:
    if not isinstance(node, list):
        return node
    result = _like(node)
    for each in node:
        if isinstance(each, Text):
            result[str(each)] = Null("").at(each)
    return result


def _placed(items: Items, node: Any) -> Items:
    items.line, items.column = getattr(node, "line", 1), getattr(node, "column", 1)
    return items


def _like(node: Any) -> Map:
    result = Map()
    result.line, result.column = getattr(node, "line", 1), getattr(node, "column", 1)
    result.key_lines = dict(getattr(node, "key_lines", {}))
    return result
