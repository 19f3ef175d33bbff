"""Tests modules in Rego with their examples: what checks and policies have in common."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from hullmark.kernel.errors import PolicyError
from hullmark.rego.examples import load_examples
from hullmark.rego.record import Module, Problem
from hullmark.rego.rules import problem_of
from hullmark.rego.testing import TestReport, run_rego_tests


class Described(Protocol):
    """A check or a policy: something with a module of its own."""

    @property
    def path(self) -> str:
        """The module's file."""


_Each = TypeVar("_Each", bound=Described)


def tested(
    described: Sequence[_Each],
    wrong_examples: Callable[[_Each], Sequence[str]],
    *,
    modules: Sequence[Module],
    problems: Sequence[Problem],
    folders: Sequence[Path],
) -> TestReport:
    """Run Rego tests below ``folders``, and the examples of what stands there.

    Args:
        described: Checks or policies; those outside of the folders are left out.
        wrong_examples: Returns the examples of one that it does not judge as they are labelled.
        modules: What tests may ask.
        problems: What loading has met already.
        folders: What is tested.
    """
    report = run_rego_tests(modules, folders)
    roots = [folder.resolve() for folder in folders]
    passed = report.passed
    failed = list(report.failed)
    met = [*problems, *report.problems]
    for each in described:
        path = Path(each.path).resolve()
        if not any(path == root or root in path.parents for root in roots):
            continue
        try:
            wrong = wrong_examples(each)
            passed += len(load_examples(each.path)) - len(wrong)
            failed += wrong
        except PolicyError as error:
            met.append(problem_of(each.path, error))
    return TestReport(passed=passed, failed=tuple(failed), problems=tuple(dict.fromkeys(met)))
