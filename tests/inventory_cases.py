"""Cases of the shared inventory corpus: which reader takes them, what it found, what was expected.

A suite's cases carry the peer's own file names, so each group of cases has a ``Reader`` that says
where such a file would stand in an image. Groups without one are "not read yet".
"""

import functools
import importlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus_data import corpus
from hullmark.native.catalogers.record import (
    Cataloger,
    File,
    NeedsWholeFileError,
    Package,
    UnreadableFileError,
)

SUITES = ("rpmdb", "scalibr", "scancode", "syft", "trivy")
"""Suites of files and packages; ``os-release`` has a comparison of its own."""

_TABLES = ("inventory_os", "inventory_language", "inventory_more", "inventory_rest")
"""Modules with a ``READERS`` table, each kept by those who keep its catalogers."""


@dataclass(frozen=True)
class Reader:
    """How the cases of one group are read."""

    catalogers: tuple[Cataloger, ...]
    place: Callable[[str], str | None] = lambda name: name
    """Peer's file name → path in an image; ``None`` where no cataloger is meant to read it."""
    types: dict[str, str] = field(default_factory=dict)
    """Peer's name of a purl type → ours, where they differ."""
    details: tuple[str, ...] = ()
    """Facts compared beside type, name and version, where the peer gives them."""
    normal: Callable[[str, str], tuple[str, str]] = lambda name, version: (name, version)
    """Name and version → their normal form, applied to both sides."""
    files: "Callable[[Case], Iterable[tuple[str, bytes]]] | None" = None
    """Paths and contents of a case, where they are not its files as they are."""
    expected: "Callable[[Case], list[dict[str, Any]]]" = lambda case: (
        case.expect.get("packages") or []
    )
    """The expected packages, where the peer keeps them elsewhere."""


@dataclass(frozen=True)
class Case:
    """One case of one suite."""

    suite: str
    id: str
    group: str
    files: tuple[Path, ...]
    root: Path
    """Folder of the suite."""
    expect: dict[str, Any]

    @property
    def key(self) -> str:
        """Name the case across suites."""
        return f"{self.suite}: {self.id}"


@dataclass(frozen=True)
class Outcome:
    """What came out of a case."""

    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    refused: str = ""
    wants_refusal: bool = False

    @property
    def equal(self) -> bool:
        """Tell whether the result is the expected one."""
        if self.wants_refusal:
            return bool(self.refused)
        return not self.missing and not self.extra

    def __str__(self) -> str:
        if self.wants_refusal:
            return "read without complaint, the peer refuses it"
        parts = [f"missing {', '.join(self.missing)}"] if self.missing else []
        parts += [f"extra {', '.join(self.extra)}"] if self.extra else []
        parts += [f"refused: {self.refused}"] if self.refused else []
        return "; ".join(parts)


def cases_of(suite: str) -> list[Case]:
    """Return the cases of a suite, in the order of its index."""
    root = corpus("inventory") / suite
    index = json.loads((root / "index.json").read_text(encoding="utf-8"))
    return [_case(suite, root, raw) for raw in index["cases"]]


@functools.cache
def readers() -> dict[tuple[str, str], Reader]:
    """Return every known reader by suite and group."""
    table: dict[tuple[str, str], Reader] = {}
    for name in _TABLES:
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
            continue
        table.update(module.READERS)
    return table


def reader_of(case: Case) -> Reader | None:
    """Return the reader of a case: that of its group, or of the nearest folder above it."""
    group = case.group
    while group:
        if reader := readers().get((case.suite, group)):
            return reader
        group = group.rpartition("/")[0]
    return readers().get((case.suite, ""))


def run(case: Case) -> Outcome | None:
    """Read a case and compare; ``None`` where no cataloger of ours is meant to read it."""
    reader = reader_of(case)
    if reader is None:
        return None
    placed = reader.files(case) if reader.files else _placed(case, reader)
    files = [File(path, data) for path, data in placed]
    if not files:
        return None
    found: list[Package] = []
    refused = ""
    for file in files:
        for cataloger in reader.catalogers:
            if not wants(cataloger, file.path):
                continue
            try:
                # One by one: records before an error count.
                for record in cataloger.parse(file):
                    if isinstance(record, Package):
                        found.append(record)  # noqa: PERF401
            except NeedsWholeFileError:
                refused = refused or "needs the whole file"
            except UnreadableFileError as error:
                refused = refused or str(error)
    return _compare(case, reader, found, refused)


def wants(cataloger: Cataloger, path: str) -> bool:
    """Tell whether a cataloger reads a path: by its globs, or as an executable."""
    return bool(cataloger.needles) or any(
        _glob_regex(glob).fullmatch(path) for glob in cataloger.globs
    )


