"""Follows CircleCI's configuration: workflows with their triggers and filters, jobs, commands."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from hullmark.audit.commands import Commands
from hullmark.audit.record import Activity, Frame, Job, Trail
from hullmark.audit.systems.situation import (
    DEFAULT_BRANCHES,
    PULL_REQUEST,
    PUSH,
    PUSH_ELSEWHERE,
    SCHEDULE,
    TAG,
    Start,
    moments_in,
)
from hullmark.audit.triggers import Moments
from hullmark.formats.placed_yaml import Map, Text
from hullmark.model.graph import Place

_REFERENCE = re.compile(r"<<\s*(?:pipeline\.)?parameters\.([\w-]+)\s*>>")
_OTHER = re.compile(r"<<\s*([\w.\-]+)\s*>>")
_SUSPICIOUS = re.compile(r"docker|snyk|scan|trivy|grype|secur|image|build", re.IGNORECASE)
_DEPTH = 10
_LEGS = 64


class CircleCi:
    """One configuration."""

    def __init__(self, path: str, document: Map, commands: Commands, trail: Trail) -> None:
        self._path = path
        self._document = document
        self._commands = commands
        self._trail = trail
        self._pipeline = _defaults(document.map("parameters"))

    def follow(self) -> None:
        """Follow every workflow; a file without any has one job of a fixed name."""
        workflows = {k: v for k, v in self._document.map("workflows").items() if isinstance(v, Map)}
        events: dict[Any, None] = {}
        for workflow in workflows.values():
            events.update(dict.fromkeys(self._workflow(workflow)))
        if not workflows and "build" in self._document.map("jobs"):
            starts = (PUSH, PUSH_ELSEWHERE, PULL_REQUEST)
            moments = moments_in(starts)
            self._job("build", "build", moments, (), {})
            events.update(dict.fromkeys(moments))
        self._trail.read(self._path, "circleci", tuple(events))

    def _workflow(self, workflow: Map) -> Moments:
        starts = self._starts(workflow)
        entries = list(self._entries(workflow))
        needs = {name: tuple(map(str, given.items_of("requires"))) for name, _, given in entries}
        every: Moments = {}
        for name, job, given in entries:
            moments = moments_in(_filtered(starts, given.map("filters")))
            every.update(moments)
            for leg in _legs(given.map("matrix").map("parameters")):
                arguments = {
                    str(key): self._text(value, leg)
                    for key, value in given.items()
                    if isinstance(value, Text)
                }
                self._job(name, job, moments, _above(name, needs), {**arguments, **leg})
        return every

    def _starts(self, workflow: Map) -> list[Start]:
        usual = [PUSH, PUSH_ELSEWHERE, PULL_REQUEST, TAG]
        if workflow.items_of("triggers"):
            return [SCHEDULE]
        written = workflow.get("when")
        said = _flat(written)
        if written is None:
            if "scheduled_pipeline" not in _flat(workflow.get("unless")):
                # What is started by a schedule of the project runs every workflow.
                return usual if workflow.get("unless") is None else _perhaps(usual)
            return usual
        if "scheduled_pipeline" in said or "pipeline.schedule" in said:
            return usual if said.startswith("not") else [SCHEDULE]
        return _perhaps([*usual, SCHEDULE])

    def _entries(self, workflow: Map) -> Iterator[tuple[str, str, Map]]:
        for entry in workflow.items_of("jobs"):
            if isinstance(entry, Text):
                yield str(entry), str(entry), Map()
            elif isinstance(entry, Map):
                for job, given in entry.items():
                    known = given if isinstance(given, Map) else Map()
                    yield str(known.text("name")) or str(job), str(job), known

    def _job(
        self,
        name: str,
        job: str,
        moments: Moments,
        needs: tuple[str, ...],
        arguments: Mapping[str, str],
    ) -> None:
        body = self._document.map("jobs").get(job)
        if not isinstance(body, Map):
            if "/" in job and _SUSPICIOUS.search(job):
                place = Place(path=self._path)
                self._trail.say(place, f"job '{job}' is of an orb: what it does is not read")
            return
        given = {**self._pipeline, **_defaults(body.map("parameters")), **arguments}
        variables = _texts(body.map("environment"))
        executor = self._document.map("executors").map(str(body.text("executor")))
        described = Job(
            pipeline="circleci",
            path=self._path,
            name=name,
            moments=moments,
            run=self._path,
            leg=", ".join(arguments.values()) if arguments else "",
            needs=needs,
            line=body.line,
        )
        frame = Frame(
            job=described,
            path=self._path,
            moments=moments,
            variables={**_texts(executor.map("environment")), **variables},
            errexit=True,
            pipefail=True,
        )
        self._steps(body.items_of("steps"), given, frame, 0)

    def _steps(self, steps: list[Any], given: Mapping[str, str], frame: Frame, depth: int) -> None:
        for step in steps:
            if isinstance(step, Text):
                self._called(str(step), Map(), given, frame, depth)
            elif isinstance(step, Map):
                for name, body in step.items():
                    self._step(str(name), body, given, frame, depth)

    def _step(
        self, name: str, body: Any, given: Mapping[str, str], frame: Frame, depth: int
    ) -> None:
        if name == "run":
            text = body.get("command") if isinstance(body, Map) else body
            if isinstance(text, Text):
                own = _texts(body.map("environment")) if isinstance(body, Map) else {}
                line = text.line + 1 if text.block else text.line
                inner = replace(frame, line=line, variables={**frame.variables, **own})
                self._commands.script(self._text(text, given), inner)
        elif name in ("when", "unless") and isinstance(body, Map):
            moments = dict.fromkeys(frame.moments, False)
            self._steps(body.items_of("steps"), given, replace(frame, moments=moments), depth + 1)
        elif name == "store_artifacts" and isinstance(body, Map):
            self._trail.add(
                Activity(
                    does="artifact",
                    tool="store_artifacts",
                    place=Place(path=self._path, line=body.line),
                    job=frame.job,
                    moments=frame.moments,
                    subjects=(self._text(body.text("path"), given),),
                )
            )
        else:
            self._called(name, body if isinstance(body, Map) else Map(), given, frame, depth)

    def _called(
        self, name: str, body: Map, given: Mapping[str, str], frame: Frame, depth: int
    ) -> None:
        """Follow a command of the file itself, or say that an orb's is not read."""
        command = self._document.map("commands").get(name)
        if isinstance(command, Map) and depth < _DEPTH:
            own = {str(k): self._text(v, given) for k, v in body.items() if isinstance(v, Text)}
            inner = {**self._pipeline, **_defaults(command.map("parameters")), **own}
            self._steps(command.items_of("steps"), inner, frame, depth + 1)
        elif "/" in name and _SUSPICIOUS.search(name):
            self._orb(name, body, given, frame)

    def _orb(self, name: str, body: Map, given: Mapping[str, str], frame: Frame) -> None:
        place = Place(path=self._path, line=body.line)
        said = {str(k): self._text(v, given) for k, v in body.items() if isinstance(v, Text)}
        verb = name.partition("/")[2]
        image = said.get("docker-image-name") or said.get("image", "")
        if verb == "build" and "docker" in name and image:
            file = said.get("dockerfile", "Dockerfile")
            folder = said.get("docker-context", said.get("path", "."))
            tag = said.get("tag", "${CIRCLE_SHA1}")
            where = f"{said.get('path', '.')}/{file}"
            text = f"docker build -f {where} -t {image}:{tag} {folder}"
            self._commands.script(text, replace(frame, line=place.line))
        elif "snyk" in name and said.get("docker-image-name"):
            text = f"snyk container test {image}"
            soft = "continue-on-error: 'fail-on-issues' is 'false'"
            here = replace(frame, line=place.line)
            if said.get("fail-on-issues") == "false":
                here = replace(here, soft=soft)
            self._commands.script(text, here)
        elif not verb.startswith(("install", "check", "setup")):
            self._trail.say(place, f"step '{name}' is of an orb: what it does is not read")

    def _text(self, text: Any, given: Mapping[str, str]) -> str:
        known = {**self._pipeline, **given}
        filled = _REFERENCE.sub(lambda m: known.get(m[1], f"${{{_name(m[1])}}}"), str(text))
        filled = re.sub(r"<<\s*matrix\.([\w-]+)\s*>>", lambda m: known.get(m[1], m[0]), filled)
        return _OTHER.sub(lambda m: f"${{{_name(m[1])}}}", filled)


