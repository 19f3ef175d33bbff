"""Cuts shell text into words and operators, with lines; quotes and substitutions are kept apart."""

import re
from dataclasses import dataclass, field

from hullmark.audit.errors import BrokenPipelineError

_OPERATORS = ("&&", "||", ";;", "|&", ";", "|", "&", "(", ")", "\n")
_REDIRECT = re.compile(r"(\d*|&)(>>|>\||>&|<<<|<<-|<<|<>|<&|>|<)")
_HERE = re.compile(r"<<-?\s*[\"']?([A-Za-z_]\w*)[\"']?")
_NAME = re.compile(r"[A-Za-z_]\w*|[0-9@*#?!$-]")
_TEXT_BYTES = 1024 * 1024
"""One script; longer ones are programs packed into a file."""


@dataclass(slots=True)
class Part:
    """A piece of a word."""

    kind: str
    """``text``, ``variable`` (the inside of ``${}``) or ``command`` (the inside of ``$()``)."""
    text: str
    quoted: bool = False
    line: int = 0


@dataclass(slots=True)
class Token:
    """A word, an operator or a redirection."""

    kind: str
    """``word``, ``operator`` or ``redirect``."""
    line: int
    text: str = ""
    parts: list[Part] = field(default_factory=list)

    def is_bare(self, word: str) -> bool:
        """Tell whether this is a word of the language itself, unquoted."""
        return self.kind == "word" and self.bare() == word

    def bare(self) -> str:
        """Return the word where it is plain text, else an empty text."""
        if self.kind != "word" or any(p.kind != "text" or p.quoted for p in self.parts):
            return ""
        return "".join(part.text for part in self.parts)


def tokens_of(text: str, *, line: int = 1) -> list[Token]:
    """Return the tokens of a script whose first line is ``line``.

    Raises:
        BrokenPipelineError: A quote or a substitution is not closed, or it is too long.
    """
    if len(text) > _TEXT_BYTES:
        raise BrokenPipelineError(f"line {line}: a script of more than {_TEXT_BYTES:,} characters")
    return _Lexer(text, line).tokens()


