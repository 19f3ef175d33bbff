"""Follows GitHub workflows: triggers, jobs, matrix legs, reusable workflows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hullmark.audit.actions import pin_of
from hullmark.audit.catalogue import find_workflow
from hullmark.audit.commands import Commands
from hullmark.audit.context import Context
from hullmark.audit.documents import read_documents
from hullmark.audit.errors import CyclicPipelineError
from hullmark.audit.expression import as_text, condition, filled
from hullmark.audit.matrix import leg_title, legs_of, plain
from hullmark.audit.record import Activity, Job, Repository, Trail
from hullmark.audit.steps import Steps, environment
from hullmark.audit.triggers import Situation, moments_of, situations
from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.placed_yaml import Map, Text
from hullmark.model.audit import Event, Gate
from hullmark.model.graph import Place

_DEPTH = 10
"""Reusable workflows in reusable workflows: GitHub's own limit."""
_ALWAYS = ("always()", "cancelled()", "failure()")


class Workflows:
    """Every workflow of a repository."""

    def __init__(self, repository: Repository, trail: Trail, commands: Commands) -> None:
        self._repository = repository
        self._trail = trail
        self._steps = Steps(repository, trail, commands)
        self._documents: dict[str, Map] = {}
        self._called: set[str] = set()

    def follow(self, paths: Sequence[str]) -> None:
        """Read the workflows and follow each that something starts."""
        for path in paths:
            document = self._document(path)
            if document is not None:
                self._documents[path] = document
        for path, document in list(self._documents.items()):
            found, _ = self._started(path, ())
            self._trail.read(path, "github", tuple(each.event for each in found))
            if found:
                run, before = self._waits_for(path, document)
                self._run(path, document, found, {}, chain=(path,), run=run, before=before)
        for path, document in list(self._documents.items()):
            _, called = situations(document.get("on"))
            if called and path not in self._called and not self._trail.files[path].events:
                self._uncalled(path, document, called)

    def _document(self, path: str) -> Map | None:
        read = read_documents(self._repository, path, self._trail)
        if not (read.absent or read.broken or read.maps):
            cause = f"{path}: holds no workflow"
            self._trail.issue(path, cause, BrokenDocumentError.code)
        return read.first

    def _started(self, path: str, chain: tuple[str, ...]) -> tuple[list[Situation], bool]:
        """Return what starts a workflow, other workflows that it waits for included."""
        document = self._documents[path]
        on = document.get("on")
        found, called = situations(on)
        if "workflow_run" in called and path not in chain:
            waits = on.map("workflow_run").get("workflows") if isinstance(on, Map) else None
            names = {str(each) for each in waits} if isinstance(waits, list) else {str(waits)}
            for other, described in self._documents.items():
                title = described.text("name") or other
                if str(title) in names and other != path:
                    started, _ = self._started(other, (*chain, path))
                    found += [replace(each, name="workflow_run") for each in started]
        return found, "workflow_call" in called

    def _waits_for(self, path: str, document: Map) -> tuple[str, tuple[str, ...]]:
        """Return the workflow that one goes on from by ``workflow_run``, with its jobs."""
        on = document.get("on")
        waits = on.map("workflow_run").get("workflows") if isinstance(on, Map) else None
        names = _names(waits)
        for other, described in self._documents.items():
            if (str(described.text("name")) or other) in names and other != path:
                return other, tuple(map(str, described.map("jobs")))
        return path, ()

    def _uncalled(self, path: str, document: Map, called: list[str]) -> None:
        place = Place(path=path, line=_line_of(document, "on"))
        self._trail.say(
            place, f"nothing here starts it ({', '.join(called)}): when it runs is not known"
        )
        unknown = [Situation(Event.UNKNOWN, "", "refs/heads/main")]
        inputs = _defaults(document)
        self._run(path, document, unknown, inputs, chain=(path,), run=path)

    def _run(  # noqa: PLR0913 - what a workflow stands in
        self,
        path: str,
        document: Map,
        started: list[Situation],
        inputs: Mapping[str, Any],
        *,
        chain: tuple[str, ...],
        run: str,
        caller: str = "",
        leg: str = "",
        before: tuple[str, ...] = (),
    ) -> dict[str, dict[str, str]]:
        """Follow one workflow; return the outputs of its jobs."""
        context = Context(
            inputs=inputs,
            inputs_by_hand=not caller,
            only_by_hand=all(each.name.endswith("dispatch") for each in started),
        )
        context.env = environment(document.get("env"), context)
        jobs = {str(name): job for name, job in document.map("jobs").items()}
        outputs: dict[str, dict[str, str]] = {}
        kept: dict[str, list[Situation]] = {}
        above: dict[str, tuple[str, ...]] = {}
        for name in _ordered(jobs):
            job = jobs[name]
            if not isinstance(job, Map):
                continue
            needs = [each for each in _names(job.get("needs")) if each in jobs]
            candidates = _candidates(started, needs, kept, str(job.text("if")))
            above[name] = tuple(
                dict.fromkeys(
                    [
                        *before,
                        *(n for each in needs for n in (*above.get(each, ()), f"{caller}{each}")),
                    ]
                )
            )
            given = replace(context, needs={each: outputs.get(each, {}) for each in needs})
            outputs[name], kept[name] = self._job(
                path,
                name,
                job,
                candidates,
                given,
                chain=chain,
                run=run,
                caller=caller,
                above=leg,
                before=above[name],
            )
        return outputs

    def _job(  # noqa: PLR0913 - what a job stands in
        self,
        path: str,
        name: str,
        job: Map,
        candidates: list[Situation],
        context: Context,
        *,
        chain: tuple[str, ...],
        run: str,
        caller: str,
        above: str,
        before: tuple[str, ...],
    ) -> tuple[dict[str, str], list[Situation]]:
        """Follow every leg of a job; return its outputs and when it runs."""
        written = job.get("if")
        conditions = [str(written)] if isinstance(written, Text) and written else []
        moments, kept = moments_of(candidates, conditions, context.look)
        legs, known = legs_of(job.map("strategy").get("matrix"), context.look())
        outputs: dict[str, str] = {}
        for leg in legs:
            here = replace(context, matrix=leg, matrix_known=known, steps={}, env=dict(context.env))
            here.env.update(environment(job.get("env"), here))
            title = " / ".join(filter(None, (above, leg_title(leg))))
            described = Job(
                pipeline="github",
                path=path,
                name=f"{caller}{name}",
                moments=moments,
                run=run,
                leg=title,
                needs=before,
                soft=_soft(job, here),
                line=job.line,
            )
            if isinstance(job.get("uses"), Text):
                found = self._called_job(job, described, kept, here, chain)
            else:
                found = self._steps.job(job, described, kept, here)
            outputs.update(found)
        if job.get("environment") is not None and "uses" not in job:
            place = Place(path=path, line=job.line)
            self._trail.add(
                Activity(
                    does="deploy", tool="environment", place=place, job=described, moments=moments
                )
            )
        return outputs, kept

    def _called_job(
        self,
        job: Map,
        described: Job,
        kept: list[Situation],
        context: Context,
        chain: tuple[str, ...],
    ) -> dict[str, str]:
        uses = job.text("uses")
        place = Place(path=described.path, line=uses.line, column=uses.column)
        target = str(uses).partition("@")[0].removeprefix("./")
        own = target if str(uses).startswith("./") else self._own(target)
        if not own:
            self._foreign(str(uses), described, place)
            return {}
        if own != target:
            message = f"workflow '{uses}' is taken for '{own}' as it is here"
            self._trail.say(place, message)
        target = own
        self._called.add(target)
        document = self._documents.get(target)
        if document is None:
            if self._repository.read(target) is None:
                self._trail.say(place, f"workflow '{uses}' does not exist")
            return {}
        if target in chain or len(chain) > _DEPTH:
            cause = f"{described.path}:{uses.line}: '{target}' calls itself in a ring"
            self._trail.issue(described.path, cause, CyclicPipelineError.code)
            return {}
        given = plain(job.get("with"), context.look()) if isinstance(job.get("with"), Map) else {}
        events = tuple(described.moments)
        self._trail.read(target, "github", events)
        found = self._run(
            target,
            document,
            kept,
            _typed({**_defaults(document), **given}, document),
            chain=(*chain, target),
            run=described.run,
            caller=f"{described.name} / ",
            leg=described.leg,
            before=described.needs,
        )
        return _outputs(document, found)

    def _own(self, target: str) -> str:
        """Return the workflow here that ``owner/name/path`` may be; empty where there is none.

        Repositories name their own workflows that way to pin them to a branch.
        """
        path = "/".join(target.split("/")[2:])
        document = self._documents.get(path)
        if document is None or find_workflow(target) is not None:
            return ""
        return path if "workflow_call" in situations(document.get("on"))[1] else ""

    def _foreign(self, uses: str, described: Job, place: Place) -> None:
        """Keep a call of somebody else's workflow."""
        known = find_workflow(uses.partition("@")[0])
        if known is None:
            self._trail.say(
                place, f"workflow '{uses}' is of another repository: what it does is not read"
            )
            return
        tool, record = known
        scan = "looks" in record
        self._trail.add(
            Activity(
                does=record.get("does", "scan"),
                tool=tool.name,
                place=place,
                job=described,
                moments=described.moments,
                looks=record.get("looks", ""),
                gate=Gate.FAILS if scan else Gate.UNKNOWN,
                reason="it fails by itself" if scan else "",
                pin=pin_of(uses),
                pinned_as=uses,
                uploads_itself=bool(record.get("uploads_itself")),
                outputs=(("sarif", ""),) if record.get("uploads_itself") else (),
            )
        )


