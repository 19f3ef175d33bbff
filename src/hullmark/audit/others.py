"""Follows what other systems run, as far as that is plain: their commands, not their conditions."""

import re
from collections.abc import Iterator
from typing import Any

from hullmark.audit.commands import Commands
from hullmark.audit.record import Activity, Frame, Job, Repository, Trail
from hullmark.formats.placed_yaml import Map, Text, read_yaml
from hullmark.kernel.errors import HullmarkError
from hullmark.model.audit import Event, Gate
from hullmark.model.graph import Place

_STEP = re.compile(
    r"\b(?:sh|bat)\s*(?:\(\s*)?(?:script\s*:\s*)?(?P<quote>'''|\"\"\"|'|\")(?P<text>.*?)(?P=quote)",
    re.DOTALL,
)
_JENKINS_BUILD = re.compile(r"docker\.build\(\s*['\"]([^'\"]+)['\"](?:\s*,\s*['\"]([^'\"]*)['\"])?")
_KEYS = frozenset(
    {"script", "run", "command", "commands", "bash", "sh", "inlineScript", "before_script"}
    | {"after_script", "install", "build", "pre_build", "post_build", "cmds", "cmd"}
)
_HOOKS = {
    "gitleaks": "secrets",
    "detect-secrets": "secrets",
    "trufflehog": "secrets",
    "ggshield": "secrets",
    "hadolint": "dockerfile",
    "hadolint-docker": "dockerfile",
    "checkov": "configuration",
    "semgrep": "code",
    "bandit": "code",
    "hullmark": "configuration",
}
_VALUES = 20_000


def follow_other(
    path: str, kind: str, repository: Repository, trail: Trail, commands: Commands
) -> None:
    """Follow one file of a system whose conditions are not read; that is said."""
    try:
        data = repository.read(path)
        if data is None:
            return
        if kind == "pre-commit":
            _hooks(path, data, trail)
            return
        manual = kind in ("task", "just")
        event = Event.MANUAL if manual else Event.UNKNOWN
        trail.read(path, kind, (event,))
        place = Place(path=path)
        if not manual:
            trail.say(place, f"{kind}: when its jobs run is not read, only what they run")
        job = Job(pipeline=kind, path=path, name="", moments={event: manual}, run=path)
        frame = Frame(job=job, path=path, moments=job.moments, variables={})
        text = data.decode("utf-8", "replace")
        if kind == "jenkins":
            _jenkins(text, frame, commands, trail)
        elif kind == "just":
            trail.say(place, "just: recipes are not read")
        else:
            for document in read_yaml(data, path=path):
                for script in _scripts(document):
                    _script(script, frame, commands)
    except HullmarkError as error:
        trail.issue(path, error.message, error.code)


def _jenkins(text: str, frame: Frame, commands: Commands, trail: Trail) -> None:
    for match in _STEP.finditer(text):
        script = match["text"]
        line = text.count("\n", 0, match.start("text")) + 1
        quote = match["quote"][0]
        if quote == '"':
            script = script.replace("\\$", "$")
        _run(script.replace("\\\n", "\n"), line, frame, commands)
    for match in _JENKINS_BUILD.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        words = (match[2] or ".").split()
        command = " ".join(["docker", "build", "-t", match[1], *words])
        _run(command, line, frame, commands)
    del trail


def _scripts(value: Any, key: str = "", depth: int = 0) -> Iterator[Text]:
    if depth > 40:
        return
    if isinstance(value, Map):
        for name, inner in value.items():
            yield from _scripts(inner, str(name), depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _scripts(inner, key, depth + 1)
    elif isinstance(value, Text) and key in _KEYS and value:
        yield value


def _script(script: Text, frame: Frame, commands: Commands) -> None:
    _run(str(script), script.line + 1 if script.block else script.line, frame, commands)


def _run(text: str, line: int, frame: Frame, commands: Commands) -> None:
    from dataclasses import replace  # noqa: PLC0415 - one use

    commands.script(text, replace(frame, line=line))


def _hooks(path: str, data: bytes, trail: Trail) -> None:
    """Keep the hooks that look for something: they run before a commit, by whoever set them up."""
    trail.read(path, "pre-commit", (Event.MANUAL,))
    moments = {Event.MANUAL: True}
    job = Job(pipeline="pre-commit", path=path, name="", moments=moments, run=path)
    for document in read_yaml(data, path=path):
        if not isinstance(document, Map):
            continue
        for repo in document.items_of("repos"):
            hooks = repo.items_of("hooks") if isinstance(repo, Map) else []
            for hook in hooks:
                name = hook.text("id") if isinstance(hook, Map) else Text("")
                looks = next((what for key, what in _HOOKS.items() if name.startswith(key)), "")
                if looks:
                    trail.add(
                        Activity(
                            does="scan",
                            tool=re.sub(r"-(?:docker|system|hook)$", "", str(name)),
                            place=Place(path=path, line=name.line, column=name.column),
                            job=job,
                            moments=moments,
                            looks=looks,
                            subjects=("**/Dockerfile*",) if looks == "dockerfile" else (".",),
                            gate=Gate.FAILS,
                            reason="a hook that fails stops the commit",
                            secrets=looks == "secrets",
                        )
                    )
