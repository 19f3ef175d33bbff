"""What to scan of a graph, and how each image can be had."""

from enum import StrEnum

import msgspec

from hullmark.model.graph import Edge, EdgeKind, ImageGraph, Node, NodeKind, Place


class Way(StrEnum):
    """How an image can be had."""

    PULL = "pull"
    """From an engine, a local archive or its registry, whichever has it."""
    BUILD = "build"
    """Only by building it; without ``--build`` it is a row of the ledger."""


class Role(StrEnum):
    """Why an image is worth a scan."""

    RUNS = "runs"
    BASE = "base"
    INTERMEDIATE = "intermediate"
    FINAL = "final"


class PlannedScan(msgspec.Struct, frozen=True, kw_only=True):
    """One image to scan."""

    node: str
    """Id in the graph."""
    name: str
    way: Way
    roles: tuple[Role, ...]
    reference: str = ""
    """What to pull, or what the build is called."""
    dockerfile: str = ""
    """Builds: the file, relative to the root."""
    target: str = ""
    """Builds: the stage; empty for the last."""
    context: str = ""
    arguments: dict[str, str] = {}
    places: tuple[Place, ...] = ()
    """Where it is asked for."""


def plan_scans(graph: ImageGraph) -> tuple[PlannedScan, ...]:
    """Return every image to scan: what is pulled first, then each stage of each build.

    An image that the repository builds is planned as its build, not pulled: what the registry has
    under the name is another state of the source.
    """
    into: dict[str, list[Edge]] = {}
    out: dict[str, list[Edge]] = {}
    nodes = {node.id: node for node in graph.nodes}
    for edge in graph.edges:
        into.setdefault(edge.target, []).append(edge)
        out.setdefault(edge.source, []).append(edge)
    planned = [
        _pull(node, into.get(node.id, []))
        for node in graph.of_kind(NodeKind.IMAGE)
        if all(edge.kind is not EdgeKind.PRODUCES for edge in into.get(node.id, []))
    ]
    for stage in graph.of_kind(NodeKind.STAGE):
        builds = [edge for edge in into.get(stage.id, []) if edge.kind is EdgeKind.BUILDS]
        if builds:
            for edge in builds:
                builder = nodes[edge.source]
                tags = [
                    nodes[each.target].reference
                    for each in out.get(builder.id, [])
                    if each.kind is EdgeKind.PRODUCES
                ]
                planned.append(_build(stage, builder, (edge.place,), tags, final=True))
        else:
            place = (stage.place,) if stage.place is not None else ()
            planned.append(_build(stage, stage, place, [], final=stage.final))
    return tuple(planned)


def _pull(node: Node, edges: list[Edge]) -> PlannedScan:
    roles = [Role.RUNS if edge.kind is EdgeKind.RUNS else Role.BASE for edge in edges]
    return PlannedScan(
        node=node.id,
        name=node.name,
        way=Way.PULL,
        roles=tuple(sorted(set(roles))),
        reference=node.reference,
        places=tuple(sorted(edge.place for edge in edges)),
    )


def _build(
    stage: Node, builder: Node, places: tuple[Place, ...], tags: list[str], *, final: bool
) -> PlannedScan:
    file = stage.place.path if stage.place is not None else ""
    return PlannedScan(
        node=stage.id,
        name=f"{file} stage {stage.name}" if builder is stage else builder.name,
        way=Way.BUILD,
        roles=(Role.FINAL if final else Role.INTERMEDIATE,),
        reference=tags[0] if tags else "",
        dockerfile=file,
        target="" if stage.final else stage.name,
        context=builder.context or file.rpartition("/")[0] or ".",
        arguments=builder.arguments,
        places=places,
    )
