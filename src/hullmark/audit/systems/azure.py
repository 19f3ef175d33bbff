"""Follows Azure Pipelines: triggers, stages, jobs, steps and templates, with their conditions."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hullmark.audit.commands import Commands
from hullmark.audit.documents import read_documents
from hullmark.audit.record import Activity, Frame, Job, Repository, Trail
from hullmark.audit.systems.azure_starts import judge_of, starts_of
from hullmark.audit.systems.azure_tasks import docker_command, trivy_command
from hullmark.audit.systems.situation import Judge, Start, moments_in
from hullmark.formats.placed_yaml import Map, Text
from hullmark.model.graph import Place

_DEPTH = 10
_MACRO = re.compile(r"\$\(([A-Za-z_][\w.]*)\)")
_PARAMETER = re.compile(
    r"\$\{\{\s*parameters\.([\w-]+)\s*\}\}|\$\{\{\s*parameters\['([\w-]+)'\]\s*\}\}"
)
_SCRIPTS = ("script", "bash", "sh")
_SUSPICIOUS = re.compile(r"docker|trivy|scan|secur|snyk|aqua|container|grype", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Where:
    """What a step stands in."""

    path: str
    conditions: tuple[Judge, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    stage: str = ""
    depth: int = 0
    starts: tuple[Start, ...] = ()


class Azure:
    """One pipeline with the templates that it takes in."""

    def __init__(self, repository: Repository, commands: Commands, trail: Trail) -> None:
        self._repository = repository
        self._commands = commands
        self._trail = trail
        self.taken: set[str] = set()

    def follow(self, path: str, document: Map) -> None:
        """Follow a pipeline."""
        starts = starts_of(document)
        self._trail.read(path, "azure", tuple(moments_in(starts)))
        where = _Where(path, starts=starts, parameters=_parameters(document))
        self._part(document, where)

    def _part(self, part: Map, where: _Where) -> None:
        """Follow what has stages, jobs or steps."""
        where = replace(where, variables={**where.variables, **self._variables(part, where)})
        extended = part.get("extends")
        if isinstance(extended, Map):
            self._template(extended, where)
        before = where.needs
        for stage in part.items_of("stages"):
            self._within(stage, "stage", where)
        for job in part.items_of("jobs"):
            self._within(job, "job", replace(where, needs=before))
        if part.items_of("steps"):
            self._job(part, replace(where, stage=where.stage or ""))

    def _within(self, part: Any, kind: str, where: _Where) -> None:
        if not isinstance(part, Map):
            return
        if "template" in part:
            self._template(part, where)
            return
        if kind not in part and not (kind == "job" and "deployment" in part):
            # `${{ if … }}: [ … ]` takes parts in or leaves them out.
            for inner in part.values():
                for each in inner if isinstance(inner, list) else []:
                    self._within(each, kind, _unsure(where))
            return
        own = _conditioned(part, where)
        needs = part.get("dependsOn")
        named = [str(each) for each in needs] if isinstance(needs, list) else [str(needs or "")]
        name = str(part.text(kind) or part.text("deployment"))
        if kind == "stage":
            own = replace(own, stage=name, needs=(*where.needs,))
            self._part(part, own)
            return
        own = replace(own, needs=(*where.needs, *(each for each in named if each)))
        if "deployment" in part:
            self._deploy(part, own, name)
        values = {**own.variables, **self._variables(part, own)}
        self._job(part, replace(own, variables=values), name)

    def _deploy(self, part: Map, where: _Where, name: str) -> None:
        job = self._described(part, where, name)
        place = Place(path=where.path, line=part.line)
        self._trail.add(
            Activity(does="deploy", tool="environment", place=place, job=job, moments=job.moments)
        )

    def _described(self, part: Map, where: _Where, name: str) -> Job:
        title = " / ".join(filter(None, (where.stage, name)))
        return Job(
            pipeline="azure",
            path=where.path,
            name=title,
            moments=moments_in(where.starts, *where.conditions),
            run=where.path,
            needs=tuple(each for need in where.needs for each in (need, f"{where.stage} / {need}")),
            soft="continue-on-error of the job" if _is_soft(part) else "",
            line=part.line,
        )

    def _job(self, part: Map, where: _Where, name: str = "") -> None:
        described = self._described(part, where, name)
        frame = Frame(
            job=described,
            path=where.path,
            moments=described.moments,
            variables={k.replace(".", "_").upper(): v for k, v in where.variables.items()},
            errexit=False,
        )
        steps = part.items_of("steps") or _deployed(part)
        self._steps(steps, where, frame)

    def _steps(self, steps: list[Any], where: _Where, frame: Frame) -> None:
        for step in steps:
            if not isinstance(step, Map):
                continue
            if "template" in step:
                self._template(step, where, frame)
            elif all(isinstance(each, list) for each in step.values()):
                for inner in step.values():
                    self._steps(inner, _unsure(where), frame)
            else:
                self._step(step, _conditioned(step, where), frame)

    def _step(self, step: Map, where: _Where, frame: Frame) -> None:
        soft = "continue-on-error" if _is_soft(step) else ""
        moments = {
            event: sure and frame.moments[event]
            for event, sure in moments_in(where.starts, *where.conditions).items()
            if event in frame.moments
        }
        folder = self._text(step.text("workingDirectory"), where)
        own = {str(k): self._text(v, where) for k, v in step.map("env").items()}
        inner = replace(
            frame,
            moments=moments,
            soft=frame.soft or soft,
            folder="" if folder.startswith("$") else folder,
            variables={**frame.variables, **own},
        )
        for key in _SCRIPTS:
            if isinstance(step.get(key), Text):
                self._script(step.text(key), where, inner)
        if isinstance(step.get("publish"), Text):
            self._artifact(step, self._text(step.text("publish"), where), inner)
        if isinstance(step.get("task"), Text):
            self._task(step, where, inner)

    def _script(self, text: Text, where: _Where, frame: Frame) -> None:
        line = text.line + 1 if text.block else text.line
        self._commands.script(self._text(text, where), replace(frame, line=line))

    def _task(self, step: Map, where: _Where, frame: Frame) -> None:
        """Follow a task: those that build, scan, keep files or run a script."""
        task = step.text("task")
        name = str(task).partition("@")[0].lower().rpartition(".")[2]
        inputs = step.map("inputs")
        given = {str(k).lower(): self._text(v, where) for k, v in inputs.items()}
        here = replace(frame, line=task.line)
        if name in ("bash", "cmdline", "shellscript", "azurecli", "ssh"):
            text = inputs.get("script") or inputs.get("inlineScript")
            if isinstance(text, Text):
                self._script(text, where, frame)
            elif given.get("filepath") or given.get("scriptpath"):
                file = given.get("filepath") or given["scriptpath"]
                self._commands.script(f"bash {file} {given.get('arguments', '')}", here)
        elif name == "docker":
            self._commands.script(docker_command(given), here)
        elif name == "dockercompose":
            files = f"-f {given['dockercomposefile']}" if given.get("dockercomposefile") else ""
            verb = given.get("action", given.get("dockercomposecommand", ""))
            if "build" in verb.lower():
                self._commands.script(f"docker compose {files} build", here)
        elif name == "trivy":
            self._commands.script(trivy_command(given), here)
        elif name in ("publishpipelineartifact", "publishbuildartifacts"):
            self._artifact(step, given.get("targetpath") or given.get("pathtopublish", ""), frame)
        elif _SUSPICIOUS.search(name) and "install" not in name:
            place = Place(path=where.path, line=task.line)
            self._trail.say(place, f"task '{task}' is not known: it may build or scan")

    def _artifact(self, step: Map, subject: str, frame: Frame) -> None:
        place = Place(path=frame.path, line=step.line)
        self._trail.add(
            Activity(
                does="artifact",
                tool="publish",
                place=place,
                job=frame.job,
                moments=frame.moments,
                subjects=(subject,),
            )
        )

    def _template(self, part: Map, where: _Where, frame: Frame | None = None) -> None:
        written = self._text(part.text("template"), where)
        place = Place(path=where.path, line=part.line)
        if "@" in written or where.depth >= _DEPTH:
            self._trail.say(place, f"template '{written}' is of another repository: not read")
            return
        base = "" if written.startswith("/") else posixpath.dirname(where.path)
        path = posixpath.normpath(posixpath.join(base, written.lstrip("/")))
        document = read_documents(self._repository, path, self._trail).first
        if document is None:
            self._trail.say(place, f"template '{written}' does not exist here or cannot be read")
            return
        self.taken.add(path)
        given = {str(k): self._text(v, where) for k, v in part.map("parameters").items()}
        inner = replace(
            where,
            path=path,
            parameters={**_parameters(document), **given},
            depth=where.depth + 1,
        )
        self._trail.read(path, "azure", tuple(moments_in(where.starts)))
        if frame is not None:
            self._steps(document.items_of("steps"), inner, replace(frame, path=path))
        else:
            self._part(document, inner)

    def _variables(self, part: Map, where: _Where) -> dict[str, str]:
        written = part.get("variables")
        if isinstance(written, Map):
            pairs = [(str(k), v) for k, v in written.items()]
        else:
            items = part.items_of("variables")
            pairs = [(str(e.text("name")), e.get("value")) for e in items if isinstance(e, Map)]
        found: dict[str, str] = {}
        for name, value in pairs:
            if name and isinstance(value, Text):
                known = replace(where, variables={**where.variables, **found})
                found[name] = self._text(value, known)
        return found

    def _text(self, text: Any, where: _Where) -> str:
        if not isinstance(text, Text):
            return ""
        filled = _PARAMETER.sub(
            lambda m: where.parameters.get(m[1] or m[2], f"${{{m[1] or m[2]}}}"), str(text)
        )
        filled = _MACRO.sub(lambda m: where.variables.get(m[1], f"${{{_name(m[1])}}}"), filled)
        return re.sub(
            r"\$\{\{\s*variables\.([\w.]+)\s*\}\}",
            lambda m: where.variables.get(m[1], f"${{{_name(m[1])}}}"),
            filled,
        )


def _conditioned(part: Map, where: _Where) -> _Where:
    written = part.get("condition")
    if not isinstance(written, Text) or not written:
        return where
    judge = judge_of(str(written), where.variables)
    return replace(where, conditions=(*where.conditions, judge))


def _unsure(where: _Where) -> _Where:
    return replace(where, conditions=(*where.conditions, lambda _: None))


def _is_soft(part: Map) -> bool:
    return str(part.text("continueOnError")) == "true"


def _deployed(part: Map) -> list[Any]:
    """Return the steps of a deployment, whatever its strategy."""
    found: list[Any] = []
    for strategy in part.map("strategy").values():
        for phase in strategy.values() if isinstance(strategy, Map) else ():
            if isinstance(phase, Map):
                found += phase.items_of("steps")
    return found


def _parameters(document: Map) -> dict[str, str]:
    written = document.get("parameters")
    if isinstance(written, Map):
        return {str(k): str(v) for k, v in written.items() if isinstance(v, Text)}
    return {
        str(each.text("name")): str(each.text("default"))
        for each in document.items_of("parameters")
        if isinstance(each, Map) and isinstance(each.get("default"), Text)
    }


def _name(text: str) -> str:
    return text.replace(".", "_").upper()
