"""Which cataloger wants which path: globs compiled to dictionary look-ups.

Asked once per member of every layer, so it costs three look-ups where nobody wants the path.
"""

import re
from collections.abc import Iterable

import msgspec

from hullmark.native.catalogers.record import Cataloger


class _Pattern(msgspec.Struct, frozen=True):
    cataloger: Cataloger
    regex: re.Pattern[str] | None
    """``None`` where the look-up alone already proves the match."""


class Wanted:
    """Answers which catalogers want a path."""

    __slots__ = ("_by_folder", "_by_name", "_by_suffix")

    def __init__(self, catalogers: Iterable[Cataloger]) -> None:
        self._by_name: dict[str, list[_Pattern]] = {}
        self._by_suffix: dict[str, list[_Pattern]] = {}
        self._by_folder: dict[str, list[_Pattern]] = {}
        for cataloger in catalogers:
            for glob in cataloger.globs:
                self._add(cataloger, glob)

    def _add(self, cataloger: Cataloger, glob: str) -> None:
        folder, _, name = glob.rpartition("/")
        if glob == f"**/{name}" and "*" not in name:
            self._by_name.setdefault(name, []).append(_Pattern(cataloger, None))
            return
        pattern = _Pattern(cataloger, re.compile(_regex(glob)))
        if "*" not in name:
            self._by_name.setdefault(name, []).append(pattern)
        elif "." in name.rpartition("*")[2]:
            suffix = "." + name.rpartition(".")[2]
            self._by_suffix.setdefault(suffix, []).append(pattern)
        else:
            parent = folder.rpartition("/")[2]
            if not parent or "*" in parent:
                raise ValueError(f"glob '{glob}' of {cataloger.name} has no literal to look up")
            self._by_folder.setdefault(parent, []).append(pattern)

    def by(self, path: str) -> tuple[Cataloger, ...]:
        """Return the catalogers that want ``path``, in the order they were given."""
        slash = path.rfind("/")
        name = path[slash + 1 :]
        found = self._by_name.get(name)
        dot = name.rfind(".")
        if dot >= 0:
            more = self._by_suffix.get(name[dot:])
            if more:
                found = found + more if found else more
        if self._by_folder and slash > 0:
            parent = path[path.rfind("/", 0, slash) + 1 : slash]
            more = self._by_folder.get(parent)
            if more:
                found = found + more if found else more
        if not found:
            return ()
        return (
            tuple(
                dict.fromkeys(
                    pattern.cataloger
                    for pattern in found
                    if pattern.regex is None or pattern.regex.fullmatch(path)
                )
            )
            if len(found) > 1
            else (
                (found[0].cataloger,)
                if found[0].regex is None or found[0].regex.fullmatch(path)
                else ()
            )
        )


def _regex(glob: str) -> str:
    """Translate a glob: ``**/`` is any depth, ``*`` stays within a segment."""
    parts: list[str] = []
    at = 0
    while at < len(glob):
        if glob.startswith("**/", at):
            parts.append("(?:.*/)?")
            at += 3
        elif glob[at] == "*":
            parts.append("[^/]*")
            at += 1
        else:
            parts.append(re.escape(glob[at]))
            at += 1
    return "(?s:" + "".join(parts) + ")"
