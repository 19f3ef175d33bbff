"""The visitor of one layer: keeps wanted files, has them parsed, forgets them."""

import contextlib
from collections.abc import Callable, Iterable
from itertools import islice
from typing import IO, cast

from hullmark.images.layer_errors import BombError
from hullmark.images.tar import Sink
from hullmark.kernel import limits, log
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.space import map_file, scratch_file
from hullmark.native.catalogers.record import (
    Cataloger,
    File,
    NeedsWholeFileError,
    Record,
    UnreadableFileError,
)
from hullmark.native.executables import NeedleSink, is_executable
from hullmark.native.facts import (
    CHUNK_NAMES,
    FactIssue,
    FileFacts,
    LayerFacts,
    NameLog,
    empty_facts,
)
from hullmark.native.globs import Wanted
from hullmark.native.marks import MANAGERS, SETUID, SETUID_BIT
from hullmark.native.secrets.hit import Hit
from hullmark.native.secrets.sink import MOST_BYTES, SecretReader, wants
from hullmark.native.windows import WindowSink

_WHITEOUT = ".wh."
_OPAQUE = ".wh..wh..opq"
_SMALLEST_EXECUTABLE = 4096
"""Bytes; no program with build information is smaller."""


class Collector:
    """Hears of a layer's members and gathers its facts."""

    def __init__(
        self,
        *,
        wanted: Wanted,
        binaries: tuple[Cataloger, ...],
        log_names: bool,
        secrets: SecretReader | None = None,
    ) -> None:
        self.facts = empty_facts()
        self.again: dict[str, tuple[Cataloger, ...]] = {}
        """Paths to be read whole in a second pass."""
        self.links: dict[str, list[str]] = {}
        """Target path → wanted hard links to it whose content was not kept."""
        self._wanted = wanted.by
        self._inside = wanted.inside
        self._binaries = binaries
        self._needles = {n: each.alignment for each in binaries for n in each.needles}
        self._sections = tuple(section for each in binaries for section in each.sections)
        self._names = NameLog() if log_names else None
        self._secrets = secrets
        self._places = 0
        self._room = limits.LAYER_RECORDS
        self._untold = 0

    def regular(self, path: str, size: int, head: bytes) -> Sink | None:
        """Return a sink for a wanted file; note everything else."""
        sink = self._cataloged(path, size, head)
        if self._secrets is None or not wants(path, size, head):
            return sink
        if size > MOST_BYTES:
            self._issue(path, f"file is too large to look for secrets: {size:,} bytes")
            return sink
        self.facts.texts += 1
        found = self._secrets.sink(path, self._take_secrets)
        return found if sink is None else _Both(sink, found)

    def special(self, path: str, mode: int) -> None:
        """Note a file that runs with the rights of its owner."""
        if mode & SETUID_BIT:
            self.facts.marks[path] = SETUID

    def _cataloged(self, path: str, size: int, head: bytes) -> Sink | None:
        files = self.facts.files
        if path in files:
            del files[path]
        if ".wh." in path and self._whiteout(path):
            return None
        names = self._names
        if names is not None:
            names.add(path)
            if len(names.names) > CHUNK_NAMES:
                names.pack()
        if path in MANAGERS:
            self.facts.marks[path] = MANAGERS[path]
        catalogers = self._wanted(path)
        if catalogers:
            if all(each.anchors is not None for each in catalogers):
                return self._windowed(path, catalogers, size=size, head=head)
            if size > limits.WANTED_FILE_BYTES:
                self._issue(path, f"file is larger than {limits.WANTED_FILE_BYTES} bytes")
                return None
            return _FileSink(lambda data: self._parse(path, catalogers, data=data))
        if size >= _SMALLEST_EXECUTABLE and self._binaries and is_executable(head):
            return self._needled(path, size)
        return None

    def _needled(self, path: str, size: int) -> NeedleSink:
        return NeedleSink(
            self._needles,
            lambda needle, data: self._found(path, needle=needle, data=data),
            sections=self._sections,
            section=lambda name: self._sectioned(path, section=name, size=size),
        )

    def _windowed(
        self, path: str, catalogers: tuple[Cataloger, ...], *, size: int, head: bytes
    ) -> Sink | None:
        """Return a sink for an executable of a known name, which may be one of any other kind."""
        if not is_executable(head):
            return None
        anchors = tuple(
            anchor for each in catalogers if each.anchors for anchor in each.anchors(path)
        )

        def done(data: bytes) -> None:
            file = File(path=path, data=data, whole=False)
            for cataloger in catalogers:
                self._run(cataloger, file)

        sink = WindowSink(anchors, done)
        return _Both(sink, self._needled(path, size)) if self._binaries else sink

    def hardlink(self, path: str, target: str) -> None:
        """Give a wanted link the facts of its target, now or after a second pass."""
        files = self.facts.files
        if path in files:
            del files[path]
        if ".wh." in path and self._whiteout(path):
            return
        if self._names is not None:
            self._names.add(path)
            self._names.pack()
        if path in MANAGERS:
            self.facts.marks[path] = MANAGERS[path]
        if not self._wanted(path):
            return
        if target in files:
            files[path] = files[target]
        else:
            self.links.setdefault(target, []).append(path)

    def directory(self, path: str) -> None:
        """Note a directory."""
        if path in self.facts.files:
            del self.facts.files[path]
        if self._names is not None:
            self._names.add(path + "/")
            self._names.pack()
        for cataloger in self._inside.get(path.rpartition("/")[0], ()):
            self._run(cataloger, File(path=path, data=b""))

    def other(self, path: str) -> None:
        """Note a link, device or pipe."""
        if path in self.facts.files:
            del self.facts.files[path]
        if ".wh." in path and self._whiteout(path):
            return
        if path in MANAGERS:
            self.facts.marks[path] = MANAGERS[path]
        if self._names is not None:
            self._names.add(path)
            self._names.pack()

    def finish(self, members: int) -> LayerFacts:
        """Return the facts of the whole layer."""
        self.facts.members = members
        if self._untold:
            cause = f"{self._untold:,} more files could not be read"
            self.facts.issues.append(FactIssue(path="…", cause=cause, code="HM2052"))
            self._untold = 0
        if self._names is not None:
            self.facts.names = self._names.finish()
        return self.facts

    def _whiteout(self, path: str) -> bool:
        """Take note of a deletion mark; False for an ordinary file."""
        folder, _, name = path.rpartition("/")
        if not name.startswith(_WHITEOUT):
            return False
        if name == _OPAQUE:
            self.facts.opaques.append(folder)
        elif not name.startswith(".wh..wh."):  # aufs keeps its own books under these names
            gone = name[len(_WHITEOUT) :]
            if gone in ("", ".", ".."):
                self._issue(path, "whiteout names no file")
            else:
                self.facts.whiteouts.append(f"{folder}/{gone}" if folder else gone)
                if len(self.facts.whiteouts) > limits.LAYER_WHITEOUTS:
                    raise BombError(f"layer deletes more than {limits.LAYER_WHITEOUTS:,} paths")
        return True

    def _take_secrets(self, hits: list[Hit]) -> None:
        if self._places > limits.LAYER_SECRETS:
            return
        self._places += len(hits)
        self.facts.secrets.setdefault(hits[0].path, []).extend(hits)
        if self._places > limits.LAYER_SECRETS:
            cause = f"more than {limits.LAYER_SECRETS:,} places of secrets; the rest is not told"
            self._issue(hits[0].path, cause)

    def _found(self, path: str, *, needle: bytes, data: bytes) -> None:
        file = File(path=path, data=data, whole=False, needle=needle)
        for cataloger in self._binaries:
            if needle in cataloger.needles:
                self._run(cataloger, file)

    def _sectioned(self, path: str, *, section: bytes, size: int) -> None:
        """Have an executable read whole by those who look for its section."""
        if size > limits.WANTED_FILE_BYTES:
            self._issue(path, f"executable is larger than {limits.WANTED_FILE_BYTES} bytes")
            return
        for cataloger in self._binaries:
            if section in cataloger.sections and cataloger not in self.again.get(path, ()):
                self.again[path] = (*self.again.get(path, ()), cataloger)

    def _parse(self, path: str, catalogers: tuple[Cataloger, ...], *, data: bytes) -> None:
        file = File(path=path, data=data)
        for cataloger in catalogers:
            self._run(cataloger, file)

    def _run(self, cataloger: Cataloger, file: File) -> None:
        records: list[Record] = []
        try:
            records.extend(islice(cataloger.parse(file), self._room + 1))
        except NeedsWholeFileError:
            self.again[file.path] = (*self.again.get(file.path, ()), cataloger)
            return
        except UnreadableFileError as error:
            self._issue(file.path, str(error) or "not what its name says")
        except HullmarkError as error:
            self._issue(file.path, error.message, code=error.code)
        except Exception as error:  # noqa: BLE001 - a defect in one parser must not end the scan
            log.warning("cataloger.crashed", cataloger=cataloger.name, path=file.path)
            self._issue(
                file.path, f"{cataloger.name} stopped with {type(error).__name__}", code="HM9001"
            )
        if records:
            facts = FileFacts(cataloger=cataloger.name, records=tuple(records))
            self.facts.files.setdefault(file.path, []).append(facts)
            self._room -= len(records)
            if self._room < 0:
                raise BombError(
                    f"files of the layer state more than {limits.LAYER_RECORDS:,} packages",
                    hint="what was read until then is reported; the layer is not read further",
                )

    def _issue(self, path: str, cause: str, *, code: str = "HM2052") -> None:
        if len(self.facts.issues) < limits.LAYER_ISSUES:
            self.facts.issues.append(FactIssue(path=path, cause=cause, code=code))
        else:
            self._untold += 1


