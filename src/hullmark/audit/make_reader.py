"""Reads a Makefile with what it includes: variables, targets, pattern rules."""

import posixpath
import re
from dataclasses import dataclass, field, replace

from hullmark.audit.errors import BrokenPipelineError
from hullmark.audit.make_text import MakeText
from hullmark.audit.record import Read
from hullmark.audit.symbols import Symbols, is_symbolic

_ASSIGN = re.compile(
    r"^\s*(?:export\s+|override\s+)*([\w.\-/]+)\s*(\?=|:::?=|::?=|\+=|!=|=)\s*(.*)$", re.DOTALL
)
_RULE = re.compile(r"^([^\s:#=][^:#=]*?)\s*(::?)(?!=)\s*(.*)$", re.DOTALL)
_REFERENCE = re.compile(r"\$(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\{[^{}]*\})")
_INCLUDE = re.compile(r"^\s*[-s]?include\s+(.*)$")
RULES = 5_000
"""Targets of one Makefile with what it includes."""


@dataclass(slots=True)
class Rule:
    """A target with what goes before it and what it runs."""

    needs: list[str] = field(default_factory=list)
    recipe: list[tuple[str, int, str]] = field(default_factory=list)
    """File, line and text of each line."""
    path: str = ""
    line: int = 1
    stem: str = ""
    """What ``%`` stands for in a static pattern rule."""


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
            return found, found.stem
        for pattern, rule in self.patterns:
            before, _, after = pattern.partition("%")
            if target.startswith(before) and target.endswith(after):
                stem = target[len(before) : len(target) - len(after)]
                if stem:
                    merged = replace(rule, needs=[*(found.needs if found else ()), *rule.needs])
                    return merged, stem
        return found, ""


class MakeReader:
    """Reads Makefiles; remembers which files others include."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self.included: set[str] = set()

    def into(self, makefile: Makefile, path: str, chain: tuple[str, ...] = ()) -> bool:
        """Read a file into a Makefile; tell whether it is there."""
        data = self._read(path)
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
        marks = Symbols()
        if match := _RULE.match(_REFERENCE.sub(lambda found: marks.mark(found[0]), text)):
            names, rest = marks.restore(match[1]), marks.restore(match[3])
            return self._rule(makefile, names, rest, path, line)
        return []

    def _include(self, makefile: Makefile, names: str, path: str, chain: tuple[str, ...]) -> None:
        expanded = MakeText(makefile.variables, str).expand(names)
        for name in expanded.split():
            for base in (posixpath.dirname(makefile.path), posixpath.dirname(path)):
                file = posixpath.normpath(posixpath.join(base, name))
                if file == path or file in chain or len(chain) > 20:
                    break
                if not is_symbolic(file) and self.into(makefile, file, (*chain, path)):
                    self.included.add(file)
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
            if (target.startswith(".") and target.isupper()) or len(makefile.rules) >= RULES:
                continue
            rule = makefile.rules.get(target) or Rule(path=path, line=line)
            own = needs
            if pattern:
                before, _, end = pattern.partition("%")
                stem = rule.stem = target[len(before) : len(target) - len(end)]
                own = [need.replace("%", stem) for need in needs]
            rule.needs += own
            rule.recipe += recipe
            if "%" in target:
                makefile.patterns.append((target, rule))
            else:
                makefile.rules[target] = rule
                makefile.first = makefile.first or ("" if target.startswith(".") else target)
            found.append(rule)
        return found


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
