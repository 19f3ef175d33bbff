"""Follows Makefiles: what a target runs, with its prerequisites and variables."""

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hullmark.audit.commands import Commands
from hullmark.audit.errors import BrokenPipelineError
from hullmark.audit.make_text import MakeText
from hullmark.audit.record import Frame, Job, Repository, Trail
from hullmark.audit.symbols import Symbols, is_symbolic
from hullmark.kernel.errors import HullmarkError
from hullmark.model.audit import Event
from hullmark.model.graph import Place

_NAMES = ("GNUmakefile", "makefile", "Makefile")
_ASSIGN = re.compile(
    r"^\s*(?:export\s+|override\s+)*([\w.\-/]+)\s*(\?=|:::?=|::?=|\+=|!=|=)\s*(.*)$", re.DOTALL
)
_RULE = re.compile(r"^([^\s:#=][^:#=]*?)\s*(::?)(?!=)\s*(.*)$", re.DOTALL)
_INCLUDE = re.compile(r"^\s*[-s]?include\s+(.*)$")
_RULES = 5_000
"""Targets of one Makefile with what it includes."""


@dataclass(slots=True)
class Rule:
    """A target with what goes before it and what it runs."""

    needs: list[str] = field(default_factory=list)
    recipe: list[tuple[str, int, str]] = field(default_factory=list)
    """File, line and text of each line."""
    path: str = ""
    line: int = 1


@dataclass(slots=True)
class Makefile:
    """One Makefile with what it includes."""

    path: str
    variables: dict[str, str] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    patterns: list[tuple[str, Rule]] = field(default_factory=list)
    first: str = ""
    one_shell: bool = False
    forgiving: bool = False

    def rule(self, target: str) -> tuple[Rule | None, str]:
        """Return the rule of a target and the stem of a pattern."""
        found = self.rules.get(target)
        if found is not None and (found.recipe or not self.patterns):
            return found, ""
        for pattern, rule in self.patterns:
            before, _, after = pattern.partition("%")
            if target.startswith(before) and target.endswith(after):
                stem = target[len(before) : len(target) - len(after)]
                if stem:
                    merged = replace(rule, needs=[*(found.needs if found else ()), *rule.needs])
                    return merged, stem
        return found, ""


