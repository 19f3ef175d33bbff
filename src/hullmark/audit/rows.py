"""The rows of the table, from the image graph and from what the pipeline builds."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from hullmark.audit.record import Activity, Read
from hullmark.audit.reference import masked, split
from hullmark.audit.symbols import is_symbolic
from hullmark.kernel.errors import HullmarkError
from hullmark.model.audit import ImageRole
from hullmark.model.graph import EdgeKind, ImageGraph, Node, NodeKind, Place

_QUOTED = re.compile(r"'([^']*)'")


@dataclass(slots=True)
class Row:
    """One image, with the names and the builds that belong to it."""

    name: str
    role: ImageRole
    place: Place
    dockerfile: str = ""
    target: str = ""
    names: dict[str, None] = field(default_factory=dict)
    services: dict[str, str] = field(default_factory=dict)
    """Service or bake target → the file that declares it."""
    builds: list[Activity] = field(default_factory=list)
    declared: list[tuple[str, Place]] = field(default_factory=list)
    """Builders of the graph: compose services, bake targets."""


class Rows:
    """Every image of a repository."""

    def __init__(self, graph: ImageGraph, read: Read) -> None:
        self._read = read
        self.all: list[Row] = []
        self._by_build: dict[tuple[str, str], Row] = {}
        self._nodes = {node.id: node for node in graph.nodes}
        self._final = {
            stage.place.path: stage
            for stage in graph.of_kind(NodeKind.STAGE)
            if stage.final and stage.place is not None
        }
        self._stages = {
            (stage.place.path, stage.name)
            for stage in graph.of_kind(NodeKind.STAGE)
            if stage.place is not None
        }
        self._graph = graph
        self.bases = {
            split(self._nodes[edge.target].name)[0]: edge.place
            for edge in graph.edges
            if edge.kind in (EdgeKind.BASE, EdgeKind.COPIES_FROM) and edge.target in self._nodes
        }
        self._built()
        self._missing()
        for node in graph.of_kind(NodeKind.DOCKERFILE):
            if node.name in self._final and not any(r.dockerfile == node.name for r in self.all):
                self._unbuilt.append(node)

    _unbuilt: list[Node]

    def _built(self) -> None:
        self._unbuilt = []
        for edge in self._graph.edges:
            if edge.kind is not EdgeKind.BUILDS:
                continue
            source, stage = self._nodes[edge.source], self._nodes[edge.target]
            path = stage.place.path if stage.place is not None else ""
            if source.kind is NodeKind.JOB and source.name != "action":
                continue  # the workflow itself is followed, with its conditions
            row = self.row(path, "" if stage.final else stage.name, edge.place)
            row.services[source.name] = edge.place.path
            row.declared.append((f"{source.kind.value} {source.name}", edge.place))
            for other in self._graph.edges:
                if other.kind is EdgeKind.PRODUCES and other.source == source.id:
                    row.names[self._nodes[other.target].name] = None

    def row(self, path: str, target: str, place: Place) -> Row:
        """Return the row of a Dockerfile's stage, a new one where there is none."""
        final = self._final.get(path)
        if final is not None and target == final.name:
            target = ""
        key = (path, target)
        if key not in self._by_build:
            exists = path in self._final or "#" in path
            role = ImageRole.BUILT if exists else ImageRole.MISSING
            own = Place(path=path) if exists and "#" not in path else place
            name = f"{path} ({target})" if target else path
            row = Row(name=name, role=role, place=own, dockerfile=path, target=target)
            self._by_build[key] = row
            self.all.append(row)
        return self._by_build[key]

    def _missing(self) -> None:
        for gap in self._graph.gaps:
            match = _QUOTED.search(gap.message)
            if gap.id not in ("HM-GRAPH-0001", "HM-GRAPH-0002") or match is None:
                continue
            node = self._nodes.get(gap.subject)
            if node is not None and node.kind is NodeKind.JOB and node.name != "action":
                continue
            file = match[1]
            if gap.id == "HM-GRAPH-0002":
                file = posixpath.normpath(posixpath.join(file, "Dockerfile"))
            row = self.row(file, "", gap.place)
            if node is not None:
                row.services[node.name] = gap.place.path
                row.declared.append((f"{node.kind.value} {node.name}", gap.place))
                for other in self._graph.edges:
                    if other.kind is EdgeKind.PRODUCES and other.source == node.id:
                        row.names[self._nodes[other.target].name] = None

    def finish(self) -> None:
        """Add what nothing builds: Dockerfiles of nobody, and images that are only run."""
        for node in self._unbuilt:
            if not any(row.dockerfile == node.name for row in self.all):
                self.row(node.name, "", node.place or Place(path=node.name))
        known = {
            split(name)[0]: row
            for row in self.all
            for name in (*row.names, *(tag for build in row.builds for tag in build.tags))
        }
        for node in self._graph.of_kind(NodeKind.IMAGE):
            runs = [
                edge
                for edge in self._graph.edges
                if edge.target == node.id
                and edge.kind is EdgeKind.RUNS
                and self._nodes[edge.source].kind in (NodeKind.SERVICE, NodeKind.WORKLOAD)
            ]
            made = any(
                e.kind is EdgeKind.PRODUCES and e.target == node.id for e in self._graph.edges
            )
            if not runs or made:
                continue
            own = known.get(split(node.name)[0])
            if own is not None and own.role is not ImageRole.RUNS:
                own.names[node.name] = None
                continue
            place = min(edge.place for edge in runs)
            self.all.append(
                Row(name=node.name, role=ImageRole.RUNS, place=place, names={node.name: None})
            )

    def of_build(self, activity: Activity) -> Iterator[tuple[Row, Activity]]:
        """Yield the rows that a build of the pipeline makes."""
        if activity.does == "build":
            path = self.dockerfile_of(activity)
            for each in [path] if path else self._fitting(activity):
                row = self.row(each, activity.stage, activity.place)
                row.builds.append(activity)
                yield row, activity
            return
        for row in list(self.all):
            if self._is_meant(row, activity):
                row.builds.append(activity)
                yield row, activity

    def _is_meant(self, row: Row, activity: Activity) -> bool:
        """Tell whether ``compose build`` or ``bake`` builds a row."""
        wanted = set(activity.subjects) - {"default", "all"}
        bake = activity.does == "bake"
        files = [
            posixpath.normpath(posixpath.join(activity.folder or ".", f)) for f in activity.files
        ]
        for name, file in row.services.items():
            if bake != bool(re.search(r"bake[^/]*\.(?:hcl|json)$", file)):
                continue
            if files and file not in files and not any(is_symbolic(each) for each in files):
                continue
            if not files and posixpath.dirname(file) != (activity.folder or "").strip("."):
                continue
            if not wanted or name in wanted or any(is_symbolic(each) for each in wanted):
                return True
        return False

    def _fitting(self, activity: Activity) -> list[str]:
        """Return the Dockerfiles that a path fits of which only a run knows a part."""
        path = self._path_of(activity)
        pattern = masked(path).removeprefix("./")
        literal = pattern.removesuffix("/Dockerfile").strip("*/")
        if not is_symbolic(path) or "*" not in pattern or not literal:
            return []
        depth = pattern.count("/")
        return [
            each for each in self._final if each.count("/") == depth and fnmatchcase(each, pattern)
        ]

    def is_varied(self, row: Row) -> bool:
        """Tell whether the files that declare a row's names take variables from outside."""
        for file in dict.fromkeys(row.services.values()):
            try:
                data = self._read(file) or b""
            except HullmarkError:
                return True
            if b"${" in data or b"variable" in data:
                return True
        return False

    def dockerfile_of(self, activity: Activity) -> str:
        """Return the Dockerfile of a build, relative to the repository; empty where unknown."""
        path = self._path_of(activity)
        return "" if is_symbolic(path) or path.startswith(("/", "../")) else path

    def _path_of(self, activity: Activity) -> str:
        """Return the path of a build's Dockerfile, what only a run knows still in it."""
        context = activity.subjects[0] if activity.subjects else "."
        file = activity.dockerfile
        if re.match(r"(?:https?://|git@|git://|github\.com/)", context) or context == "-":
            return ""
        if file:
            path = posixpath.normpath(posixpath.join(activity.folder or ".", file))
            inside = posixpath.normpath(posixpath.join(activity.folder or ".", context, file))
            if path not in self._final and inside in self._final:
                path = inside
        else:
            folder = posixpath.normpath(posixpath.join(activity.folder or ".", context))
            path = posixpath.normpath(posixpath.join(folder, "Dockerfile"))
            other = posixpath.normpath(posixpath.join(folder, "Containerfile"))
            if path not in self._final and other in self._final:
                path = other
        return path

    def exists(self, path: str) -> bool:
        """Tell whether the repository has a file."""
        try:
            return self._read(path) is not None
        except HullmarkError:
            return True


def is_below(path: str, pattern: str, folder: str) -> bool:
    """Tell whether a file is what a path, a folder or a pattern names."""
    pattern = posixpath.normpath(posixpath.join(folder or ".", pattern.strip()))
    if pattern in (".", path):
        return True
    if set("*?[") & set(pattern):
        loose = pattern.replace("**/", "*")
        return (
            fnmatchcase(path, pattern)
            or fnmatchcase(path, loose)
            or fnmatchcase(f"./{path}", loose)
        )
    return path.startswith(f"{pattern}/")
