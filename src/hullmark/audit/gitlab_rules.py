"""When GitLab runs a job: ``workflow``, ``rules``, ``only`` and ``except``."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hullmark.audit.gitlab_files import Project
from hullmark.audit.triggers import Moments
from hullmark.formats.placed_yaml import Items, Map, Text
from hullmark.model.audit import Event

_TOKEN = re.compile(
    r"\s*(?:(?P<op>&&|\|\||==|!=|=~|!~|\(|\))|(?P<var>\$\{?\w+\}?)"
    r"|(?P<text>\"[^\"]*\"|'[^']*')|(?P<regex>/(?:[^/\\]|\\.)*/[a-z]*)|(?P<null>null))"
)


@dataclass(frozen=True, slots=True)
class Start:
    """One way to be started."""

    event: Event
    source: str
    branch: str = ""
    tag: str = ""
    merge: bool = False


_STARTS = (
    Start(Event.PUSH, "push", branch="main"),
    Start(Event.PUSH, "push", branch="master"),
    Start(Event.PUSH, "push", branch="feature/x"),
    Start(Event.PULL_REQUEST, "merge_request_event", merge=True),
    Start(Event.SCHEDULE, "schedule", branch="main"),
    Start(Event.RELEASE, "push", tag="v1.0.0"),
    Start(Event.MANUAL, "web", branch="main"),
)
_UNKNOWN = object()
_REFS: dict[str, Callable[[Start], bool]] = {
    "branches": lambda s: bool(s.branch),
    "tags": lambda s: bool(s.tag),
    "merge_requests": lambda s: s.merge,
    "external_pull_requests": lambda _: False,
    "schedules": lambda s: s.source == "schedule",
    "pushes": lambda s: s.source == "push",
    "web": lambda s: s.source == "web",
    "api": lambda _: False,
    "triggers": lambda _: False,
    "pipelines": lambda _: False,
    "chat": lambda _: False,
}


def workflow_moments(project: Project) -> Moments:
    """Return when the pipeline as a whole runs."""
    workflow = project.globals.map("workflow")
    rules = workflow.get("rules")
    if not isinstance(rules, list):
        return _moments(list(_STARTS), {})
    kept = {start: _ruled(rules, start, project) for start in _STARTS}
    return _moments([s for s, v in kept.items() if v is not False], kept)


def job_moments(job: Map, project: Project, started: Moments) -> Moments:
    """Return when a job runs; what somebody must start by hand counts as ``manual``."""
    workflow = project.globals.map("workflow").get("rules")
    found: Moments = {}
    for start in _STARTS:
        if start.event not in started:
            continue
        whole = _ruled(workflow, start, project) if isinstance(workflow, list) else True
        if whole is False:
            continue
        own, by_hand = _job(job, start, project, has_workflow=isinstance(workflow, list))
        if own is False:
            continue
        event = Event.MANUAL if by_hand else start.event
        sure = own is True and whole is True
        if event is Event.SCHEDULE and not _names_schedules(job, workflow):
            sure = False  # whether there is a schedule is set up in GitLab itself
        found[event] = found.get(event, False) or sure
    if set(found) == {Event.MANUAL} or Event.MANUAL not in found:
        return found
    found.pop(Event.MANUAL)
    if Event.PUSH in found and Event.RELEASE in found and not _names_tags(job):
        found.pop(Event.RELEASE)
    return found


def _names_schedules(job: Map, workflow: Any) -> bool:
    return "schedule" in f"{job.get('rules')}{job.get('only')}{workflow}"


def _names_tags(job: Map) -> bool:
    return "TAG" in str(job.get("rules")) or "tags" in str(job.get("only"))


def _moments(starts: list[Start], kept: Any) -> Moments:
    found: Moments = {}
    for start in starts:
        sure = kept.get(start, True) is True
        found[start.event] = found.get(start.event, False) or sure
    return found


def _job(  # noqa: PLR0911 - one rule, one answer
    job: Map, start: Start, project: Project, *, has_workflow: bool
) -> tuple[bool | None, bool]:
    """Return whether a job runs in a start, and whether by hand only."""
    rules = job.get("rules")
    if isinstance(rules, list):
        by_hand = False
        for rule, held in _rules(rules, start, project):
            if held is False:
                continue
            when = str(rule.text("when")) or str(job.text("when")) or "on_success"
            if when == "never":
                if held is True:
                    return False, False
                continue
            by_hand = when == "manual"
            changes = "changes" in rule or "exists" in rule
            return (None if changes and held is True else held), by_hand
        return False, False
    by_hand = str(job.text("when")) == "manual"
    if str(job.text("when")) == "never":
        return False, False
    only, excluded = job.get("only"), job.get("except")
    if only is None and excluded is None:
        return has_workflow or not start.merge, by_hand
    allowed = _refs(only, start, project) if only is not None else not start.merge
    refused = _refs(excluded, start, project) if excluded is not None else False
    if allowed is False or refused is True:
        return False, by_hand
    return (True if allowed is True and refused is False else None), by_hand


def _rules(rules: list[Any], start: Start, project: Project, depth: int = 0) -> Any:
    for rule in rules:
        if isinstance(rule, Items) and rule.tag == "!reference" and depth < 10:
            referred = project.referred(list(rule))
            if isinstance(referred, list):
                yield from _rules(referred, start, project, depth + 1)
        elif isinstance(rule, list) and depth < 10:
            yield from _rules(rule, start, project, depth + 1)
        elif isinstance(rule, Map):
            written = rule.get("if")
            held = _holds(str(written), start, project) if isinstance(written, Text) else True
            yield rule, held


def _ruled(rules: Any, start: Start, project: Project) -> bool | None:
    perhaps = False
    for rule, held in _rules(rules, start, project):
        never = str(rule.text("when")) == "never"
        if held is True:
            return (None if perhaps else False) if never else True
        if held is None and not never:
            perhaps = True
    return None if perhaps else False


def _refs(value: Any, start: Start, project: Project) -> bool | None:
    if isinstance(value, Map):
        found: bool | None = True
        if value.get("refs") is not None:
            found = _refs(value.get("refs"), start, project)
        for text in value.items_of("variables"):
            held = _holds(str(text), start, project)
            found = False if held is False or found is False else found if held else None
        if "changes" in value or "kubernetes" in value:
            found = None if found is True else found
        return found
    names = value if isinstance(value, list) else [value]
    for name in names:
        text = str(name)
        if text in _REFS:
            if _REFS[text](start):
                return True
        elif text.startswith("/") and text.rpartition("/")[2] in ("", "i"):
            if _matches(text, start.branch or start.tag):
                return True
        elif text.partition("@")[0] in (start.branch, start.tag):
            return True
    return False


def _holds(text: str, start: Start, project: Project) -> bool | None:
    """Judge an expression of ``rules: if``."""
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            if not text[at:].strip():
                break
            return None
        tokens.append((match.lastgroup or "", match[match.lastgroup or 0]))
        at = match.end()
    try:
        return _Expression(tokens, start, project).either()
    except (IndexError, RecursionError):
        return None


class _Expression:
    def __init__(self, tokens: list[tuple[str, str]], start: Start, project: Project) -> None:
        self._tokens = tokens
        self._at = 0
        self._start = start
        self._project = project

    def _is(self, operator: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at] == ("op", operator)

    def either(self) -> bool | None:
        value = self._both()
        while self._is("||"):
            self._at += 1
            other = self._both()
            value = True if True in (value, other) else None if None in (value, other) else False
        return value

    def _both(self) -> bool | None:
        value = self._one()
        while self._is("&&"):
            self._at += 1
            other = self._one()
            value = False if False in (value, other) else None if None in (value, other) else True
        return value

    def _one(self) -> bool | None:
        if self._is("("):
            self._at += 1
            value = self.either()
            self._at += 1
            return value
        left = self._value()
        for operator in ("==", "!=", "=~", "!~"):
            if self._is(operator):
                self._at += 1
                return _compared(operator, left, self._value())
        return None if left is _UNKNOWN else bool(left)

    def _value(self) -> Any:
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "text":
            return text[1:-1]
        if kind == "null":
            return None
        if kind == "regex":
            return text
        return self._variable(text.strip("${}"))

    def _variable(self, name: str) -> Any:
        start = self._start
        known: dict[str, Any] = {
            "CI_PIPELINE_SOURCE": start.source,
            "CI_COMMIT_BRANCH": start.branch or None,
            "CI_COMMIT_TAG": start.tag or None,
            "CI_COMMIT_REF_NAME": start.branch or start.tag or _UNKNOWN,
            "CI_DEFAULT_BRANCH": start.branch if start.branch in ("main", "master") else "main",
            "CI_MERGE_REQUEST_ID": "1" if start.merge else None,
            "CI_MERGE_REQUEST_IID": "1" if start.merge else None,
            "CI_OPEN_MERGE_REQUESTS": None,
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main" if start.merge else None,
            "CI_COMMIT_MESSAGE": "",
            "CI_COMMIT_TITLE": "",
            "CI_COMMIT_REF_PROTECTED": _UNKNOWN,
        }
        if name in known:
            return known[name]
        value = self._project.globals.map("variables").get(name)
        if isinstance(value, Map):
            value = value.text("value")
        return str(value) if isinstance(value, Text) and "$" not in value else _UNKNOWN


def _compared(operator: str, left: Any, right: Any) -> bool | None:
    if left is _UNKNOWN or right is _UNKNOWN:
        return None
    if operator in ("==", "!="):
        return (left == right) is (operator == "==")
    if left is None:
        return operator == "!~"
    found = _matches(str(right), str(left))
    return None if found is None else found is (operator == "=~")


def _matches(pattern: str, text: str) -> bool | None:
    if not pattern.startswith("/") or len(pattern) > 500:
        return None
    body, _, flags = pattern[1:].rpartition("/")
    try:
        from hullmark.audit.patterns import search  # noqa: PLC0415 - few rules have patterns

        return search(body, text, ignore_case="i" in flags)
    except ValueError:
        return None
