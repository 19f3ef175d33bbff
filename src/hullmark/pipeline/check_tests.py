"""Tests checks: their Rego tests and their examples."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from hullmark.checks.bundle import load_bundle, shipped_folder
from hullmark.checks.engine import Engine
from hullmark.checks.examples import wrong_examples
from hullmark.pipeline.rego_tests import tested
from hullmark.rego.testing import TestReport


def run_check_tests(folders: Sequence[Path] = ()) -> TestReport:
    """Run Rego tests and examples of the checks below ``folders``; without any, of ours."""
    bundle = load_bundle(folders)
    return tested(
        bundle.checks,
        partial(wrong_examples, Engine(bundle)),
        modules=bundle.modules,
        problems=bundle.problems,
        folders=tuple(folders) or (shipped_folder(),),
    )
