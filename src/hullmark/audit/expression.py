"""Works out GitHub's expressions as far as the repository decides them; the rest is unknown."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>0x[0-9a-fA-F]+|-?\d+(?:\.\d+)?)"
    r"|(?P<name>[A-Za-z_][\w-]*)|(?P<operator>&&|\|\||==|!=|<=|>=|[<>!().,\[\]*]))"
)
_INSIDE = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_SYMBOL = re.compile(r"\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+")
_LENGTH = 4_000
"""Characters of one expression; GitHub allows 21,000, real conditions stay far below."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that only a run has."""

    text: str = ""


class Settled(str):
    """A text that is known to the last sign, though it holds what looks like a variable."""

    __slots__ = ()


UNKNOWN: Final = Unknown()
Look = Callable[[tuple[str, ...]], Any]
"""Returns the value of a path such as ``("github", "ref")``."""


def evaluate(text: str, look: Look) -> Any:
    """Return the value of an expression, without its ``${{ }}``; unknown where it is not known."""
    text = text.strip()
    if len(text) > _LENGTH:
        return UNKNOWN
    try:
        parser = _Parser(text, look)
        value = parser.either()
    except (ValueError, IndexError, RecursionError):
        return UNKNOWN
    return value if parser.done else UNKNOWN


def truth(value: Any) -> bool | None:
    """Return what a value means as a condition; ``None`` where it is unknown."""
    if isinstance(value, Unknown):
        return True if _holds_text(value) else None
    return bool(value) and value != 0


def _holds_text(value: Unknown) -> bool:
    """Tell whether an unknown text is surely not empty: something of it is written."""
    return bool(_SYMBOL.sub("", value.text).strip())


def condition(text: str, look: Look) -> bool | None:
    """Return whether an ``if:`` holds."""
    whole = _INSIDE.fullmatch(text.strip())
    if whole is not None:
        text = whole[1]
    elif "${{" in text:
        text = _INSIDE.sub(lambda match: f"({match[1]})", text)
    return truth(evaluate(text, look))


def filled(text: str, look: Look, mark: Callable[[str], str] = str) -> str:
    """Return a text with its expressions worked out; unknown ones go through ``mark``."""
    if "${{" not in text:
        return text

    def value(match: re.Match[str]) -> str:
        found = evaluate(match[1], look)
        if isinstance(found, Unknown):
            return mark(found.text or "${{ " + " ".join(match[1].split()) + " }}")
        return as_text(found)

    return _INSIDE.sub(value, text)


def value_of(text: str, look: Look) -> Any:
    """Return the value of a text that may be one whole expression: then its own type is kept."""
    whole = _INSIDE.fullmatch(text.strip())
    if whole is not None and "${{" not in whole[1]:
        found = evaluate(whole[1], look)
        return Unknown("${{ " + whole[1].strip() + " }}") if found == UNKNOWN else found
    return filled(text, look)


