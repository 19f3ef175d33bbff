"""When a GitHub workflow runs: its events, each with the references it may run on."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from hullmark.audit.expression import UNKNOWN, condition
from hullmark.formats.placed_yaml import Map, Text
from hullmark.model.audit import Event

Moments = dict[Event, bool]
"""Event → whether it is certain; events that are not in it do not happen."""

_EVENTS = {
    "push": Event.PUSH,
    "pull_request": Event.PULL_REQUEST,
    "pull_request_target": Event.PULL_REQUEST,
    "merge_group": Event.PULL_REQUEST,
    "schedule": Event.SCHEDULE,
    "registry_package": Event.REGISTRY,
    "release": Event.RELEASE,
    "create": Event.OTHER,
    "deployment": Event.DEPLOY,
    "deployment_status": Event.DEPLOY,
    "workflow_dispatch": Event.MANUAL,
    "repository_dispatch": Event.MANUAL,
}
_CHECKED = frozenset({"opened", "synchronize", "reopened", "edited", "ready_for_review", "labeled"})
_DEFAULT = ("main", "master")


@dataclass(frozen=True, slots=True)
class Situation:
    """One way to be started: the event's own name and the reference it runs on."""

    event: Event
    name: str
    ref: str
    base: str = ""
    implied: bool = False
    """Nobody named tags: a push without filters runs on them too."""


def situations(on: Any) -> tuple[list[Situation], list[str]]:
    """Return every situation that ``on:`` names, and the events that start nothing by themselves.

    The second holds ``workflow_call`` and ``workflow_run``.
    """
    found: list[Situation] = []
    called: list[str] = []
    for name, details in _named(on):
        if name in ("workflow_call", "workflow_run"):
            called.append(name)
            continue
        event = _EVENTS.get(name, Event.OTHER)
        given = details if isinstance(details, Map) else Map()
        if name == "push":
            found += _pushes(given)
        elif event is Event.PULL_REQUEST:
            types = _texts(given.get("types"))
            if name != "merge_group" and types and not _CHECKED & set(types):
                event = Event.OTHER
            bases = _literal(_texts(given.get("branches"))) or list(_DEFAULT)
            found += [Situation(event, name, "refs/pull/1/merge", base) for base in bases]
        elif event is Event.RELEASE:
            found.append(Situation(event, name, "refs/tags/v1.0.0"))
        else:
            found += [Situation(event, name, f"refs/heads/{branch}") for branch in _DEFAULT]
    return found, called


def _named(on: Any) -> list[tuple[str, Any]]:
    if isinstance(on, Map):
        return list(on.items())
    if isinstance(on, list):
        return [(str(each), None) for each in on if isinstance(each, Text)]
    return [(str(on), None)] if isinstance(on, Text) and on else []


def _pushes(given: Map) -> list[Situation]:
    branches, tags = _texts(given.get("branches")), _texts(given.get("tags"))
    filtered = "branches" in given or "branches-ignore" in given
    only_tags = ("tags" in given or "tags-ignore" in given) and not filtered
    found: list[Situation] = []
    if not only_tags and "**" not in _texts(given.get("branches-ignore")):
        literal = _literal(branches)
        patterns = [each for each in branches if each not in literal and not each.startswith("!")]
        ignored = _texts(given.get("branches-ignore"))
        names = [*literal]
        if patterns or "branches" not in given:
            names += [
                name
                for name in (*_DEFAULT, "feature/x")
                if (not patterns or any(fnmatchcase(name, each) for each in patterns))
                and not any(fnmatchcase(name, each) for each in ignored)
            ]
            names = names or [patterns[0] if patterns else "main"]
        found += [Situation(Event.PUSH, "push", f"refs/heads/{name}") for name in names]
    if "tags" in given or not filtered:
        literal = _literal(tags) or [_example(each) for each in tags] or ["v1.0.0"]
        implied = not tags
        found += [
            Situation(Event.RELEASE, "push", f"refs/tags/{name}", implied=implied)
            for name in literal
        ]
    return found


def _example(pattern: str) -> str:
    """Return a tag that a pattern such as ``v*.*.*`` meets."""
    return pattern.replace("[0-9]+", "1").replace("**", "1").replace("*", "1").strip("!")


def _texts(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value if isinstance(each, str)]
    return [str(value)] if isinstance(value, str) and value else []


def _literal(names: Iterable[str]) -> list[str]:
    return [name for name in names if not set("*?[!+") & set(name)]


def github_value(situation: Situation, path: tuple[str, ...]) -> Any:  # noqa: PLR0911, PLR0912 - by name
    """Return what ``github.…`` is in a situation."""
    match path:
        case ["event_name"]:
            return situation.name
        case ["ref"]:
            return situation.ref
        case ["ref_name"]:
            return situation.ref.partition("/")[2].partition("/")[2]
        case ["ref_type"]:
            return "tag" if situation.ref.startswith("refs/tags/") else "branch"
        case ["base_ref"]:
            return situation.base
        case ["head_ref"]:
            return UNKNOWN if situation.base else ""
        case ["event", "pull_request", *_] | ["event", "number"]:
            return UNKNOWN if situation.event is Event.PULL_REQUEST else ""
        case ["event", "release", *_]:
            return UNKNOWN if situation.event is Event.RELEASE else ""
        case ["event", "repository", "default_branch"]:
            return situation.ref.rpartition("/")[2] if _is_default(situation) else "main"
        case ["event", "inputs", *_]:
            return UNKNOWN if situation.name == "workflow_dispatch" else ""
        case ["event", "schedule"]:
            return UNKNOWN if situation.event is Event.SCHEDULE else ""
        case ["event", "workflow_run", *rest] if rest:
            return _run_before(situation, rest[0])
        case ["event", "deleted"]:
            return False
    return UNKNOWN


def _run_before(situation: Situation, name: str) -> Any:
    """Return what is known of the run that a workflow goes on from: it went well."""
    if situation.name != "workflow_run":
        return ""
    known = {
        "conclusion": "success",
        "event": situation.event.value,
        "head_branch": UNKNOWN if situation.base else situation.ref.removeprefix("refs/heads/"),
    }
    return known.get(name, UNKNOWN)


def _is_default(situation: Situation) -> bool:
    return situation.ref in ("refs/heads/main", "refs/heads/master")


def moments_of(
    found: Iterable[Situation], conditions: list[str], look: Any
) -> tuple[Moments, list[Situation]]:
    """Return when something runs that needs all ``conditions``, and in which situations.

    ``look`` makes, of a situation, what looks values up.
    """
    moments: Moments = {}
    kept: list[Situation] = []
    for situation in found:
        values = [condition(each, look(situation)) for each in conditions]
        if any(value is False for value in values):
            continue
        kept.append(situation)
        certain = all(value is True for value in values)
        moments[situation.event] = moments.get(situation.event, False) or certain
    if Event.PUSH in moments and all(s.implied for s in kept if s.event is Event.RELEASE):
        moments.pop(Event.RELEASE, None)
    return moments, kept
