"""The module text of a Go build, line by line, as packages.

``path``, ``mod``, ``dep``, ``=>`` and ``build`` lines; https://pkg.go.dev/runtime/debug#BuildInfo
"""

import re
from collections.abc import Iterator

import msgspec

from hullmark.native.catalogers.golang.main_version import choose_main_version
from hullmark.native.catalogers.record import Package

_DEVEL = "(devel)"
_UNNAMED = "command-line-arguments"
"""What ``go build file.go`` calls its main package."""
_GO = re.compile(r"go(\d[0-9A-Za-z.+~_]*(?:-(?!X:)[0-9A-Za-z.+~_]+)*)")
_LINES = 200_000


class Module(msgspec.Struct):
    """One module of the text; ``replacement`` is what was linked instead."""

    path: str
    version: str = ""
    replacement: "Module | None" = None


class _Build(msgspec.Struct):
    path: str = ""
    main: Module | None = None
    dependencies: list[Module] = msgspec.field(default_factory=list)
    settings: dict[str, str] = msgspec.field(default_factory=dict)


def to_packages(go_version: str, text: str) -> Iterator[Package]:
    """Yield the main module, the modules linked in, and the standard library they came with."""
    build = _read(text)
    _adopt_main(build)
    compiler = _GO.search(go_version)
    release = compiler[1] if compiler is not None else ""
    seen: set[tuple[str, str]] = set()
    for package in (*_main(build, release), *map(_linked, build.dependencies)):
        key = (package.name, package.version)
        if package.name and key not in seen:
            seen.add(key)
            yield package
    if release:
        yield _package("stdlib", release)


def _read(text: str) -> _Build:
    build = _Build()
    last: Module | None = None
    for line in text.split("\n", _LINES)[:_LINES]:
        kind, _, rest = line.partition("\t")
        if kind == "path":
            build.path = rest
        elif kind == "mod":
            last = build.main = _module(rest)
        elif kind == "dep":
            last = _module(rest)
            build.dependencies.append(last)
        elif kind == "=>" and last is not None:
            last.replacement = _module(rest)
        elif kind == "build":
            key, _, value = _unquoted_pair(rest)
            build.settings[key] = value
    return build


def _module(rest: str) -> Module:
    path, _, tail = rest.partition("\t")
    return Module(path=path, version=tail.partition("\t")[0])


def _unquoted_pair(rest: str) -> tuple[str, str, str]:
    """Split ``key=value``, either of which Go quotes where it holds odd characters."""
    if rest.startswith('"'):
        end = rest.find('"', 1)
        key, value = rest[1:end], rest[end + 2 :]
    else:
        key, _, value = rest.partition("=")
    if value[:1] == value[-1:] == "`" and len(value) > 1:
        return key, "=", value[1:-1]
    if value[:1] == '"':
        try:
            # Go's escapes of printable text are those of JSON.
            value = msgspec.json.decode(value, type=str)
        except (msgspec.MsgspecError, UnicodeError):
            value = value.strip('"')
    return key, "=", value


def _adopt_main(build: _Build) -> None:
    """Find the main module of a build that names none, among the dependencies."""
    if build.main is not None and build.main.path != _UNNAMED:
        return
    build.main = None
    candidates = [each for each in build.dependencies if each.version == _DEVEL]
    if len(candidates) == 1:
        build.main = candidates[0]
        build.dependencies.remove(candidates[0])


def _main(build: _Build, release: str) -> Iterator[Package]:
    if build.main is not None:
        name, version = _effective(build.main)
        yield _package(name, choose_main_version(build.main.path, version, build.settings))
    elif build.path.startswith("cmd/"):
        # The tools of the Go distribution; advisories know them as one module, ``toolchain``.
        yield _package("toolchain", release)
        yield _package(build.path, release)
    elif build.path and build.path != _UNNAMED:
        # Built outside module mode: the import path of the main package is all there is.
        yield _package(build.path, choose_main_version(build.path, "", build.settings))


def _linked(module: Module) -> Package:
    return _package(*_effective(module))


def _effective(module: Module) -> tuple[str, str]:
    """Return name and version of what was linked: a folder keeps the name, but has no version."""
    linked = module.replacement
    if linked is None:
        return module.path, _released(module.version)
    if linked.path.startswith((".", "/", "\\")) or linked.path[1:3] in (":\\", ":/"):
        return module.path, _released(linked.version)
    return linked.path or module.path, _released(linked.version)


def _released(version: str) -> str:
    return "" if version == _DEVEL else version


def _package(name: str, version: str) -> Package:
    return Package(type="golang", name=name, version=version)
