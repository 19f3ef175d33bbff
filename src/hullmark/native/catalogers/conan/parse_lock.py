"""``conan.lock``: the graph of Conan 1 (0.1 to 0.4) and the lists of Conan 2 (0.5)."""

from collections.abc import Iterator
from typing import Any

from hullmark.native.catalogers.conan.reference import to_package
from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.line_finder import LineFinder
from hullmark.native.catalogers.record import Buffer, File, Package

_ROOT = "0"
"""Node of Conan 1 for the project itself."""
_LISTS = ("requires", "build_requires", "python_requires", "config_requires")


def parse_lock(file: File) -> Iterator[Package]:
    """Yield the locked packages; those that only build the project are for development."""
    lock = decode_object(file.data)
    graph = lock.get("graph_lock")
    nodes = graph.get("nodes") if isinstance(graph, dict) else None
    if isinstance(nodes, dict):
        yield from _graph(nodes, LineFinder(file.data))
        return
    at = 0
    for key in _LISTS:
        entries = lock.get(key)
        for reference in entries if isinstance(entries, list) else ():
            if not isinstance(reference, str):
                continue
            line, at = _line_of(file.data, reference, at)
            package = to_package(reference, line=line, development=key == "build_requires")
            if package is not None:
                yield package


def _graph(nodes: dict[str, Any], lines: LineFinder) -> Iterator[Package]:
    root = nodes.get(_ROOT)
    root = root if isinstance(root, dict) else {}
    direct = _keys(root.get("requires")) | _keys(root.get("build_requires"))
    needed = _reachable(nodes, _keys(root.get("requires")))
    for key, node in nodes.items():
        line = lines.key(key)
        if not isinstance(node, dict) or (key == _ROOT and node.get("path")):
            continue
        reference = node.get("ref") or node.get("pref")
        if not isinstance(reference, str):
            continue
        package = to_package(
            reference,
            line=line,
            direct=key in direct if root else None,
            development=bool(root) and key not in needed,
        )
        if package is not None:
            yield package


def _keys(requires: object) -> set[str]:
    """Return node keys: a list, or in the oldest locks the values of an object."""
    if isinstance(requires, dict):
        requires = list(requires.values())
    return (
        {key for key in requires if isinstance(key, str)} if isinstance(requires, list) else set()
    )


def _reachable(nodes: dict[str, Any], start: set[str]) -> set[str]:
    found: set[str] = set()
    todo = list(start)
    while todo:
        key = todo.pop()
        if key in found:
            continue
        found.add(key)
        node = nodes.get(key)
        if isinstance(node, dict):
            todo += _keys(node.get("requires"))
    return found


def _line_of(data: Buffer, reference: str, at: int) -> tuple[int | None, int]:
    """Return the line of a quoted text at or after ``at``, and where to go on."""
    found = data.find(b'"' + reference.encode("utf-8", "replace") + b'"', at)
    if found < 0:
        return None, at
    return data[:found].count(b"\n") + 1, found + 1
