"""Joins what the files say into one image graph, and names what is missing."""

import posixpath
from collections.abc import Mapping
from pathlib import Path

from hullmark.discovery.gaps import loose_ends
from hullmark.discovery.gather import Gathered, gather
from hullmark.discovery.record import Build, Use
from hullmark.discovery.stages import Parent, parents
from hullmark.formats.dockerfile import Dockerfile, Stage, parse_dockerfile
from hullmark.images.reference import normalize_reference
from hullmark.kernel.errors import HullmarkError
from hullmark.model.graph import Edge, EdgeKind, Gap, ImageGraph, Node, NodeKind, Place
from hullmark.model.ledger import Issue

_DOCKER_IMAGE = "docker-image://"


def discover(root: Path, *, variables: Mapping[str, str] | None = None) -> ImageGraph:
    """Return the image graph of the repository at ``root``.

    ``variables`` stand in for the environment of whoever would run compose; they go before what
    ``.env`` files say. Nothing outside of ``root`` is read.
    """
    found = gather(root, variables=variables or {})
    return _Builder(found).graph()


class _Builder:
    def __init__(self, found: Gathered) -> None:
        self._found = found
        self._nodes: dict[str, Node] = {}
        self._edges: dict[Edge, None] = {}
        self._gaps: dict[Gap, None] = {}
        self._built: set[str] = set()
        """Dockerfiles that something builds."""

    def graph(self) -> ImageGraph:
        for dockerfile in list(self._found.dockerfiles.values()):
            self._dockerfile(dockerfile)
        for path, uses in list(self._found.uses.items()):
            for use in uses:
                self._use(use, path)
        found = self._found
        for each in found.refusals:
            place = Place(path=each.path, line=each.line, column=each.column)
            self._gap(10, each.message, place)
        graph = ImageGraph(
            root=str(found.root),
            nodes=tuple(self._nodes.values()),
            edges=tuple(self._edges),
            gaps=tuple(self._gaps),
            issues=tuple(found.issues),
            files=tuple(dict.fromkeys(found.files)),
        )
        gaps = [*graph.gaps, *loose_ends(graph, built=self._built)]
        ordered = sorted(dict.fromkeys(gaps), key=lambda gap: (gap.place, gap.id, gap.subject))
        return ImageGraph(
            root=graph.root,
            nodes=graph.nodes,
            edges=graph.edges,
            gaps=tuple(ordered),
            issues=tuple(sorted(graph.issues, key=lambda issue: (issue.path, issue.cause))),
            files=tuple(sorted(graph.files)),
        )

    def _node(self, node: Node) -> str:
        self._nodes.setdefault(node.id, node)
        return node.id

    def _edge(self, source: str, target: str, kind: EdgeKind, place: Place) -> None:
        self._edges[Edge(source=source, target=target, kind=kind, place=place)] = None

    def _gap(self, number: int, message: str, place: Place, subject: str = "") -> None:
        gap = Gap(id=f"HM-GRAPH-{number:04}", message=message, place=place, subject=subject)
        self._gaps[gap] = None

    def _dockerfile(self, dockerfile: Dockerfile) -> None:
        path = dockerfile.path
        node = self._node(
            Node(
                id=f"dockerfile:{path}",
                kind=NodeKind.DOCKERFILE,
                name=path,
                place=Place(path=path),
            )
        )
        for stage in dockerfile.stages:
            place = Place(path=path, line=stage.start_line)
            identity = self._stage(dockerfile, stage)
            self._edge(node, identity, EdgeKind.HAS_STAGE, place)
        for parent in parents(dockerfile, {}):
            self._parent(dockerfile, parent, {})
        for problem in dockerfile.problems:
            issue = Issue(
                path=path, cause=f"{path}:{problem.line}: {problem.message}", code="HM2310"
            )
            self._found.issues.append(issue)

    def _stage(self, dockerfile: Dockerfile, stage: Stage) -> str:
        return self._node(
            Node(
                id=f"stage:{dockerfile.path}#{stage.title}",
                kind=NodeKind.STAGE,
                name=stage.title,
                place=Place(path=dockerfile.path, line=stage.start_line),
                platform=stage.platform,
                final=stage.index == len(dockerfile.stages) - 1,
            )
        )

    def _parent(self, dockerfile: Dockerfile, parent: Parent, contexts: Mapping[str, str]) -> None:
        source = f"stage:{dockerfile.path}#{parent.stage.title}"
        if parent.parent is not None:
            target = f"stage:{dockerfile.path}#{parent.parent.title}"
            self._edge(source, target, parent.kind, parent.place)
            return
        name = parent.name
        given = contexts.get(name)
        if given is not None:
            if not given.startswith(_DOCKER_IMAGE):
                return
            name = given.removeprefix(_DOCKER_IMAGE)
        if name == "scratch":
            return
        if parent.missing or not name:
            names = ", ".join(parent.missing) or parent.written
            message = f"'{parent.written}' has no value for: {names}"
            self._gap(4, message, parent.place, source)
            return
        image = self._image(name, parent.place, source)
        if image:
            self._edge(source, image, parent.kind, parent.place)

    def _image(self, name: str, place: Place, subject: str) -> str:
        """Add an image and return its id; a gap and an empty text where the name is none."""
        try:
            reference = normalize_reference(name.strip())
        except HullmarkError as error:
            self._gap(4, error.message, place, subject)
            return ""
        full = str(reference)
        if not reference.tag and not reference.digest:
            full += ":latest"
        return self._node(
            Node(id=f"image:{full}", kind=NodeKind.IMAGE, name=reference.familiar, reference=full)
        )

    def _use(self, use: Use, path: str) -> None:
        identity = f"{use.kind.value}:{use.place.path}#{use.name}"
        self._node(
            Node(
                id=identity,
                kind=use.kind,
                name=use.name,
                place=use.place,
                profiles=use.profiles,
                context=use.build.context if use.build else "",
                arguments=use.build.arguments if use.build else {},
                platform=",".join(use.build.platforms) if use.build else "",
            )
        )
        image_place = use.image_place or use.place
        unclear = use.missing or use.template
        if use.build is not None:
            self._build(use, use.build, identity)
        partial = path in self._found.partial or use.provided
        if unclear:
            if use.build is None and not partial:
                why = f" (no value for: {', '.join(use.missing)})" if use.missing else ""
                message = f"image '{use.image}' cannot be worked out from the repository alone{why}"
                self._gap(4, message, image_place, identity)
        elif use.image and use.build is None:
            image = self._image(use.image, image_place, identity)
            if image:
                self._edge(identity, image, EdgeKind.RUNS, image_place)
        elif use.build is None and not partial:
            message = f"{use.kind.value} '{use.name}' names no image and no build"
            self._gap(3, message, use.place, identity)

    def _build(self, use: Use, build: Build, identity: str) -> None:
        dockerfile = self._find(build, identity)
        if dockerfile is not None:
            self._built.add(dockerfile.path)
            target = dockerfile.find_stage(build.target)
            if target is None:
                message = f"target '{build.target}' is no stage of {dockerfile.path}"
                self._gap(7, message, build.place, identity)
            else:
                stage = self._stage(dockerfile, target)
                self._edge(identity, stage, EdgeKind.BUILDS, build.place)
            if build.arguments or build.contexts:
                for parent in parents(dockerfile, build.arguments, target=build.target):
                    self._parent(dockerfile, parent, build.contexts)
        tags = build.tags if not use.missing else build.tags[1:]
        for tag in tags:
            if "${" in tag:
                continue
            image = self._image(tag, use.image_place or build.place, identity)
            if image:
                self._edge(identity, image, EdgeKind.PRODUCES, use.image_place or build.place)

    def _find(self, build: Build, identity: str) -> Dockerfile | None:
        if build.inline:
            return self._inline(build, identity)
        if build.remote:
            return None
        outside = build.context.startswith(("..", "/"))
        if not outside and not (self._found.root / build.context).is_dir():
            message = f"build context '{build.context}' does not exist"
            self._gap(2, message, build.place, identity)
            return None
        path = build.dockerfile
        dockerfile = self._found.dockerfile(path)
        if dockerfile is None and posixpath.basename(path) == "Dockerfile":
            other = posixpath.join(posixpath.dirname(path), "Containerfile")
            dockerfile = self._found.dockerfile(other)
        if dockerfile is None:
            if path not in self._found.broken:
                what = "is outside of the repository" if outside else "does not exist"
                self._gap(1, f"Dockerfile '{path}' {what}", build.place, identity)
            return None
        if f"dockerfile:{dockerfile.path}" not in self._nodes:
            self._dockerfile(dockerfile)
        return dockerfile

    def _inline(self, build: Build, identity: str) -> Dockerfile | None:
        path = f"{build.place.path}#{identity.rpartition('#')[2]}"
        try:
            dockerfile = parse_dockerfile(build.inline.encode(), path=path)
        except HullmarkError as error:
            self._found.tell(build.place.path, error)
            return None
        self._dockerfile(dockerfile)
        return dockerfile
