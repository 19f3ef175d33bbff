"""Wire types of the image graph in JSON, and the JSON Schema they imply.

What stands here is a promise to other people's scripts: fields are added, never changed.
"""

from typing import Any, Literal

import msgspec

from hullmark.model.graph import EdgeKind, NodeKind

SCHEMA: Literal["urn:hullmark:images:1"] = "urn:hullmark:images:1"
"""Name and version of the shape, also the ``$id`` of its JSON Schema."""


class Place(msgspec.Struct, kw_only=True):
    """A position in a file of the repository, 1-based."""

    path: str
    line: int
    column: int


class Node(msgspec.Struct, kw_only=True):
    """A Dockerfile, stage, image, service, workload, job or bake target."""

    id: str
    kind: NodeKind
    name: str
    place: Place | None
    reference: str | None
    """Images: registry, repository and tag or digest in full."""
    platform: str | None
    profiles: list[str]


class Edge(msgspec.Struct, kw_only=True):
    """``source`` builds, runs, stands on … ``target``, as ``place`` says."""

    source: str
    target: str
    kind: EdgeKind
    place: Place


class Image(msgspec.Struct, kw_only=True):
    """One image with what is known of it, for those who only want the list."""

    name: str
    reference: str
    tag: str
    digest: str | None
    built: bool
    """Whether something in the repository builds it."""
    runs: bool
    """Whether a service, workload or job runs it."""
    base: bool
    """Whether a stage stands on it or copies from it."""
    places: list[Place]


class Gap(msgspec.Struct, kw_only=True):
    """Something that is missing or loose."""

    id: str
    message: str
    place: Place
    subject: str


class UnreadFile(msgspec.Struct, kw_only=True):
    """A file that could not be read."""

    path: str
    code: str
    cause: str


class File(msgspec.Struct, kw_only=True):
    """A file that took part."""

    kind: str
    path: str


class Graph(msgspec.Struct, kw_only=True):
    """The image graph of one repository."""

    schema: Literal["urn:hullmark:images:1"]
    root: str
    images: list[Image]
    nodes: list[Node]
    edges: list[Edge]
    gaps: list[Gap]
    issues: list[UnreadFile]
    files: list[File]


def graph_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of an image graph."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "Image graph of a repository, version 1",
        **msgspec.json.schema(Graph),
    }
