"""Our own policies: records complete, examples behave, tests pass, profiles name them."""

import re
from pathlib import Path

import pytest

from hullmark.config.settings import PROFILES, setting_names
from hullmark.gate.errors import UnknownPolicyError
from hullmark.gate.examples import wrong_examples
from hullmark.gate.judge import REMEDIES
from hullmark.gate.policies import chosen_policies, load_policies, load_policy, shipped_folder
from hullmark.gate.record import GateSettings, Policy
from hullmark.rego.examples import load_examples
from hullmark.rego.testing import run_rego_tests

POLICIES = load_policies([])
EACH = pytest.mark.parametrize("policy", POLICIES.policies, ids=lambda each: str(each.id))


def test_every_policy_is_usable() -> None:
    """Nothing is broken, ids follow each other, none is missing or used twice."""
    assert POLICIES.problems == ()
    numbers = [int(each.id.removeprefix("HM-GATE-")) for each in POLICIES.policies]
    assert numbers == list(range(1, len(numbers) + 1))


@EACH
def test_a_policy_has_a_whole_record(policy: Policy) -> None:
    """Title, why, what to do, what it judges and reads; the package is the file's name."""
    assert policy.title
    assert policy.description
    assert policy.remediation
    assert policy.reads
    assert "scan" not in policy.judges
    assert policy.package == f"hullmark.gate.{Path(policy.path).stem}"


@EACH
def test_a_threshold_is_a_setting(policy: Policy) -> None:
    """What turns a policy on can be set."""
    for name in policy.settings:
        assert {name, f"gate_{name}"} & set(setting_names())


@EACH
def test_examples_behave(policy: Policy) -> None:
    """Good and bad are there, behave as they are labelled, and alike in every batch."""
    assert {example.label for example in load_examples(policy.path)} == {"good", "bad"}
    assert wrong_examples(POLICIES, policy) == []


@EACH
def test_tests_stand_beside(policy: Policy) -> None:
    """A policy without a test file is not finished."""
    tests = Path(policy.path).with_name(f"{policy.name}_test.rego").read_text()
    assert re.search(r"^test_bad_1", tests, re.MULTILINE)
    assert re.search(r"^test_good_1", tests, re.MULTILINE)


def test_all_tests_pass() -> None:
    """As ``opa test`` finds, in our engine."""
    report = run_rego_tests(POLICIES.modules, [shipped_folder()])
    assert report.failed == ()
    assert report.problems == ()
    assert report.passed >= 4 * len(POLICIES.policies)


def test_the_short_way_gives_the_same_remedies() -> None:
    """What the profile's rules advise without an engine is what METADATA says."""
    assert {policy: load_policy(POLICIES, policy).remediation for policy in REMEDIES} == REMEDIES


def test_profiles_are_those_of_the_settings() -> None:
    """Each profile is data, and each id in it a policy."""
    assert set(POLICIES.profiles) == {"always", *PROFILES}
    for ids in POLICIES.profiles.values():
        for name in ids:
            assert load_policy(POLICIES, name).id == name


def test_policies_are_chosen_by_profile_threshold_and_name() -> None:
    """A threshold turns its policy on, ``deny`` any, ``off`` wins."""

    def ids(**told: object) -> set[str]:
        settings = GateSettings(**told)  # type: ignore[arg-type]
        return {each.id[-2:] for each in chosen_policies(POLICIES, settings)}

    assert ids(profile="balanced") == {"01", "05", "06"}
    assert ids(profile="strict") == {"02", "03", "05", "06", "07", "08"}
    assert ids(profile="observe", thresholds={"sla": {"critical": 1}}) == {"05", "06", "09"}
    assert ids(profile="observe", deny=("root-user", "hm-gate-0018")) == {"05", "06", "14", "18"}
    assert ids(profile="balanced", off=("fixable_critical",)) == {"05", "06"}


@pytest.mark.parametrize("told", [{"off": ("HM-GATE-0005",)}, {"warn": ("not-looked-at",)}])
def test_what_could_not_be_looked_at_cannot_be_turned_off(told: dict[str, tuple[str]]) -> None:
    """Silence is never made a pass by a setting."""
    with pytest.raises(UnknownPolicyError, match="cannot be turned off"):
        chosen_policies(POLICIES, GateSettings(**told))  # type: ignore[arg-type]


def test_a_policy_that_does_not_exist_is_an_error() -> None:
    """A typing mistake in the settings never leaves a policy out in silence."""
    with pytest.raises(UnknownPolicyError, match="'root-usr'"):
        chosen_policies(POLICIES, GateSettings(deny=("root-usr",)))
