"""Reads GitLab's files into one project: includes, extends and references resolved."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from hullmark.audit.documents import read_documents
from hullmark.audit.errors import CyclicPipelineError
from hullmark.audit.record import Repository, Trail
from hullmark.formats.placed_yaml import Items, Map, Text
from hullmark.kernel.errors import HullmarkError
from hullmark.model.graph import Place

_FILES = 150
"""Files that one pipeline includes: GitLab's own limit."""
_DEPTH = 11
_GLOBAL = frozenset(
    {"default", "include", "stages", "variables", "workflow", "image", "services", "spec"}
    | {"before_script", "after_script", "cache", "pages:deploy"}
)


@dataclass(slots=True)
class Project:
    """Everything that the files of a pipeline say together."""

    path: str
    globals: Map = field(default_factory=Map)
    jobs: dict[str, Map] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    templates: list[tuple[str, Place]] = field(default_factory=list)
    _resolved: dict[str, Map] = field(default_factory=dict)

    def names(self, *, hidden: bool = False) -> list[str]:
        """Return the names of the jobs; those with a dot are only there to be extended."""
        return [
            name
            for name, job in self.jobs.items()
            if hidden or (not name.startswith(".") and _is_job(self.job(name)) and job is not None)
        ]

    def path_of(self, name: str) -> str:
        """Return the file that declares a job."""
        return self.places.get(name, (self.path, 1))[0]

    def line_of(self, name: str) -> int:
        """Return the line that declares a job."""
        return self.places.get(name, (self.path, 1))[1]

    def job(self, name: str, chain: tuple[str, ...] = ()) -> Map:
        """Return a job with what it extends; a ring ends where it comes round."""
        if name in self._resolved:
            return self._resolved[name]
        own = self.jobs.get(name, Map())
        extended = own.get("extends")
        parents = extended if isinstance(extended, list) else [extended]
        found = Map()
        for parent in parents:
            known = isinstance(parent, Text) and parent and parent not in (*chain, name)
            if known and len(chain) < _DEPTH:
                found = _merged(found, self.job(str(parent), (*chain, name)))
        found = _merged(found, own)
        found.line, found.column = own.line, own.column
        if not chain:
            self._resolved[name] = found
        return found

    def referred(self, path: list[Any]) -> Any:
        """Return what ``!reference [job, key]`` means."""
        names = [str(each) for each in path]
        value: Any = self.job(names[0]) if names and names[0] in self.jobs else Map()
        for name in names[1:]:
            value = value.get(name) if isinstance(value, Map) else None
        return value


def texts_of(value: Any, project: Project, depth: int = 0) -> Iterator[Text]:
    """Yield the texts of a script: nested lists and references opened."""
    if depth > _DEPTH:
        return
    if isinstance(value, Items) and value.tag == "!reference":
        yield from texts_of(project.referred(list(value)), project, depth + 1)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each, project, depth + 1)
    elif isinstance(value, Text) and value:
        yield value


