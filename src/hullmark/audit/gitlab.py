"""Follows GitLab's pipelines: includes, extends, rules, needs, matrix, templates."""

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from hullmark.audit.arguments import pin_of_image
from hullmark.audit.commands import Commands
from hullmark.audit.gitlab_files import GitLabFiles, Project, texts_of
from hullmark.audit.gitlab_rules import job_moments, workflow_moments
from hullmark.audit.record import Activity, Frame, Job, Repository, Trail
from hullmark.audit.triggers import Moments
from hullmark.formats.placed_yaml import Map, Text
from hullmark.model.audit import Event, Gate
from hullmark.model.graph import Place

_LEGS = 200
"""Jobs of one ``parallel: matrix``: GitLab's own limit."""
_TEMPLATES = (
    (r"container-scanning", "container_scanning", "image", "GitLab container scanning"),
    (r"secret-detection", "secret_detection", "secrets", "GitLab secret detection"),
    (r"sast-iac", "iac-sast", "configuration", "KICS"),
    (r"sast", "sast", "code", "GitLab SAST"),
    (r"dependency-scanning", "dependency_scanning", "filesystem", "GitLab dependency scanning"),
)
_AUTO = r"auto-devops"


class GitLab:
    """The pipeline of ``.gitlab-ci.yml`` with what it includes."""

    def __init__(self, repository: Repository, trail: Trail, commands: Commands) -> None:
        self._repository = repository
        self._trail = trail
        self._commands = commands

    def follow(self, path: str) -> None:
        """Read the file with all it includes, and follow its jobs."""
        project = GitLabFiles(self._repository, self._trail).load(path)
        started = workflow_moments(project)
        jobs = {name: project.job(name) for name in project.names()}
        order = _stages(project)
        events: dict[Event, None] = {}
        for name, job in jobs.items():
            found = job_moments(job, project, started)
            events.update(dict.fromkeys(found))
            before = _before(name, job, jobs, order)
            for leg in _legs(job):
                self._job(name, job, project, found, before, leg)
        self._templates(project, started)
        for file in project.files:
            self._trail.read(file, "gitlab", tuple(each for each in Event if each in events))

    def _job(
        self,
        name: str,
        job: Map,
        project: Project,
        moments: Moments,
        before: tuple[str, ...],
        leg: Mapping[str, str],
    ) -> None:
        path = project.path_of(name)
        soft = _soft(job)
        described = Job(
            pipeline="gitlab",
            path=path,
            name=name,
            moments=moments,
            run=project.path,
            leg=", ".join(leg.values()),
            needs=before,
            soft=soft,
            line=project.line_of(name),
        )
        variables = _variables(project.globals.get("variables"))
        variables |= _variables(job.get("variables"))
        variables |= dict(leg)
        variables = {key: _filled(value, variables) for key, value in variables.items()}
        frame = Frame(
            job=described,
            path=path,
            moments=moments,
            variables={**variables, "CI_PROJECT_DIR": "."},
            soft=soft,
            errexit=True,
            pipefail=True,
        )
        default = project.globals.map("default")
        for key in ("before_script", "script", "after_script"):
            script = job.get(key) or default.get(key) or project.globals.get(key)
            lines = list(texts_of(script, project))
            if lines:
                inner = (
                    frame if key != "after_script" else replace(frame, soft="it is an after_script")
                )
                self._script(lines, inner)
        self._reports(job, described, project)
        if job.get("environment") is not None:
            place = Place(path=path, line=described.line)
            self._trail.add(
                Activity(
                    does="deploy", tool="environment", place=place, job=described, moments=moments
                )
            )
        image = job.get("image") or default.get("image") or project.globals.get("image")
        self._pin(image, described)

    def _script(self, lines: list[Text], frame: Frame) -> None:
        """Follow the lines as one script, each at the line where it stands."""
        variables = dict(frame.variables)
        for text in lines:
            path = getattr(text, "path", "") or frame.path
            line = text.line + 1 if text.block else text.line
            inner = replace(frame, line=line, path=path, variables=variables)
            self._commands.script(str(text), inner)
            for match in re.finditer(
                r"^\s*(?:export\s+)?([A-Za-z_]\w*)=(\S*)\s*$", str(text), re.MULTILINE
            ):
                variables[match[1]] = _filled(match[2].strip("\"'"), variables)

    def _reports(self, job: Map, described: Job, project: Project) -> None:
        """Keep what a job hands to GitLab: reports and artifacts."""
        artifacts = job.map("artifacts") or project.globals.map("default").map("artifacts")
        reports = artifacts.map("reports")
        for kind in reports:
            files = tuple(str(each) for each in texts_of(reports.get(kind), project))
            if files:
                self._trail.add(_kept("report", "GitLab", files, described, artifacts))
        paths = tuple(str(each) for each in texts_of(artifacts.get("paths"), project))
        if paths:
            self._trail.add(_kept("artifact", "artifact", paths, described, artifacts))

    def _pin(self, image: Any, described: Job) -> None:
        from hullmark.audit.catalogue import tool_of_image  # noqa: PLC0415 - one use

        name = image.text("name") if isinstance(image, Map) else image
        if isinstance(name, Text) and name and tool_of_image(str(name)) is not None:
            tool = tool_of_image(str(name))
            if tool is None or not any(record.get("looks") for record in tool.commands):
                return
            self._trail.add(
                Activity(
                    does="install",
                    tool=tool.name,
                    place=Place(
                        path=getattr(name, "path", described.path),
                        line=name.line,
                        column=name.column,
                    ),
                    job=described,
                    moments=described.moments,
                    pin=pin_of_image(str(name)),
                    pinned_as=str(name),
                )
            )

    def _templates(self, project: Project, started: Moments) -> None:
        """Keep what GitLab's own security templates and components add."""
        for written, place in project.templates:
            lower = written.lower()
            chosen = [each for each in _TEMPLATES if re.search(each[0], lower)][:1]
            if re.search(_AUTO, lower):
                chosen = [each for each in _TEMPLATES if each[1] != "iac-sast"]
            for _, name, looks, tool in chosen:
                self._template(name, looks, tool, place, project, started)
            if not chosen and re.search(r"scan|secur|sast|docker|build", lower):
                self._trail.say(place, f"include '{written}' is not read: it may build or scan")

    def _template(
        self, name: str, looks: str, tool: str, place: Place, project: Project, started: Moments
    ) -> None:
        own = project.job(name) if name in project.jobs else Map()
        variables = _variables(project.globals.get("variables")) | _variables(own.get("variables"))
        if variables.get(f"{name.upper()}_DISABLED", "").lower() in ("true", "1"):
            return
        default: Moments = {Event.PUSH: True, Event.SCHEDULE: False}
        default = {event: sure for event, sure in default.items() if event in started}
        latest = "latest" in str(project.templates)
        moments = job_moments(own, project, started) if own.get("rules") else default
        if latest and not own.get("rules"):
            moments = {**default, Event.PULL_REQUEST: True}
        subject: tuple[str, ...] = (".",)
        if looks == "image":
            fallback = "${CI_REGISTRY_IMAGE}/${CI_COMMIT_REF_SLUG}:${CI_COMMIT_SHA}"
            subject = (_filled(variables.get("CS_IMAGE", fallback), variables),)
        job = Job(
            pipeline="gitlab",
            path=place.path,
            name=name,
            moments=moments,
            run=project.path,
            needs=tuple(each for each in project.names() if each != name),
        )
        self._trail.add(
            Activity(
                does="scan",
                tool=tool,
                place=place,
                job=job,
                moments=moments,
                looks=looks,
                subjects=subject,
                gate=Gate.REPORTS,
                reason="GitLab's template allows its job to fail and only reports",
                outputs=(("json", f"gl-{name.replace('_', '-')}-report.json"),),
                keeps=True,
                secrets=looks == "secrets",
            )
        )


