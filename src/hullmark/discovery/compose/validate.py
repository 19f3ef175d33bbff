"""Why compose would refuse a project: names that nothing declares, rings, keys it does not know."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from hullmark.discovery.compose.load import Project
from hullmark.discovery.document import Map, Null, Text

_TOP = frozenset(
    {"version", "name", "include", "services", "networks", "volumes", "secrets", "configs"}
    | {"models"}
)
_KINDS = {"networks": "network", "volumes": "volume", "secrets": "secret", "configs": "config"}
_NUMBER = re.compile(r"[+-]?(?:\d[\d_]*|\d*\.\d+|0x[0-9a-fA-F]+)|true|false|True|False|TRUE|FALSE")


class Refusal(NamedTuple):
    """One reason with its place in the file it is declared in."""

    path: str
    line: int
    column: int
    message: str


def refusals(project: Project) -> Iterator[Refusal]:
    """Yield every reason, in the order of the file."""
    document = project.document
    for key, value in document.items():
        if key not in _TOP and not key.startswith("x-"):
            yield _at(project, value, f"additional properties '{key}' not allowed")
        elif key in _KINDS and not isinstance(value, Map | Null):
            yield _at(project, value, f"{key} must be a mapping")
        elif key in _KINDS and isinstance(value, Map):
            for name, inner in value.items():
                if not isinstance(inner, Map | Null) and not name.startswith("x-"):
                    message = f"{key}.{name} must be a mapping or null"
                    yield _at(project, inner, message)
    for name, service in project.services.items():
        yield from _service(project, name, service)
    yield from _rings(project)


def _service(project: Project, name: str, service: Map) -> Iterator[Refusal]:
    image = service.get("image")
    if image is not None and (
        not isinstance(image, Text)
        or (image.plain and not isinstance(image, Null) and _NUMBER.fullmatch(image))
    ):
        yield _at(project, image, f"services.{name}.image must be a string")
    for key, kind in _KINDS.items():
        declared = project.declared.get(key, {})
        for word in _named(service.get(key), key):
            if word not in declared and not (key == "networks" and word == "default"):
                message = f'service "{name}" refers to undefined {kind} {word}'
                yield _at(project, service.get(key), message)
    for other, needed in _dependencies(service).items():
        if other not in project.services and needed:
            message = f'service "{name}" depends on undefined service "{other}"'
            yield _at(project, service.get("depends_on"), message)


def _named(node: Any, key: str) -> Iterator[str]:
    if isinstance(node, Map):
        yield from node
        return
    for each in node if isinstance(node, list) else []:
        if isinstance(each, Map):
            if key != "volumes" or each.text("type") == "volume":
                source = each.text("source")
                if source:
                    yield str(source)
        elif isinstance(each, Text):
            before, colon, _ = each.partition(":")
            if key != "volumes":
                yield str(each)
            elif colon and re.fullmatch(r"[A-Za-z0-9][\w.\-]+", before):
                yield before


def _dependencies(service: Map) -> dict[str, bool]:
    node = service.get("depends_on")
    if isinstance(node, Map):
        return {
            name: not (isinstance(each, Map) and each.get("required") == "false")
            for name, each in node.items()
        }
    return {str(each): True for each in node} if isinstance(node, list) else {}


def _rings(project: Project) -> Iterator[Refusal]:
    """Follow ``depends_on`` from every service, each edge once."""
    done: set[str] = set()
    for start in project.services:
        chain: list[str] = []
        open_: list[tuple[str, bool]] = [(start, True)]
        while open_:
            name, entering = open_.pop()
            if not entering:
                chain.pop()
                done.add(name)
                continue
            if name in chain:
                ring = " -> ".join([*chain[chain.index(name) :], name])
                service = project.services[name]
                message = f"dependency cycle detected: {ring}"
                yield _at(project, service.get("depends_on"), message)
                return
            if name in done or name not in project.services:
                continue
            chain.append(name)
            open_.append((name, False))
            open_ += [(each, True) for each in reversed(_dependencies(project.services[name]))]


def _at(project: Project, node: Any, message: str) -> Refusal:
    path = _path(node) or project.path
    return Refusal(path, getattr(node, "line", 1), getattr(node, "column", 1), message)


def _path(node: Any) -> str:
    """Return the file of the first text inside a node."""
    for _ in range(10):
        if isinstance(node, Map) and node:
            node = next(iter(node.values()))
        elif isinstance(node, list) and node:
            node = node[0]
        else:
            break
    return str(getattr(node, "path", ""))