@functools.cache
def _glob_regex(glob: str) -> re.Pattern[str]:
    pattern = re.escape(glob).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return re.compile(pattern)


def _case(suite: str, root: Path, raw: dict[str, Any]) -> Case:
    names = raw.get("files") or [raw["file"]]
    group = raw.get("ecosystem") or raw.get("backend") or ""
    return Case(
        suite=suite,
        id=raw["id"],
        group=group,
        files=tuple(root / name for name in names),
        root=root,
        expect=raw["expect"],
    )


def _placed(case: Case, reader: Reader) -> Iterator[tuple[str, bytes]]:
    for file in case.files:
        name = str(file.relative_to(case.root))
        for inner, data in _unpacked(name, file.read_bytes()):
            if path := reader.place(inner):
                yield path, data


def _unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file, or the files of a txtar archive (``-- name --`` before each)."""
    if not name.endswith(".txtar"):
        yield name, data
        return
    parts = re.split(rb"^-- (\S+) --\n", data, flags=re.MULTILINE)
    for inner, content in zip(parts[1::2], parts[2::2], strict=True):
        yield inner.decode(), content


def _compare(case: Case, reader: Reader, found: list[Package], refused: str) -> Outcome:
    wants_refusal = bool(case.expect.get("error"))
    if wants_refusal:
        return Outcome(refused=refused, wants_refusal=True)
    expected = [_expected(case, reader, raw) for raw in reader.expected(case)]
    asked = {key for facts in expected for key, value in facts.items() if value}
    wanted = {_line(facts, asked) for facts in expected}
    got = {_line(_facts(package, reader), asked) for package in found}
    return Outcome(
        missing=tuple(sorted(wanted - got)), extra=tuple(sorted(got - wanted)), refused=refused
    )


def _line(facts: dict[str, str], asked: set[str]) -> str:
    head = f"{facts['name']}@{facts['version']}"
    rest = [f"{key}={facts.get(key, '')}" for key in sorted(asked - {"name", "version"})]
    return " ".join([head, *rest])


def _facts(package: Package, reader: Reader) -> dict[str, str]:
    name, version = reader.normal(package.name, package.version)
    facts = {
        "name": name,
        "version": version,
        "type": package.type,
        "architecture": package.architecture,
        "source": package.source_name or package.name,
        "source_version": package.source_version or package.version,
        "license": " AND ".join(package.licenses),
        "vendor": package.vendor,
        "development": "yes" if package.development else "no",
    }
    return {key: facts[key] for key in ("name", "version", "type", *reader.details)}


def _expected(case: Case, reader: Reader, raw: dict[str, Any]) -> dict[str, str]:
    name, version = reader.normal(_full_name(case.suite, raw), _full_version(raw, ""))
    facts = {
        "name": name,
        "version": version,
        "type": _purl_type(case.suite, raw, reader),
        "architecture": raw.get("arch") or "",
        "license": raw.get("license") or "",
        "vendor": raw.get("vendor") or "",
    }
    facts["source"] = raw.get("source") or facts["name"]
    facts["source_version"] = _full_version(raw, "source_") or facts["version"]
    if case.suite == "trivy":
        facts["development"] = "yes" if raw.get("dev") else "no"
    return {
        key: value
        for key, value in facts.items()
        if key in {"name", "version", "type"} or key in reader.details
    }


def _full_name(suite: str, raw: dict[str, Any]) -> str:
    name: str = raw["name"]
    namespace = raw.get("namespace")
    if suite != "scancode" or not namespace or raw.get("type") in {"deb", "rpm", "alpine"}:
        return name
    return f"{namespace}:{name}" if raw.get("type") == "maven" else f"{namespace}/{name}"


def _full_version(raw: dict[str, Any], prefix: str) -> str:
    """Join epoch, version and release, which peers keep apart."""
    version: str = raw.get(f"{prefix}version") or ""
    if release := raw.get(f"{prefix}release"):
        version = f"{version}-{release}"
    epoch = raw.get(f"{prefix}epoch")
    return f"{epoch}:{version}" if epoch and str(epoch) != "0" else version


def _purl_type(suite: str, raw: dict[str, Any], reader: Reader) -> str:
    if suite == "scancode":
        type_ = raw.get("type") or ""
    elif suite == "scalibr":
        type_ = raw.get("purl_type") or ""
    else:
        type_ = (raw.get("purl") or "").removeprefix("pkg:").partition("/")[0]
    return reader.types.get(type_, type_)
