"""Follows the steps of a GitHub job or of a composite action."""

import posixpath
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hullmark.audit.actions import follow_action
from hullmark.audit.commands import Commands
from hullmark.audit.context import GITHUB_VARIABLES, Context
from hullmark.audit.documents import read_documents
from hullmark.audit.errors import CyclicPipelineError
from hullmark.audit.expression import Look, Settled, as_text, condition, filled, value_of
from hullmark.audit.matrix import plain
from hullmark.audit.record import Frame, Job, Repository, Trail
from hullmark.audit.shell.command import Command, Shell
from hullmark.audit.symbols import Symbols
from hullmark.audit.triggers import Moments, Situation, moments_of
from hullmark.formats.placed_yaml import Map, Text
from hullmark.model.graph import Place

_DEPTH = 10
"""Composite actions in composite actions: GitHub's own limit."""


class Steps:
    """Steps, with what each leaves to the next."""

    def __init__(self, repository: Repository, trail: Trail, commands: Commands) -> None:
        self._repository = repository
        self._trail = trail
        self._commands = commands

    def job(
        self, job: Map, described: Job, kept: list[Situation], context: Context
    ) -> dict[str, str]:
        """Follow the steps of a job; return its outputs."""
        run = job.map("defaults").map("run")
        folder = filled(str(run.text("working-directory")), context.look())
        frame = Frame(
            job=described,
            path=described.path,
            moments=described.moments,
            variables={},
            folder=folder,
            soft=described.soft,
        )
        shell = str(run.text("shell"))
        self._follow(job.items_of("steps"), frame, kept, context, (), shell=shell)
        look = context.look()
        return {
            str(name): _settled(str(value), look)
            for name, value in job.map("outputs").items()
            if isinstance(value, Text)
        }

    def _follow(
        self,
        steps: list[Any],
        frame: Frame,
        kept: list[Situation],
        context: Context,
        chain: tuple[str, ...],
        *,
        shell: str = "",
    ) -> None:
        for step in steps:
            if isinstance(step, Map):
                self._step(step, frame, kept, context, chain, shell=shell)

    def _step(
        self,
        step: Map,
        frame: Frame,
        kept: list[Situation],
        context: Context,
        chain: tuple[str, ...],
        *,
        shell: str,
    ) -> None:
        written = step.get("if")
        conditions = [str(written)] if isinstance(written, Text) and written else []
        own = {**context.env, **environment(step.get("env"), context)}
        here = replace(context, env=own)
        moments, remaining = moments_of(kept, conditions, here.look)
        moments = _both(frame.moments, moments)
        folder = filled(str(step.text("working-directory")), here.look())
        soft = frame.soft or _soft(step, here)
        inner = replace(
            frame,
            moments=moments,
            soft=soft,
            condition=conditions[0] if conditions else frame.condition,
            folder=posixpath.normpath(posixpath.join(frame.folder or ".", folder))
            if folder
            else frame.folder,
            variables={**GITHUB_VARIABLES, **own},
        )
        left: dict[str, str] = {}
        if isinstance(step.get("run"), Text):
            left = self._run(step, inner, here, shell)
        elif isinstance(step.get("uses"), Text):
            left = self._uses(step, inner, remaining, here, chain)
        identity = str(step.text("id"))
        if identity:
            context.steps[identity] = {
                name.removeprefix("output."): self._special(value)
                for name, value in left.items()
                if name.startswith("output.")
            }
        for name, value in left.items():
            if name.startswith("env."):
                context.env[name.removeprefix("env.")] = value

    def _special(self, value: str) -> str:
        """Put what Hullmark would print in the place of the call that prints it."""
        if "$(" not in value:
            return value
        matrices = self._repository.matrices.items()
        return next((Settled(text) for name, text in matrices if name in value and text), value)

    def _run(self, step: Map, frame: Frame, context: Context, shell: str) -> dict[str, str]:
        text = step.text("run")
        chosen = str(step.text("shell")) or shell
        if chosen and not chosen.startswith(("bash", "sh")):
            place = Place(path=frame.path, line=text.line)
            if chosen.startswith(("pwsh", "powershell", "cmd")):
                self._trail.say(place, f"a script for '{chosen.split()[0]}' is not read")
            return {}
        symbols = Symbols()
        script = filled(str(text), context.look(), symbols.mark)
        inner = replace(
            frame,
            line=text.line + 1 if text.block else text.line,
            errexit=True,
            pipefail=chosen == "bash" or "pipefail" in chosen,
        )
        left = self._commands.script(script, inner, symbols=symbols)
        return {name: symbols.restore(value) for name, value in left.items()}

    def _uses(
        self,
        step: Map,
        frame: Frame,
        kept: list[Situation],
        context: Context,
        chain: tuple[str, ...],
    ) -> dict[str, str]:
        uses = step.text("uses")
        place = Place(path=frame.path, line=uses.line, column=uses.column)
        look = context.look()
        given = {
            str(name): as_text(filled(str(value), look))
            for name, value in step.map("with").items()
            if isinstance(value, Text)
        }
        name = filled(str(uses), look)
        if (
            name.startswith("actions/checkout@")
            and given.get("path")
            and not given.get("repository")
        ):
            frame.job.roots.append(posixpath.normpath(given["path"]))
        if name.startswith("./"):
            return self._local(name, given, frame, kept, context, chain, place)
        if name.startswith("docker://"):
            self._image(name, given, frame, place)
            return {}
        return follow_action(name, given, frame, place, self._trail, self._repository)

    def _image(self, name: str, given: Mapping[str, str], frame: Frame, place: Place) -> None:
        import shlex  # noqa: PLC0415 - few workflows run images by hand

        try:
            arguments = shlex.split(given.get("args", ""))
        except ValueError:
            arguments = given.get("args", "").split()
        entrypoint = given.get("entrypoint", "")
        flags = ["--entrypoint", entrypoint] if entrypoint else []
        words = ("docker", "run", *flags, name.removeprefix("docker://"), *arguments)
        self._commands.command(Command(words=words, line=place.line), frame, Shell())

    def _local(
        self,
        name: str,
        given: dict[str, str],
        frame: Frame,
        kept: list[Situation],
        context: Context,
        chain: tuple[str, ...],
        place: Place,
    ) -> dict[str, str]:
        """Follow an action of the repository itself."""
        folder = posixpath.normpath(name)
        path, document = self._action(folder)
        if document is None:
            self._trail.say(place, f"action '{name}' does not exist here or cannot be read")
            return {}
        if path in chain or len(chain) >= _DEPTH:
            cause = f"{frame.path}:{place.line}: '{path}' uses itself in a ring"
            self._trail.issue(frame.path, cause, CyclicPipelineError.code)
            return {}
        runs = document.map("runs")
        self._trail.read(path, "github-action", tuple(frame.moments))
        if not runs.items_of("steps"):
            kind = str(runs.text("using")) or "an unknown kind"
            self._trail.say(
                place, f"action '{name}' is a program ({kind}): what it does is not read"
            )
            return {}
        inputs = {
            str(key): filled(
                as_text(plain(each.get("default", ""), context.look())), context.look()
            )
            for key, each in document.map("inputs").items()
            if isinstance(each, Map)
        }
        inner = replace(
            context,
            inputs={**inputs, **given},
            inputs_by_hand=False,
            steps={},
            env=dict(context.env),
            action_path=folder,
        )
        self._follow(runs.items_of("steps"), replace(frame, path=path), kept, inner, (*chain, path))
        look = inner.look()
        return {
            f"output.{key}": filled(str(each.text("value")), look)
            for key, each in document.map("outputs").items()
            if isinstance(each, Map)
        }

    def _action(self, folder: str) -> tuple[str, Map | None]:
        for file in ("action.yml", "action.yaml"):
            path = posixpath.normpath(posixpath.join(folder, file))
            read = read_documents(self._repository, path, self._trail)
            if read.broken or read.first is not None:
                return path, read.first
        return folder, None


def _settled(text: str, look: Look) -> str:
    found = value_of(text, look)
    return found if isinstance(found, Settled) else filled(text, look)


def environment(value: Any, context: Context) -> dict[str, str]:
    """Return the variables of an ``env:``, worked out as far as they can be."""
    look = context.look()
    if not isinstance(value, Map):
        return {}
    found: dict[str, str] = {}
    for name, each in value.items():
        if isinstance(each, Text):
            found[str(name)] = filled(str(each), look)
    return found


def _both(first: Moments, second: Moments) -> Moments:
    return {event: sure and second[event] for event, sure in first.items() if event in second}


def _soft(step: Map, context: Context) -> str:
    written = step.get("continue-on-error")
    if not isinstance(written, Text) or not written:
        return ""
    value = condition(str(written), context.look()) if "${{" in written else str(written) == "true"
    return "" if value is False else "continue-on-error"
