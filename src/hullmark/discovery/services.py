"""What a compose project runs and builds."""

import posixpath
from typing import Any

from hullmark.discovery.compose.load import Project
from hullmark.discovery.compose.merge import pairs
from hullmark.discovery.compose.paths import is_remote
from hullmark.discovery.document import Map, Null, Text
from hullmark.discovery.record import Build, Use
from hullmark.model.graph import NodeKind, Place


def uses_of(project: Project, *, only: frozenset[str] | None = None) -> list[Use]:
    """Return one use per service; ``only`` limits them to names."""
    return [
        _use(name, service, project.path)
        for name, service in project.services.items()
        if only is None or name in only
    ]


def _use(name: str, service: Map, path: str) -> Use:
    image = service.text("image")
    build = _build(service, path)
    if build is not None and image and not isinstance(image, Null):
        build_tags = (str(image), *build.tags)
        build = Build(**{**{k: getattr(build, k) for k in build.__slots__}, "tags": build_tags})
    place = _place(image if "image" in service else service, path)
    return Use(
        kind=NodeKind.SERVICE,
        name=name,
        place=_place(service, path, like=image or build_text(service)),
        image=str(image),
        image_place=place if "image" in service else None,
        build=build,
        profiles=tuple(str(each) for each in service.items_of("profiles")),
        missing=tuple(getattr(image, "missing", ())),
        provided="provider" in service,
    )


def build_text(service: Map) -> Text:
    """Return the text that says what a service is built from."""
    build = service.get("build")
    return build.text("context") if isinstance(build, Map) else Text("")


def _place(node: Any, path: str, *, like: Any = None) -> Place:
    file = getattr(node, "path", "") or getattr(like, "path", "") or path
    return Place(path=file, line=node.line, column=node.column)


def _build(service: Map, path: str) -> Build | None:
    build = service.get("build")
    if not isinstance(build, Map):
        return None
    context = str(build.get("context") or ".")
    dockerfile = build.text("dockerfile")
    inline = build.text("dockerfile_inline")
    remote = is_remote(context)
    where = dockerfile or inline or build.text("context") or build
    file = "" if inline else str(dockerfile) or "Dockerfile"
    if file and not remote and not file.startswith("/"):
        file = posixpath.normpath(posixpath.join(context, file))
    return Build(
        context=context,
        dockerfile=file,
        inline=str(inline),
        target=str(build.text("target")),
        arguments={
            k: str(v) for k, v in pairs(build.get("args")).items() if not isinstance(v, Null)
        },
        contexts={k: str(v) for k, v in pairs(build.get("additional_contexts")).items()},
        tags=tuple(str(each) for each in build.items_of("tags")),
        platforms=tuple(str(each) for each in build.items_of("platforms")),
        remote=remote,
        place=_place(where, path, like=build.text("context")),
    )