def _kept(does: str, tool: str, files: tuple[str, ...], job: Job, artifacts: Map) -> Activity:
    always = "always()" if artifacts.text("when") in ("always", "on_failure") else ""
    return Activity(
        does=does,
        tool=tool,
        place=Place(path=job.path, line=artifacts.line, column=artifacts.column),
        job=job,
        moments=job.moments,
        subjects=files,
        condition=always,
    )


def _soft(job: Map) -> str:
    value = job.get("allow_failure")
    if isinstance(value, Text) and str(value) == "true":
        return "allow_failure"
    return "allow_failure for some exit codes" if isinstance(value, Map) else ""


def _variables(value: Any) -> dict[str, str]:
    if not isinstance(value, Map):
        return {}
    found: dict[str, str] = {}
    for name, each in value.items():
        text = each.text("value") if isinstance(each, Map) else each
        if isinstance(text, Text):
            found[str(name)] = str(text)
    return found


def _filled(text: str, variables: Mapping[str, str]) -> str:
    """Put known variables into a text; unknown ones are written one way."""

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        known = variables.get(name)
        return f"${{{name}}}" if known is None or known == text else known

    for _ in range(5):
        grown = re.sub(r"\$(?:\{(\w+)\}|(\w+))", value, text)
        if grown == text or len(grown) > 10_000:
            break
        text = grown
    return text


def _legs(job: Map) -> list[dict[str, str]]:
    parallel = job.get("parallel")
    if not isinstance(parallel, Map):
        return [{}]
    legs: list[dict[str, str]] = []
    for axes in parallel.items_of("matrix"):
        if not isinstance(axes, Map):
            continue
        names = list(axes)
        values = [
            [str(each) for each in (v if isinstance(v, list) else [v]) if isinstance(each, Text)]
            for v in axes.values()
        ]
        for chosen in product(*values):
            if len(legs) < _LEGS:
                legs.append(dict(zip(names, chosen, strict=True)))
    return legs or [{}]


def _stages(project: Project) -> dict[str, int]:
    declared = [str(each) for each in project.globals.items_of("stages")]
    names = [".pre", *(declared or ["build", "test", "deploy"]), ".post"]
    return {name: at for at, name in enumerate(names)}


def _before(
    name: str, job: Map, jobs: Mapping[str, Map], order: Mapping[str, int]
) -> tuple[str, ...]:
    """Return what goes before a job: what it needs, else every job of earlier stages."""
    if "needs" in job:
        found: dict[str, None] = {}
        waiting = [job]
        while waiting and len(found) < len(jobs):
            for each in waiting.pop().items_of("needs"):
                need = each.text("job") if isinstance(each, Map) else each
                if isinstance(need, Text) and str(need) in jobs and str(need) not in found:
                    found[str(need)] = None
                    waiting.append(jobs[str(need)])
        return tuple(found)
    own = order.get(str(job.text("stage")) or "test", 0)
    return tuple(
        other
        for other, described in jobs.items()
        if other != name and order.get(str(described.text("stage")) or "test", 0) < own
    )
