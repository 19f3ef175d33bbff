"""Images of Kubernetes manifests: every pod template, wherever it is kept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from hullmark.discovery.document import Map, Text, read_yaml
from hullmark.discovery.record import Use
from hullmark.model.graph import NodeKind, Place

_LISTS = ("containers", "initContainers", "ephemeralContainers", "sidecars", "steps")
_PARAMETER = re.compile(r"""\$\(params\.([\w.-]+)\)|\$\(params\[["']([^"'\]]+)["']\]\)""")
_DEPTH = 12
"""Levels below ``spec`` in which a pod template of a custom resource is looked for."""
_PLAIN_IMAGE = frozenset(
    {"Alertmanager", "Prometheus", "ThanosRuler", "Grafana", "Kibana", "Elasticsearch", "Kafka"}
)
"""Custom resources whose ``spec.image`` is an image by itself."""


def uses_of_manifests(data: bytes, *, path: str) -> list[Use]:
    """Return the images of all documents of a file; documents of other kinds are passed over.

    Raises:
        BrokenManifestError: The file is not YAML.
    """
    found: list[Use] = []
    for document in read_yaml(data, path=path):
        found += uses_of_object(document, path)
    return found


def uses_of_object(document: Any, path: str, depth: int = 0) -> Iterator[Use]:
    """Yield the images of one object; of every item where it is a list."""
    if not isinstance(document, Map) or "kind" not in document:
        return
    kind = str(document.text("kind"))
    if kind.endswith("List") and "items" in document and depth < 3:
        for item in document.items_of("items"):
            yield from uses_of_object(item, path, depth + 1)
        return
    if "apiVersion" not in document:
        return
    metadata = document.map("metadata")
    name = str(metadata.text("name") or metadata.text("generateName"))
    namespace = str(metadata.text("namespace"))
    title = "/".join(part for part in (kind, namespace, name) if part)
    spec = document.get("spec")
    if isinstance(spec, Map):
        if kind in _PLAIN_IMAGE and spec.text("image"):
            yield _use(title, spec.text("image"), path)
        defaults = _defaults(spec)
        for use in _pods(spec, title, path, 0):
            yield _filled(use, defaults) if use.template and defaults else use
    elif isinstance(document.get("template"), Map):  # PodTemplate
        yield from _pods(document.map("template"), title, path, 0)


def _defaults(spec: Map) -> dict[str, str]:
    """Return the values that a task or a pipeline gives parameters of which nobody gives one."""
    return {
        str(each.text("name")): str(each.text("default"))
        for each in spec.items_of("params")
        if isinstance(each, Map) and each.text("default")
    }


def _filled(use: Use, defaults: Mapping[str, str]) -> Use:
    image = _PARAMETER.sub(lambda found: defaults.get(found[1] or found[2], found[0]), use.image)
    return use if "$(" in image else replace(use, image=image, template=False)


def _pods(node: Any, title: str, path: str, depth: int) -> Iterator[Use]:
    if depth > _DEPTH:
        return
    if isinstance(node, list):
        for each in node:
            yield from _pods(each, title, path, depth + 1)
        return
    if not isinstance(node, Map):
        return
    for key in _LISTS:
        for container in node.items_of(key):
            if isinstance(container, Map):
                yield from _container(container, title, path)
    for volume in node.items_of("volumes"):
        if isinstance(volume, Map) and (reference := volume.map("image").text("reference")):
            yield _use(f"{title} volume {volume.text('name')}", reference, path)
    for key, value in node.items():
        if key not in _LISTS and key != "volumes" and isinstance(value, Map | list):
            yield from _pods(value, title, path, depth + 1)


def _container(container: Map, title: str, path: str) -> Iterator[Use]:
    image = container.text("image")
    name = container.text("name")
    if image:
        yield _use(f"{title} container {name}" if name else title, image, path)
    elif name and not container.get("uses") and ("command" in container or "args" in container):
        place = Place(path=path, line=container.line, column=container.column)
        yield Use(kind=NodeKind.WORKLOAD, name=f"{title} container {name}", place=place)


def _use(name: str, image: Text, path: str) -> Use:
    place = Place(path=path, line=image.line, column=image.column)
    template = "{{" in image or "$(" in image or "${" in image
    return Use(
        kind=NodeKind.WORKLOAD,
        name=name,
        place=place,
        image=str(image),
        image_place=place,
        template=template,
    )
