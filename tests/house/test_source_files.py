"""The form of source files: size, names, docstrings."""

import ast
import sys
from collections.abc import Iterator

import pytest

from source_tree import SOURCE, SourceFile, source_files

MOST_LINES = 400
LONGER = {
    "images/tar.py": "the tar walk is one loop over one buffer; parts of it alone say nothing",
}
"""Files over the limit, each with its reason."""

MEANINGLESS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
SHADOWING = {
    "kernel/http.py": "the only module that speaks HTTP; imports are absolute",
    "formats/xml.py": "the only module that reads XML; imports are absolute",
}
"""Modules named like one of the standard library, each with its reason."""

FILES = pytest.mark.parametrize("file", source_files(), ids=lambda file: str(file.name))


@FILES
def test_a_file_can_be_held_in_the_head(file: SourceFile) -> None:
    """No file grows past the limit without a reason, and no reason outlives its file."""
    lines = file.text.count("\n")
    assert lines <= MOST_LINES or file.name in LONGER
    assert lines > MOST_LINES or file.name not in LONGER, "take it off the list"


@FILES
def test_a_name_says_what_is_inside(file: SourceFile) -> None:
    """No module or folder is named for being left over."""
    assert not MEANINGLESS & {*file.path.relative_to(SOURCE).parent.parts, file.path.stem}


@FILES
def test_no_module_shadows_the_standard_library(file: SourceFile) -> None:
    """A traceback or an import never leaves in doubt which module is meant."""
    assert file.path.stem not in sys.stdlib_module_names or file.name in SHADOWING


@FILES
def test_everything_public_is_documented(file: SourceFile) -> None:
    """Modules, classes and functions without an underscore say what they are for."""
    assert ast.get_docstring(file.tree) or not file.text
    missing = [name for name, node in _public(file.tree) if not ast.get_docstring(node)]
    assert missing == []


def test_exceptions_are_files() -> None:
    """The lists above name nothing that is gone."""
    assert {*LONGER, *SHADOWING} <= {file.name for file in source_files()}


def _public(
    tree: ast.Module | ast.ClassDef, prefix: str = ""
) -> Iterator[tuple[str, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in tree.body:
        if not isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if node.name.startswith("_"):
            continue
        yield prefix + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from _public(node, f"{prefix}{node.name}.")
