"""A loaded project in compose's own long form, as ``docker compose config`` prints it.

Only what a file says and what follows from it is there: no default of the engine, nothing empty.
"""

import posixpath
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from hullmark.discovery.compose.load import Project, project_name
from hullmark.discovery.compose.long_form import plain, says, shaped, value
from hullmark.discovery.document import Map, Null


def resolved(project: Project, *, home: str = "project") -> dict[str, Any]:
    """Return a project with every short form written out; ``home`` is the repository's name."""
    document = project.document
    name = str(document.text("name")) or project_name(project.path, home)
    services = {key: _service(each, project) for key, each in sorted(project.services.items())}
    found: dict[str, Any] = {"name": name, "services": services}
    networks = dict(project.declared.get("networks", {}))
    if any("default" in (each.get("networks") or {}) for each in services.values()):
        networks.setdefault("default", Null(""))
    for key, held in (("networks", networks), *_rest(project)):
        made = {each: _declared(key, each, value, name) for each, value in sorted(held.items())}
        if made:
            found[key] = made
    found |= {key: plain(value) for key, value in document.items() if key.startswith("x-")}
    return found


def _rest(project: Project) -> Iterator[tuple[str, dict[str, Any]]]:
    for key in ("volumes", "secrets", "configs", "models"):
        yield key, project.declared.get(key, {})


def _declared(key: str, name: str, node: Any, project: str) -> dict[str, Any]:
    held = shaped(node, key) if isinstance(node, Map) else {}
    external = node.get("external") if isinstance(node, Map) else None
    if isinstance(external, Map):
        held["external"] = True
        held.setdefault("name", str(external.text("name")) or name)
    if key == "models":
        return held
    own = name if held.get("external") else f"{project}_{name}"
    return {"name": own, **({"ipam": {}} if key == "networks" else {}), **held}


def _service(service: Map, project: Project) -> dict[str, Any]:
    found: dict[str, Any] = {"command": None, "entrypoint": None}
    for key, node in service.items():
        if key.startswith("x-") or key == "extends":
            continue
        written = value(key, node, "service")
        if says(key, written):
            found[key] = written
    if "build" in found:
        found["build"] = _build(found["build"], service.map("build"), project)
    if "environment" in found:
        found["environment"] = {
            name: project.variables.get(name) if value is None else value
            for name, value in found["environment"].items()
        }
    if "deploy" in found:
        found["deploy"] = {"resources": {}, "placement": {}, **(found["deploy"] or {})}
    if not found.get("network_mode") and "provider" not in found:
        found.setdefault("networks", {"default": None})
    waits = _waits(service, found.get("depends_on", {}))
    if waits:
        found["depends_on"] = waits
    return found


def _build(build: dict[str, Any], said: Map, project: Project) -> dict[str, Any]:
    build["context"] = _context(said.get("context"), str(PurePosixPath(project.path).parent))
    if "dockerfile_inline" not in build and "dockerfile" not in said:
        build.setdefault("dockerfile", "Dockerfile")
    if "args" in build:
        values = project.variables
        args = {name: values.get(name) if v is None else v for name, v in build["args"].items()}
        build["args"] = {name: value for name, value in args.items() if value is not None}
    return build


def _context(context: Any, folder: str) -> str:
    """Return a build context as it was written, or how it is reached from the project's folder."""
    written, below = getattr(context, "written", ""), getattr(context, "folder", "") or "."
    if context is None or written:
        return written if below == folder and written else posixpath.relpath(context or ".", folder)
    return str(context)


def _waits(service: Map, said: dict[str, Any]) -> dict[str, Any]:
    """Return what a service waits for, by itself or through what it shares with another."""
    found = dict(said)
    others = [(str(each).partition(":")[0], True) for each in service.items_of("links")]
    for key in ("network_mode", "pid", "ipc"):
        kind, _, other = service.text(key).partition(":")
        if kind == "service":
            others.append((other, True))
    others += [
        (str(each).partition(":")[0], False)
        for each in service.items_of("volumes_from")
        if not each.startswith("container:")
    ]
    for other, restart in others:
        again = {"restart": True} if restart else {}
        found.setdefault(other, {"condition": "service_started", **again, "required": True})
    return found
