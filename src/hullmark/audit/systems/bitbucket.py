"""Follows Bitbucket pipelines: by branch, pull request, tag, or by hand, with their steps."""

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hullmark.audit.commands import Commands
from hullmark.audit.record import Activity, Frame, Job, Trail
from hullmark.audit.triggers import Moments
from hullmark.formats.placed_yaml import Map, Text
from hullmark.model.audit import Event, Gate
from hullmark.model.graph import Place

_MOMENTS: dict[str, Moments] = {
    "default": {Event.PUSH: True, Event.PULL_REQUEST: True},
    "branches": {Event.PUSH: True},
    "pull-requests": {Event.PULL_REQUEST: True},
    "tags": {Event.RELEASE: True},
    # Started by hand, or by a schedule that is set outside of the file.
    "custom": {Event.MANUAL: True, Event.SCHEDULE: False},
}
_DEPTH = 10


def follow_bitbucket(path: str, document: Map, commands: Commands, trail: Trail) -> None:
    """Follow every pipeline of the file."""
    events: dict[Event, None] = {}
    for kind, pipelines in document.map("pipelines").items():
        moments = _MOMENTS.get(str(kind))
        if moments is None:
            continue
        events.update(dict.fromkeys(moments))
        named = dict(pipelines) if isinstance(pipelines, Map) else {"": pipelines}
        for name, steps in named.items():
            title = f"{kind} {name}".strip()
            for body in _steps(steps, 0):
                _step(body, path, title, moments, commands, trail)
    trail.read(path, "bitbucket", tuple(events))


def _steps(value: Any, depth: int) -> Iterator[Map]:
    if depth > _DEPTH:
        return
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, Map):
            continue
        if isinstance(each.get("step"), Map):
            yield each.map("step")
        for key in ("parallel", "stage", "steps"):
            if key in each:
                yield from _steps(each[key], depth + 1)


def _step(
    body: Map, path: str, title: str, moments: Moments, commands: Commands, trail: Trail
) -> None:
    by_hand = str(body.text("trigger")) == "manual"
    when: Moments = {Event.MANUAL: True} if by_hand else moments
    # Steps of one pipeline follow each other, and hand their files on.
    job = Job(pipeline="bitbucket", path=path, name=title, moments=when, run=path, line=body.line)
    frame = Frame(job=job, path=path, moments=when, variables={}, errexit=True)
    for key in ("script", "after-script"):
        for item in body.items_of(key):
            if isinstance(item, Text):
                line = item.line + 1 if item.block else item.line
                commands.script(str(item), replace(frame, line=line))
            elif isinstance(item, Map) and item.text("pipe"):
                _pipe(item, frame, trail)
    artifacts = body.get("artifacts")
    paths = artifacts.items_of("paths") if isinstance(artifacts, Map) else artifacts
    for each in paths if isinstance(paths, list) else []:
        place = Place(path=path, line=getattr(each, "line", body.line))
        trail.add(
            Activity(
                does="artifact",
                tool="artifacts",
                place=place,
                job=job,
                moments=when,
                subjects=(str(each),),
            )
        )


def _pipe(item: Map, frame: Frame, trail: Trail) -> None:
    """Follow a pipe that is known to scan; say so of one that may."""
    pipe = item.text("pipe")
    name, _, version = str(pipe).partition(":")
    given = {str(k): str(v) for k, v in item.map("variables").items() if isinstance(v, Text)}
    last = posixpath.basename(name)
    place = Place(path=frame.path, line=pipe.line, column=pipe.column)
    scanners = {"snyk-scan": "snyk", "trivy-pipe": "trivy", "git-secrets-scan": "git-secrets"}
    tool = scanners.get(last)
    if tool is None:
        if any(word in last for word in ("scan", "docker", "secur")):
            trail.say(place, f"pipe '{pipe}' is not known: it may build or scan")
        return
    image = given.get("IMAGE_NAME") or given.get("imageRef") or given.get("image", "")
    looks = "image" if image else "secrets" if tool == "git-secrets" else "filesystem"
    soft = given.get("DONT_BREAK_BUILD") == "true"
    trail.add(
        Activity(
            does="scan",
            tool=tool,
            place=place,
            job=frame.job,
            moments=frame.moments,
            looks=looks,
            subjects=(image or ".",),
            gate=Gate.REPORTS if soft else Gate.FAILS,
            reason="'DONT_BREAK_BUILD' is set" if soft else "it fails by itself",
            secrets=looks == "secrets",
            pin="version" if version else "moving",
            pinned_as=str(pipe),
        )
    )
