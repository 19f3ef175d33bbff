"""BuildKit's own lint cases, and its answers about real Dockerfiles: rule, line and words."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus_data import corpus
from hullmark.checks.buildkit.lint import lint
from hullmark.formats.dockerfile import parse_dockerfile
from hullmark.formats.dockerignore import Pattern, is_ignored, read_dockerignore
from hullmark.kernel.errors import HullmarkError

pytestmark = pytest.mark.corpus

_ARGUMENT = "build-arg:"
_CHECK = "BUILDKIT_DOCKERFILE_CHECK"


def _suite(name: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    folder = corpus("dockerfiles") / name
    for case in json.loads((folder / "index.json").read_text())["cases"]:
        yield folder, case


def _said(folder: Path, case: dict[str, Any]) -> list[tuple[str, int, str]]:
    parsed = parse_dockerfile((folder / case["file"]).read_bytes(), path=case["file"])
    given = {
        name.removeprefix(_ARGUMENT): value
        for name, value in case.get("options", {}).items()
        if name.startswith(_ARGUMENT)
    }
    ignored: tuple[Pattern, ...] = ()
    if "dockerignore" in case:
        ignored = read_dockerignore((folder / case["dockerignore"]).read_bytes())
    found = lint(parsed, ignored=ignored, arguments=given, options=given.pop(_CHECK, None))
    return sorted((each.rule, each.line, each.detail) for each in found)


def _expected(warnings: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    return sorted((each["rule"], each["line"], each["detail"]) for each in warnings)


def test_buildkits_own_cases() -> None:
    """Every warning with its line and its words, and none beside."""
    different = {}
    for folder, case in _suite("buildkit-lint"):
        expected = case["expect"]
        wanted = _expected(expected.get("warnings_when_only_linting", expected["warnings"]))
        said = _said(folder, case)
        if said != wanted:
            different[case["id"]] = (said, wanted)
    assert different == {}


def test_real_dockerfiles() -> None:
    """What BuildKit's linter says of 260 files, without a look at base images."""
    different = {}
    for folder, case in _suite("real-world"):
        if "buildkit_check" not in case["expect"]:
            continue
        wanted = _expected(case["expect"]["buildkit_check"])
        said = _said(folder, case)
        if said != wanted:
            different[case["id"]] = (
                [each for each in said if each not in wanted],
                [each for each in wanted if each not in said],
            )
    assert different == {}


def test_dockerignore_patterns() -> None:
    """True, false or an error, as the builder's own matcher has it."""
    different = []
    for _, case in _suite("dockerignore-patterns"):
        patterns = case.get("patterns") or [case["pattern"]]
        try:
            found: object = is_ignored(case["path"], tuple(map(Pattern, patterns)))
        except HullmarkError:
            found = "error"
        wanted = case["expect"].get("match", "error")
        if found != wanted:
            different.append((case, found))
    assert different == []
