"""Where container engines listen, and whether anybody does: asked without importing HTTP."""

import hashlib
import json
import os
import socket
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from hullmark.images.remote_errors import EngineAccessError, EngineNotFoundError, NotAnEngineError
from hullmark.kernel import log
from hullmark.kernel.http_failures import is_loopback

EngineKind = Literal["docker", "podman"]

_WAIT_S = 0.5
"""A local socket that does not accept within this time is of no use."""
_FILE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One address of an engine."""

    kind: EngineKind
    socket: Path | None = None
    url: str = "http://engine"
    """What requests begin with; the host is a mere word where there is a socket."""
    named_by: str = ""
    """What in the environment or configuration names it; empty for the usual places."""

    def __str__(self) -> str:
        return str(self.socket) if self.socket else self.url


def find_endpoint(
    kind: EngineKind | None = None, *, environment: Mapping[str, str] | None = None
) -> Endpoint | None:
    """Return the first endpoint of ``kind`` (or any) that accepts a connection; None for none."""
    for endpoint in endpoints(environment):
        if kind in (None, endpoint.kind) and _problem(endpoint) is None:
            return endpoint
    return None


def require_endpoint(kind: EngineKind, *, environment: Mapping[str, str] | None = None) -> Endpoint:
    """Return the endpoint of ``kind`` that accepts connections.

    Raises:
        EngineAccessError: There is one, for other users.
        EngineNotFoundError: There is none.
    """
    looked_at: list[str] = []
    denied: Endpoint | None = None
    for endpoint in endpoints(environment):
        if endpoint.kind != kind:
            continue
        problem = _problem(endpoint)
        if problem is None:
            return endpoint
        looked_at.append(str(endpoint))
        if isinstance(problem, PermissionError):
            denied = denied or endpoint
    if denied is not None:
        raise EngineAccessError(
            f"this user may not use the socket '{denied}' of {kind}",
            hint="join the group that owns it, or run as its owner",
        )
    variable = "DOCKER_HOST" if kind == "docker" else "CONTAINER_HOST"
    raise EngineNotFoundError(
        f"no {kind} engine listens at {', '.join(looked_at)}",
        hint=f"start it, or name its socket in {variable}",
    )


def endpoints(environment: Mapping[str, str] | None = None) -> Iterator[Endpoint]:
    """Yield where engines may listen: what the user names first, then the usual places.

    Raises:
        NotAnEngineError: ``DOCKER_HOST`` or ``CONTAINER_HOST`` cannot be used.
    """
    variables = os.environ if environment is None else environment
    home = Path(variables.get("HOME") or "/nonexistent")
    runtime = variables.get("XDG_RUNTIME_DIR")
    if host := variables.get("DOCKER_HOST"):
        yield _named(host, kind="docker", by="DOCKER_HOST")
    else:
        yield from _of_context(variables, home)
        yield _at("docker", "/var/run/docker.sock")
        if runtime:
            yield _at("docker", f"{runtime}/docker.sock")
        yield _at("docker", f"{home}/.docker/run/docker.sock")
    if host := variables.get("CONTAINER_HOST"):
        yield _named(host, kind="podman", by="CONTAINER_HOST")
        return
    if runtime:
        yield _at("podman", f"{runtime}/podman/podman.sock")
    yield _at("podman", "/run/podman/podman.sock")


def _at(kind: EngineKind, path: str) -> Endpoint:
    return Endpoint(kind=kind, socket=Path(path))


def _named(host: str, *, kind: EngineKind, by: str) -> Endpoint:
    if host.startswith("unix://"):
        return Endpoint(kind=kind, socket=Path(host.removeprefix("unix://")), named_by=by)
    if host.startswith("/"):
        return Endpoint(kind=kind, socket=Path(host), named_by=by)
    try:
        parts = urlsplit(host)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        name, port, parts = "", None, urlsplit("")
    if parts.scheme in ("tcp", "http") and name and is_loopback(name):
        return Endpoint(kind=kind, url=f"http://{parts.hostname}:{port or 2375}", named_by=by)
    raise NotAnEngineError(
        f"{by} is '{host[:200]}', which cannot be used",
        hint="unix:///path and tcp://127.0.0.1:port are; forward a remote engine's socket with ssh",
    )


def _of_context(variables: Mapping[str, str], home: Path) -> Iterator[Endpoint]:
    """Yield the endpoint of Docker's current context (Desktop, Colima, rootless), if it has one."""
    folder = Path(variables.get("DOCKER_CONFIG") or home / ".docker")
    name = variables.get("DOCKER_CONTEXT") or _text(folder / "config.json", "currentContext")
    if not name or name == "default":
        return
    digest = hashlib.sha256(name.encode()).hexdigest()
    meta = folder / "contexts" / "meta" / digest / "meta.json"
    host = _text(meta, "Endpoints", "docker", "Host")
    if host.startswith("unix://"):
        yield _named(host, kind="docker", by=f"context '{name}'")


def _text(path: Path, *keys: str) -> str:
    try:
        with path.open("rb") as file:
            value = json.loads(file.read(_FILE_BYTES))
        for key in keys:
            value = value[key]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    return value if isinstance(value, str) else ""


def _problem(endpoint: Endpoint) -> OSError | None:
    """Return why an endpoint cannot be used; None where somebody accepts."""
    try:
        if endpoint.socket is None:
            parts = urlsplit(endpoint.url)
            address = (parts.hostname or "", parts.port or 2375)
            socket.create_connection(address, timeout=_WAIT_S).close()
            return None
        if not stat.S_ISSOCK(endpoint.socket.stat().st_mode):
            return FileNotFoundError(f"'{endpoint.socket}' is no socket")
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_WAIT_S)
            connection.connect(str(endpoint.socket))
    except (OSError, ValueError) as error:
        log.debug("engine.not-there", endpoint=str(endpoint), reason=str(error))
        return error if isinstance(error, OSError) else OSError(str(error))
    return None
