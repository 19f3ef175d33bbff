"""Runs the tests beside modules: rules named ``test_…`` in ``*_test.rego``, as OPA does."""

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from hullmark.kernel.errors import PolicyError
from hullmark.rego.errors import RuleTimeoutError
from hullmark.rego.folder import module_paths, read_module
from hullmark.rego.record import Module, Problem
from hullmark.rego.rules import problem_of
from hullmark.rego.worker_client import TestFile, run_tests

_TEST = re.compile(r"^(test_\w+)", re.MULTILINE)


class TestReport(msgspec.Struct, frozen=True, kw_only=True):
    """How the tests of some folders ended."""

    passed: int = 0
    failed: tuple[str, ...] = ()
    """``file: test_name`` of each test that is not true."""
    problems: tuple[Problem, ...] = ()


def run_rego_tests(modules: Sequence[Module], folders: Sequence[Path]) -> TestReport:
    """Run every test below ``folders`` against modules."""
    files: list[TestFile] = []
    problems: list[Problem] = []
    for folder in folders:
        for path in _test_paths(folder, problems):
            try:
                module = read_module(path, custom=True)
            except PolicyError as error:
                problems.append(problem_of(str(path), error))
                continue
            names = tuple(dict.fromkeys(_TEST.findall(module.source)))
            files.append(TestFile(module=module, tests=names))
    return _run(files, modules, problems)


def _test_paths(folder: Path, problems: list[Problem]) -> list[Path]:
    if folder.is_file() and not folder.name.endswith("_test.rego"):
        beside = folder.with_name(f"{folder.stem}_test.rego")
        return [beside] if beside.is_file() else []
    return module_paths(folder, problems, tests=True)


def _run(
    files: Sequence[TestFile], modules: Sequence[Module], problems: list[Problem]
) -> TestReport:
    passed = 0
    failed: list[str] = []
    answers, why = run_tests(files, modules)
    if why and len(files) > 1:
        # One file ends the engine: find out which, the others count.
        middle = len(files) // 2
        halves = [_run(part, modules, []) for part in (files[:middle], files[middle:])]
        return TestReport(
            passed=sum(half.passed for half in halves),
            failed=tuple(name for half in halves for name in half.failed),
            problems=(*problems, *(each for half in halves for each in half.problems)),
        )
    if why:
        path = files[0].module.path if files else ""
        problems.append(Problem(path=path, code=RuleTimeoutError.code, message=f"'{path}': {why}"))
    for answer in answers:
        passed += answer.passed
        failed += answer.failed
        problems += answer.problems
    return TestReport(passed=passed, failed=tuple(failed), problems=tuple(problems))
