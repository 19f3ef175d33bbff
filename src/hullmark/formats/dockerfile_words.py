"""Expands variables and splits words as BuildKit does for ``FROM``, ``ENV``, ``COPY`` and others.

Not a shell: ``$name``, ``${name}``, the modifiers ``- + ?`` (with and without a colon), prefix and
suffix removal (``# ## % %%``) and replacement (``/ //``), single and double quotes, one escape
character. Whatever else stands in braces is an error, as it is for the builder.
"""

import re
from collections.abc import Mapping

import msgspec

from hullmark.formats.errors import BrokenWordError

_DEPTH = 50
"""Variables inside variables' defaults; real files nest two or three."""
_VALUE = 256
"""Characters of a value that a pattern of several stars is tried on."""
_STARS = 3
"""Stars of a pattern; the time of a search grows with the length of the value to their power."""
_SPECIAL = frozenset("@*#?-$!0")
_END = ""
_NONE: frozenset[str] = frozenset()
_SPECIAL_TEXT = re.compile(r"[$'\"\s]|^$")
"""What makes a text more than one plain word."""


class Expanded(msgspec.Struct, frozen=True, kw_only=True):
    """A word after expansion, and which variables took part."""

    word: str
    words: tuple[str, ...]
    """The same, split at blanks that stand outside of quotes."""
    matched: frozenset[str]
    """Variables that are set."""
    unmatched: frozenset[str]
    """Variables that are asked for and not set."""


def expand(text: str, variables: Mapping[str, str], *, escape: str = "\\") -> Expanded:
    """Return ``text`` with its variables replaced and its quotes removed.

    Raises:
        BrokenWordError: A quote or brace is not closed, a modifier does not exist, or a variable
            that must be set (``${x:?}``) is not.
    """
    if text.isascii() and not _SPECIAL_TEXT.search(text) and escape not in text:
        return Expanded(word=text, words=(text,), matched=_NONE, unmatched=_NONE)
    expansion = _Expansion(text, variables, escape)
    try:
        word, words = expansion.until(_END, raw_escapes=False)
    except BrokenWordError as error:
        error.unmatched = frozenset(expansion.unmatched)
        raise
    return Expanded(
        word=word,
        words=tuple(words),
        matched=frozenset(expansion.matched),
        unmatched=frozenset(expansion.unmatched),
    )


def split_words(text: str, *, escape: str = "\\") -> list[str]:
    """Return the words of ENV, LABEL and ARG; quotes and escapes keep words together and stay."""
    words: list[str] = []
    word, quote, started = "", "", False
    chars = iter(text)
    for char in chars:
        if not quote and char.isspace():
            if started:
                words.append(word)
            word, started = "", False
            continue
        started = True
        if char == escape and quote != "'":
            follower = next(chars, _END)
            if follower:
                word += char + follower
            continue
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        word += char
    return [*words, word] if word else words


class _Words:
    """Collects words: blanks that were not quoted part them."""

    __slots__ = ("_inside", "_word", "done")

    def __init__(self) -> None:
        self.done: list[str] = []
        self._word = ""
        self._inside = False

    def add(self, text: str) -> None:
        for char in text:
            if not char.isspace():
                self.add_raw(char)
            elif self._inside and self._word:
                self.done.append(self._word)
                self._word = ""
                self._inside = False

    def add_raw(self, text: str) -> None:
        self._word += text
        self._inside = True

    def finish(self) -> list[str]:
        if self._word:
            self.done.append(self._word)
            self._word = ""
        return self.done


