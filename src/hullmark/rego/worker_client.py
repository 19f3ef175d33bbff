"""Evaluates Rego that we did not write in a process of its own, bounded in time.

A rule may never come to an end, and the engine may abort the process on a module that it does not
like; either way everything else goes on and the answer names the module.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from hullmark.kernel import processes
from hullmark.kernel.errors import ToolError
from hullmark.kernel.tool_errors import ToolTimeoutError
from hullmark.rego.errors import RuleTimeoutError
from hullmark.rego.record import Answer, Module, Problem, Question

TIME_S = 20.0
"""For all modules of an organisation on one input; ours take milliseconds."""
TESTS_TIME_S = 300.0
"""For all tests of a folder."""
_LATE = "no answer within"


class TestFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of tests."""

    module: Module
    tests: tuple[str, ...]


class TestAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """How the tests of one file ended."""

    passed: int = 0
    failed: list[str] = []
    problems: list[Problem] = []


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the worker is asked: questions about inputs, or files of tests."""

    modules: list[Module]
    questions: list[Question] = []
    inputs: list[Any] = []
    tests: list[TestFile] = []


def evaluate_each_isolated(
    modules: Sequence[Module],
    questions: Sequence[Question],
    documents: Sequence[Any],
    *,
    time_s: float = TIME_S,
) -> list[list[Answer]]:
    """Return the answers of modules to each of several inputs, in one process for all of them.

    A module that never ends or ends the process is named; where it ends on some inputs, the
    others are answered.
    """
    request = Request(modules=list(modules), questions=list(questions), inputs=list(documents))
    output, why = _run(request, time_s)
    if not why:
        return msgspec.json.decode(output, type=list[list[Answer]])
    paths = list(dict.fromkeys(question.path for question in questions))
    if len(paths) == 1 and (len(documents) == 1 or why.startswith(_LATE)):
        return [[given_up(questions[0], why)], *([] for _ in documents[1:])]
    if len(paths) == 1:
        # One input ends the engine: find out which, the others are answered.
        middle = len(documents) // 2
        halves = (documents[:middle], documents[middle:])
        return [
            answers
            for half in halves
            for answers in evaluate_each_isolated(modules, questions, half, time_s=time_s)
        ]
    collected: list[list[Answer]] = [[] for _ in documents]
    for path in paths:
        alone = [module for module in modules if module.path == path or module.path not in paths]
        asked = [question for question in questions if question.path == path]
        answers = evaluate_each_isolated(alone, asked, documents, time_s=time_s / 4)
        for held, more in zip(collected, answers, strict=True):
            held += more
    return collected


def run_tests(
    files: Sequence[TestFile], modules: Sequence[Module], *, time_s: float = TESTS_TIME_S
) -> tuple[list[TestAnswer], str]:
    """Return how files of tests ended, or why there is no answer."""
    if not files:
        return [], ""
    output, why = _run(Request(modules=list(modules), tests=list(files)), time_s)
    return (msgspec.json.decode(output, type=list[TestAnswer]) if not why else []), why


def _run(request: Request, time_s: float) -> tuple[bytes, str]:
    try:
        done = processes.run(
            (sys.executable, "-m", "hullmark.rego.worker"),
            stdin=msgspec.json.encode(request),
            timeout_s=time_s,
            environment=_environment(),
        )
    except ToolTimeoutError:
        return b"", f"{_LATE} {time_s:g} seconds"
    except ToolError as error:
        return b"", error.message
    if done.status:
        return b"", f"the engine ended with status {done.status}"
    return done.output, ""


def _environment() -> dict[str, str]:
    """Return what the process sees; it finds this package, wherever it was started from."""
    environment = processes.allowed_environment("PYTHON*", "VIRTUAL_ENV")
    ours = str(Path(__file__).resolve().parents[2])
    more = environment.get("PYTHONPATH", "")
    environment["PYTHONPATH"] = f"{ours}{os.pathsep}{more}" if more else ours
    return environment


def given_up(question: Question, why: str) -> Answer:
    """Return the answer of a module that never came to an end, or ended the engine."""
    problem = Problem(
        path=question.path,
        code=RuleTimeoutError.code,
        message=f"'{question.path}': {question.id} was given up: {why}",
    )
    return Answer(id=question.id, problem=problem)
