"""Follows Makefiles: what a target runs, with its prerequisites and variables."""

import posixpath
from collections.abc import Sequence
from dataclasses import replace

from hullmark.audit.commands import Commands
from hullmark.audit.make_reader import RULES, Makefile, MakeReader, Rule
from hullmark.audit.make_text import MakeText
from hullmark.audit.record import Frame, Job, Repository, Trail
from hullmark.audit.symbols import Symbols, is_symbolic
from hullmark.kernel.errors import HullmarkError
from hullmark.model.audit import Event
from hullmark.model.graph import Place

_NAMES = ("GNUmakefile", "makefile", "Makefile")


class Makefiles:
    """Every Makefile of a repository, each read once."""

    def __init__(self, repository: Repository, trail: Trail) -> None:
        self._repository = repository
        self._trail = trail
        self._files: dict[str, Makefile | None] = {}
        self._done: set[tuple[str, str]] = set()
        self._reader = MakeReader(repository.read)

    def call(self, commands: Commands, words: Sequence[str], frame: Frame, place: Place) -> None:
        """Follow ``make [-C folder] [-f file] [NAME=value] target …``."""
        folder, file, targets, given = _arguments(words, frame)
        given = {**frame.overrides, **given}
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
            if makefile is None or path in self._reader.included:
                continue
            if not makefile.rules:
                continue
            # A file of another name is called with -f, from the root as a rule.
            folder = posixpath.dirname(path) if posixpath.basename(path) in _NAMES else ""
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
                overrides=given,
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
                if self._reader.into(makefile, path):
                    self._files[path] = makefile
            except HullmarkError as error:
                self._trail.issue(path, error.message, error.code)
        return self._files[path]


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
        elif word in ("-j", "--jobs", "-l", "-o", "-W") and left and left[0].isdigit():
            left.pop(0)
        elif word.startswith("-"):
            continue
        elif equals:
            given[name.rstrip(":")] = value
        else:
            targets.append(word)
    return folder, file, targets, given


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
    while waiting and len(found) < RULES:
        rule, stem = makefile.rule(waiting.pop())
        for need in rule.needs if rule is not None else ():
            name = need.replace("%", stem) if stem else need
            if name not in found and name != target:
                found[name] = None
                waiting.append(name)
    return list(found)