class SecondPass:
    """The visitor of a layer that is read again for a few files that must be whole."""

    def __init__(self, first: Collector) -> None:
        self._first = first
        self._wanted: dict[str, tuple[Cataloger, ...]] = dict(first.again)
        for target, links in first.links.items():
            more = {cataloger: None for link in links for cataloger in first._wanted(link)}  # noqa: SLF001 - one visitor in two halves
            self._wanted[target] = (*self._wanted.get(target, ()), *more)
        first.again = {}

    def regular(self, path: str, size: int, _head: bytes) -> Sink | None:
        """Return a sink for a file of the list."""
        catalogers = self._wanted.get(path)
        if catalogers is None or size > limits.WANTED_FILE_BYTES:
            return None
        return _FileSink(lambda data: self._take(path, catalogers, data=data))

    def hardlink(self, path: str, target: str) -> None:
        """Nothing to do: the first pass noted it."""

    def directory(self, path: str) -> None:
        """Nothing to do."""

    def other(self, path: str) -> None:
        """Nothing to do."""

    def _take(self, path: str, catalogers: Iterable[Cataloger], *, data: bytes) -> None:
        first = self._first
        kept = first.facts.files.get(path)
        first._parse(path, tuple(catalogers), data=data)  # noqa: SLF001
        links = first.links.get(path)
        if links:
            found = first.facts.files.pop(path, [])
            if kept is not None:
                first.facts.files[path] = kept
            for link in links:
                first.facts.files[link] = list(found)


