"""Follows what systems other than GitHub and GitLab run, each as far as it is read."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from hullmark.audit.commands import Commands
from hullmark.audit.record import Frame, Job, Repository, Trail
from hullmark.audit.systems.azure import Azure
from hullmark.audit.systems.bitbucket import follow_bitbucket
from hullmark.audit.systems.circleci import CircleCi
from hullmark.audit.systems.hooks import follow_hooks
from hullmark.audit.systems.jenkins import follow_jenkins
from hullmark.formats.placed_yaml import Map, Text, read_yaml
from hullmark.kernel.errors import HullmarkError
from hullmark.model.audit import Event
from hullmark.model.graph import Place

_KEYS = frozenset(
    {"script", "run", "command", "commands", "bash", "sh", "inlineScript", "before_script"}
    | {"after_script", "install", "build", "pre_build", "post_build", "cmds", "cmd"}
)
_DEPTH = 40


def follow_others(
    files: Sequence[tuple[str, str]], repository: Repository, trail: Trail, commands: Commands
) -> None:
    """Follow the files of other systems: their paths and kinds."""
    azure = Azure(repository, commands, trail)
    for path, kind in files:
        try:
            data = repository.read(path)
            if data is None:
                continue
            if kind == "pre-commit":
                follow_hooks(path, data, trail)
            elif kind == "jenkins":
                follow_jenkins(data.decode("utf-8", "replace"), path, commands, trail)
            else:
                _document(path, kind, data, azure, trail, commands)
        except HullmarkError as error:
            trail.issue(path, error.message, error.code)


def _document(
    path: str, kind: str, data: bytes, azure: Azure, trail: Trail, commands: Commands
) -> None:
    documents = [each for each in read_yaml(data, path=path) if isinstance(each, Map)]
    first = documents[0] if documents else Map()
    if kind == "circleci":
        CircleCi(path, first, commands, trail).follow()
    elif kind == "bitbucket":
        follow_bitbucket(path, first, commands, trail)
    elif kind == "azure":
        if path not in azure.taken and not _is_template(first, path):
            azure.follow(path, first)
    else:
        _unread(path, kind, documents, trail, commands)


def _is_template(document: Map, path: str) -> bool:
    """Tell whether a file of Azure's is only taken in by others."""
    own = {"trigger", "pr", "schedules", "pool", "extends"} & set(document)
    return not own and "azure-pipelines" not in path.rpartition("/")[2]


def _unread(path: str, kind: str, documents: list[Map], trail: Trail, commands: Commands) -> None:
    """Follow what a system runs whose conditions are not read; that is said."""
    trail.read(path, kind, (Event.UNKNOWN,))
    trail.say(Place(path=path), f"{kind}: when its jobs run is not read, only what they run")
    moments = {Event.UNKNOWN: False}
    job = Job(pipeline=kind, path=path, name="", moments=moments, run=path)
    frame = Frame(job=job, path=path, moments=moments, variables={})
    for script in [text for each in documents for text in _scripts(each)]:
        line = script.line + 1 if script.block else script.line
        commands.script(str(script), replace(frame, line=line))


def _scripts(value: Any, key: str = "", depth: int = 0) -> Iterator[Text]:
    if depth > _DEPTH:
        return
    if isinstance(value, Map):
        for name, inner in value.items():
            yield from _scripts(inner, str(name), depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _scripts(inner, key, depth + 1)
    elif isinstance(value, Text) and key in _KEYS and value:
        yield value