def as_text(value: Any) -> str:
    """Return a value as GitHub writes it into a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value) if isinstance(value, (dict, list)) else str(value)


@lru_cache(maxsize=8_192)
def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            if not text[at:].strip():
                break
            raise ValueError(text[at:])
        found.append((match.lastgroup or "", match[match.lastgroup or 0]))
        at = match.end()
    return found


class _Parser:
    def __init__(self, text: str, look: Look) -> None:
        self._look = look
        self._tokens = _tokens(text)
        self._at = 0

    @property
    def done(self) -> bool:
        return self._at >= len(self._tokens)

    def _take(self, *operators: str) -> str:
        if not self.done:
            kind, text = self._tokens[self._at]
            if kind == "operator" and text in operators:
                self._at += 1
                return text
        return ""

    def either(self) -> Any:
        value = self._both()
        while self._take("||"):
            other = self._both()
            known = truth(value)
            if known is None:
                value = True if truth(other) and other is True else UNKNOWN
            elif not known:
                value = other
        return value

    def _both(self) -> Any:
        value = self._compared()
        while self._take("&&"):
            other = self._compared()
            known = truth(value)
            if known is None:
                value = False if truth(other) is False else UNKNOWN
            elif known:
                value = other
        return value

    def _compared(self) -> Any:
        value = self._negated()
        while operator := self._take("==", "!=", "<", ">", "<=", ">="):
            value = _compare(operator, value, self._negated())
        return value

    def _negated(self) -> Any:
        if self._take("!"):
            known = truth(self._negated())
            return UNKNOWN if known is None else not known
        return self._primary()

    def _primary(self) -> Any:
        if self._take("("):
            value = self.either()
            self._expect(")")
            return self._below(value)
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "text":
            return text[1:-1].replace("''", "'")
        if kind == "number":
            return float(int(text, 16) if text.startswith("0x") else text)
        if kind != "name":
            raise ValueError(text)
        if text in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[text]
        if self._take("("):
            return self._below(self._call(text.lower()))
        return self._path(text)

    def _expect(self, operator: str) -> None:
        if not self._take(operator):
            raise ValueError(operator)

    def _path(self, first: str) -> Any:
        path = [first]
        while True:
            if self._take("."):
                _, text = self._tokens[self._at]
                self._at += 1
                path.append(text)
            elif self._take("["):
                inner = self.either() if not self._take("*") else "*"
                self._expect("]")
                path.append(as_text(inner) if not isinstance(inner, Unknown) else "?")
            else:
                break
        return self._look(tuple(path))

    def _below(self, value: Any) -> Any:
        while True:
            if self._take("."):
                key: Any = self._tokens[self._at][1]
                self._at += 1
            elif self._take("["):
                key = self.either()
                self._expect("]")
            else:
                return value
            value = below(value, key)

    def _call(self, name: str) -> Any:
        arguments: list[Any] = []
        while not self._take(")"):
            arguments.append(self.either())
            self._take(",")
        return _function(name, arguments)


def below(value: Any, key: Any) -> Any:
    """Return a part of a value; unknown where the value is."""
    if isinstance(value, Unknown) or isinstance(key, Unknown):
        return UNKNOWN
    if isinstance(value, dict):
        return value.get(as_text(key), "")
    if isinstance(value, list):
        number = int(key) if as_text(key).isdigit() else -1
        return value[number] if 0 <= number < len(value) else ""
    return ""


def _compare(operator: str, left: Any, right: Any) -> Any:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Unknown) and other == "" and _holds_text(one):
            return operator == "!="
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return UNKNOWN
    if isinstance(left, str) and isinstance(right, str):
        left, right = left.lower(), right.lower()
    elif type(left) is not type(right):
        left, right = _number(left), _number(right)
    match operator:
        case "==":
            return left == right
        case "!=":
            return left != right
    try:
        return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[
            operator
        ]
    except TypeError:
        return False


def _number(value: Any) -> float:
    if value is None or value == "":
        return 0.0
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def _function(name: str, given: list[Any]) -> Any:  # noqa: PLR0911, PLR0912 - one function, one line
    if name in ("always", "success"):
        return True
    if name == "cancelled":
        return False
    if name == "failure":
        return UNKNOWN
    if any(isinstance(each, Unknown) for each in given):
        if name == "contains" and isinstance(given[0], str) and not given[0]:
            return False
        return UNKNOWN
    match name, given:
        case "contains", [list() as whole, part]:
            return as_text(part).lower() in [as_text(each).lower() for each in whole]
        case "contains", [whole, part]:
            return as_text(part).lower() in as_text(whole).lower()
        case "startswith", [whole, part]:
            return as_text(whole).lower().startswith(as_text(part).lower())
        case "endswith", [whole, part]:
            return as_text(whole).lower().endswith(as_text(part).lower())
        case "format", [text, *values]:
            said = as_text(text)
            for number, value in enumerate(values):
                said = said.replace(f"{{{number}}}", as_text(value))
            return said
        case "fromjson", [text]:
            try:
                return json.loads(as_text(text))
            except ValueError:
                return UNKNOWN
        case "tojson", [value]:
            return json.dumps(value)
        case "join", [list() as whole]:
            return ",".join(map(as_text, whole))
        case "join", [list() as whole, between]:
            return as_text(between).join(map(as_text, whole))
    return UNKNOWN
