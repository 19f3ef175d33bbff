"""Modules compiled together, and what they answer."""

from pathlib import Path

import pytest

from hullmark.rego.errors import BrokenMetadataError, RuleFailedError
from hullmark.rego.folder import module_paths, read_module, shipped_policies
from hullmark.rego.metadata import annotation_of, package_of, rules_of
from hullmark.rego.record import Module, Problem, Question
from hullmark.rego.rules import Rules, ask_all, needed, to_input
from hullmark.rego.worker_client import evaluate_each_isolated

GOOD = """package acme.good

import rego.v1

deny contains {"msg": input.name} if input.bad
"""
BROKEN = "package acme.broken\n\ndeny contains x if {\n"
UNKNOWN = 'package acme.network\n\nimport rego.v1\n\ndeny contains "x" if http.send({"url": "x"})\n'
CONFLICT = """package acme.conflict

import rego.v1

deny := 1 if input.bad

deny := 2 if input.bad
"""
ENDLESS = """package acme.endless

import rego.v1

deny contains "x" if {
	some a in numbers.range(1, 4000)
	some b in numbers.range(1, 4000)
	some c in numbers.range(1, 4000)
	a + b + c == 0
}
"""


def module(source: str) -> Module:
    """Wrap a source; its path is its package."""
    package = package_of(source, path="x")
    return Module(path=f"{package}.rego", source=source, package=package)


def question(source: str) -> Question:
    """Ask for what a module denies."""
    package = package_of(source, path="x")
    return Question(id=package, path=f"{package}.rego", entrypoints=(f"{package}.deny",))


def asked(*sources: str) -> Rules:
    """Compile modules and give them an input."""
    rules = Rules(
        [module(each) for each in sources],
        [path for each in sources for path in question(each).entrypoints],
    )
    rules.prepare(to_input({"bad": True, "name": 'quote " and \\ and é'}))
    return rules


def test_a_module_answers_with_what_its_rules_say() -> None:
    """Text goes in and comes out unchanged."""
    answers = ask_all(asked(GOOD), [question(GOOD)])
    assert [answer.values for answer in answers] == [[{"msg": 'quote " and \\ and é'}]]


def test_a_broken_module_stops_no_other() -> None:
    """What does not compile, and what calls an unknown built-in, is named."""
    rules = asked(GOOD, BROKEN, UNKNOWN)
    assert {each.path: each.code for each in rules.problems} == {
        "acme.broken.rego": "HM6101",
        "acme.network.rego": "HM6103",
    }
    answers = ask_all(rules, [question(each) for each in (GOOD, BROKEN, UNKNOWN)])
    assert [answer.id for answer in answers if answer.values] == ["acme.good"]


def test_a_rule_that_contradicts_itself_is_a_problem() -> None:
    """An error of the engine has the code of a rule that failed."""
    rules = asked(CONFLICT)
    with pytest.raises(RuleFailedError):
        rules.ask("acme.conflict.deny")
    (answer,) = ask_all(rules, [question(CONFLICT)])
    assert isinstance(answer.problem, Problem)
    assert answer.problem.code == "HM6104"


def test_a_rule_that_never_ends_is_given_up_alone() -> None:
    """The others answer, each in a process of its own."""
    (answers,) = evaluate_each_isolated(
        [module(GOOD), module(ENDLESS)],
        [question(GOOD), question(ENDLESS)],
        [{"bad": True, "name": "x"}],
        time_s=4.0,
    )
    by_id = {answer.id: answer for answer in answers}
    assert by_id["acme.good"].values == [{"msg": "x"}]
    problem = by_id["acme.endless"].problem
    assert problem is not None
    assert problem.code == "HM6105"


def test_compiled_modules_are_kept_and_used_again(tmp_path: Path) -> None:
    """The kept form gives the same answer as the source."""
    for _ in range(2):
        rules = Rules([module(GOOD)], ["acme.good.deny"], cache=tmp_path)
        rules.prepare(to_input({"bad": True, "name": "x"}))
        assert rules.ask("acme.good.deny") == [{"msg": "x"}]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_module_is_compiled_with_what_it_imports() -> None:
    """Libraries are followed through their own imports; others stay out."""
    first = module("package a\n\nimport data.b.c\n")
    library = module("package b\n\nimport data.d\n")
    found = needed(first, [library, module("package d\n"), module("package e\n")])
    assert {each.package for each in found} == {"a", "b", "d"}


def test_folders_hold_modules_and_tests_apart(tmp_path: Path) -> None:
    """Tests are found only when they are asked for; a folder that is none is a problem."""
    (tmp_path / "x.rego").write_text(GOOD)
    (tmp_path / "x_test.rego").write_text("package acme.good_test\n")
    assert [path.name for path in module_paths(tmp_path)] == ["x.rego"]
    assert [path.name for path in module_paths(tmp_path, tests=True)] == ["x_test.rego"]
    problems: list[Problem] = []
    assert module_paths(tmp_path / "none", problems) == []
    assert problems[0].code == "HM6101"
    assert read_module(tmp_path / "x.rego", custom=True).package == "acme.good"


def test_shipped_policies_are_found() -> None:
    """In a checkout they stand beside ``src``."""
    assert module_paths(shipped_policies("checks"))


def test_metadata_is_the_comment_above_the_package() -> None:
    """A module without it says so with a hint."""
    source = "# METADATA\n# title: A title\n# custom: {id: X-1}\n" + GOOD
    assert annotation_of(source, "x.rego")["title"] == "A title"
    assert rules_of(source) == ("deny",)
    with pytest.raises(BrokenMetadataError, match="no METADATA"):
        annotation_of(GOOD, "x.rego")
