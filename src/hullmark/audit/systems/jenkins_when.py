"""Judges what stands in ``when { … }`` and in ``if (…)`` of a Jenkinsfile."""

import re
from fnmatch import fnmatchcase

from hullmark.audit.systems.situation import DEFAULT_BRANCHES, Start, every, some, turned
from hullmark.model.audit import Event

_GROUP = re.compile(r"\b(not|anyOf|allOf|expression)\s*\{")
_BRANCH = re.compile(r"\bbranch\s*\(?\s*(?:pattern\s*:\s*)?['\"]([^'\"]+)['\"]")
_EQUALS = re.compile(r"(?:env\.)?(?:BRANCH_NAME|GIT_BRANCH)\s*(==|!=)\s*['\"]([^'\"]+)['\"]")
_DEPTH = 20


def holds(text: str, start: Start, depth: int = 0) -> bool | None:
    """Return whether all of a text holds when so started; ``None`` where only a run knows."""
    said: list[bool | None] = []
    rest = text
    while depth < _DEPTH and (match := _GROUP.search(rest)):
        end = _closing(rest, match.end())
        inside = rest[match.end() : end]
        said.append(_grouped(match[1], inside, start, depth))
        rest = f"{rest[: match.start()]}\n{rest[end + 1 :]}"
    said += _statements(rest, start)
    return every(said)


def _grouped(word: str, inside: str, start: Start, depth: int) -> bool | None:
    if word == "not":
        return turned(holds(inside, start, depth + 1))
    if word == "expression":
        return _expression(inside, start)
    if word == "allOf":
        return holds(inside, start, depth + 1)
    parts: list[bool | None] = []
    rest = inside
    while match := _GROUP.search(rest):
        end = _closing(rest, match.end())
        parts.append(_grouped(match[1], rest[match.end() : end], start, depth + 1))
        rest = f"{rest[: match.start()]}\n{rest[end + 1 :]}"
    return some([*parts, *_statements(rest, start)])


def _statements(text: str, start: Start) -> list[bool | None]:
    said: list[bool | None] = []
    for line in re.split(r"[;\n]", text):
        words = line.strip()
        if not words or words.startswith(("//", "beforeAgent", "beforeInput", "beforeOptions")):
            continue
        said.append(_statement(words, start))
    return said


def _statement(words: str, start: Start) -> bool | None:
    if match := _BRANCH.match(words):
        return _on(match[1], start)
    if words.startswith("changeRequest"):
        return start.event is Event.PULL_REQUEST
    if words.startswith(("buildingTag", "tag")):
        return start.event is Event.RELEASE
    if words.startswith("triggeredBy"):
        return start.event is Event.SCHEDULE if "Timer" in words else None
    return _expression(words, start)


def _expression(text: str, start: Start) -> bool | None:
    """Judge a Groovy expression that compares the branch, asks for a change, or is plain."""
    bare = re.sub(r"^\s*return\b|;\s*$", "", text.strip()).strip()
    if bare in ("true", "false"):
        return bare == "true"
    if re.fullmatch(r"!?\s*(?:env\.)?CHANGE_ID(?:\s*[!=]=\s*null)?", bare):
        without = bare.startswith("!") or "==" in bare
        return (start.event is Event.PULL_REQUEST) is not without
    if match := _EQUALS.fullmatch(bare):
        found = _on(match[2].removeprefix("origin/"), start)
        return found if match[1] == "==" else turned(found)
    for mark, judge in (("||", some), ("&&", every)):
        if mark in bare and "(" not in bare:
            return judge([_expression(each, start) for each in bare.split(mark)])
    return None


def _on(pattern: str, start: Start) -> bool:
    if not start.branch:
        return start.event is Event.PULL_REQUEST and pattern.startswith("PR-")
    names = DEFAULT_BRANCHES if start.branch in DEFAULT_BRANCHES else (start.branch,)
    named = not set("*?") & set(pattern) and pattern not in DEFAULT_BRANCHES
    if named and start.branch in DEFAULT_BRANCHES and "/" not in pattern:
        return True  # another name for the branch that is worked on
    return any(fnmatchcase(name, pattern.replace("**", "*")) for name in names)


def _closing(text: str, at: int) -> int:
    depth = 1
    while at < len(text):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
        at += 1
    return at
