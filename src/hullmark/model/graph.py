"""The image graph of a repository: what is built from what, and what runs it."""

from enum import StrEnum

import msgspec

from hullmark.model.ledger import Issue


class NodeKind(StrEnum):
    """What a node stands for."""

    DOCKERFILE = "dockerfile"
    STAGE = "stage"
    IMAGE = "image"
    SERVICE = "service"
    """Of a compose file."""
    WORKLOAD = "workload"
    """Of Kubernetes: a pod template and what holds it; also a chart's values."""
    JOB = "job"
    """Of a workflow."""
    TARGET = "target"
    """Of a bake file."""


class EdgeKind(StrEnum):
    """How two nodes hang together; read ``source KIND target``."""

    HAS_STAGE = "has-stage"
    BASE = "base"
    """A stage stands on an image or another stage."""
    COPIES_FROM = "copies-from"
    """A stage takes files of an image or another stage."""
    BUILDS = "builds"
    """A service or target is built from a stage."""
    PRODUCES = "produces"
    """A build gives an image its name."""
    RUNS = "runs"


class Place(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A position in a file of the repository, 1-based."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One thing of the graph."""

    id: str
    """``image:docker.io/library/nginx:1.27``, ``stage:Dockerfile#build`` …; unique."""
    kind: NodeKind
    name: str
    place: Place | None = None
    """Where it is declared; images have none."""
    reference: str = ""
    """Images: the full reference."""
    platform: str = ""
    final: bool = False
    """Stages: the last one of its file."""
    profiles: tuple[str, ...] = ()
    context: str = ""
    """Builds: the folder, relative to the root, or the URL that is sent to the builder."""
    arguments: dict[str, str] = {}
    """Builds: build arguments."""


class Edge(msgspec.Struct, frozen=True, kw_only=True):
    """A relation with the place that states it."""

    source: str
    target: str
    kind: EdgeKind
    place: Place


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is missing or loose in the graph."""

    id: str
    """``HM-GRAPH-0001`` …"""
    message: str
    place: Place
    subject: str = ""
    """Id of the node it is about."""


GAPS = {
    "HM-GRAPH-0001": "A Dockerfile is referred to and does not exist",
    "HM-GRAPH-0002": "A build context is referred to and does not exist",
    "HM-GRAPH-0003": "A service or workload has no image that could be determined",
    "HM-GRAPH-0004": "An image is named by a variable without a value",
    "HM-GRAPH-0005": "An image has no fixed tag",
    "HM-GRAPH-0006": "One image is used with several tags",
    "HM-GRAPH-0007": "A build target is no stage of its Dockerfile",
    "HM-GRAPH-0008": "A Dockerfile is built by nothing in the repository",
    "HM-GRAPH-0009": "An image of the repository's own name is built by nothing in it",
    "HM-GRAPH-0010": "Compose would refuse the project",
}
"""Id → what it says, never reused."""


class ImageGraph(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was found below one folder."""

    root: str
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    gaps: tuple[Gap, ...] = ()
    issues: tuple[Issue, ...] = ()
    """Files that could not be read."""
    files: tuple[tuple[str, str], ...] = ()
    """Kind and path of each file that took part."""

    def of_kind(self, kind: NodeKind) -> tuple[Node, ...]:
        """Return the nodes of one kind, in their order."""
        return tuple(node for node in self.nodes if node.kind is kind)
