"""Follows justfiles: what a recipe runs, with its parameters and what it depends on."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hullmark.audit.commands import Commands
from hullmark.audit.record import Frame, Job, Repository, Trail
from hullmark.kernel.errors import HullmarkError
from hullmark.model.audit import Event
from hullmark.model.graph import Place

_NAMES = ("justfile", "Justfile", ".justfile")
_DEPTH = 12
_ASSIGNED = re.compile(r"(?:export\s+)?([A-Za-z_][\w-]*)\s*:=\s*(.*)")
_HEAD = re.compile(r"@?([A-Za-z_][\w-]*)\s*((?:[^:\"']|\"[^\"]*\"|'[^']*')*):(?!=)(.*)")
_IMPORT = re.compile(r"import\??\s+['\"]([^'\"]+)['\"]")
_TERM = re.compile(r"\s*(\"[^\"]*\"|'[^']*'|`[^`]*`|[\w-]+\([^)]*\)|[A-Za-z_][\w-]*|[+/()])\s*")
_DEFAULTED = re.compile(
    r"(?:env|env_var_or_default)\(\s*['\"](\w+)['\"]\s*(?:,\s*['\"]([^'\"]*)['\"]\s*)?\)"
)
_NEED = re.compile(r"\(([^()]*)\)|([A-Za-z_][\w-]*)")


@dataclass(slots=True)
class Recipe:
    """One recipe."""

    path: str
    line: int
    parameters: list[tuple[str, str | None]]
    needs: list[list[str]]
    body: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Justfile:
    """Variables and recipes of one file, imported ones included."""

    path: str
    variables: dict[str, str] = field(default_factory=dict)
    recipes: dict[str, Recipe] = field(default_factory=dict)


class Justfiles:
    """Every justfile of a repository, each read once."""

    def __init__(self, repository: Repository, trail: Trail) -> None:
        self._repository = repository
        self._trail = trail
        self._files: dict[str, Justfile | None] = {}
        self._done: set[tuple[str, int]] = set()

    def call(self, commands: Commands, words: Sequence[str], frame: Frame, place: Place) -> None:
        """Follow ``just [-f file] [NAME=value] recipe arguments …``."""
        folder, file, given, rest = _arguments(words, frame.folder)
        found = self._find(folder, file)
        if found is None:
            self._trail.say(place, f"just is called where no justfile is: '{folder or '.'}'")
            return
        self._trail.read(found.path, "just", tuple(frame.moments))
        known = replace(found, variables={**found.variables, **given})
        rest = rest or list(found.recipes)[:1]
        while rest:
            name = rest.pop(0)
            recipe = found.recipes.get(name)
            if recipe is None:
                self._trail.say(place, f"'{name}' is no recipe of {found.path}")
                return
            taken, rest = rest[: len(recipe.parameters)], rest[len(recipe.parameters) :]
            self._recipe(known, name, taken, frame, commands)

    def follow_rest(self, paths: Sequence[str], commands: Commands) -> None:
        """Follow what no pipeline calls: recipes that somebody types."""
        for path in paths:
            found = self._load(path)
            if found is None:
                continue
            below = {need[0] for recipe in found.recipes.values() for need in recipe.needs}
            for name, recipe in sorted(found.recipes.items(), key=lambda item: item[0] in below):
                if (recipe.path, recipe.line) in self._done:
                    continue
                self._trail.read(path, "just", (Event.MANUAL,))
                moments = {Event.MANUAL: True}
                job = Job(pipeline="just", path=recipe.path, name=name, moments=moments, run=path)
                frame = Frame(job=job, path=recipe.path, moments=moments, variables={})
                self._recipe(found, name, [], frame, commands)

    def _find(self, folder: str, file: str) -> Justfile | None:
        while True:
            for name in (file,) if file else _NAMES:
                found = self._load(posixpath.normpath(posixpath.join(folder or ".", name)))
                if found is not None:
                    return found
            if file or folder in ("", "."):
                return None
            folder = posixpath.dirname(folder)

    def _load(self, path: str) -> Justfile | None:
        if path not in self._files:
            self._files[path] = None
            justfile = Justfile(path)
            if self._into(justfile, path, 0):
                self._files[path] = justfile
        return self._files[path]

    def _into(self, justfile: Justfile, path: str, depth: int) -> bool:
        try:
            data = self._repository.read(path)
        except HullmarkError as error:
            self._trail.issue(path, error.message, error.code)
            return False
        if data is None or depth > _DEPTH:
            return False
        recipe: Recipe | None = None
        for number, line in _lines(data.decode("utf-8", "replace")):
            if line[:1] in (" ", "\t"):
                if recipe is not None and line.strip():
                    recipe.body.append((number, line.strip()))
                continue
            if not line or line[0] in "#[":
                continue
            recipe = None
            if match := _IMPORT.match(line):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[1]))
                self._into(justfile, target, depth + 1)
            elif match := _ASSIGNED.fullmatch(line):
                value = evaluated(match[2], justfile.variables)
                justfile.variables[match[1]] = f"${{{match[1]}}}" if value is None else value
            elif match := re.fullmatch(r"alias\s+([\w-]+)\s*:=\s*([\w-]+)", line):
                continue
            elif line.startswith("mod "):
                self._trail.say(Place(path=path, line=number), "just: modules are not read")
            elif match := _HEAD.fullmatch(line):
                needs = [_words(each[1] or each[2]) for each in _NEED.finditer(_bare(match[3]))]
                recipe = Recipe(path, number, _parameters(match[2], justfile.variables), needs)
                justfile.recipes[match[1]] = recipe
        return True

    def _recipe(
        self,
        justfile: Justfile,
        name: str,
        arguments: Sequence[str],
        frame: Frame,
        commands: Commands,
    ) -> None:
        recipe = justfile.recipes.get(name)
        key = f"{justfile.path}#{name} {' '.join(arguments)}"
        if recipe is None or key in frame.chain or frame.depth > _DEPTH:
            return
        self._done.add((recipe.path, recipe.line))
        given = dict(justfile.variables)
        for number, (parameter, default) in enumerate(recipe.parameters):
            value = arguments[number] if number < len(arguments) else default
            given[parameter] = f"${{{parameter}}}" if value is None else value
        inner = replace(
            frame,
            path=recipe.path,
            folder=posixpath.dirname(justfile.path),
            chain=(*frame.chain, key),
            depth=frame.depth + 1,
            errexit=False,
            pipefail=False,
        )
        for need in recipe.needs:
            words = [evaluated(word, given) or word for word in need[1:]]
            self._recipe(justfile, need[0], words, inner, commands)
        for line, script, soft in _scripts(recipe, given):
            here = replace(inner, line=line, soft=frame.soft or soft)
            commands.script(script, here)


def evaluated(text: str, values: Mapping[str, str]) -> str | None:
    """Return what an expression is; ``None`` where only a run knows."""
    found = ""
    at = 0
    for match in _TERM.finditer(text):
        if match.start() != at:
            return None
        at, term = match.end(), match[1]
        if term[0] in "\"'":
            found += term[1:-1]
        elif term == "/":
            found += "/"
        elif term[0] == "`":
            return None
        elif "(" in term and (defaulted := _DEFAULTED.fullmatch(term)):
            found += values.get(defaulted[1], defaulted[2] or f"${{{defaulted[1]}}}")
        elif term in "+()":
            continue
        elif term not in values:
            return None
        else:
            found += values[term]
    return found if at == len(text) else None


def _scripts(recipe: Recipe, values: Mapping[str, str]) -> Iterator[tuple[int, str, str]]:
    """Yield line, text and softness of each shell that a recipe starts."""
    if recipe.body and recipe.body[0][1].startswith("#!"):
        if re.search(r"\b(?:ba|da|z|k)?sh\b", recipe.body[0][1]):
            text = "\n".join(_filled(line, values) for _, line in recipe.body)
            yield recipe.body[0][0], text, ""
        return
    for line, written in recipe.body:
        text = written.lstrip("@-")
        ignored = "-" in written[: len(written) - len(text)]
        soft = "make goes on: '-' stands before the command" if ignored else ""
        yield line, _filled(text, values), soft


def _filled(text: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        inside = match[1].strip()
        found = evaluated(inside, values)
        return f"${{{re.sub(r'[^A-Za-z0-9]+', '_', inside)}}}" if found is None else found

    return re.sub(r"\{\{(.*?)\}\}", value, text)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield logical lines: a backslash at the end goes on."""
    held, began = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        began = began or number
        held += line if not held else " " + line.strip()
        if held.endswith("\\"):
            held = held[:-1].rstrip()
            continue
        yield began, held.rstrip()
        held, began = "", 0
    if held:
        yield began, held