class GitLabFiles:
    """Loads a pipeline with what it includes."""

    def __init__(self, repository: Repository, trail: Trail) -> None:
        self._repository = repository
        self._trail = trail

    def load(self, path: str) -> Project:
        """Return the project; a file that cannot be read is told, the rest is kept."""
        project = Project(path)
        self._into(project, path, ())
        return project

    def _into(self, project: Project, path: str, chain: tuple[str, ...]) -> None:
        if path in chain:
            self._trail.issue(
                path, f"{path}: includes itself by way of {chain[-1]}", CyclicPipelineError.code
            )
            return
        if path in project.files or len(project.files) >= _FILES:
            return
        read = read_documents(self._repository, path, self._trail)
        if read.absent or read.broken:
            return
        project.files.append(path)
        for document in read.maps:
            _name_file(document, path, set())
            self._includes(project, document.get("include"), path, chain)
            self._document(project, document, path)

    def _document(self, project: Project, document: Map, path: str) -> None:
        for name, value in document.items():
            if name in _GLOBAL:
                known = project.globals.get(name)
                both = isinstance(known, Map) and isinstance(value, Map)
                project.globals[name] = _merged(known, value) if both else value
            elif isinstance(value, Map):
                known = project.jobs.get(name)
                project.jobs[str(name)] = _merged(known, value) if known is not None else value
                line = document.key_lines.get(name, (value.line, 1))[0]
                project.places[str(name)] = (path, line)
            elif isinstance(value, list):
                holder = Map()
                holder["script"] = value
                project.jobs.setdefault(f".{name}", holder)

    def _includes(self, project: Project, value: Any, path: str, chain: tuple[str, ...]) -> None:
        entries = value if isinstance(value, list) else [value]
        for entry in entries:
            if isinstance(entry, Text) and entry:
                place = Place(path=path, line=entry.line, column=entry.column)
                if entry.startswith(("http://", "https://")):
                    self._trail.say(place, f"include '{entry}' is elsewhere: it is not read")
                else:
                    self._local(project, str(entry), path, chain, place)
            elif isinstance(entry, Map):
                self._entry(project, entry, path, chain)

    def _entry(self, project: Project, entry: Map, path: str, chain: tuple[str, ...]) -> None:
        place = Place(path=path, line=entry.line, column=entry.column)
        if entry.text("local"):
            self._local(project, str(entry.text("local")), path, chain, place)
        elif entry.text("template") or entry.text("component"):
            written = entry.text("template") or entry.text("component")
            line = Place(path=path, line=written.line, column=written.column)
            project.templates.append((str(written), line))
            inputs = entry.map("inputs")
            if inputs.text("cs_image"):
                variables = project.globals.setdefault("variables", Map())
                variables["CS_IMAGE"] = inputs.text("cs_image")
        elif entry.get("project") is not None or entry.get("remote") is not None:
            written = entry.text("project") or entry.text("remote")
            self._trail.say(place, f"include of '{written}' is elsewhere: it is not read")

    def _local(
        self, project: Project, name: str, path: str, chain: tuple[str, ...], place: Place
    ) -> None:
        target = posixpath.normpath(name.lstrip("/"))
        if "*" in target:
            pattern = target.replace("**", "*")
            found = [each for each in self._repository.paths if fnmatchcase(each, pattern)]
            for each in found:
                self._into(project, each, (*chain, path))
            if not found:
                self._trail.say(place, f"include '{name}': no such file is known")
            return
        if "$" in target:
            self._trail.say(place, f"include '{name}' depends on variables: it is not read")
            return
        try:
            missing = self._repository.read(target) is None
        except HullmarkError:
            missing = False
        if missing:
            self._trail.say(place, f"include '{name}' does not exist")
        else:
            self._into(project, target, (*chain, path))


def _merged(first: Map | None, second: Map, depth: int = 0) -> Map:
    """Return two mappings as GitLab merges them: deep for mappings, the later for the rest."""
    found = Map(first or {})
    found.key_lines = {**getattr(first, "key_lines", {}), **getattr(second, "key_lines", {})}
    for name, value in second.items():
        before = found.get(name)
        if isinstance(before, Map) and isinstance(value, Map) and depth < _DEPTH:
            found[name] = _merged(before, value, depth + 1)
        else:
            found[name] = value
    found.line, found.column = second.line, second.column
    return found


def _name_file(value: Any, path: str, seen: set[int]) -> None:
    """Let every text know the file that it stands in."""
    if isinstance(value, Text):
        value.path = path  # type: ignore[attr-defined]
    elif isinstance(value, (Map, list)) and id(value) not in seen:
        seen.add(id(value))
        for inner in value.values() if isinstance(value, Map) else value:
            _name_file(inner, path, seen)


def _is_job(job: Map) -> bool:
    return any(key in job for key in ("script", "trigger", "run", "extends"))
