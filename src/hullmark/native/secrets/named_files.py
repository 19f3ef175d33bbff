"""Finds what files of known names hold by their own syntax, and secrets that are a whole file."""

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from hullmark.native.secrets.allow import entropy, is_counting, is_placeholder, is_reference
from hullmark.native.secrets.hit import Found
from hullmark.native.secrets.paths import SECRET_NAME, is_code
from hullmark.native.secrets.rule import rows

_BARE = re.compile(rb"(?m)^[ \t]*([0-9A-Za-z+/=_~.-]{24,400})[ \t\r]*$")
_ENCRYPTED = re.compile(rb"\{[0-9A-Za-z+/=]{20,}\}")
"""How Maven keeps passwords: whoever has the file beside it reads them."""
_WHOLE_FILE_BYTES = 65_536
"""A file that is nothing but a secret is small."""
_LEAST_ENTROPY = 3.0


class NamedFile(msgspec.Struct, frozen=True, gc=False):
    """What files of one kind are called, and where the secret stands in them."""

    id: str
    title: str
    pattern: str
    names: tuple[str, ...] = ()
    """Whole names, in lower case."""
    parts: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    proven: bool = False
    """The syntax alone proves it: words that stand for nothing elsewhere are passwords here."""


def named_secrets(path: str, data: bytes) -> Iterator[Found]:
    """Yield what files of known names hold by their own syntax."""
    for kind in _kinds_of(path):
        for match in _expression(kind.pattern).finditer(data):
            value = match[1]
            if _ENCRYPTED.fullmatch(value) or not _stands_for_none(value, kind):
                yield kind.id, match.start(1), match.end(1), value
    if len(data) <= _WHOLE_FILE_BYTES and not is_code(path) and SECRET_NAME.search(path):
        for match in _BARE.finditer(data):
            if _is_whole_secret(match[1]):
                yield "secret-file", match.start(1), match.end(1), match[1]


def needs_names(path: str) -> bool:
    """Tell whether ``named_secrets`` has anything to look for."""
    return bool(_kinds_of(path)) or SECRET_NAME.search(path) is not None


@cache
def named_files() -> tuple[NamedFile, ...]:
    """Return the kinds of files whose name says what is in them."""
    return tuple(msgspec.convert(row, NamedFile) for row in rows("files"))


def titles() -> dict[str, str]:
    """Return what secrets of named files are called."""
    return {kind.id: kind.title for kind in named_files()} | {
        "secret-file": "Secret in a file of its own"
    }


def _kinds_of(path: str) -> list[NamedFile]:
    name = path.rpartition("/")[2].lower()
    whole, some = _by_name()
    found = list(whole.get(name, ()))
    for text, ends, kind in some:
        if (name.endswith(text) if ends else text in name) and kind not in found:
            found.append(kind)
    return found


@cache
def _by_name() -> tuple[dict[str, tuple[NamedFile, ...]], tuple[tuple[str, bool, NamedFile], ...]]:
    whole: dict[str, tuple[NamedFile, ...]] = {}
    some: list[tuple[str, bool, NamedFile]] = []
    for kind in named_files():
        for name in kind.names:
            whole[name] = (*whole.get(name, ()), kind)
        some += [(part, False, kind) for part in kind.parts]
        some += [(ending, True, kind) for ending in kind.endings]
    return whole, tuple(some)


@cache
def _expression(pattern: str) -> re.Pattern[bytes]:
    return re.compile(pattern.encode("latin-1"))


def _stands_for_none(value: bytes, kind: NamedFile) -> bool:
    refers = is_reference if kind.proven else is_placeholder
    return refers(value) or value.startswith((b"$(", b"${"))


def _is_whole_secret(value: bytes) -> bool:
    return (
        not is_placeholder(value)
        and not value.startswith(b"eyJ")
        and not is_counting(value)
        and entropy(value) >= _LEAST_ENTROPY
        and any(48 <= byte <= 57 for byte in value)
    )
