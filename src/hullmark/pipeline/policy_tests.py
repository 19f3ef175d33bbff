"""Tests policies: their Rego tests, their examples, and that no batch changes an answer."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from hullmark.gate.examples import wrong_examples
from hullmark.gate.policies import load_policies, shipped_folder
from hullmark.kernel.errors import PolicyError
from hullmark.rego.examples import load_examples
from hullmark.rego.testing import run_rego_tests


class PolicyTests(msgspec.Struct, frozen=True, kw_only=True):
    """How the tests of policies ended."""

    passed: int
    failed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def run_policy_tests(folders: Sequence[Path] = ()) -> PolicyTests:
    """Run Rego tests and examples of the policies below ``folders``; without any, of ours."""
    policies = load_policies(folders)
    tested = tuple(folders) or (shipped_folder(),)
    report = run_rego_tests(policies.modules, tested)
    roots = [folder.resolve() for folder in tested]
    passed = report.passed
    failed = list(report.failed)
    problems = [problem.message for problem in (*policies.problems, *report.problems)]
    for policy in policies.policies:
        path = Path(policy.path).resolve()
        if not any(path == root or root in path.parents for root in roots):
            continue
        try:
            wrong = wrong_examples(policies, policy)
            passed += len(load_examples(policy.path)) - len(wrong)
            failed += wrong
        except PolicyError as error:
            problems.append(error.message)
    return PolicyTests(passed=passed, failed=tuple(failed), problems=tuple(dict.fromkeys(problems)))
