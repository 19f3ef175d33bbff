"""The other end of ``worker_client``: evaluates modules in a process of its own.

Reads one JSON request from standard input and writes one JSON answer to standard output.
"""

import json
import os
import re
import sys
from typing import Any

import msgspec
from msgspec import structs

from hullmark.rego.errors import RuleFailedError
from hullmark.rego.record import Answer, Module
from hullmark.rego.rules import Rules, ask_all, needed, problem_of, to_input
from hullmark.rego.worker_client import Request, TestAnswer, TestFile

_TEST = re.compile(r"^(test_\w+)", re.MULTILINE)
_WITH = re.compile(r"\bwith\s+[\w.]+\s+as\b")
_WITH_INPUT = re.compile(r"\s*\bwith\s+input\s+as\s+")


def answer(request: Request) -> list[list[Answer]] | list[TestAnswer]:
    """Return what the modules say about each input, or the tests of a request."""
    if request.tests:
        return [_tested(each, request) for each in request.tests]
    rules = Rules(
        request.modules, [path for each in request.questions for path in each.entrypoints]
    )
    answers = []
    for each in request.inputs:
        rules.prepare(to_input(each))
        answers.append(ask_all(rules, request.questions))
    return answers


def main() -> None:
    """Answer one request; the engine's own words on standard output are kept away from it."""
    out = os.dup(1)
    os.dup2(2, 1)
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    with os.fdopen(out, "wb") as stream:
        stream.write(msgspec.json.encode(answer(request)))


def _tested(file: TestFile, request: Request) -> TestAnswer:
    module, inputs = _without_inputs(file.module)
    rules = Rules(
        needed(module, request.modules), [f"{module.package}.{name}" for name in file.tests]
    )
    problems = list(rules.problems)
    passed = 0
    failed = []
    for name in file.tests:
        rules.prepare(to_input(inputs.get(name, {})))
        try:
            value = rules.ask(f"{module.package}.{name}")
        except RuleFailedError as error:
            problems.append(problem_of(module.path, error))
            continue
        if value is True:
            passed += 1
        else:
            failed.append(f"{module.path}: {name}")
    return TestAnswer(passed=passed, failed=failed, problems=problems)


def _without_inputs(module: Module) -> tuple[Module, dict[str, Any]]:
    """Take the one ``with input as …`` of each test out of it, to be set as the input instead.

    The engine aborts on that clause before some modules. Tests with another ``with`` stay as
    they are.
    """
    starts = [found.start() for found in _TEST.finditer(module.source)]
    parts = [module.source[: starts[0]] if starts else module.source]
    inputs: dict[str, Any] = {}
    for start, end in zip(starts, [*starts[1:], len(module.source)], strict=True):
        text = module.source[start:end]
        found = _TEST.match(text)
        clauses = _WITH.findall(text)
        clause = _WITH_INPUT.search(text)
        if found and clause and len(clauses) == 1:
            try:
                value, stop = json.JSONDecoder().raw_decode(text, clause.end())
            except ValueError:
                pass
            else:
                inputs[found[1]] = value
                text = text[: clause.start()] + text[stop:]
        parts.append(text)
    return structs.replace(module, source="".join(parts)), inputs


if __name__ == "__main__":
    main()
