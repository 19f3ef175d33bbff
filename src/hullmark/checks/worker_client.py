"""Evaluates an organisation's checks in a process of their own, bounded in time.

A rule may never come to an end, and the engine may abort the process on a module that it does not
like; either way the scan goes on and the ledger names the check.
"""

import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from hullmark.checks.errors import CheckTimeoutError
from hullmark.checks.record import Check, Module
from hullmark.kernel import processes
from hullmark.kernel.errors import ToolError

TIME_S = 20.0
"""For all checks of an organisation on one document; ours take milliseconds."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What the worker is asked."""

    modules: list[Module]
    checks: list[Check]
    input: Any


def evaluate_isolated(
    modules: Sequence[Module], checks: Sequence[Check], document: Any, *, time_s: float = TIME_S
) -> list[dict[str, Any]]:
    """Return the answers of checks; one that never ends or ends the process is named."""
    answers, why = _run(modules, checks, document, time_s)
    if not why:
        return answers
    if len(checks) == 1:
        check = checks[0]
        return [_given_up(check, why)]
    collected: list[dict[str, Any]] = []
    for check in checks:
        others = {each.path for each in checks if each.path != check.path}
        alone = [module for module in modules if module.path not in others]
        answers, why = _run(alone, [check], document, time_s / 4)
        collected += [_given_up(check, why)] if why else answers
    return collected


def _run(
    modules: Sequence[Module], checks: Sequence[Check], document: Any, time_s: float
) -> tuple[list[dict[str, Any]], str]:
    request = Request(modules=list(modules), checks=list(checks), input=document)
    try:
        done = processes.run(
            (sys.executable, "-m", "hullmark.checks.worker"),
            stdin=msgspec.json.encode(request),
            timeout_s=time_s,
            environment=processes.allowed_environment("PYTHON*", "VIRTUAL_ENV"),
        )
    except ToolError:
        return [], f"no answer within {time_s:g} seconds"
    if done.status:
        return [], f"the engine ended with status {done.status}"
    try:
        return msgspec.json.decode(done.output, type=list[dict[str, Any]]), ""
    except msgspec.DecodeError:
        return [], "the engine gave no answer that can be read"


def _given_up(check: Check, why: str) -> dict[str, Any]:
    return {
        "check": check.id,
        "problem": {
            "path": check.path,
            "code": CheckTimeoutError.code,
            "message": f"'{check.path}': {check.id} was given up: {why}",
        },
    }
