"""What a cataloger is, what it sees and what it may say.

A cataloger sees one ``File`` at a time, never layers, the registry or the disk.
Its records are plain values, so they can be cached per layer and squashed without the files.
"""

import importlib
import mmap
from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

import msgspec

from hullmark.model.component import Evidence

Buffer: TypeAlias = bytes | mmap.mmap


class File(msgspec.Struct, frozen=True):
    """One regular file of a layer or directory."""

    path: str
    """Without a leading slash, normalised (``var/lib/dpkg/status``)."""
    data: Buffer
    """The content; an ``mmap`` for large files (slice it, do not copy it whole)."""
    whole: bool = True
    """``False``: ``data`` starts at a needle inside an executable and holds at most 4 MiB."""
    needle: bytes = b""
    """The needle that was met, where ``whole`` is false."""


class NeedsWholeFileError(Exception):
    """Raised by ``parse`` on a part of an executable to be called again with all of it."""


class UnreadableFileError(Exception):
    """Raised by ``parse`` for a file that is not what it claims to be; becomes an ``Issue``.

    Records yielded before it are kept.
    """


class Package(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="record", tag="package"
):
    """One package as one file states it."""

    type: str
    """purl type: ``deb``, ``apk``, ``rpm``, ``pypi``, ``npm``, ``golang``, ``maven`` …"""
    name: str
    """The ecosystem's own full name: ``@scope/name``, ``group:artifact``, ``golang.org/x/net``."""
    version: str
    """Complete, with epoch and release for OS packages (``1:2.3-4``)."""
    architecture: str = ""
    source_name: str = ""
    """Source package, where it differs from ``name``."""
    source_version: str = ""
    """Version of the source package, where it differs from ``version``."""
    licenses: tuple[str, ...] = ()
    evidence: Evidence = Evidence.INSTALLED
    vendored_in: str = ""
    """Name of the package that carries this copy inside (a shaded jar)."""
    inner_path: str = ""
    """Path inside the archive (``WEB-INF/lib/a.jar``), for packages found in one."""
    line: int | None = None
    """1-based line of the entry, for text files."""
    vendor: str = ""
    """Who built it, where the database says so (rpm)."""
    qualifiers: tuple[tuple[str, str], ...] = ()
    """Further purl qualifiers (``("modularitylabel", "…")``)."""
    direct: bool | None = None
    """Lock files: asked for by the project itself (True), by a dependency (False), unknown."""
    development: bool = False
    """Lock files: only needed to build or test."""


class Owns(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="owns"):
    """Files that belong to an OS package."""

    type: str
    """purl type of the owner."""
    package: str
    """Name of the owner."""
    paths: bytes
    """Newline-joined paths, without leading slashes."""


class Licenses(msgspec.Struct, frozen=True, kw_only=True, tag_field="record", tag="licenses"):
    """Licences of a package that another file declares (``usr/share/doc/<package>/copyright``)."""

    type: str
    """purl type of the package."""
    package: str
    """Name of the package."""
    licenses: tuple[str, ...]
    """As declared, in order of appearance, each once."""


class Release(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="record", tag="release"
):
    """What one file says about the distribution."""

    id: str
    version: str = ""
    codename: str = ""
    id_like: tuple[str, ...] = ()
    name: str = ""
    variant: str = ""
    """Edition that changes which packages apply: ``esm`` for Ubuntu Pro, os-release VARIANT_ID."""
    rank: int = 0
    """Files of a higher rank are believed first (os-release 100, its elders below)."""


class Need(msgspec.Struct, frozen=True, omit_defaults=True):
    """A dependency as a project file writes it, placeholders and all."""

    name: str
    """``group:artifact``."""
    kind: tuple[str, str]
    """Type and classifier, by which Maven tells declarations of one artifact apart."""
    version: str = ""
    scope: str = ""
    line: int = 0


class Project(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="record", tag="project"
):
    """A project file that leaves something to another one, or that others lean on."""

    name: str
    """``group:artifact``."""
    version: str = ""
    parent: str = ""
    """Name of the project it inherits from."""
    parent_path: str = ""
    """Where that is to be found, from the folder of this file."""
    values: dict[str, str] = {}
    """What placeholders stand for."""
    managed: tuple[Need, ...] = ()
    """Versions for dependencies that name none."""
    needs: tuple[Need, ...] = ()
    """Dependencies whose version this file alone does not tell."""


Record: TypeAlias = Package | Owns | Licenses | Release | Project
Role = Literal["os", "language", "distribution"]


def late(module: str, name: str) -> "Callable[[File], Iterable[Record]]":
    """Return a parse function whose module is imported when its first file is met.

    Most images hold a few ecosystems; importing the readers of all of them would be a tenth of
    the scan of a small one.

    Args:
        module: Below ``hullmark.native.catalogers``, such as ``java.parse_archive``.
        name: The function in it.
    """

    def parse(file: File) -> Iterable[Record]:
        found = getattr(importlib.import_module(f"hullmark.native.catalogers.{module}"), name)
        records: Iterable[Record] = found(file)
        return records

    return parse


class Cataloger(msgspec.Struct, frozen=True, kw_only=True):
    """The declaration of one cataloger: which files it wants, and what they mean."""

    name: str
    """Stable, kebab-case: ``dpkg``, ``python-installed``."""
    version: int
    """Part of the cache key; raise it when the records for the same bytes change."""
    role: Role
    globs: tuple[str, ...] = ()
    """Paths wanted: ``**/`` for any depth, ``*`` within a segment. The last segment must hold a
    literal name, a literal suffix (``*.jar``), begin with a literal up to a dot (``libz.so.*``)
    or sit in a literal folder (``status.d/*``)."""
    anchors: Callable[[str], tuple[bytes, ...]] | None = None
    """Path → byte strings of an executable; only what stands around them is handed on, as a file
    that is not ``whole``, so that large programs are never held. Other files are passed over."""
    needles: tuple[bytes, ...] = ()
    """Byte strings looked for in the data segment of executables (ELF, PE, Mach-O)."""
    alignment: int = 16
    """A needle counts at multiples of so many bytes; elsewhere it is somebody's string constant."""
    sections: tuple[bytes, ...] = ()
    """Names of sections; an executable that seems to have one is handed on whole."""
    folders: tuple[str, ...] = ()
    """Folders of which every folder directly inside is handed on: its path, without content."""
    parse: Callable[[File], Iterable[Record]]
    declared: bool = False
    """Whether its files are declared evidence (manifests, lock files)."""