class Makefiles:
    """Every Makefile of a repository, each read once."""

    def __init__(self, repository: Repository, trail: Trail) -> None:
        self._repository = repository
        self._trail = trail
        self._files: dict[str, Makefile | None] = {}
        self._done: set[tuple[str, str]] = set()
        self._included: set[str] = set()

    def call(self, commands: Commands, words: Sequence[str], frame: Frame, place: Place) -> None:
        """Follow ``make [-C folder] [-f file] [NAME=value] target …``."""
        folder, file, targets, given = _arguments(words, frame)
        makefile = self._find(folder, file)
        if makefile is None:
            self._trail.say(place, f"make is called where no Makefile is: '{folder or '.'}'")
            return
        own = frame.job.pipeline == "make" and makefile.path == frame.job.path
        self._trail.read(makefile.path, "make", tuple(frame.moments))
        for target in targets or [makefile.first]:
            known = target in makefile.rules
            if own and known and not given:
                continue  # that target is followed by itself
            if makefile.rule(target)[0] is None:
                if not is_symbolic(target):
                    self._trail.say(place, f"'{target}' is no target of {makefile.path}")
                else:
                    self._trail.say(place, f"which target of {makefile.path} runs is not known")
                continue
            self._target(makefile, target, frame, commands, given, folder, set(), follow=True)

    def follow_rest(self, paths: Sequence[str], commands: Commands) -> None:
        """Follow what no pipeline calls: targets that somebody types."""
        for path in paths:
            makefile = self._load(path)
            if makefile is None or path in self._included:
                continue
            if not makefile.rules:
                continue
            folder = posixpath.dirname(path)
            typed = [t for t in makefile.rules if (path, t) not in self._done]
            for target in typed:
                typed += [
                    need
                    for need in makefile.rules.get(target, Rule()).needs
                    if need not in makefile.rules and makefile.rule(need)[0] and need not in typed
                ]
            for target in typed:
                rule, _ = makefile.rule(target)
                if rule is None or (path, target) in self._done:
                    continue
                moments = {Event.MANUAL: True}
                job = Job(
                    pipeline="make",
                    path=path,
                    name=target,
                    moments=moments,
                    run=path,
                    needs=tuple(_above(makefile, target)),
                    line=rule.line,
                )
                frame = Frame(job=job, path=path, moments=moments, variables={}, folder=folder)
                before = len(self._trail.activities)
                self._target(makefile, target, frame, commands, {}, folder, set(), follow=False)
                if len(self._trail.activities) > before:
                    self._trail.read(path, "make", (Event.MANUAL,))

    def _target(
        self,
        makefile: Makefile,
        target: str,
        frame: Frame,
        commands: Commands,
        given: dict[str, str],
        folder: str,
        seen: set[str],
        *,
        follow: bool,
    ) -> None:
        rule, stem = makefile.rule(target)
        if rule is None or target in seen or f"{makefile.path}#{target}" in frame.chain:
            return
        seen.add(target)
        if follow:
            self._done.add((makefile.path, target))
            for need in rule.needs:
                name = need.replace("%", stem) if stem else need
                self._target(makefile, name, frame, commands, given, folder, seen, follow=True)
        if not rule.recipe:
            return
        symbols = Symbols()
        variables = {**_defaults(frame), **makefile.variables, **given}
        text = MakeText(variables, symbols.mark)
        needs = [need.replace("%", stem) if stem else need for need in rule.needs]
        local = {"@": target, "*": stem, "<": needs[0] if needs else "", "^": " ".join(needs)}
        local = {k: symbols.mark(v) if is_symbolic(v) else v for k, v in local.items()}
        local |= {"MAKE": "make", "CURDIR": ".", "PWD": "."}
        chain = (*frame.chain, f"{makefile.path}#{target}")
        for path, line, written in _shells(rule.recipe, one=makefile.one_shell):
            script, marks = _unprefixed(text.expand(written, local))
            soft = frame.soft
            if "-" in marks or makefile.forgiving:
                soft = soft or "make goes on: '-' stands before the command"
            inner = replace(
                frame,
                path=path,
                line=line,
                folder=folder,
                soft=soft,
                errexit=not makefile.one_shell,
                pipefail=False,
                chain=chain,
                in_make=True,
                variables={**frame.variables, **_literal(variables)},
            )
            commands.script(script, inner, symbols=symbols)

    def _find(self, folder: str, file: str) -> Makefile | None:
        names = (file,) if file else _NAMES
        for name in names:
            found = self._load(posixpath.normpath(posixpath.join(folder or ".", name)))
            if found is not None:
                return found
        return None

    def _load(self, path: str) -> Makefile | None:
        if path not in self._files:
            self._files[path] = None
            makefile = Makefile(path)
            try:
                if self._into(makefile, path, ()):
                    self._files[path] = makefile
            except HullmarkError as error:
                self._trail.issue(path, error.message, error.code)
        return self._files[path]

    def _into(self, makefile: Makefile, path: str, chain: tuple[str, ...]) -> bool:
        """Read a file into a Makefile; tell whether it is there."""
        data = self._repository.read(path)
        if data is None:
            return False
        if b"\0" in data:
            raise BrokenPipelineError(f"{path}: holds bytes that no Makefile holds")
        current: list[Rule] = []
        define = ""
        body: list[str] = []
        for line, text in _lines(data.decode("utf-8", "replace")):
            if define:
                if text.strip() == "endef":
                    makefile.variables[define] = "\n".join(body)
                    define, body = "", []
                else:
                    body.append(text)
                continue
            if text.startswith("\t") and current:
                for rule in current:
                    rule.recipe.append((path, line, text[1:]))
                continue
            stripped = _uncommented(text).strip()
            if not stripped:
                continue
            if stripped.startswith("define "):
                define = stripped.split()[1].strip("=:")
                continue
            current = self._line(makefile, stripped, path, line, chain, current)
        return True

    def _line(
        self,
        makefile: Makefile,
        text: str,
        path: str,
        line: int,
        chain: tuple[str, ...],
        current: list[Rule],
    ) -> list[Rule]:
        if match := _INCLUDE.match(text):
            self._include(makefile, match[1], path, chain)
            return []
        if re.match(r"(?:ifn?eq|ifn?def|else|endif|export|unexport|vpath|\.PHONY)\b", text) and (
            not _ASSIGN.match(text)
        ):
            return current if text.startswith(("if", "else", "endif")) else []
        if match := _ASSIGN.match(text):
            _assign(makefile.variables, match[1], match[2], match[3])
            return []
        if match := _RULE.match(text):
            return self._rule(makefile, match[1], match[3], path, line)
        return []

    def _include(self, makefile: Makefile, names: str, path: str, chain: tuple[str, ...]) -> None:
        expanded = MakeText(makefile.variables, str).expand(names)
        for name in expanded.split():
            for base in (posixpath.dirname(makefile.path), posixpath.dirname(path)):
                file = posixpath.normpath(posixpath.join(base, name))
                if file == path or file in chain or len(chain) > 20:
                    break
                if not is_symbolic(file) and self._into(makefile, file, (*chain, path)):
                    self._included.add(file)
                    break

    def _rule(self, makefile: Makefile, names: str, rest: str, path: str, line: int) -> list[Rule]:
        recipe: list[tuple[str, int, str]] = []
        if ";" in rest:
            rest, _, command = rest.partition(";")
            recipe = [(path, line, command.strip())]
        symbols = Symbols()
        text = MakeText(makefile.variables, symbols.mark)
        targets = _words(text.expand(names), symbols)
        static, colon, after = rest.partition(":")
        if _ASSIGN.match(rest.strip()):
            return []  # a variable of the target alone
        pattern = text.expand(static).strip() if colon and "%" in static else ""
        needs = _words(text.expand(after if pattern else rest).replace("|", " "), symbols)
        found: list[Rule] = []
        for target in targets:
            if target == ".ONESHELL":
                makefile.one_shell = True
            if target == ".IGNORE" and not needs:
                makefile.forgiving = True
            if (target.startswith(".") and target.isupper()) or len(makefile.rules) >= _RULES:
                continue
            rule = makefile.rules.get(target) or Rule(path=path, line=line)
            own = needs
            if pattern:
                before, _, end = pattern.partition("%")
                stem = target[len(before) : len(target) - len(end)]
                own = [need.replace("%", stem) for need in needs]
                makefile.patterns.append((pattern, rule))
            rule.needs += own
            rule.recipe += recipe
            if "%" in target:
                makefile.patterns.append((target, rule))
            else:
                makefile.rules[target] = rule
                makefile.first = makefile.first or ("" if target.startswith(".") else target)
            found.append(rule)
        return found


