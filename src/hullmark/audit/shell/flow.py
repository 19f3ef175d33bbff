"""What statements mean for the flow: whether they fail, what a test says."""

from hullmark.audit.shell.lexer import Token
from hullmark.audit.shell.tree import Node, Simple, Statement


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
