"""Runs a foreign program where it can do little harm and where nothing lying about misleads it.

It gets a home, a cache, temporary space and a working folder of its own, a handful of variables,
no credentials, no network unless it cannot do without, and bounds on time, memory and output.
"""

import contextlib
import os
import shutil
import socket
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from hullmark.kernel import process_tree, processes
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.space import DiskFullError, scratch_folder
from hullmark.kernel.tool_errors import ToolMemoryError

Network = Literal["namespace", "proxy", "open"]

_VARIABLES = ("PATH", "LANG", "LC_*", "TZ")
_NETWORK_VARIABLES = (
    "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
    "SSL_CERT_FILE", "SSL_CERT_DIR",
)  # fmt: skip
_MARK = "HULLMARK_RUN"
_FIRST = ("/bin/sh", "-c", '"$@"\nexit $?', "sh")
"""The first process of a namespace is deaf to signals, its own included: a shell is it instead."""
_PROBE_S = 10.0
_LINE_BYTES = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a program may use."""

    timeout_s: float
    memory_bytes: int
    output_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The folders that a program has for itself, all empty at first."""

    home: Path
    work: Path
    """Its working folder: configuration that lies in what it scans is not found here."""
    temporary: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Walls:
    """What keeps programs in on this machine."""

    prefix: tuple[str, ...]
    """Put before a command that shall have no network."""
    open_prefix: tuple[str, ...]
    """Put before a command that may use the network."""
    apart: bool = True
    """Whether both make namespaces, so that nothing started in them outlives the command."""

    def network(self, *, needed: bool) -> Network:
        """Return what stands between a program and the network."""
        if needed:
            return "open"
        return "namespace" if self.apart else "proxy"


@contextlib.contextmanager
def room() -> Iterator[Room]:
    """Give a room; it is removed on leaving with all that the program left in it."""
    with scratch_folder("hullmark-run-") as folder:
        made = Room(home=folder / "home", work=folder / "work", temporary=folder / "tmp")
        try:
            for each in (made.home, made.work, made.temporary):
                each.mkdir()
        except OSError as error:
            raise DiskFullError(f"cannot write '{folder}': {error.strerror or error}") from error
        yield made


def run_in(
    place: Room,
    command: Sequence[str],
    *,
    bounds: Bounds,
    variables: Mapping[str, str] | None = None,
    passed: Sequence[str] = (),
    network: bool = False,
    stop: threading.Event | None = None,
) -> processes.Completed:
    """Run a program in its room.

    Args:
        place: Its folders.
        command: Program, as a path, and arguments.
        bounds: What it may use.
        variables: What it is told beside where its folders are.
        passed: Names of variables of ours that it may see: credentials it cannot do without.
        network: Whether it may use the network.
        stop: Ends it early, once set.

    Raises:
        ToolError: It is missing, or broke a bound.
    """
    built = walls()
    mark = f"{_MARK}={uuid.uuid4().hex}"
    environment = _environment(place, built, passed=passed, network=network)
    environment |= dict(variables or {})
    environment[_MARK] = mark.partition("=")[2]

    def watch(pid: int) -> None:
        used = process_tree.memory_bytes(pid)
        if used > bounds.memory_bytes:
            raise ToolMemoryError(
                f"'{command[0]}' used {used:,} bytes of memory of {bounds.memory_bytes:,} allowed",
                hint="allow more with the setting scanner_memory",
            )

    prefix = built.open_prefix if network else built.prefix
    try:
        return processes.run(
            (*prefix, *command),
            timeout_s=bounds.timeout_s,
            environment=environment,
            output_limit_bytes=bounds.output_bytes,
            folder=place.work,
            stop=stop,
            watch=watch,
        )
    except HullmarkError as error:
        if prefix and command:
            error.message = error.message.replace(f"'{prefix[0]}'", f"'{command[0]}'")
        raise
    finally:
        if not built.apart:
            process_tree.end_marked(mark)


@lru_cache(maxsize=1)
def walls() -> Walls:
    """Return what the kernel of this machine allows, found out by trying."""
    program = shutil.which("unshare")
    for rights in ((), ("--user", "--map-current-user")) if program else ():
        for tied in (_tied(), ()):
            confined = (*tied, str(program), *rights, "--pid", "--fork", "--kill-child")
            if _works((*confined, "--net")):
                return Walls(
                    prefix=(*confined, "--net", "--", *_FIRST),
                    open_prefix=(*confined, "--", *_FIRST),
                )
    tied = _tied()
    return Walls(prefix=tied if tied and _works(tied[:-1]) else (), open_prefix=tied, apart=False)


def last_words(completed: processes.Completed) -> str:
    """Return the last line that a program wrote to standard error, without colors."""
    import re  # noqa: PLC0415 - only for failures

    text = completed.errors[-8192:].decode("utf-8", "replace")
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    lines = [line.strip() for line in plain.splitlines() if line.strip()]
    return lines[-1][:_LINE_BYTES] if lines else ""


def _tied() -> tuple[str, ...]:
    """Return what lets a program die with us, however we die; nothing where it is not there."""
    program = shutil.which("setpriv")
    return (program, "--pdeathsig", "KILL", "--") if program else ()


def _works(prefix: Sequence[str]) -> bool:
    try:
        done = processes.run((*prefix, "--", "true"), timeout_s=_PROBE_S)
    except HullmarkError:
        return False
    return done.status == 0


def _environment(
    place: Room, built: Walls, *, passed: Sequence[str], network: bool
) -> dict[str, str]:
    more = (*_NETWORK_VARIABLES, *passed) if network else tuple(passed)
    seen = {
        name: value
        for name, value in processes.allowed_environment(*more).items()
        if processes.fits(name, (*_VARIABLES, *more))
    }
    home = str(place.home)
    seen |= {
        "HOME": home,
        "TMPDIR": str(place.temporary),
        "XDG_CACHE_HOME": f"{home}/.cache",
        "XDG_CONFIG_HOME": f"{home}/.config",
        "XDG_DATA_HOME": f"{home}/.local/share",
        "NO_COLOR": "1",
    }
    if built.network(needed=network) == "proxy":
        refused = f"http://127.0.0.1:{_refusing_port()}"
        names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        seen |= dict.fromkeys((*names, *map(str.lower, names)), refused)
        seen |= {"NO_PROXY": "", "no_proxy": ""}
    return seen


@lru_cache(maxsize=1)
def _refusing_socket() -> socket.socket:
    """Return a socket that holds a port and never listens: whoever connects is refused."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    return held


def _refusing_port() -> int:
    return int(_refusing_socket().getsockname()[1])


def is_program(path: Path) -> bool:
    """Say whether a path is a file that may be run."""
    return path.is_file() and os.access(path, os.X_OK)