class _Both:
    """Feeds two sinks."""

    __slots__ = ("_first", "_second")

    def __init__(self, first: Sink, second: Sink) -> None:
        self._first = first
        self._second = second

    def feed(self, piece: bytes) -> None:
        self._first.feed(piece)
        self._second.feed(piece)

    def close(self) -> None:
        self._first.close()
        self._second.close()


class _FileSink:
    """Gathers one file, in memory or, beyond 8 MiB, in scratch space."""

    __slots__ = ("_done", "_file", "_parts", "_size")

    def __init__(self, done: Callable[[bytes], None]) -> None:
        self._done = done
        self._parts: list[bytes] = []
        self._size = 0
        self._file: IO[bytes] | None = None

    def feed(self, piece: bytes) -> None:
        if self._file is not None:
            self._file.write(piece)
            return
        self._parts.append(piece)
        self._size += len(piece)
        if self._size > limits.MEMORY_FILE_BYTES:
            self._file = scratch_file()
            self._file.writelines(self._parts)
            self._parts = []

    def close(self) -> None:
        if self._file is None:
            parts = self._parts
            self._done(parts[0] if len(parts) == 1 else b"".join(parts))
            return
        with self._file as file, contextlib.closing(map_file(file)) as mapped:
            # Catalogers take any buffer with slicing and find; see record.Buffer.
            self._done(cast("bytes", mapped))
