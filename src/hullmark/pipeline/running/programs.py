"""Which program stands behind a scanner here: where, which version, which bytes."""

import hashlib
import json
import mmap
import os
import re
import shutil
import sys
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from hullmark.config.settings import Settings
from hullmark.kernel import log
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.paths import state_folder
from hullmark.kernel.quarantine import Bounds, is_program, room, run_in
from hullmark.kernel.space import write_whole
from hullmark.pipeline.running.adapters import registry_name, runs_of
from hullmark.ports.adapter import Adapter

_VERSION = re.compile(rb"\bv?(\d+(?:\.\d+)+(?:[-+][0-9A-Za-z.\-+]+)?)")
_GO_MODULE = re.compile(rb"path\t[^\n\t]{1,300}\nmod\t[^\t\n]+\tv([0-9][0-9A-Za-z.\-+]*)\t")
_VERSION_BOUNDS = Bounds(timeout_s=60.0, memory_bytes=2 * 1024**3, output_bytes=1024 * 1024)
_CHUNK_BYTES = 1024 * 1024
_KNOWN = 4096
"""Files whose digests are remembered."""


class Program(msgspec.Struct, frozen=True, kw_only=True):
    """One program as it stands here."""

    name: str
    """Registry name of the scanner."""
    path: Path
    version: str
    """As it says itself; empty where it does not."""
    digest: str
    """``sha256:…`` over its bytes, and over what its package lists where it is a script."""


def tools_folder() -> Path:
    """Return where installed scanners stand."""
    return state_folder() / "tools"


def find_program(adapter: Adapter, settings: Settings) -> Path | None:
    """Return the program of a scanner: as configured, installed by us, on PATH, beside Python."""
    binary = runs_of(adapter).binary
    for name, path in settings.scanner_programs.items():
        if registry_name(name) == adapter.name:
            return path if is_program(path) else None
    installed = tools_folder() / "bin" / binary
    if is_program(installed):
        return installed.resolve()
    found = shutil.which(binary)
    if found is None and is_program(Path(sys.executable).parent / binary):
        found = str(Path(sys.executable).parent / binary)
    return Path(found) if found else None


def identify(adapter: Adapter, path: Path, *, afresh: bool = False) -> Program:
    """Return what can be said of a program; ``afresh`` reads every byte of it again."""
    digest = program_digest(path, afresh=afresh)
    return Program(
        name=adapter.name, path=path, version=_version(adapter, path, digest), digest=digest
    )


def program_digest(path: Path, *, afresh: bool = False) -> str:
    """Return the digest of a program, of its package's list of files too where it is a script."""
    real = path.resolve()
    own = file_digest(real, afresh=afresh)
    lists = sorted(_package_lists(path))
    if not lists:
        return own
    hasher = hashlib.sha256(own.encode())
    for each in lists:
        hasher.update(f"\n{each.parent.name} {file_digest(each, afresh=afresh)}".encode())
    return f"sha256:{hasher.hexdigest()}"


def folder_digest(folder: Path, *, afresh: bool = False) -> str:
    """Return one digest over every file of a folder, names included."""
    hasher = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        name = path.relative_to(folder).as_posix()
        hasher.update(f"{name}\0{file_digest(path, afresh=afresh)}\n".encode())
    return f"sha256:{hasher.hexdigest()}"


def file_digest(path: Path, *, afresh: bool = False) -> str:
    """Return the digest of a file; remembered by name, size, times and inode unless ``afresh``."""
    facts = path.stat()
    stamp = f"{facts.st_ino} {facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns}"
    known = _Remembered.get()
    if not afresh and (found := known.look_up("digest", f"{path}\0{stamp}")):
        return found
    hasher = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_CHUNK_BYTES):
            hasher.update(chunk)
    digest = f"sha256:{hasher.hexdigest()}"
    known.keep("digest", f"{path}\0{stamp}", digest)
    return digest


def remember() -> None:
    """Write down what was learnt of programs, for the next run."""
    _Remembered.get().write()


def _version(adapter: Adapter, path: Path, digest: str) -> str:
    if not runs_of(adapter).version:
        return ""
    known = _Remembered.get()
    found = known.look_up("version", digest)
    if found is not None:
        return found
    version = _built_version(path) or _told_version(adapter, path)
    if version:
        known.keep("version", digest, version)
    return version


def _told_version(adapter: Adapter, path: Path) -> str:
    try:
        with room() as place:
            command = (str(path), *runs_of(adapter).version)
            done = run_in(place, command, bounds=_VERSION_BOUNDS)
    except HullmarkError as error:
        log.info("tool.version-unknown", tool=adapter.name, code=error.code, error=error.message)
        return ""
    told = _VERSION.search(done.output) or _VERSION.search(done.errors)
    return told[1].decode() if told else ""


def _built_version(path: Path) -> str:
    """Return the version that Go's linker wrote into a program; some tell another when asked."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
            found = _GO_MODULE.search(held)
            return found[1].decode() if found else ""
    except (OSError, ValueError):
        return ""


def _package_lists(path: Path) -> Iterator[Path]:
    """Yield the lists of files of the environment that a Python script belongs to."""
    environment = path.parent.parent
    if not (environment / "pyvenv.cfg").is_file():
        environment = path.resolve().parent.parent
        if not (environment / "pyvenv.cfg").is_file():
            return
    yield from environment.glob("lib/python*/site-packages/*.dist-info/RECORD")


class _Remembered:
    """Digests and versions of files that have not changed since; a hint, rebuilt when lost."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._changed = False
        self._held: dict[str, dict[str, str]] = {"digest": {}, "version": {}}
        try:
            with file.open("rb") as opened:
                held = json.loads(opened.read(4 * 1024 * 1024))
            for kind, known in self._held.items():
                known.update({str(k): str(v) for k, v in held.get(kind, {}).items()})
        except (OSError, ValueError, AttributeError):
            pass

    @staticmethod
    def get() -> "_Remembered":
        """Return the one of the state folder in force."""
        return _remembered(state_folder() / "tools" / "known.json")

    def look_up(self, kind: str, key: str) -> str | None:
        with self._lock:
            return self._held[kind].get(key)

    def keep(self, kind: str, key: str, value: str) -> None:
        with self._lock:
            self._held[kind][key] = value
            self._changed = True

    def write(self) -> None:
        with self._lock:
            if not self._changed:
                return
            held = {kind: dict(list(known.items())[-_KNOWN:]) for kind, known in self._held.items()}
            self._changed = False
        try:
            write_whole(self._file, json.dumps(held).encode())
            os.chmod(self._file, 0o600)  # noqa: PTH101 - what is believed must be ours alone
        except (HullmarkError, OSError) as error:
            log.info("tool.not-remembered", error=str(error))


@lru_cache(maxsize=4)
def _remembered(file: Path) -> _Remembered:
    return _Remembered(file)
