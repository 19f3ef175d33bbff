"""What statements mean for the flow: whether they fail, what a test says."""

import re

from hullmark.audit.shell.lexer import Token
from hullmark.audit.shell.tree import Node, Simple, Statement

_NOTE = re.compile(r"(?:let )?([A-Za-z_]\w*)\+?=|\(?\(?\s*([A-Za-z_]\w*)(?:\+\+|\s*\+?=)")
_ENDS = re.compile(r"[^\n]*(?:\n[^\n]*){0,3}?\b(?:exit|return) (?!0)|[^\n]*&& false")


def start_of(token: Token) -> str:
    """Return the bare text that a word begins with."""
    first = token.parts[0] if token.parts else None
    return first.text if first is not None and first.kind == "text" and not first.quoted else ""


def flat(value: str | list[str]) -> str:
    """Return a value as one text."""
    return " ".join(value) if isinstance(value, list) else value


def simple_words(statement: Statement) -> str:
    """Return a simple command as it is written, quotes taken away."""
    if isinstance(statement, Simple):
        return " ".join("".join(part.text for part in token.parts) for token in statement.words)
    return ""


def fails(statement: Statement) -> bool:
    """Tell whether a statement ends the script with a failure."""
    if isinstance(statement, Node):
        return any(fails(each) for inner in statement.lists for each in inner) or (
            statement.kind in ("and-or", "pipe") and any(map(fails, statement.parts))
        )
    words = simple_words(statement)
    if words in ("false", "exit", "return"):
        return True
    verb, _, status = words.partition(" ")
    return verb in ("exit", "return") and status not in ("0", "")


def noted_in(statement: Statement) -> str:
    """Return the variable that takes down a failure: ``|| failed=1``; empty where none does."""
    if isinstance(statement, Node):
        inner = [each for statements in statement.lists for each in statements]
        return next(filter(None, map(noted_in, [*inner, *statement.parts])), "")
    match = _NOTE.match(simple_words(statement))
    return (match[1] or match[2]) if match is not None else ""


def decides(name: str, text: str) -> bool:
    """Tell whether a script ends by what a variable took down: ``exit $failed``, or a test."""
    if re.search(rf"\b(?:exit|return)\s+\"?\$\{{?{name}\b", text):
        return True
    tests = re.finditer(rf"(?:\[|\btest\b|\(\(|\bif\b)[^\n]*\b{name}\b", text)
    return any(_ENDS.match(text, test.end()) for test in tests)


def said(statement: Statement) -> str:
    """Return a statement in a few words."""
    return (simple_words(statement) or "…")[:40]


def said_list(statements: list[Statement]) -> str:
    """Return a condition in a few words."""
    return " ".join(filter(None, map(simple_words, statements)))[:120]


def decide(words: list[str]) -> bool | None:
    """Judge a test over known texts; ``None`` where it is not known."""
    if any("$" in word or "\ue000" in word or "*" in word for word in words):
        return None
    match words:
        case [left, "=" | "==", right]:
            return left == right
        case [left, "!=", right]:
            return left != right
        case ["-n", text]:
            return bool(text)
        case ["-z", text]:
            return not text
    return None