class _Expansion:
    """One pass over one text."""

    def __init__(self, text: str, variables: Mapping[str, str], escape: str) -> None:
        self._text = text
        self._at = 0
        self._variables = variables
        self._escape = escape
        self._raw_escapes = False
        self._depth = 0
        self.matched: set[str] = set()
        self.unmatched: set[str] = set()

    def until(self, stop: str, *, raw_escapes: bool) -> tuple[str, list[str]]:
        """Process up to ``stop`` (or the end) and return the text and its words."""
        self._depth += 1
        if self._depth > _DEPTH:
            raise BrokenWordError(f"variables are nested deeper than {_DEPTH}")
        before, self._raw_escapes = self._raw_escapes, raw_escapes
        result: list[str] = []
        words = _Words()
        try:
            while char := self._peek():
                if stop and char == stop:
                    self._at += 1
                    return "".join(result), words.finish()
                self._one(char, result, words)
        finally:
            self._raw_escapes = before
            self._depth -= 1
        if stop:
            raise BrokenWordError(f"unexpected end of statement while looking for matching {stop}")
        return "".join(result), words.finish()

    def _one(self, char: str, result: list[str], words: _Words) -> None:
        if char == "$":
            value = self._dollar()
            words.add(value)
        elif char == "'":
            value = self._single_quoted()
            words.add_raw(value)
        elif char == '"':
            value = self._double_quoted()
            words.add_raw(value)
        elif char == self._escape:
            self._at += 1
            value = char if self._raw_escapes else ""
            escaped = self._next()
            value += escaped
            if value:
                words.add_raw(value)
        else:
            self._at += 1
            value = char
            words.add(char)
        result.append(value)

    def _peek(self) -> str:
        return self._text[self._at] if self._at < len(self._text) else _END

    def _next(self) -> str:
        char = self._peek()
        self._at += 1
        return char

    def _single_quoted(self) -> str:
        end = self._text.find("'", self._at + 1)
        if end < 0:
            raise BrokenWordError(
                "unexpected end of statement while looking for matching single-quote"
            )
        value = self._text[self._at + 1 : end]
        self._at = end + 1
        return value

    def _double_quoted(self) -> str:
        self._at += 1
        result: list[str] = []
        while char := self._peek():
            if char == '"':
                self._at += 1
                return "".join(result)
            if char == "$":
                result.append(self._dollar())
                continue
            self._at += 1
            if char == self._escape:
                if self._raw_escapes:
                    result.append(char)
                follower = self._peek()
                if not follower:
                    continue
                if follower in ('"', "$", self._escape):
                    char = self._next()
            result.append(char)
        raise BrokenWordError("unexpected end of statement while looking for matching double-quote")

    def _dollar(self) -> str:  # noqa: PLR0911 - one kind of substitution, one ending
        self._at += 1
        if self._peek() != "{":
            name = self._name()
            return (self._value(name) or "") if name else "$"
        self._at += 1
        if not self._peek():
            raise BrokenWordError("syntax error: missing '}'")
        if self._peek() in "{}:":
            raise BrokenWordError("syntax error: bad substitution")
        name = self._name()
        operator = self._next()
        if operator == "}":
            return self._value(name) or ""
        if operator == "/":
            return self._replaced(name)
        null_is_unset = operator == ":"
        if null_is_unset:
            operator = self._next()
        if not operator or operator not in ("-+?" if null_is_unset else "-+?#%"):
            if null_is_unset and operator:
                self._word(raw_escapes=False)
                self._value(name)  # the builder asks for it before it looks at the modifier
            raise BrokenWordError(f"unsupported modifier ({operator}) in substitution of '{name}'")
        word = self._word(raw_escapes=operator in "#%")
        value = self._value(name)
        if operator in "#%":
            return _trimmed(value or "", word, operator)
        given = value is not None and not (null_is_unset and not value)
        if operator == "-":
            return (value or "") if given else word
        if operator == "+":
            return word if given else ""
        if not given:
            raise BrokenWordError(f"{name}: {word or 'not allowed to be unset or empty'}")
        return value or ""

    def _word(self, *, raw_escapes: bool) -> str:
        try:
            return self.until("}", raw_escapes=raw_escapes)[0]
        except BrokenWordError as error:
            if self._peek():
                raise
            raise BrokenWordError("syntax error: missing '}'") from error

    def _replaced(self, name: str) -> str:
        everywhere = self._peek() == "/"
        if everywhere:
            self._at += 1
        pattern = self.until("/", raw_escapes=True)[0]
        replacement = self.until("}", raw_escapes=True)[0]
        value = self._value(name) or ""
        expression = _regex(pattern, value, greedy=True)
        if not everywhere:
            found = expression.search(value)
            return (
                value if not found else value[: found.start()] + replacement + value[found.end() :]
            )
        parts, last = [], 0
        for found in expression.finditer(value):
            parts += [value[last : found.start()], replacement]
            last = found.end()
        return "".join([*parts, value[last:]])

    def _name(self) -> str:
        start = self._at
        first = self._peek()
        if first.isdigit():
            while self._peek().isdigit():
                self._at += 1
        elif first and first in _SPECIAL:
            self._at += 1
        else:
            while (char := self._peek()) and (char.isalnum() or char == "_"):
                self._at += 1
        return self._text[start : self._at]

    def _value(self, name: str) -> str | None:
        value = self._variables.get(name)
        (self.unmatched if value is None else self.matched).add(name)
        return value


def _trimmed(value: str, pattern: str, operator: str) -> str:
    greedy = pattern[:1] == operator
    if greedy:
        pattern = pattern[1:]
    if operator == "#":
        found = _regex(pattern, value, greedy=greedy).match(value)
        return value[found.end() :] if found else value
    # The shortest ending is looked for from the right: both are turned round.
    found = _regex(_reversed(pattern), value, greedy=greedy).match(value[::-1])
    return value[::-1][found.end() :][::-1] if found else value


def _reversed(pattern: str) -> str:
    pieces, at = [], 0
    while at < len(pattern):
        size = 2 if pattern[at] == "\\" else 1
        pieces.append(pattern[at : at + size])
        at += size
    return "".join(reversed(pieces))


def _regex(pattern: str, value: str, *, greedy: bool) -> re.Pattern[str]:
    """Translate a shell pattern; the stars are bounded, because the pattern is foreign."""
    any_number = ".*" if greedy else ".*?"
    parts: list[str] = []
    at = 0
    while at < len(pattern):
        char = pattern[at]
        at += 1
        if char == "*":
            if parts[-1:] != [any_number]:
                parts.append(any_number)
        elif char == "?":
            parts.append(".")
        elif char == "\\":
            follower = pattern[at : at + 1]
            if follower in ("}", "/"):
                continue
            if follower not in ("*", "?", "\\") or not follower:
                raise BrokenWordError(f"invalid escape '\\{follower}' in a pattern")
            parts.append("\\" + follower)
            at += 1
        else:
            parts.append(re.escape(char))
    stars = parts.count(any_number)
    if stars > _STARS or (stars > 1 and len(value) > _VALUE):
        raise BrokenWordError(f"pattern '{pattern[:60]}' is too large for the value it is tried on")
    return re.compile("".join(parts), re.DOTALL)
