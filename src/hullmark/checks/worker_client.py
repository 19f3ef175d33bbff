"""Evaluates Rego that we did not write in a process of its own, bounded in time.

A rule may never come to an end, and the engine may abort the process on a module that it does not
like; either way the scan goes on and the ledger names the check.
"""

import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from hullmark.checks.errors import CheckTimeoutError
from hullmark.checks.record import Check, Module
from hullmark.checks.rego import Problem
from hullmark.kernel import processes
from hullmark.kernel.errors import ToolError

TIME_S = 20.0
"""For all checks of an organisation on one document; ours take milliseconds."""
TESTS_TIME_S = 300.0
"""For all tests of a folder."""


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
    """What the worker is asked: checks on an input, or files of tests."""

    modules: list[Module]
    checks: list[Check] = []
    input: Any = None
    tests: list[TestFile] = []


def evaluate_isolated(
    modules: Sequence[Module], checks: Sequence[Check], document: Any, *, time_s: float = TIME_S
) -> list[dict[str, Any]]:
    """Return the answers of checks; one that never ends or ends the process is named."""
    request = Request(modules=list(modules), checks=list(checks), input=document)
    output, why = _run(request, time_s)
    if not why:
        return msgspec.json.decode(output, type=list[dict[str, Any]])
    if len(checks) == 1:
        return [_given_up(checks[0], why)]
    collected: list[dict[str, Any]] = []
    for check in checks:
        others = {each.path for each in checks if each.path != check.path}
        alone = [module for module in modules if module.path not in others]
        collected += evaluate_isolated(alone, [check], document, time_s=time_s / 4)
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
            (sys.executable, "-m", "hullmark.checks.worker"),
            stdin=msgspec.json.encode(request),
            timeout_s=time_s,
            environment=processes.allowed_environment("PYTHON*", "VIRTUAL_ENV"),
        )
    except ToolError:
        return b"", f"no answer within {time_s:g} seconds"
    if done.status:
        return b"", f"the engine ended with status {done.status}"
    return done.output, ""


def _given_up(check: Check, why: str) -> dict[str, Any]:
    return {
        "check": check.id,
        "problem": {
            "path": check.path,
            "code": CheckTimeoutError.code,
            "message": f"'{check.path}': {check.id} was given up: {why}",
        },
    }
