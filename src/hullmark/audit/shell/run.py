"""Follows a script without running it: which commands it would run, and what becomes of them."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase

from hullmark.audit.errors import BrokenPipelineError, PipelineTooLargeError
from hullmark.audit.shell.command import Command, Shell
from hullmark.audit.shell.expand import expand, joined
from hullmark.audit.shell.flow import (
    decide,
    decides,
    fails,
    flat,
    noted_in,
    said,
    said_list,
    start_of,
)
from hullmark.audit.shell.lexer import Part, Token
from hullmark.audit.shell.tree import Node, Simple, Statement, parse_script

_COMMANDS = 20_000
"""Commands that one script may come to, loops unrolled."""
_ROUNDS = 128
"""Rounds of one loop that are told apart."""
_CALLS = 30
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)(\[[^\]]*\])?(\+?=)")
_IDLE = ("echo", ":", "true")
_FOLDER = "\0folder"
_BEFORE = "\0folder before"


def commands_of(text: str, shell: Shell, *, line: int = 1) -> Iterator[Command]:
    """Yield the commands of a script in their order; ``shell.values`` are changed as it goes.

    Raises:
        BrokenPipelineError: It is no shell script.
        PipelineTooLargeError: Loops and calls come to more commands than a script has.
    """
    statements = parse_script(text, line=line)
    checked = "$?" in text or "PIPESTATUS" in text
    return iter(_Run(shell, text, status_read=checked).script(statements))


class _Run:
    def __init__(self, shell: Shell, text: str, *, status_read: bool) -> None:
        self._shell = shell
        self._text = text
        self._values = shell.values
        self._functions: dict[str, list[Statement]] = {}
        self._found: list[Command] = []
        self._status_read = status_read
        self._condition: list[str] = []
        self._calls = 0

    def script(self, statements: list[Statement]) -> list[Command]:
        self._list(statements, last=True)
        return self._found

    def _list(self, statements: list[Statement], *, last: bool, ignored: str = "") -> None:
        for number, statement in enumerate(statements, 1):
            final = last and number == len(statements)
            began = len(self._found)
            self._statement(statement, last=final)
            if ignored:
                self._mark(began, ignored)
            elif not final and not self._shell.errexit:
                why = "the script goes on: no set -e"
                if self._status_read:
                    self._mark(began, kept="the script reads its exit status itself")
                else:
                    self._mark(began, why)

    def _mark(self, began: int, ignored: str = "", *, kept: str = "") -> None:
        for at in range(began, len(self._found)):
            each = self._found[at]
            if not each.ignored and not each.kept:
                self._found[at] = replace(each, ignored=ignored, kept=kept)

    def _statement(self, statement: Statement, *, last: bool) -> None:
        if isinstance(statement, Simple):
            self._simple(statement)
            return
        began = len(self._found)
        self._structure(statement, last=last)
        if statement.redirects:
            for at in range(began, len(self._found)):
                each = self._found[at]
                if not (each.writes or each.appends or each.reads):
                    self._found[at] = self._redirected(each, statement.redirects)

    def _structure(self, statement: Node, *, last: bool) -> None:
        kind = statement.kind
        if kind == "pipe":
            self._pipe(statement)
        elif kind == "and-or":
            self._and_or(statement, last=last)
        elif kind == "if":
            self._if(statement, last=last)
        elif kind == "for":
            self._for(statement)
        elif kind == "while":
            self._list(statement.lists[0], last=False, ignored="it is the condition of a loop")
            self._list(statement.lists[1], last=False)
        elif kind == "case":
            self._case(statement, last=last)
        elif kind == "function":
            self._functions[statement.name] = statement.lists[0]
        else:
            saved = dict(self._values) if statement.name == "subshell" else None
            self._list(statement.lists[0], last=True)
            if saved is not None:
                self._values.clear()
                self._values.update(saved)

    def _pipe(self, node: Node) -> None:
        before: tuple[str, ...] = ()
        for number, part in enumerate(node.parts, 1):
            began = len(self._found)
            self._statement(part, last=False)
            new = self._found[began:]
            if number > 1 and before:
                self._found[began:] = [replace(each, fed_by=each.fed_by or before) for each in new]
            if number < len(node.parts) and not self._shell.pipefail:
                self._mark(began, "its status is lost in a pipe (no pipefail)")
            if node.negated:
                self._mark(began, "'!' turns its status round")
            before = self._found[-1].words if len(self._found) > began else ()

    def _and_or(self, node: Node, *, last: bool) -> None:
        if node.background:
            began = len(self._found)
            self._statement(node.parts[0], last=False)
            self._mark(began, "it runs in the background")
            return
        for number, part in enumerate(node.parts):
            began = len(self._found)
            rest = node.operators[number:]
            self._statement(part, last=last and not rest)
            if not rest:
                continue
            if "||" in rest:
                other = node.parts[number + rest.index("||") + 1]
                noted = noted_in(other)
                if noted and decides(noted, self._text):
                    continue  # it counts at the end: exit "$failed"
                if noted and re.search(rf"\$\{{?\W?{noted}\b", self._text):
                    self._mark(began, kept=f"the script keeps its status in '{noted}'")
                elif not fails(other):
                    self._mark(began, f"'|| {said(other)}' follows")
                elif rest[0] == "||":
                    continue
            elif not last and self._shell.errexit:
                self._mark(began, "'&&' follows: set -e does not stop there")

    def _if(self, node: Node, *, last: bool) -> None:
        branches = node.lists
        at = 0
        while at + 1 < len(branches):
            decided = self._test(branches[at], branches[at + 1 :])
            self._condition.append(said_list(branches[at]))
            if decided is not False:
                if decided is True:
                    self._condition.pop()
                self._list(branches[at + 1], last=last)
                if decided is True:
                    return
            self._condition.pop()
            at += 2
        if at < len(branches):
            self._condition.append("else")
            self._list(branches[at], last=last)
            self._condition.pop()

    def _test(self, condition: list[Statement], then: list[list[Statement]]) -> bool | None:
        """Note the commands of a condition; tell whether it holds, where that can be told."""
        began = len(self._found)
        self._list(condition, last=True)
        stops = any(fails(each) for branch in then for each in branch)
        if stops:
            for at in range(began, len(self._found)):
                self._found[at] = replace(self._found[at], ignored="", kept="")
        else:
            self._mark(began, kept="an if of the script decides")
        if len(condition) == 1 and isinstance(condition[0], Simple):
            words = [word for token in condition[0].words for word in self._expand(token)]
            if words[:1] in (["["], ["[["], ["test"]):
                return decide([word for word in words[1:] if word not in ("]", "]]")])
        return None

    def _for(self, node: Node) -> None:
        if not node.name:
            self._list(node.lists[0], last=False)
            return
        items = [word for token in node.words for word in self._expand(token)]
        if not node.words:
            given = self._values.get("@", [])
            items = list(given) if isinstance(given, list) else [given]
        if not items and not node.words:
            items = [f"${{{node.name}}}"]  # arguments that nobody knows
        for item in items[:_ROUNDS]:
            self._values[node.name] = item
            self._list(node.lists[0], last=False)

    def _case(self, node: Node, *, last: bool) -> None:
        word = joined(node.words[0], self._values, self._substitute)
        for patterns, body in zip(node.patterns, node.lists, strict=True):
            written = [joined(each, self._values, self._substitute) for each in patterns]
            if "$" in word or "\ue000" in word:
                self._condition.append(f"case {word} in {'|'.join(written)}")
                self._list(body, last=last)
                self._condition.pop()
            elif any(fnmatchcase(word, pattern) for pattern in written):
                self._list(body, last=last)
                return

    def _simple(self, simple: Simple) -> None:
        words: list[str] = []
        set_for_it: list[tuple[str, str | list[str]]] = []
        for token in simple.words:
            match = None if words else _ASSIGNMENT.match(start_of(token))
            if match is not None:
                set_for_it.append(self._assigned(token, match))
            elif words[:1] in (["export"], ["local"], ["declare"], ["readonly"], ["typeset"]):
                match = _ASSIGNMENT.match(start_of(token))
                if match is not None:
                    self._assign(*self._assigned(token, match))
            else:
                words += self._expand(token)
        if not words:
            for name, value in set_for_it:
                self._assign(name, value)
            return
        if words[0] in self._functions:
            self._call(words)
            return
        if words[0] == "set":
            self._set(words[1:])
            return
        if words[0] in ("cd", "pushd", "popd"):
            self._go(words)
            return
        restore = self._shell.restore
        found = Command(
            words=tuple(restore(word) for word in words),
            line=simple.line,
            variables=tuple((name, restore(flat(value))) for name, value in set_for_it),
            folder=restore(flat(self._values.get(_FOLDER, ""))),
            condition=restore(" and ".join(each for each in self._condition if each)),
        )
        self._keep(self._redirected(found, simple.redirects))

    def _keep(self, command: Command) -> None:
        self._found.append(command)
        if len(self._found) > _COMMANDS:
            raise PipelineTooLargeError(
                f"line {command.line}: more than {_COMMANDS:,} commands, loops unrolled"
            )

    def _redirected(self, command: Command, redirects: list[Token]) -> Command:
        restore = self._shell.restore
        for each in redirects:
            target = restore(joined(each, self._values, self._substitute))
            if each.text in ("<", "0<"):
                command = replace(command, reads=target)
            elif each.text in (">", "1>", ">|", "&>"):
                command = replace(command, writes=target)
            elif each.text in (">>", "1>>", "&>>"):
                command = replace(command, appends=target)
        return command

    def _call(self, words: list[str]) -> None:
        if self._calls >= _CALLS:
            return
        self._calls += 1
        saved = {name: self._values.get(name) for name in ("@", *map(str, range(1, 10)))}
        self._values["@"] = words[1:]
        for number in range(1, 10):
            self._values.pop(str(number), None)
            if number < len(words):
                self._values[str(number)] = words[number]
        self._list(self._functions[words[0]], last=True)
        for name, value in saved.items():
            if value is None:
                self._values.pop(name, None)
            else:
                self._values[name] = value
        self._calls -= 1

    def _set(self, words: list[str]) -> None:
        for number, word in enumerate(words):
            following = words[number + 1] if number + 1 < len(words) else ""
            on = word.startswith("-")
            if not word.startswith(("-", "+")):
                continue
            if "e" in word[1:] and "o" not in word[1:].partition("e")[0]:
                self._shell.errexit = on
            if "o" in word[1:]:
                if following == "pipefail":
                    self._shell.pipefail = on
                elif following == "errexit":
                    self._shell.errexit = on

    def _go(self, words: list[str]) -> None:
        here = flat(self._values.get(_FOLDER, ""))
        if words[0] == "popd" or words[1:] == ["-"]:
            self._values[_FOLDER] = self._values.get(_BEFORE, "")
            return
        there = next((word for word in words[1:] if not word.startswith("-")), "")
        self._values[_BEFORE] = here
        absolute = there.startswith(("/", "~", "$"))
        self._values[_FOLDER] = there if absolute else posixpath.normpath(f"{here or '.'}/{there}")

    def _assigned(self, token: Token, match: re.Match[str]) -> tuple[str, str | list[str]]:
        first, *rest = token.parts
        parts = [Part("text", first.text[match.end() :], first.quoted, first.line), *rest]
        value: str | list[str]
        if len(parts) == 2 and parts[1].kind == "array" and not parts[0].text:
            value = self._array(parts[1])
        else:
            value = joined(Token("word", token.line, parts=parts), self._values, self._substitute)
        if match[3] == "+=":
            before = self._values.get(match[1], "" if isinstance(value, str) else [])
            if isinstance(before, list):
                value = [*before, *(value if isinstance(value, list) else [value])]
            else:
                value = before + flat(value)
        return match[1], value

    def _array(self, part: Part) -> list[str]:
        statements = parse_script(f"_ {part.text.replace(chr(10), ' ')}", line=part.line)
        first = statements[0] if statements else None
        if not isinstance(first, Simple):
            return []
        return [word for token in first.words[1:] for word in self._expand(token)]

    def _assign(self, name: str, value: str | list[str]) -> None:
        if self._condition and value in _IDLE:
            return  # `DRY=echo` in a branch: what is asked is what runs without it
        self._values[name] = value

    def _expand(self, token: Token) -> list[str]:
        return expand(token, self._values, self._substitute)

    def _substitute(self, part: Part) -> str:
        """Follow the inside of ``$()`` too; what it prints is known only for an echo."""
        if self._calls >= _CALLS:
            return f"$({part.text})"
        self._calls += 1
        began = len(self._found)
        saved = dict(self._values)
        try:
            statements = parse_script(part.text, line=part.line)
            self._list(statements, last=True)
        except BrokenPipelineError:
            return f"$({part.text})"
        finally:
            self._calls -= 1
            self._values.clear()
            self._values.update(saved)
        inner = self._found[began:]
        if len(inner) == 1 and inner[0].words[:1] in (("echo",), ("printf",)):
            said = [word for word in inner[0].words[1:] if word not in ("-n", "-e")]
            if not any("$" in word or "%" in word for word in said):
                del self._found[began:]
                return " ".join(said)
        return f"$({' '.join(part.text.split())})"
