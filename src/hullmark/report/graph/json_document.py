"""The graph for programs: JSON of a promised shape, and a matrix for a GitHub workflow."""

import json
from typing import Any

import msgspec

from hullmark.formats import graph as wire
from hullmark.formats.document import repaired
from hullmark.model.graph import EdgeKind, ImageGraph, Node, NodeKind, Place
from hullmark.report.graph.view import GraphView

_BASES = (EdgeKind.BASE, EdgeKind.COPIES_FROM)


def write_json(graph: ImageGraph) -> str:
    """Return the graph as JSON; ``hullmark.formats.graph`` has its schema."""
    document = wire.Graph(
        schema=wire.SCHEMA,
        root=repaired(graph.root),
        images=_images(graph),
        nodes=[
            wire.Node(
                id=repaired(node.id),
                kind=node.kind,
                name=repaired(node.name),
                place=None if node.place is None else _place(node.place),
                reference=node.reference or None,
                platform=node.platform or None,
                profiles=list(node.profiles),
            )
            for node in graph.nodes
        ],
        edges=[
            wire.Edge(
                source=repaired(edge.source),
                target=repaired(edge.target),
                kind=edge.kind,
                place=_place(edge.place),
            )
            for edge in graph.edges
        ],
        gaps=[
            wire.Gap(
                id=gap.id,
                message=repaired(gap.message),
                place=_place(gap.place),
                subject=repaired(gap.subject),
            )
            for gap in graph.gaps
        ],
        issues=[
            wire.UnreadFile(path=repaired(each.path), code=each.code, cause=repaired(each.cause))
            for each in graph.issues
        ],
        files=[wire.File(kind=kind, path=repaired(path)) for kind, path in graph.files],
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def write_matrix(graph: ImageGraph) -> str:
    """Return one line for ``$GITHUB_OUTPUT``: ``{"include": [build, …]}``, a build per target.

    Dockerfiles that nothing builds take part with their last stage.
    """
    view = GraphView(graph)
    entries: list[dict[str, Any]] = []
    built: set[str] = set()
    for node in graph.nodes:
        for edge in view.out[node.id]:
            if edge.kind is not EdgeKind.BUILDS:
                continue
            stage = view.nodes[edge.target]
            file = stage.place.path if stage.place is not None else ""
            built.add(file)
            tags = [each.target for each in view.out[node.id] if each.kind is EdgeKind.PRODUCES]
            names = [view.nodes[tag].name for tag in tags]
            entries.append(_entry(node, file, stage, names))
    for stage in graph.of_kind(NodeKind.STAGE):
        file = stage.place.path if stage.place is not None else ""
        if stage.final and file not in built:
            entries.append(_entry(stage, file, stage, []))
    unique = {
        json.dumps(entry, sort_keys=True): entry
        for entry in entries
        if "#" not in entry["dockerfile"]
    }
    return json.dumps({"include": list(unique.values())}, separators=(",", ":")) + "\n"


def write_foreign_matrix(graph: ImageGraph) -> str:
    """Return one line for ``$GITHUB_OUTPUT``: ``{"include": [{"image": …}, …]}``.

    An entry is an image that others built and that is run or stood on here. One whose name only a
    run knows takes no part.
    """
    found = {
        each.reference
        for each in _images(graph)
        if (each.base or each.runs) and not each.built and "$" not in each.reference
    }
    include = [{"image": repaired(reference)} for reference in sorted(found - {""})]
    return json.dumps({"include": include}, separators=(",", ":")) + "\n"


def _entry(node: Node, file: str, stage: Node, tags: list[str]) -> dict[str, Any]:
    return {
        "name": repaired(file if node is stage else node.name),
        "dockerfile": repaired(file),
        "context": repaired(node.context or file.rpartition("/")[0] or "."),
        "target": "" if stage.name.isdecimal() else repaired(stage.name),
        "image": repaired(tags[0]) if tags else "",
        "build_args": "\n".join(f"{key}={value}" for key, value in node.arguments.items()),
    }


def _images(graph: ImageGraph) -> list[wire.Image]:
    view = GraphView(graph)
    found = []
    for node in graph.of_kind(NodeKind.IMAGE):
        kinds = {edge.kind for edge in view.into[node.id]}
        bare, _, digest = node.reference.partition("@")
        _, colon, tag = bare.rpartition(":")
        if "/" in tag or not colon:
            tag = ""
        places = sorted({edge.place for edge in view.into[node.id]})
        found.append(
            wire.Image(
                name=node.name,
                reference=node.reference,
                tag=tag,
                digest=digest or None,
                built=EdgeKind.PRODUCES in kinds,
                runs=EdgeKind.RUNS in kinds,
                base=any(kind in kinds for kind in _BASES),
                places=[_place(place) for place in places],
            )
        )
    return found


def _place(place: Place) -> wire.Place:
    return wire.Place(path=repaired(place.path), line=place.line, column=place.column)