def _filtered(starts: list[Start], filters: Map) -> list[Start]:
    """Return the starts that a job's filters let through; tags only where they are named."""
    branches, tags = filters.map("branches"), filters.map("tags")
    only, ignored = _listed(branches.get("only")), _listed(branches.get("ignore"))
    kept = []
    for start in starts:
        if start.branch == "" and start.event is TAG.event:
            if _listed(tags.get("only")):
                kept.append(start)
            continue
        names = DEFAULT_BRANCHES if start.branch in DEFAULT_BRANCHES else ("feature/x",)
        fits = not only or any(_fits(name, each) for name in names for each in only)
        # A branch of another name may be the one that is worked on.
        if not fits and (start is not PUSH or any(each.startswith("/") for each in only)):
            continue
        if any(_fits(name, each) for name in names[:1] for each in ignored):
            continue
        kept.append(start)
    return kept


def _fits(name: str, pattern: str) -> bool:
    if len(pattern) > 1 and pattern[0] == pattern[-1] == "/":
        try:
            return re.fullmatch(pattern[1:-1], name) is not None
        except re.error:
            return False
    return name == pattern


def _perhaps(starts: list[Start]) -> list[Start]:
    return [replace(each, sure=False) for each in starts]


def _above(name: str, needs: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    waiting = list(needs.get(name, ()))
    while waiting:
        each = waiting.pop()
        if each not in found:
            found[each] = None
            waiting += needs.get(each, ())
    return tuple(found)


def _legs(parameters: Map) -> list[dict[str, str]]:
    names = [str(name) for name in parameters]
    values = [_listed(value) for value in parameters.values()]
    return [dict(zip(names, each, strict=True)) for each in list(product(*values))[:_LEGS]]


def _defaults(parameters: Map) -> dict[str, str]:
    return {
        str(name): str(each.text("default"))
        for name, each in parameters.items()
        if isinstance(each, Map) and isinstance(each.get("default"), Text)
    }


def _texts(written: Map) -> dict[str, str]:
    return {str(k): str(v) for k, v in written.items() if isinstance(v, Text)}


def _listed(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value if isinstance(each, Text)]
    return [str(value)] if isinstance(value, Text) and value else []


def _flat(value: Any, depth: int = 0) -> str:
    """Return a condition's words in their order."""
    if depth > _DEPTH:
        return ""
    if isinstance(value, Map):
        return " ".join(f"{key} {_flat(each, depth + 1)}" for key, each in value.items())
    if isinstance(value, list):
        return " ".join(_flat(each, depth + 1) for each in value)
    return str(value) if isinstance(value, Text) else ""


def _name(text: str) -> str:
    return re.sub(r"\W", "_", text)
