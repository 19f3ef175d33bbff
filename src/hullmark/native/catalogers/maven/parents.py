"""What Maven projects of one tree inherit from each other: versions, and what they are made of.

A parent is looked for where the project says, else by its name among all projects of the tree. A
parent that is not in the tree is not fetched; what it would tell stays untold.
https://maven.apache.org/guides/introduction/introduction-to-the-pom.html#project-inheritance
"""

import posixpath
from collections.abc import Iterator, Sequence

from hullmark.native.catalogers.maven.dependencies import Key, resolved, settle
from hullmark.native.catalogers.record import Need, Project
from hullmark.native.squash import Seen

_GENERATIONS = 32
_IMPORTS = 64
"""Lists of versions that one project takes over, from any depth."""
_MANAGED = 100_000
"""Versions that one project inherits; the largest real lists hold a few thousand."""
_CATALOGER = "maven-pom"


def inherited(projects: Sequence[tuple[str, Project, int]]) -> list[Seen]:
    """Return the dependencies whose versions only other projects of the tree tell."""
    tree = _Tree(projects)
    seen: list[Seen] = []
    for path, project, layer_index in projects:
        if project.needs:
            values, managed = tree.knowledge(path)
            for need in resolved(project.needs, values):
                package = settle(need, managed)
                if package is not None:
                    seen.append(Seen(path, package, _CATALOGER, layer_index))
    return seen


class _Tree:
    """The projects of one tree, by place and by name."""

    def __init__(self, projects: Sequence[tuple[str, Project, int]]) -> None:
        self._by_path = {path: project for path, project, _ in projects}
        self._by_name: dict[str, str] = {}
        for path, project, _ in projects:
            self._by_name.setdefault(project.name, path)

    def knowledge(self, path: str) -> tuple[dict[str, str], dict[Key, Need]]:
        """Return what placeholders of a project stand for, and the versions it is given."""
        values = self._values(path)
        return values, self._managed(path, values)

    def _values(self, path: str) -> dict[str, str]:
        values: dict[str, str] = {}
        for each in reversed(list(self._line(path))):
            values |= self._by_path[each].values
        return values

    def _managed(self, path: str, values: dict[str, str]) -> dict[Key, Need]:
        """Return the versions a project is given; its own count before those it takes over."""
        managed: dict[Key, Need] = {}
        waiting = [(path, values)]
        done: set[str] = set()
        while waiting and len(done) < _IMPORTS:
            start, values = waiting.pop(0)
            if start in done:
                continue
            done.add(start)
            for each in self._line(start):
                for need in resolved(self._by_path[each].managed, values):
                    if need.scope == "import":
                        imported = self._by_name.get(need.name)
                        if imported is not None:
                            waiting.append((imported, self._values(imported)))
                    elif len(managed) < _MANAGED:
                        managed.setdefault((need.name, need.kind), need)
        return managed

    def _line(self, path: str) -> Iterator[str]:
        """Yield a project, its parent, and so on."""
        seen: set[str] = set()
        at: str | None = path
        while at is not None and at not in seen and len(seen) < _GENERATIONS:
            seen.add(at)
            yield at
            at = self._parent(at, self._by_path[at])

    def _parent(self, path: str, project: Project) -> str | None:
        if not project.parent:
            return None
        if project.parent_path:
            folder = posixpath.dirname(path)
            place = posixpath.normpath(posixpath.join(folder, project.parent_path.strip()))
            for each in (place, posixpath.join(place, "pom.xml").removeprefix("./")):
                found = self._by_path.get(each)
                if found is not None and found.name == project.parent:
                    return each
        return self._by_name.get(project.parent)
