"""BuildKit's own cases: syntax trees, instruction lists, errors and variable expansion."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus_data import corpus
from hullmark.formats.dockerfile import Dockerfile, parse_dockerfile
from hullmark.formats.dockerfile_instruction import Instruction
from hullmark.formats.dockerfile_words import expand, split_words
from hullmark.kernel.errors import HullmarkError


def _suite(name: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    folder = corpus("dockerfiles") / name
    for case in json.loads((folder / "index.json").read_text())["cases"]:
        yield folder, case


def _parsed(path: Path) -> Dockerfile:
    return parse_dockerfile(path.read_bytes(), path=str(path))


def _tree(instruction: Instruction) -> str:
    """Print one instruction as BuildKit prints its syntax tree."""
    inner = instruction.sub_cmd or instruction.cmd
    values = list(instruction.value)
    if inner in ("ENV", "LABEL"):
        sign = "" if instruction.legacy else "="
        values = [text for pair in instruction.pairs for text in (*pair, sign)]
    elif inner == "MAINTAINER":
        values = list(instruction.value)
    flags = " ".join(_quoted(flag) for flag in instruction.flags)
    parts = [inner.lower(), *([f"[{flags}]"] if flags else []), *(_quoted(each) for each in values)]
    inside = f"({' '.join(parts)})"
    return f"({instruction.cmd.lower()} {inside})" if instruction.sub_cmd else inside


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def test_syntax_trees_equal_buildkits() -> None:
    """Every file gives the tree that BuildKit prints, and what it refuses is refused."""
    different = []
    for folder, case in _suite("buildkit-parser"):
        expected = case["expect"]
        path = folder / case["file"]
        if not expected["parses"]:
            with pytest.raises(HullmarkError):
                _parsed(path)
            continue
        parsed = _parsed(path)
        if "ast" in expected:
            tree = "\n".join(_tree(each) for each in parsed.instructions)
            if tree != (folder / expected["ast"]).read_text().strip():
                different.append(case["id"])
        else:
            lines = [[each.start_line, each.end_line] for each in parsed.instructions]
            if lines != expected["instruction_lines"]:
                different.append(case["id"])
    assert different == []


def test_instruction_lists_of_real_files() -> None:
    """Real Dockerfiles give the instruction list of BuildKit's parser."""
    different = []
    for folder, case in _suite("real-world"):
        found = [
            {
                "cmd": each.cmd,
                "sub_cmd": each.sub_cmd or None,
                "json": each.json,
                "start_line": each.start_line,
                "end_line": each.end_line,
                "flags": list(each.flags),
                "value": list(each.value),
                "heredocs": len(each.heredocs),
            }
            for each in _parsed(folder / case["file"]).instructions
        ]
        expected = json.loads((folder / case["expect"]["ast"]).read_text())
        for each in expected:
            each["heredocs"] = len(each["heredocs"])
            if each["sub_cmd"]:
                each["sub_cmd"] = each["sub_cmd"].upper()
        if found != expected:
            different.append(case["id"])
    assert different == []


def test_here_documents_and_refused_instructions() -> None:
    """Here-documents have BuildKit's contents, and wrong instructions its message."""
    different = []
    for _, case in _suite("buildkit-instructions"):
        expected = case["expect"]
        if "words" in expected:
            if split_words(case["input"]) != expected["words"]:
                different.append(case["id"])
            continue
        text = case.get("dockerfile") or "\n".join(case.get("dockerfiles", []))
        try:
            parsed = parse_dockerfile(text.encode(), path="Dockerfile")
        except HullmarkError as error:
            if expected.get("error_contains", "\0") not in error.message:
                different.append(case["id"])
            continue
        if "error_contains" in expected:
            if not any(expected["error_contains"] in each.message for each in parsed.problems):
                different.append(case["id"])
        elif "heredocs_from_second_instruction" in expected:
            found = [
                [
                    {"Name": h.name, "Content": h.content, "Expand": h.expand}
                    | ({"Chomp": True} if h.chomp else {})
                    | ({"FileDescriptor": h.file_descriptor} if h.file_descriptor else {})
                    for h in each.heredocs
                ]
                or None
                for each in parsed.instructions[1:]
            ]
            if found != expected["heredocs_from_second_instruction"]:
                different.append(case["id"])
    assert different == []


def test_expansion_equals_buildkits() -> None:
    """Variables and words come out as BuildKit's shell lexer has them."""
    different = []
    for _, case in _suite("buildkit-shell"):
        variables = case.get("env")
        if variables is None:
            variables = dict(each.split("=", 1) for each in case["env_list"])
        expected = case["expect"]
        try:
            found = expand(case["input"], variables, escape=case["escape"])
        except HullmarkError:
            if not expected.get("error"):
                different.append(case["id"])
            continue
        actual = {
            "word": found.word,
            "words": list(found.words),
            "matched": sorted(found.matched),
            "unmatched": sorted(found.unmatched),
        }
        if any(actual.get(key) != value for key, value in expected.items()):
            different.append(case["id"])
    assert different == []
