"""The other end of ``worker_client``: evaluates checks in a process of its own.

Reads one JSON request from standard input and writes one JSON answer to standard output.
"""

import os
import sys

import msgspec

from hullmark.checks.engine import Answer, entrypoints_of, evaluate
from hullmark.checks.errors import CheckFailedError
from hullmark.checks.rego import Rules, needed, problem_of, to_input
from hullmark.checks.worker_client import Request, TestAnswer, TestFile


def answer(request: Request) -> list[Answer] | list[TestAnswer]:
    """Return what the checks or the tests of a request say."""
    if request.tests:
        return [_tested(each, request) for each in request.tests]
    rules = Rules(request.modules, entrypoints_of(request.checks))
    rules.prepare(to_input(request.input))
    return evaluate(rules, request.checks)


def main() -> None:
    """Answer one request; the engine's own words on standard output are kept away from it."""
    out = os.dup(1)
    os.dup2(2, 1)
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    with os.fdopen(out, "wb") as stream:
        stream.write(msgspec.json.encode(answer(request)))


def _tested(file: TestFile, request: Request) -> TestAnswer:
    module = file.module
    rules = Rules(
        needed(module, request.modules), [f"{module.package}.{name}" for name in file.tests]
    )
    rules.prepare(to_input({}))
    problems = list(rules.problems)
    passed = 0
    failed = []
    for name in file.tests:
        try:
            value = rules.ask(f"{module.package}.{name}")
        except CheckFailedError as error:
            problems.append(problem_of(module.path, error))
            continue
        if value is True:
            passed += 1
        else:
            failed.append(f"{module.path}: {name}")
    return TestAnswer(passed=passed, failed=failed, problems=problems)


if __name__ == "__main__":
    main()
