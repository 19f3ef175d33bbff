"""Builds that a tool's own file declares: Skaffold's artifacts, GoReleaser's images."""

import posixpath
from collections.abc import Iterator

from hullmark.audit.documents import read_documents
from hullmark.audit.record import Activity, Frame, Repository, Trail
from hullmark.formats.placed_yaml import Map, Text
from hullmark.model.graph import Place

_FILES = {
    "skaffold": ("skaffold.yaml", "skaffold.yml"),
    "goreleaser": (".goreleaser.yml", ".goreleaser.yaml", "goreleaser.yml", "goreleaser.yaml"),
}


def declared_builds(
    tool: str, file: str, frame: Frame, repository: Repository, trail: Trail
) -> bool:
    """Keep what a tool's own file says it builds; tell whether there is such a file."""
    for name in (file,) if file else _FILES.get(tool, ()):
        path = posixpath.normpath(posixpath.join(frame.folder or ".", name))
        read = read_documents(repository, path, trail)
        if read.broken:
            return True
        if not read.maps or tool not in _FILES:
            continue
        trail.read(path, tool, tuple(frame.moments))
        folder = posixpath.dirname(path)
        for document in read.maps:
            found = _skaffold(document) if tool == "skaffold" else _goreleaser(document)
            for text, context, dockerfile, tags in found:
                trail.add(
                    Activity(
                        does="build",
                        tool=tool,
                        place=Place(path=path, line=text.line, column=text.column),
                        job=frame.job,
                        moments=frame.moments,
                        folder=folder,
                        subjects=(context,),
                        dockerfile=dockerfile,
                        tags=tags,
                    )
                )
        return True
    return False


def _skaffold(document: Map) -> Iterator[tuple[Text, str, str, tuple[str, ...]]]:
    for artifact in document.map("build").items_of("artifacts"):
        if not isinstance(artifact, Map) or not artifact.text("image"):
            continue
        image = artifact.text("image")
        other = {"jib", "ko", "buildpacks", "bazel", "custom"} & artifact.keys()
        if other:
            continue
        context = str(artifact.text("context")) or "."
        docker = artifact.map("docker") or artifact.map("kaniko")
        file = str(docker.text("dockerfile"))
        yield image, context, posixpath.join(context, file) if file else "", (f"{image}:*",)


def _goreleaser(document: Map) -> Iterator[tuple[Text, str, str, tuple[str, ...]]]:
    for each in document.items_of("dockers"):
        if not isinstance(each, Map):
            continue
        names = [str(name) for name in each.items_of("image_templates") if isinstance(name, Text)]
        file = each.text("dockerfile") or Text("Dockerfile")
        yield (
            file,
            ".",
            str(file),
            tuple(name.partition("{{")[0] + "*" if "{{" in name else name for name in names),
        )
