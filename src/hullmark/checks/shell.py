"""Splits the text of a RUN instruction into its commands, as far as checks need it.

Not a shell: control words are dropped, substitutions stay text, redirections go;
assignments before commands are listed at the end, as if they were exported. What is inside
``sh -c '…'`` and behind ``sudo`` is listed as a command too.
"""

import re
from collections.abc import Iterable

import msgspec

_TOKEN = re.compile(
    r"""
    (?P<end>&&|\|\||;;|[;&\n()])
    |(?P<pipe>\|&?)
    |(?P<comment>(?<![^\s;&|()])\#[^\n]*)
    |(?P<redirect>\d*(?:>>|>\||[<>]&|<<<|<<-?|>|<(?!\()|&>)\s*(?:[^\s;&|()'"]+|'[^']*'|"[^"]*")?)
    |(?P<word>(?:
        \\.|\\$
        |'[^']*'
        |"(?:[^"\\]|\\.)*"
        |[<$]\((?:[^()]|\([^()]*\)){0,4000}\)
        |`[^`]{0,4000}`
        |\$\{[^}\n]{0,400}\}
        |[^\s;&|()<>'"\\`]
        |['"`]
    )+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*\+?=")
_CONTROL = frozenset(
    {"if", "then", "else", "elif", "fi", "do", "done", "while", "until", "!", "{", "}", "time"}
    | {"exec", "command", "eatmydata", "nice", "nohup", "builtin", "ionice"}
)
_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh", "ksh"})
_QUOTES = re.compile(r"\\(.)|'([^']*)'|\"((?:[^\"\\]|\\.)*)\"", re.DOTALL)
_COMMANDS = 5_000
"""Commands of one RUN; real ones have dozens."""
_DEPTH = 3
"""Shells inside shells."""


class Commands(msgspec.Struct, frozen=True, kw_only=True):
    """The commands of a script, in order."""

    commands: list[list[str]]
    """Words without quotes, leading assignments and control words."""
    piped: list[int]
    """Positions of commands that read what the one before writes."""


def commands_of(script: str) -> Commands:
    """Return the commands of a script."""
    collector = _Collector()
    collector.read(script, 0)
    collector.commands += collector.assignments
    return Commands(commands=collector.commands, piped=collector.piped)


def commands_of_exec(words: Iterable[str]) -> Commands:
    """Return the commands of an exec-form instruction: itself, and what a shell is given."""
    collector = _Collector()
    collector.add(list(words), piped=False, depth=0)
    return Commands(commands=collector.commands, piped=collector.piped)


class _Collector:
    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.piped: list[int] = []
        self.assignments: list[list[str]] = []

    def read(self, script: str, depth: int) -> None:
        """Add the commands of a script."""
        words: list[str] = []
        piped = False
        cases = _Cases()
        for token in _TOKEN.finditer(script):
            if cases.takes(token, begins=all(word in _CONTROL for word in words)):
                words = []
                continue
            match token.lastgroup:
                case "word":
                    words.append(token[0])
                case "end" | "pipe":
                    self.add([unquoted(word) for word in words], piped=piped, depth=depth)
                    if words or token[0] != "\n":
                        piped = token.lastgroup == "pipe"
                    words = []
        self.add([unquoted(word) for word in words], piped=piped, depth=depth)

    def add(self, words: list[str], *, piped: bool, depth: int) -> None:
        """Add one command, and those that are given to it."""
        start = len(words) - len(_plain(words))
        if any("=" in word for word in words[:start]) and len(self.assignments) < _COMMANDS:
            self.assignments.append(["export", *(w for w in words[:start] if "=" in w)])
        words = words[start:]
        if not words or len(self.commands) >= _COMMANDS:
            return
        if piped:
            self.piped.append(len(self.commands))
        self.commands.append(words)
        if depth >= _DEPTH:
            return
        name = words[0].rpartition("/")[2]
        if name == "sudo":
            rest = words[1:]
            while rest and rest[0].startswith("-"):
                rest = rest[2:] if rest[0] in ("-u", "-g", "-h", "-p") else rest[1:]
            self.add(rest, piped=piped, depth=depth + 1)
        elif name in _SHELLS:
            for position, word in enumerate(words[1:-1], 1):
                if word.startswith("-") and not word.startswith("--") and word.endswith("c"):
                    self.read(words[position + 1], depth + 1)
                    break


class _Cases:
    """Tells what belongs to the patterns of ``case``: ``a|b)`` is neither pipe nor command."""

    def __init__(self) -> None:
        self._open: list[str] = []
        """For each ``case`` around a token: what is read of it."""

    def takes(self, token: re.Match[str], *, begins: bool) -> bool:
        """Tell whether a token, which begins a command or not, belongs to a ``case`` itself."""
        text = token[0]
        state = self._open[-1] if self._open else ""
        if text == "case" and begins and state in ("", "body"):
            self._open.append("subject")
        elif text == "esac" and (state == "pattern" or (state == "body" and begins)):
            self._open.pop()
        elif state == "subject":
            if text == "in":
                self._open[-1] = "pattern"
        elif state == "pattern":
            if text == ")":
                self._open[-1] = "body"
        elif state == "body" and text == ";;":
            self._open[-1] = "pattern"
            return False
        else:
            return False
        return True


def unquoted(word: str) -> str:
    """Return a word without its quotes and escapes."""
    if "\\" not in word and "'" not in word and '"' not in word:
        return word
    return _QUOTES.sub(_inside, word)


def _inside(found: re.Match[str]) -> str:
    if found[1] is not None:
        return "" if found[1] == "\n" else found[1]
    if found[2] is not None:
        return found[2]
    return re.sub(r"\\([\"\\$`\n])", r"\1", found[3])


def _plain(words: list[str]) -> list[str]:
    start = 0
    while start < len(words) and (
        words[start] in _CONTROL or _ASSIGNMENT.match(words[start]) or words[start] == "env"
    ):
        start += 1
    return words[start:] if start else words
