"""Look-ups over a graph that several writers need."""

from collections import defaultdict

from hullmark.model.graph import Edge, EdgeKind, ImageGraph, Node, NodeKind

CONSUMERS = (NodeKind.SERVICE, NodeKind.WORKLOAD, NodeKind.JOB, NodeKind.TARGET)
"""What runs or builds images."""


class GraphView:
    """Nodes by id and edges by their ends."""

    def __init__(self, graph: ImageGraph) -> None:
        self.graph = graph
        self.nodes: dict[str, Node] = {node.id: node for node in graph.nodes}
        self.out: dict[str, list[Edge]] = defaultdict(list)
        self.into: dict[str, list[Edge]] = defaultdict(list)
        for edge in graph.edges:
            self.out[edge.source].append(edge)
            self.into[edge.target].append(edge)

    def uses_of(self, image: str) -> list[Edge]:
        """Return who runs, stands on or copies from an image."""
        return [edge for edge in self.into[image] if edge.kind is not EdgeKind.PRODUCES]

    def producers_of(self, image: str) -> list[Edge]:
        """Return who builds an image."""
        return [edge for edge in self.into[image] if edge.kind is EdgeKind.PRODUCES]
