"""Whatever stands in the files of a pipeline: an audit, never a traceback."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from hullmark.audit.errors import BrokenPipelineError
from hullmark.audit.expression import Unknown, condition, filled
from hullmark.audit.make_text import MakeText
from hullmark.audit.shell.command import Shell
from hullmark.audit.shell.run import commands_of
from hullmark.pipeline.gaps import find_gaps
from hullmark.report.audit.write import AUDIT_FORMATS, write_audit

WORDS = st.sampled_from(
    [
        "if",
        "then",
        "fi",
        "for",
        "x",
        "in",
        "do",
        "done",
        "case",
        "esac",
        ";;",
        "(",
        ")",
        "{",
        "}",
        "$(",
        "${",
        "'",
        '"',
        "`",
        "<<EOF",
        "EOF",
        "\n",
        ";",
        "|",
        "||",
        "&&",
        "&",
        ">",
        "<",
        "\\",
        "trivy image",
        "docker build -t a .",
        "grype",
        "$x",
        "${x:-y}",
        "${x##*/}",
        "f() {",
        "set -e",
        "a=(1 2)",
        "a+=b",
        "cd",
        "..",
        "#",
        "true",
        "exit 1",
        "make",
        "{a,b}",
        "{1..9}",
        "[[",
        "]]",
    ]
)
TEXT = st.lists(WORDS, max_size=30).map(" ".join)
PIPELINE = st.sampled_from(
    [
        ".github/workflows/a.yml",
        ".gitlab-ci.yml",
        "Makefile",
        "Jenkinsfile",
        "a.mk",
        ".circleci/config.yml",
        "azure-pipelines.yml",
        ".pre-commit-config.yaml",
    ]
)
LINES = st.sampled_from(
    [
        "on: push",
        "on: {push: , workflow_call: }",
        "jobs:",
        "  a:",
        "    steps:",
        "    - run: x",
        "    - uses: ./",
        "    if: github.ref == 'x'",
        "    strategy: {matrix: {a: [1, 2]}}",
        "include: [a.yml]",
        "a: {script: [x], rules: [{if: $A == 'b'}]}",
        "a: b",
        "\tdocker build .",
        "a%: b%",
        "$(X): ; y",
        "X := $(X)",
        "define A",
        "endef",
        "sh 'trivy image x'",
        "- 1",
        "{",
        "]",
    ]
)


@given(TEXT)
@settings(max_examples=300, deadline=None)
def test_any_script(text: str) -> None:
    """Commands, or an error that names the line."""
    try:
        found = list(commands_of(text, Shell()))
    except BrokenPipelineError:
        return
    assert all(command.words for command in found)


@given(st.text(alphabet="abc.()[]'!=&|<>* 1$,{}", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_expression(text: str) -> None:
    """True, false or unknown; a text stays a text."""
    look = lambda path: Unknown() if len(path) % 2 else "x"  # noqa: E731 - one line says it
    assert condition(text, look) in (True, False, None)
    assert isinstance(filled(f"a ${{{{ {text} }}}} b", look), str)


@given(st.text(alphabet="$(){}:=%,ab \t@<^", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_make_text(text: str) -> None:
    """Always a text, also where variables name themselves."""
    assert isinstance(MakeText({"a": "$(b)", "b": "$(a) $(call a,$(b))"}, str).expand(text), str)


@given(st.dictionaries(PIPELINE, st.lists(LINES, max_size=12).map("\n".join), max_size=3))
@settings(max_examples=120, deadline=None)
def test_any_pipeline(files: dict[str, str]) -> None:
    """Every format can be written of it."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "Dockerfile").write_text("FROM scratch\n")
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        audit = find_gaps(root)
        for name in AUDIT_FORMATS:
            assert write_audit(audit, name)