def _candidates(
    started: list[Situation], needs: list[str], kept: dict[str, list[Situation]], written: str
) -> list[Situation]:
    """Return the situations in which everything that a job needs runs."""
    if any(word in written for word in _ALWAYS):
        return started
    return [each for each in started if all(each in kept.get(name, ()) for name in needs)]


def _soft(job: Map, context: Context) -> str:
    written = job.get("continue-on-error")
    if not isinstance(written, Text) or not written:
        return ""
    value = condition(str(written), context.look()) if "${{" in written else str(written) == "true"
    return "" if value is False else "continue-on-error of the job"


def _ordered(jobs: Mapping[str, Any]) -> list[str]:
    """Return the jobs so that each comes after what it needs; rings keep their order."""
    done: dict[str, None] = {}
    waiting = list(jobs)
    while waiting:
        ready = [
            name
            for name in waiting
            if all(each in done or each not in jobs for each in _needed(jobs[name]))
        ] or waiting[:1]
        done.update(dict.fromkeys(ready))
        waiting = [name for name in waiting if name not in done]
    return list(done)


def _needed(job: Any) -> list[str]:
    return _names(job.get("needs")) if isinstance(job, Map) else []


def _names(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value if isinstance(each, str)]
    return [str(value)] if isinstance(value, str) and value else []


