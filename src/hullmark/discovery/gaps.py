"""Loose ends that show only when the whole graph is there."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from hullmark.images.reference import normalize_reference
from hullmark.model.graph import EdgeKind, Gap, ImageGraph, NodeKind, Place

_MOVING = frozenset(
    {
        "latest",
        "stable",
        "edge",
        "main",
        "master",
        "nightly",
        "dev",
        "develop",
        "testing",
        "rolling",
    }
)
_USES = (EdgeKind.RUNS, EdgeKind.BASE, EdgeKind.COPIES_FROM)


def loose_ends(graph: ImageGraph, *, built: Collection[str]) -> Iterator[Gap]:
    """Yield moving and mixed tags, Dockerfiles and own images that nothing builds."""
    used: dict[str, list[Place]] = defaultdict(list)
    produced = {edge.target for edge in graph.edges if edge.kind is EdgeKind.PRODUCES}
    for edge in graph.edges:
        if edge.kind in _USES and edge.target.startswith("image:"):
            used[edge.target].append(edge.place)
    repositories: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    made = [normalize_reference(each.removeprefix("image:")) for each in produced]
    own = {each.repository for each in made}
    spaces = {_space(each) for each in own} - {""}
    for node in graph.of_kind(NodeKind.IMAGE):
        if node.id not in used or node.id in produced:
            continue
        reference = normalize_reference(node.reference)
        places = sorted(used[node.id])
        if not reference.digest and reference.tag in _MOVING and reference.repository not in own:
            for place in places:
                message = f"'{node.name}' has no fixed tag: what it is changes without notice"
                yield Gap(id="HM-GRAPH-0005", message=message, place=place, subject=node.id)
        repositories[reference.repository][reference.digest or reference.tag] += places
        if _space(reference.repository) in spaces:
            message = f"'{node.name}' is built by nothing here, though others of its name are"
            yield Gap(id="HM-GRAPH-0009", message=message, place=places[0], subject=node.id)
    yield from _mixed(repositories)
    yield from _unbuilt(graph, built)


def _mixed(repositories: dict[str, dict[str, list[Place]]]) -> Iterator[Gap]:
    for repository, tags in repositories.items():
        if len(tags) > 1:
            places = sorted(place for each in tags.values() for place in each)
            message = f"'{repository}' is used as {', '.join(sorted(tags))}"
            subject = f"image:{repository}"
            yield Gap(id="HM-GRAPH-0006", message=message, place=places[0], subject=subject)


def _unbuilt(graph: ImageGraph, built: Collection[str]) -> Iterator[Gap]:
    if not built:
        return  # nothing in the repository says how anything is built
    for node in graph.of_kind(NodeKind.DOCKERFILE):
        if node.name not in built and "#" not in node.name and node.place is not None:
            message = f"'{node.name}' is built by no compose file, bake file or workflow here"
            yield Gap(id="HM-GRAPH-0008", message=message, place=node.place, subject=node.id)


def _space(repository: str) -> str:
    """Return registry and first folder of a name; empty where that is everybody's."""
    space = repository.rpartition("/")[0]
    return "" if space in ("", "docker.io", "docker.io/library") else space