def _parameters(text: str, values: Mapping[str, str]) -> list[tuple[str, str | None]]:
    found = re.finditer(r"[*+$]*([A-Za-z_][\w-]*)(?:=(\"[^\"]*\"|'[^']*'|[\w-]+))?", text)
    return [(match[1], evaluated(match[2], values) if match[2] else None) for match in found]


def _bare(text: str) -> str:
    return text.partition("#")[0].replace("&&", " ")


def _words(text: str) -> list[str]:
    """Return a recipe's name and the expressions behind it."""
    return re.findall(r"\"[^\"]*\"|'[^']*'|[^\s\"']+", text)


def _arguments(words: Sequence[str], folder: str) -> tuple[str, str, dict[str, str], list[str]]:
    file = ""
    given: dict[str, str] = {}
    left = list(words)
    while left and (left[0].startswith("-") or "=" in left[0]):
        word = left.pop(0)
        if word in ("-f", "--justfile") and left:
            file = left.pop(0)
        elif word in ("-d", "--working-directory") and left:
            folder = posixpath.normpath(posixpath.join(folder or ".", left.pop(0)))
        elif word == "--set" and len(left) > 1:
            given[left.pop(0)] = left.pop(0)
        elif "=" in word and not word.startswith("-"):
            name, _, value = word.partition("=")
            given[name] = value
    return folder, file, given, left
