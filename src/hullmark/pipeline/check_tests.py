"""Tests checks: their Rego tests and their examples."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from hullmark.checks.bundle import load_bundle, shipped_folder
from hullmark.checks.engine import Engine
from hullmark.checks.examples import wrong_examples
from hullmark.kernel.errors import PolicyError
from hullmark.rego.examples import load_examples
from hullmark.rego.testing import run_rego_tests


class CheckTests(msgspec.Struct, frozen=True, kw_only=True):
    """How the tests of checks ended."""

    passed: int
    failed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def run_check_tests(folders: Sequence[Path] = ()) -> CheckTests:
    """Run Rego tests and examples of the checks below ``folders``; without any, of ours."""
    bundle = load_bundle(folders)
    tested = tuple(folders) or (shipped_folder(),)
    report = run_rego_tests(bundle.modules, tested)
    roots = [folder.resolve() for folder in tested]
    engine = Engine(bundle)
    passed = report.passed
    failed = list(report.failed)
    problems = [problem.message for problem in (*bundle.problems, *report.problems)]
    for check in bundle.checks:
        path = Path(check.path).resolve()
        if not any(path == root or root in path.parents for root in roots):
            continue
        try:
            wrong = wrong_examples(engine, check)
            passed += len(load_examples(check.path)) - len(wrong)
            failed += wrong
        except PolicyError as error:
            problems.append(error.message)
    return CheckTests(passed=passed, failed=tuple(failed), problems=tuple(dict.fromkeys(problems)))
