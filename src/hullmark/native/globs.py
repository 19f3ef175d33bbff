"""Which cataloger wants which path: globs compiled to dictionary look-ups.

Asked once per member of every layer, so it costs three look-ups where nobody wants the path.
"""

import re
from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger


class _Pattern:
    """One glob of one cataloger, compiled when a path first comes so near that it must be."""

    __slots__ = ("_glob", "_regex", "cataloger")

    def __init__(self, cataloger: Cataloger, glob: str, *, proven: bool) -> None:
        self.cataloger = cataloger
        self._glob = "" if proven else glob
        self._regex: re.Pattern[str] | None = None

    def matches(self, path: str) -> bool:
        """Tell whether a path that was looked up is one of the glob's."""
        if not self._glob:  # the look-up alone already proves it
            return True
        if self._regex is None:
            self._regex = re.compile(_regex(self._glob))
        return self._regex.fullmatch(path) is not None


class Wanted:
    """Answers which catalogers want a path."""

    __slots__ = ("_by_folder", "_by_name", "_by_stem", "_by_suffix", "_long_suffixes", "inside")

    def __init__(self, catalogers: Iterable[Cataloger]) -> None:
        self._by_name: dict[str, list[_Pattern]] = {}
        self._by_suffix: dict[str, list[_Pattern]] = {}
        self._long_suffixes = False
        self._by_stem: dict[str, list[_Pattern]] = {}
        self._by_folder: dict[str, list[_Pattern]] = {}
        self.inside: dict[str, tuple[Cataloger, ...]] = {}
        """Folder → who wants every folder directly inside of it."""
        for cataloger in catalogers:
            for folder in cataloger.folders:
                self.inside[folder] = (*self.inside.get(folder, ()), cataloger)
            for glob in cataloger.globs:
                self._add(cataloger, glob)

    def _add(self, cataloger: Cataloger, glob: str) -> None:
        folder, _, name = glob.rpartition("/")
        ending = name.rpartition("*")[2]
        if "*" not in name:
            pattern = _Pattern(cataloger, glob, proven=folder == "**")
            self._by_name.setdefault(name, []).append(pattern)
        elif "." in ending:
            # "*.spdx.json" is looked up by both of its dots: "*.json" is a name of thousands.
            parts = ending.split(".")[1:]
            self._long_suffixes |= len(parts) > 1
            suffix = "." + ".".join(parts[-2:])
            proven = folder == "**" and name == f"*{suffix}"
            pattern = _Pattern(cataloger, glob, proven=proven)
            self._by_suffix.setdefault(suffix, []).append(pattern)
        elif "." in name.partition("*")[0]:
            pattern = _Pattern(cataloger, glob, proven=False)
            self._by_stem.setdefault(name.partition(".")[0], []).append(pattern)
        else:
            parent = folder.rpartition("/")[2]
            if not parent or "*" in parent:
                raise ValueError(f"glob '{glob}' of {cataloger.name} has no literal to look up")
            pattern = _Pattern(cataloger, glob, proven=False)
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
            if self._long_suffixes and (dot := name.rfind(".", 0, dot)) >= 0:
                more = self._by_suffix.get(name[dot:])
                if more:
                    found = found + more if found else more
            if self._by_stem:
                more = self._by_stem.get(name[: name.find(".")])
                if more:
                    found = found + more if found else more
        if self._by_folder and slash > 0:
            parent = path[path.rfind("/", 0, slash) + 1 : slash]
            more = self._by_folder.get(parent)
            if more:
                found = found + more if found else more
        if not found:
            return ()
        if len(found) == 1:
            return (found[0].cataloger,) if found[0].matches(path) else ()
        return tuple(dict.fromkeys(each.cataloger for each in found if each.matches(path)))


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
