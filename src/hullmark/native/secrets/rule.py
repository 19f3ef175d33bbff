"""Rules as values, read from the tables of ``rules/*.toml``."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from hullmark.native.secrets.errors import SecretRuleError

_FOLDER = Path(__file__).parent / "rules"
FILES = ("providers", "assigned", "formats")
_GAP = r"""["'`\]\)\\]{0,4}(?:</?[a-z_.-]{1,40}>)?[ \t]{0,8}(?:=>|:=|==|\|\||=|>|:|,|\?=)[ \t=>]{0,4}["'`\\]{0,4}"""
_AFTER = r"""(?:["'`;\s<,\\)}\]&]|$)"""
_REMEDY = "Revoke it where it was issued, issue a new one, and keep it outside of files and images."


class Rule(msgspec.Struct, frozen=True):
    """One kind of secret: how it is looked for and what it means."""

    id: str
    title: str
    trigger: str
    """What the one pass over all bytes looks for; a match is only a candidate."""
    pattern: str
    """What must match around the candidate."""
    severity: str = "high"
    group: int = 1
    """Group of the pattern that is the secret."""
    entropy: float = 0.0
    """Bits per character below which a value is a placeholder."""
    back: int = 256
    forward: int = 1500
    """Bytes before and behind the candidate that the pattern may need."""
    check: str = ""
    """The further judgement that a candidate of this form needs."""
    rank: int = 1
    """Of two rules on one value the lower rank is reported."""
    remediation: str = _REMEDY


class Allow(msgspec.Struct, frozen=True):
    """What looks like a secret and is none."""

    words: tuple[str, ...]
    whole: frozenset[str]
    published: frozenset[str]


def read_rules(names: Iterable[str] = FILES) -> tuple[Rule, ...]:
    """Return our own rules, and the two generic ones.

    Raises:
        SecretRuleError: A table does not hold what a rule needs.
    """
    rules = [_rule(name, row) for name in names for row in rows(name)]
    rules += GENERIC
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise SecretRuleError(f"two secret rules are called '{rule.id}'")
        seen.add(rule.id)
    return tuple(rules)


def read_allow() -> Allow:
    """Return the words and values that are never reported."""
    table = _table("allow")
    return Allow(
        words=tuple(table["words"]),
        whole=frozenset(table["whole"]),
        published=frozenset(table["published"]),
    )


def sources() -> bytes:
    """Return everything that the compiled rules depend on, for their cache key."""
    parts = [(_FOLDER / f"{name}.toml").read_bytes() for name in FILES]
    return b"".join(parts) + Path(__file__).read_bytes()


def rows(name: str) -> list[dict[str, Any]]:
    """Return the rules of one table as they are written.

    Raises:
        SecretRuleError: The table cannot be read.
    """
    found: list[dict[str, Any]] = _table(name)["rule"]
    return found


def _table(name: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - only where compiled rules are not at hand

    try:
        with (_FOLDER / f"{name}.toml").open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SecretRuleError(f"secret rules '{name}.toml' cannot be read: {error}") from error


def _rule(table: str, row: dict[str, Any]) -> Rule:
    try:
        if table == "providers":
            anywhere, more = row.pop("anywhere", False), row.pop("more", "")
            row = {**row, **_token(row["pattern"], anywhere=anywhere, more=more), "rank": 1}
        elif table == "assigned":
            names, value = row.pop("names"), row.pop("value")
            row = {"entropy": 2.6, "rank": 2, **row, **_assigned(names, value)}
        else:
            row = {"group": 2 if row.get("check") in _SECOND else 1, "rank": 3, **row}
        return Rule(**row)
    except (KeyError, TypeError) as error:
        raise SecretRuleError(f"secret rule '{row.get('id')}' in {table}.toml: {error}") from error


_SECOND = ("url", "value", "header", "argument", "docker-auth")


def _token(pattern: str, *, anywhere: bool, more: str) -> dict[str, str]:
    """Say how a token stands in text: ``more`` are letters that would go on with it."""
    before = "" if anywhere else r"(?:^|[^0-9A-Za-z_.-]|\\[nrt]|[_-])"
    return {
        "trigger": "|".join(shortest(each) for each in _branches(pattern)),
        "pattern": f"{before}({pattern})(?:[^0-9A-Za-z_{more}-]|$)",
    }


def _assigned(names: str, value: str) -> dict[str, str]:
    first = "|".join(shortest(each) for each in _branches(value))
    return {
        "trigger": f"(?i)(?:{names})[\\w.\\t -]{{0,24}}{_GAP}(?:{first})",
        "pattern": f"(?i)(?:^|[^A-Za-z])(?:{names})[\\w.\\t -]{{0,24}}{_GAP}({value}){_AFTER}",
    }


def shortest(pattern: str) -> str:
    """Cut a trailing repetition to its least: the first pass then tells of one end, not of all."""
    pattern = re.sub(r"(?:=\{0,\d\}|=\?|\[[^\]]*\]\*)$", "", pattern)
    return re.sub(r"\{(\d+),\d*\}$", r"{\1}", pattern)


def _branches(pattern: str) -> list[str]:
    """Split at the bars that stand outside of every bracket."""
    parts, depth, start, at = [], 0, 0, 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\":
            at += 1
        elif letter in "([":
            depth += 1
        elif letter in ")]":
            depth -= 1
        elif letter == "|" and not depth:
            parts.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*parts, pattern[start:]]


KEY_WORDS = (
    r"pass(?:w(?:or)?d|phrase|wd)?|pwd|secret|token|credential|api[_.-]?key|apikey|access[_.-]?key|"
    r"auth[_.-]?key|private[_.-]?key|account[_.-]?key|encryption[_.-]?key|signing[_.-]?key|"
    r"master[_.-]?key|session[_.-]?key|shared[_.-]?key|app[_.-]?key|_auth"
)
_TRIGGER_WORDS = KEY_WORDS.replace("pass(?:w(?:or)?d|phrase|wd)?", "pass")
_BETWEEN = r"""["'`\]\)\\]{0,4}[ \t]{0,10}(?:=>|:=|=|:|,|>|["']\s?value=|[ \t])[ \t]{0,8}"""
GENERIC = (
    Rule(
        id="generic-secret",
        title="Secret assigned to a name that says so",
        severity="medium",
        trigger=rf"(?i)(?:{_TRIGGER_WORDS})[\w.-]{{0,30}}{_BETWEEN}\\?[\"'`][^\s\"'`]{{5}}",
        pattern="",
        check="assignment",
        rank=5,
    ),
    Rule(
        id="generic-config-secret",
        title="Secret in a configuration file",
        severity="medium",
        trigger=rf"(?i)(?:{_TRIGGER_WORDS})[\w.-]{{0,30}}(?:[\"']?[ \t]{{0,10}}[=:][ \t]{{0,8}}[^\s\"'`]{{4}}"
        r"|(?: [^>\n]{0,80})?>[ \t]{0,8}(?:<!\[CDATA\[)?[^<\s]{4}|[ \t]{1,8}[^\s=:]{6})",
        pattern="",
        check="assignment",
        rank=6,
    ),
)
