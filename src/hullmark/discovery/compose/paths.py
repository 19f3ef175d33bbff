"""Paths in compose files: what they are relative to, and where that is in the repository."""

import posixpath
from typing import Any

from hullmark.discovery.document import Items, Map, Null, Text


class Placed(Text):
    """A text that also knows its file and the variables that had no value."""

    path = ""
    missing: tuple[str, ...] = ()
    written = ""
    """A build context as it was written."""
    folder = ""
    """What it is relative to."""


def rebased(service: Map, folder: str, home: str = "") -> Map:
    """Make the paths of a service's build relative to the repository.

    With ``home``, the folder of the project that includes or extends it, bind mounts are made
    relative to that.
    """
    volumes = service.get("volumes")
    if home and isinstance(volumes, list):
        service = _copied(service)
        service["volumes"] = Items(_mounted(each, folder, home) for each in volumes)
    build = service.get("build")
    if build is None or isinstance(build, Null) or getattr(build, "_rebased", False):
        return service
    result = _copied(service)
    inner = _RebasedMap(build if isinstance(build, Map) else {"context": build})
    inner.line, inner.column = build.line, build.column
    inner.key_lines = getattr(build, "key_lines", {})
    context = inner.get("context")
    if isinstance(context, Text) and not isinstance(context, Null):
        inner["context"] = _moved(context, folder)
    elif "context" not in inner:
        inner["context"] = _moved(Text("."), folder)
    result["build"] = inner
    return result


def _copied(service: Map) -> Map:
    result = Map(service)
    result.line, result.column, result.tag = service.line, service.column, service.tag
    result.key_lines = service.key_lines
    return result


def _mounted(volume: Any, folder: str, home: str) -> Any:
    """Return a bind mount as the project's own folder has it; what is none stays."""
    if isinstance(volume, Map):
        source = volume.text("source")
        if volume.text("type") != "bind" or not source.startswith("."):
            return volume
        moved = _copied(volume)
        moved["source"] = _from_home(source, folder, home)
        return moved
    source, colon, rest = volume.partition(":")
    if not colon or not source.startswith("."):
        return volume
    return Placed(f"{_from_home(source, folder, home)}:{rest}").at(volume)


def _from_home(source: str, folder: str, home: str) -> Text:
    path = posixpath.relpath(join(folder, source) or ".", home)
    return Text(path if path.startswith(".") else f"./{path}")


class _RebasedMap(Map):
    _rebased = True


def _moved(text: Text, folder: str) -> Text:
    if is_remote(text):
        return text
    moved = Placed(join(folder, text) or ".")
    moved.at(text)
    moved.written, moved.folder = str(text), folder
    moved.tag = text.tag
    if isinstance(text, Placed):
        moved.path, moved.missing = text.path, text.missing
    return moved


def is_remote(context: str) -> bool:
    """Tell whether a build context is not a folder of the repository."""
    remote = ("http://", "https://", "git://", "git@", "ssh://", "github.com/", "docker-image://")
    return context.startswith((*remote, "service:", "oci-layout://", "target:"))


def join(folder: str, path: str) -> str:
    """Return a path below a folder of the repository; empty for the repository itself."""
    joined = posixpath.normpath(posixpath.join(folder, path))
    return "" if joined == "." else joined