def _arguments(words: Sequence[str], frame: Frame) -> tuple[str, str, list[str], dict[str, str]]:
    folder, file = frame.folder, ""
    targets: list[str] = []
    given: dict[str, str] = {}
    left = list(words)
    while left:
        word = left.pop(0)
        name, equals, value = word.partition("=")
        if word in ("-C", "--directory", "-f", "--file", "--makefile"):
            value = left.pop(0) if left else ""
            if word in ("-C", "--directory"):
                folder = posixpath.normpath(posixpath.join(folder or ".", value))
            else:
                file = value
        elif word.startswith("-C") and len(word) > 2:
            folder = posixpath.normpath(posixpath.join(folder or ".", word[2:]))
        elif name == "--directory":
            folder = posixpath.normpath(posixpath.join(folder or ".", value))
        elif word in ("-j", "-l", "-o", "-W") and left and left[0].isdigit():
            left.pop(0)
        elif word.startswith("-"):
            continue
        elif equals:
            given[name.rstrip(":")] = value
        else:
            targets.append(word)
    return folder, file, targets, given


def _lines(text: str) -> list[tuple[int, str]]:
    """Return logical lines; recipes keep their continuations, so that lines stay right."""
    found: list[tuple[int, str]] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        start, line = at, lines[at].rstrip("\r")
        while line.endswith("\\") and at + 1 < len(lines):
            at += 1
            following = lines[at].rstrip("\r")
            line = (
                f"{line}\n{following}"
                if line.startswith("\t")
                else f"{line[:-1]} {following.strip()}"
            )
        found.append((start + 1, line))
        at += 1
    return found


def _words(text: str, symbols: Symbols) -> list[str]:
    return [symbols.restore(word) for word in text.split()]


def _uncommented(text: str) -> str:
    if text.lstrip().startswith("#"):
        return ""
    at = text.find(" #")
    return text if at < 0 else text[:at]


def _assign(variables: dict[str, str], name: str, operator: str, value: str) -> None:
    value = value.strip()
    if operator == "?=" and name in variables:
        return
    if operator == "+=":
        value = f"{variables.get(name, '')} {value}".strip()
    if operator in (":=", "::=", ":::=") and f"$({name})" in value:
        value = value.replace(f"$({name})", variables.get(name, ""))
    if operator == "!=":
        value = f"$(shell {value})"
    variables[name] = value


def _unprefixed(text: str) -> tuple[str, str]:
    stripped = text.lstrip(" \t")
    marks = ""
    while stripped[:1] in ("@", "-", "+"):
        marks += stripped[0]
        stripped = stripped[1:].lstrip(" \t")
    return stripped, marks


def _shells(recipe: list[tuple[str, int, str]], *, one: bool) -> list[tuple[str, int, str]]:
    if not one or not recipe:
        return recipe
    path, line, _ = recipe[0]
    return [(path, line, "\n".join(text.lstrip("@+ \t") for _, _, text in recipe))]


def _defaults(frame: Frame) -> dict[str, str]:
    """Return the environment's variables, which a Makefile's ``?=`` does not replace."""
    return {name: value for name, value in frame.variables.items() if "$" not in name}


def _literal(variables: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in variables.items() if "$" not in value}


def _above(makefile: Makefile, target: str) -> list[str]:
    found: dict[str, None] = {}
    waiting = [target]
    while waiting and len(found) < _RULES:
        rule, stem = makefile.rule(waiting.pop())
        for need in rule.needs if rule is not None else ():
            name = need.replace("%", stem) if stem else need
            if name not in found and name != target:
                found[name] = None
                waiting.append(name)
    return list(found)