class _Lexer:
    def __init__(self, text: str, line: int) -> None:
        self._text = text
        self._at = 0
        self._line = line
        self._found: list[Token] = []
        self._documents: list[tuple[str, bool]] = []

    def tokens(self) -> list[Token]:
        text = self._text
        while self._at < len(text):
            char = text[self._at]
            if char in " \t\r":
                self._at += 1
            elif text.startswith(("\\\n", "\\\r\n"), self._at):
                self._at = text.index("\n", self._at) + 1
                self._line += 1
            elif char == "#":
                end = text.find("\n", self._at)
                self._at = len(text) if end < 0 else end
            elif redirect := _REDIRECT.match(text, self._at):
                self._redirect(redirect)
            elif operator := next((o for o in _OPERATORS if text.startswith(o, self._at)), ""):
                self._operator(operator)
            else:
                self._found.append(self._word())
        return self._found

    def _operator(self, operator: str) -> None:
        self._found.append(Token("operator", self._line, operator))
        self._at += len(operator)
        if operator == "\n":
            self._line += 1
            self._skip_documents()

    def _redirect(self, match: re.Match[str]) -> None:
        self._at = match.end()
        operator = match[2]
        while self._text[self._at : self._at + 1] in (" ", "\t"):
            self._at += 1
        line = self._line
        target = self._word() if self._at < len(self._text) else Token("word", line)
        if operator in ("<<", "<<-"):
            self._documents.append(("".join(part.text for part in target.parts), operator == "<<-"))
        self._found.append(Token("redirect", line, match[1] + operator, target.parts))

    def _skip_documents(self) -> None:
        for end, tabs in self._documents:
            while self._at < len(self._text):
                stop = self._text.find("\n", self._at)
                stop = len(self._text) if stop < 0 else stop
                content = self._text[self._at : stop].rstrip("\r")
                self._at = stop + 1
                self._line += 1
                if (content.lstrip("\t") if tabs else content) == end or content.strip() == end:
                    break
        self._documents = []

    def _word(self) -> Token:
        token = Token("word", self._line)
        parts = token.parts
        text = self._text
        plain: list[str] = []

        def flush() -> None:
            if plain:
                parts.append(Part("text", "".join(plain), line=self._line))
                plain.clear()

        while self._at < len(text):
            char = text[self._at]
            if char in " \t\r\n;|&()<>" and not (char == "(" and self._array(parts, plain)):
                break
            if char == "\\":
                following = text[self._at + 1 : self._at + 2]
                self._at += 2
                if following == "\n":
                    self._line += 1
                    break
                flush()
                parts.append(Part("text", following, quoted=True, line=self._line))
            elif char == "'":
                flush()
                end = self._find("'", self._at + 1)
                parts.append(Part("text", text[self._at + 1 : end], quoted=True, line=self._line))
                self._count(self._at, end)
                self._at = end + 1
            elif char == '"':
                flush()
                self._at += 1
                self._double(parts)
            elif char in "$`":
                flush()
                self._dollar(parts, quoted=False)
            elif char == "(":
                flush()
                self._list(parts)
            else:
                plain.append(char)
                self._at += 1
        flush()
        if not parts and self._at < len(text) and text[self._at] in "<>":
            self._at += 1  # a sign that stands alone: nothing to hold on to
        return token

    def _array(self, parts: list[Part], plain: list[str]) -> bool:
        """Tell whether ``(`` begins the value of an array: ``NAME=(``."""
        return not parts and bool(plain) and plain[-1] == "="

    def _list(self, parts: list[Part]) -> None:
        end = self._closing(self._at + 1, "(", ")")
        parts.append(Part("array", self._text[self._at + 1 : end], line=self._line))
        self._count(self._at, end)
        self._at = end + 1

    def _double(self, parts: list[Part]) -> None:
        text = self._text
        plain: list[str] = []
        began = len(parts)
        while True:
            if self._at >= len(text):
                raise BrokenPipelineError(f"line {self._line}: a quote is not closed")
            char = text[self._at]
            if char == '"':
                self._at += 1
                break
            if char == "\\" and text[self._at + 1 : self._at + 2] in ('"', "\\", "$", "`", "\n"):
                if text[self._at + 1] != "\n":
                    plain.append(text[self._at + 1])
                else:
                    self._line += 1
                self._at += 2
            elif char in "$`":
                if plain:
                    parts.append(Part("text", "".join(plain), quoted=True, line=self._line))
                    plain = []
                self._dollar(parts, quoted=True)
            else:
                self._line += char == "\n"
                plain.append(char)
                self._at += 1
        if plain or len(parts) == began:
            parts.append(Part("text", "".join(plain), quoted=True, line=self._line))

    def _dollar(self, parts: list[Part], *, quoted: bool) -> None:
        text, at, line = self._text, self._at, self._line
        if text[at] == "`":
            end = self._find("`", at + 1)
            parts.append(Part("command", text[at + 1 : end], quoted, line))
        elif text.startswith("$((", at):
            end = self._closing(at + 2, "(", ")")
            parts.append(Part("text", text[at : end + 1], quoted, line))
        elif text.startswith("$(", at):
            end = self._closing(at + 2, "(", ")")
            parts.append(Part("command", text[at + 2 : end], quoted, line))
        elif text.startswith("${", at):
            end = self._closing(at + 2, "{", "}")
            parts.append(Part("variable", text[at + 2 : end], quoted, line))
        elif text.startswith("$'", at):
            end = self._find("'", at + 2)
            parts.append(Part("text", text[at + 2 : end], quoted=True, line=line))
        elif name := _NAME.match(text, at + 1):
            parts.append(Part("variable", name[0], quoted, line))
            end = name.end() - 1
        else:
            parts.append(Part("text", "$", quoted, line))
            end = at
        self._count(at, end)
        self._at = end + 1

    def _find(self, mark: str, start: int) -> int:
        end = self._text.find(mark, start)
        if end < 0:
            raise BrokenPipelineError(f"line {self._line}: '{mark}' is not closed")
        return end

    def _closing(self, start: int, opening: str, closing: str) -> int:
        """Return where a bracket closes, quotes inside of it skipped."""
        depth, at, text = 1, start, self._text
        quote = ""
        while at < len(text):
            char = text[at]
            if char == "\\" and quote != "'":
                at += 2
                continue
            if quote:
                quote = "" if char == quote else quote
            elif char in "'\"":
                quote = char
            elif char == "<" and opening == "(" and (found := _HERE.match(text, at)):
                at = self._behind(found)
                continue
            elif char == opening:
                depth += 1
            elif char == closing:
                depth -= 1
                if not depth:
                    return at
            at += 1
        raise BrokenPipelineError(f"line {self._line}: '{opening}' is not closed")

    def _behind(self, found: re.Match[str]) -> int:
        """Return where a here-document inside of a substitution ends."""
        end = re.compile(rf"^\s*{re.escape(found[1])}\s*$", re.MULTILINE)
        stop = end.search(self._text, found.end())
        return stop.end() if stop is not None else found.end()

    def _count(self, start: int, end: int) -> None:
        self._line += self._text.count("\n", start, end)
