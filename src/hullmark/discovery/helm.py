"""Helm charts: images in values, and the simple ones of templates."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hullmark.discovery.document import Map, Null, Text, read_yaml
from hullmark.discovery.record import Use
from hullmark.model.graph import NodeKind, Place

_DEPTH = 30
_LINE = re.compile(r"^[\s\-]*image:\s*(.+?)\s*$", re.MULTILINE)
_EXPRESSION = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}")
_PATH = re.compile(r"\.(Values|Chart)((?:\.\w+)+)")


def uses_of_values(data: bytes, *, path: str, app_version: str = "") -> list[Use]:
    """Return the images that a values file names: ``image: text`` or its parts as a mapping.

    Raises:
        BrokenManifestError: It is not YAML.
    """
    found: list[Use] = []
    for document in read_yaml(data, path=path):
        found += _in_values(document, "", path, app_version, 0)
    return found


def _in_values(node: Any, key: str, path: str, version: str, depth: int) -> Iterator[Use]:
    if depth > _DEPTH:
        return
    if isinstance(node, list):
        for each in node:
            yield from _in_values(each, key, path, version, depth + 1)
        return
    if not isinstance(node, Map):
        return
    last = key.rpartition(".")[2].lower()
    if last.endswith("image") or "repository" in node:
        use = _parts(node, key, path, version)
        if use is not None:
            yield use
            return
    for name, value in node.items():
        inner = f"{key}.{name}" if key else name
        if isinstance(value, Text) and name.lower().endswith("image") and _looks(value):
            place = Place(path=path, line=value.line, column=value.column)
            template = "{{" in value
            yield Use(
                kind=NodeKind.WORKLOAD,
                name=f"values {inner}",
                place=place,
                image=str(value),
                image_place=place,
                template=template,
            )
        else:
            yield from _in_values(value, inner, path, version, depth + 1)


def _looks(value: Text) -> bool:
    return (
        not isinstance(value, Null) and re.fullmatch(r"[a-z0-9][\w.\-/:@{} ]*", value) is not None
    )


def _parts(node: Map, key: str, path: str, version: str) -> Use | None:
    repository = node.text("repository") or node.text("name")
    if not repository or not _looks(repository) or "://" in repository:
        return None
    if "repository" not in node and not ({"tag", "digest", "registry"} & node.keys()):
        return None
    registry = str(node.text("registry"))
    tag, digest = str(node.text("tag")) or version, str(node.text("digest"))
    image = f"{registry}/{repository}" if registry else str(repository)
    image += f":{tag}" if tag else ""
    image += f"@{digest}" if digest else ""
    place = Place(path=path, line=repository.line, column=repository.column)
    return Use(
        kind=NodeKind.WORKLOAD,
        name=f"values {key}" if key else "values",
        place=place,
        image=image,
        image_place=place,
    )


def uses_of_template(data: bytes, values: Mapping[str, Any], *, path: str) -> list[Use]:
    """Return the images of a template's ``image:`` lines, as far as the values give them.

    A template is no YAML; only its lines are looked at.
    """
    text = data.decode("utf-8", "replace")
    found = []
    for match in _LINE.finditer(text):
        written = match[1].strip("\"'").strip()
        if not written or written.startswith(("#", "{{/*", "{{- include", "{{ include")):
            continue
        image, complete = _filled(written, values)
        if complete and "repository" in written and image:
            continue  # said by the values file, with a better place
        line = text.count("\n", 0, match.start(1)) + 1
        column = match.start(1) - text.rfind("\n", 0, match.start(1))
        place = Place(path=path, line=line, column=column)
        found.append(
            Use(
                kind=NodeKind.WORKLOAD,
                name=f"template line {line}",
                place=place,
                image=image if complete else written,
                image_place=place,
                template=not complete,
            )
        )
    return found


def _filled(written: str, values: Mapping[str, Any]) -> tuple[str, bool]:
    complete = True

    def put(match: re.Match[str]) -> str:
        nonlocal complete
        for path in _PATH.finditer(match[1]):
            node: Any = values.get(path[1])
            for part in path[2][1:].split("."):
                node = node.get(part) if isinstance(node, Map) else None
            if isinstance(node, Text) and node:
                return str(node)
        complete = False
        return match[0]

    return _EXPRESSION.sub(put, written).strip("\"'"), complete
