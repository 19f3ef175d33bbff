"""``go.mod``: the modules a Go project asks for.

https://go.dev/ref/mod#go-mod-file
"""

import re
from collections.abc import Iterator

import msgspec

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_TEXT_BYTES = 16 * 1024 * 1024
"""A go.mod; Kubernetes' is 20 KB."""
_WORD = re.compile(r'"([^"]*)"|`([^`]*)`|(\S+)')
_LOCAL = (".", "/", "\\")
_VERBS = frozenset(
    {
        "module",
        "go",
        "toolchain",
        "godebug",
        "require",
        "exclude",
        "replace",
        "retract",
        "tool",
        "ignore",
    }
)
_RELEASE = re.compile(r"(?:go)?(?P<version>1\.(?P<minor>\d+)\S*)")
_BINDING = 21
"""Since Go 1.21 no older toolchain builds the project; before, the line was a remark."""


class _Require(msgspec.Struct):
    path: str
    version: str
    line: int
    indirect: bool


class _Project(msgspec.Struct):
    requires: list[_Require] = msgspec.field(default_factory=list)
    replaced: dict[tuple[str, str], tuple[str, str]] = msgspec.field(default_factory=dict)
    excluded: set[tuple[str, str]] = msgspec.field(default_factory=set)
    toolchain: dict[str, tuple[str, int]] = msgspec.field(default_factory=dict)


def parse_go_mod(file: File) -> Iterator[Package]:
    """Yield the required modules, replaced ones under the name that replaces them.

    The standard library comes with the toolchain that the project names.
    """
    if len(file.data) > _TEXT_BYTES:
        raise UnreadableFileError(f"go.mod is larger than {_TEXT_BYTES} bytes")
    text = file.data[:].decode("utf-8-sig", "replace")
    project = _Project()
    for number, verb, words, comment in _statements(text):
        if verb not in _VERBS:
            raise UnreadableFileError(f"line {number} of go.mod starts with '{verb[:40]}'")
        _take(project, verb, words, line=number, comment=comment)
    for require in project.requires:
        if (require.path, require.version) not in project.excluded:
            yield _package(require, project.replaced)
    yield from _standard_library(project)


def _take(project: _Project, verb: str, words: list[str], *, line: int, comment: str) -> None:
    if verb == "require" and len(words) >= 2:
        indirect = comment.partition(";")[0].strip() == "indirect"
        project.requires.append(_Require(words[0], words[1], line, indirect))
    elif verb == "exclude" and len(words) >= 2:
        project.excluded.add((words[0], words[1]))
    elif verb in ("go", "toolchain") and words:
        project.toolchain[verb] = (words[0], line)
    elif verb == "replace" and "=>" in words:
        arrow = words.index("=>")
        old, new = words[:arrow], words[arrow + 1 :]
        if old and new:
            project.replaced[old[0], "".join(old[1:2])] = (new[0], "".join(new[1:2]))


def _package(require: _Require, replaced: dict[tuple[str, str], tuple[str, str]]) -> Package:
    path, version = require.path, require.version
    other = replaced.get((path, version)) or replaced.get((path, ""))
    if other is not None:
        if other[0].startswith(_LOCAL):
            version = ""  # a folder of the project: the name stays, the version is unknown
        else:
            path, version = other
    return Package(
        type="golang",
        name=path,
        version=version,
        evidence=Evidence.DECLARED,
        line=require.line,
        direct=not require.indirect,
    )


def _standard_library(project: _Project) -> Iterator[Package]:
    named = project.toolchain.get("toolchain") or project.toolchain.get("go")
    release = _RELEASE.fullmatch(named[0]) if named else None
    if named and release is not None and int(release["minor"]) >= _BINDING:
        yield Package(
            type="golang",
            name="stdlib",
            version=release["version"],
            evidence=Evidence.DECLARED,
            line=named[1],
            direct=True,
        )


def _statements(text: str) -> Iterator[tuple[int, str, list[str], str]]:
    """Yield line, verb, words and comment of every statement, blocks unfolded."""
    block = ""
    for number, raw in enumerate(text.split("\n"), 1):
        code, _, comment = raw.partition("//")
        words = [a or b or c for a, b, c in _WORD.findall(code)]
        if not words:
            continue
        if block:
            if words[0] == ")":
                block = ""
            else:
                yield number, block, words, comment.strip()
        elif words[-1] == "(" and len(words) == 2:
            block = words[0]
        else:
            yield number, words[0], words[1:], comment.strip()
