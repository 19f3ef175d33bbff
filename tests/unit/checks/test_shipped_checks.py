"""Our own checks: records complete, examples behave, tests pass, stock input suffices."""

import re
from pathlib import Path

from hullmark.checks.bundle import load_bundle
from hullmark.checks.engine import Engine
from hullmark.checks.examples import wrong_examples
from hullmark.checks.record import ID_PREFIXES
from hullmark.rego.examples import load_examples

BUNDLE = load_bundle([])
OURS = [check for check in BUNDLE.checks if check.kind in ("dockerfile", "image")]


def test_every_check_has_a_whole_record() -> None:
    """Id, title, why, what to do, references, controls; and nothing is broken."""
    assert BUNDLE.problems == ()
    for check in OURS:
        assert check.id.startswith(ID_PREFIXES[check.kind])
        assert check.description, check.id
        assert check.remediation, check.id
        assert check.references, check.id
        assert check.controls, check.id


def test_every_check_has_good_and_bad_examples_that_behave() -> None:
    """Each has both labels, and each example does as it says."""
    engine = Engine(BUNDLE)
    wrong = []
    for check in OURS:
        labels = {example.label for example in load_examples(check.path)}
        assert labels == {"good", "bad"}, check.id
        wrong += wrong_examples(engine, check)
    assert wrong == []


def test_every_check_has_tests_beside_it() -> None:
    """A check without a test file is not finished."""
    for check in OURS:
        tests = Path(check.path).with_name(f"{check.name}_test.rego").read_text()
        assert re.search(r"^test_bad_1", tests, re.MULTILINE), check.id
        assert re.search(r"^test_good_1", tests, re.MULTILINE), check.id
