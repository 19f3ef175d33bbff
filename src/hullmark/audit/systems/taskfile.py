"""Follows Taskfiles: what a task runs, with what it depends on, its variables and includes."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hullmark.audit.commands import Commands
from hullmark.audit.documents import read_documents
from hullmark.audit.record import Frame, Job, Repository, Trail
from hullmark.formats.placed_yaml import Map, Text
from hullmark.model.audit import Event
from hullmark.model.graph import Place

_NAMES = ("Taskfile.yml", "taskfile.yml", "Taskfile.yaml", "taskfile.yaml")
_NAMES_OF_DISTRIBUTIONS = tuple(name.replace(".y", ".dist.y") for name in _NAMES)
_DEPTH = 12
_TEMPLATE = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}")
_NAME = re.compile(
    r"\.(\w+)(?:\s*\|\s*default\s+[\"']?([^\"'|]*)[\"']?)?|default\s+\"([^\"]*)\"\s+\.(\w+)"
)


@dataclass(frozen=True, slots=True)
class Task:
    """One task, with the file and the folder that it belongs to."""

    path: str
    folder: str
    body: Map
    variables: Mapping[str, str]
    prefix: str = ""


class Taskfiles:
    """Every Taskfile of a repository, each read once."""

    def __init__(self, repository: Repository, trail: Trail) -> None:
        self._repository = repository
        self._trail = trail
        self._files: dict[str, dict[str, Task]] = {}
        self._done: set[tuple[str, int]] = set()
        self._included: set[str] = set()

    def call(self, commands: Commands, words: Sequence[str], frame: Frame, place: Place) -> None:
        """Follow ``task [-d folder] [-t file] [NAME=value] name …``."""
        folder, file, names, given = _arguments(words, frame.folder)
        path = file or self._find(folder)
        tasks = self._load(path) if path else {}
        if not tasks:
            self._trail.say(place, f"task is called where no Taskfile is: '{folder or '.'}'")
            return
        self._trail.read(path, "task", tuple(frame.moments))
        for name in names or ["default"]:
            if name not in tasks:
                self._trail.say(place, f"'{name}' is no task of {path}")
            else:
                self._task(tasks, name, given, frame, commands)

    def follow_rest(self, paths: Sequence[str], commands: Commands) -> None:
        """Follow what no pipeline calls: tasks that somebody types."""
        loaded = {path: self._load(path) for path in paths}
        for path, tasks in loaded.items():
            if path in self._included:
                continue
            below = {name for task in tasks.values() for name in _called(task)}
            for name, task in sorted(tasks.items(), key=lambda item: item[0] in below):
                if (task.path, task.body.line) in self._done:
                    continue
                self._trail.read(path, "task", (Event.MANUAL,))
                moments = {Event.MANUAL: True}
                job = Job(pipeline="task", path=task.path, name=name, moments=moments, run=path)
                frame = Frame(job=job, path=task.path, moments=moments, variables={})
                self._task(tasks, name, {}, frame, commands)

    def _find(self, folder: str) -> str:
        while True:
            for name in (*_NAMES, *_NAMES_OF_DISTRIBUTIONS):
                path = posixpath.normpath(posixpath.join(folder or ".", name))
                if self._load(path):
                    return path
            if folder in ("", "."):
                return ""
            folder = posixpath.dirname(folder)

    def _load(self, path: str, depth: int = 0) -> dict[str, Task]:
        if path in self._files:
            return self._files[path]
        tasks: dict[str, Task] = {}
        self._files[path] = tasks
        document = read_documents(self._repository, path, self._trail).first
        if document is None:
            return tasks
        folder = posixpath.dirname(path)
        values = _values(document.map("env"), {}) | _values(document.map("vars"), {})
        for name, body in document.map("tasks").items():
            if isinstance(body, list | Text):
                body = _short(body)
            if isinstance(body, Map):
                task = Task(path, folder, body, values)
                for each in (name, *map(str, body.items_of("aliases"))):
                    tasks[str(each)] = task
        for prefix, included in document.map("includes").items():
            if depth < _DEPTH:
                self._include(tasks, str(prefix), included, folder, depth)
        return tasks

    def _include(
        self, tasks: dict[str, Task], prefix: str, included: Any, folder: str, depth: int
    ) -> None:
        target = str(included.text("taskfile") if isinstance(included, Map) else included)
        path = posixpath.normpath(posixpath.join(folder or ".", target))
        candidates = [path, *(posixpath.join(path, name) for name in _NAMES)]
        found = next((each for each in candidates if self._load(each, depth + 1)), "")
        self._included.add(found)
        own = included if isinstance(included, Map) else Map()
        # An included file's tasks run where the including one stands, unless it names a folder.
        run_in = posixpath.normpath(posixpath.join(folder or ".", str(own.text("dir")) or "."))
        run_in = "" if run_in == "." else run_in
        given = _values(own.map("vars"), {})
        for name, task in self._files.get(found, {}).items():
            flat = str(own.text("flatten")) == "true"
            key = name if flat else f"{prefix}:{name}"
            values = {**task.variables, **given}
            tasks[key] = Task(task.path, run_in, task.body, values, "" if flat else f"{prefix}:")
            if name == "default" and not flat:
                tasks.setdefault(prefix, tasks[key])

    def _task(
        self,
        tasks: Mapping[str, Task],
        name: str,
        given: Mapping[str, str],
        frame: Frame,
        commands: Commands,
    ) -> None:
        task = tasks.get(name)
        key = f"{task.path}#{name}" if task is not None else ""
        if task is None or key in frame.chain or frame.depth > _DEPTH:
            return
        self._done.add((task.path, task.body.line))
        values = {**task.variables, **given}
        values |= _values(task.body.map("vars"), values)
        environment = _values(task.body.map("env"), values)
        folder = _rendered(str(task.body.text("dir")), values)
        inner = replace(
            frame,
            path=task.path,
            folder=posixpath.normpath(posixpath.join(task.folder or ".", folder or ".")),
            soft=frame.soft or _soft(task.body),
            chain=(*frame.chain, key),
            depth=frame.depth + 1,
            errexit=False,
            pipefail=False,
            variables={**frame.variables, **values, **environment},
        )
        steps = [*task.body.items_of("deps"), *task.body.items_of("cmds")]
        single = task.body.get("cmd")
        for step in [*steps, *([single] if single is not None else [])]:
            self._step(tasks, task, step, values, inner, commands)

    def _step(
        self,
        tasks: Mapping[str, Task],
        task: Task,
        step: Any,
        values: Mapping[str, str],
        frame: Frame,
        commands: Commands,
    ) -> None:
        is_need = step in task.body.items_of("deps")
        if isinstance(step, Text) and not is_need:
            _script(step, values, frame, commands)
            return
        if isinstance(step, Text):
            step = _need(step)
        if not isinstance(step, Map):
            return
        for item in _items(step.get("for"), values):
            here = {**values, "ITEM": item} if item else values
            if "task" in step:
                wanted = _rendered(str(step.text("task")), here)
                name = wanted[1:] if wanted.startswith(":") else f"{task.prefix}{wanted}"
                given = _values(step.map("vars"), here)
                self._task(tasks, name, given, frame, commands)
            elif isinstance(step.get("cmd"), Text):
                soft = frame.soft or _soft(step)
                _script(step.text("cmd"), here, replace(frame, soft=soft), commands)


def _called(task: Task) -> Iterator[str]:
    """Yield the names of the tasks that one calls or depends on."""
    for step in (*task.body.items_of("deps"), *task.body.items_of("cmds")):
        name = str(step.text("task") if isinstance(step, Map) else step)
        yield name[1:] if name.startswith(":") else f"{task.prefix}{name}"


def _script(text: Text, values: Mapping[str, str], frame: Frame, commands: Commands) -> None:
    line = text.line + 1 if text.block else text.line
    commands.script(_rendered(str(text), values), replace(frame, line=line))


def _short(body: Any) -> Map:
    made = Map()
    made["cmds"] = body if isinstance(body, list) else [body]
    first = body[0] if isinstance(body, list) and body else body
    made.line = getattr(first, "line", 1)
    return made


def _need(name: Text) -> Map:
    made = Map()
    made["task"] = name
    made.line = name.line
    return made


def _soft(body: Map) -> str:
    said = str(body.text("ignore_error")) == "true"
    return "continue-on-error: 'ignore_error' is set" if said else ""


def _items(written: Any, values: Mapping[str, str]) -> list[str]:
    if isinstance(written, list):
        return [_rendered(str(each), values) for each in written if isinstance(each, Text)]
    if isinstance(written, Map) and written.text("var"):
        return values.get(str(written.text("var")), "").split() or [""]
    return [""]


def _values(written: Map, above: Mapping[str, str]) -> dict[str, str]:
    """Return variables; one that a command prints stands for itself."""
    found: dict[str, str] = {}
    for name, value in written.items():
        known = {**above, **found}
        if isinstance(value, Text):
            found[str(name)] = _rendered(str(value), known)
        elif isinstance(value, list):
            found[str(name)] = " ".join(_rendered(str(each), known) for each in value)
        else:
            found[str(name)] = f"${{{name}}}"
    return found


def _rendered(text: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        inside = match[1]
        named = _NAME.fullmatch(inside)
        if named is None:
            return f"${{{re.sub(r'[^A-Za-z0-9]+', '_', inside).strip('_')}}}"
        name = named[1] or named[4]
        default = named[2] if named[1] else named[3]
        return values.get(name) or (default or f"${{{name}}}")

    return _TEMPLATE.sub(value, text)


def _arguments(words: Sequence[str], folder: str) -> tuple[str, str, list[str], dict[str, str]]:
    names: list[str] = []
    given: dict[str, str] = {}
    file = ""
    left = list(words)
    while left:
        word = left.pop(0)
        if word == "--":
            given["CLI_ARGS"] = " ".join(left)
            break
        if word in ("-d", "--dir", "-t", "--taskfile") and left:
            value = posixpath.normpath(posixpath.join(folder or ".", left.pop(0)))
            folder, file = (value, file) if word in ("-d", "--dir") else (folder, value)
        elif word.startswith("-"):
            continue
        elif "=" in word:
            name, _, value = word.partition("=")
            given[name] = value
        else:
            names.append(word)
    return folder, file, names, given
