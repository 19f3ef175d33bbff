"""Tests policies: their Rego tests, their examples, and that no batch changes an answer."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from hullmark.gate.examples import wrong_examples
from hullmark.gate.policies import load_policies, shipped_folder
from hullmark.pipeline.rego_tests import tested
from hullmark.rego.testing import TestReport


def run_policy_tests(folders: Sequence[Path] = ()) -> TestReport:
    """Run Rego tests and examples of the policies below ``folders``; without any, of ours."""
    policies = load_policies(folders)
    return tested(
        policies.policies,
        partial(wrong_examples, policies),
        modules=policies.modules,
        problems=policies.problems,
        folders=tuple(folders) or (shipped_folder(),),
    )