def _inputs(document: Map) -> Map:
    on = document.get("on")
    return on.map("workflow_call").map("inputs") if isinstance(on, Map) else Map()


def _defaults(document: Map) -> dict[str, Any]:
    look = Context().look()
    return {
        str(name): plain(each.get("default", ""), look)
        for name, each in _inputs(document).items()
        if isinstance(each, Map)
    }


def _typed(given: dict[str, Any], document: Map) -> dict[str, Any]:
    """Give inputs the types that they are declared with."""
    typed = dict(given)
    for name, each in _inputs(document).items():
        if isinstance(each, Map) and each.text("type") == "boolean" and name in typed:
            value = typed[name]
            if isinstance(value, str) and value in ("true", "false", ""):
                typed[name] = value == "true"
        elif isinstance(typed.get(name), bool):
            typed[name] = as_text(typed[name])
    return typed


def _outputs(document: Map, found: dict[str, dict[str, str]]) -> dict[str, str]:
    on = document.get("on")
    declared = on.map("workflow_call").map("outputs") if isinstance(on, Map) else Map()
    look = Context(needs=found).look()
    return {
        str(name): filled(str(each.text("value")), look)
        for name, each in declared.items()
        if isinstance(each, Map)
    }


def _line_of(document: Map, key: str) -> int:
    return document.key_lines.get(key, (1, 1))[0]
