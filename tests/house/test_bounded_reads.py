"""What Hullmark reads was made by others: every read has a bound."""

import ast
from collections.abc import Iterator

from source_tree import SourceFile, source_files

WHOLE = {"read_bytes", "read_text", "readall", "readlines", "extractall", "extractfile"}
"""Calls that read everything there is."""
SIZED = {"read", "readline"}
"""Calls that read everything, or a line of any length, where no size is given."""

ALLOWED = {
    "rego/folder.py:read_module": "a rule of ours, or one that the team's settings name",
    "rego/examples.py:load_examples": "examples beside a rule",
    "rego/worker.py:main": "what the parent process has just written",
    "kernel/secret_identity.py:_made_key": "a file that this run has just written",
    "kernel/secret_identity.py:_stored_key": "a file of our own state folder",
    "native/secrets/engine.py:_load": "a file of our own state folder",
    "native/secrets/rule.py:sources": "a file of our own package",
    "pipeline/check.py:_content": "the size on disk is compared with the bound just before",
    "advisories/documents.py:_single": "the size on disk is compared with the bound just before",
    "advisories/feeds/end_of_life.py:own_dates": "a file of our own package",
    "advisories/starter_set.py:_content": "a file of our own package",
    "advisories/wheel.py:write_wheel": "a database that this run has just written",
    "cli/scan.py:_password": "typed or piped by the person who runs the program",
    "gate/policies.py:_profiles": "a file of our own package",
    "report/html/write.py:_text": "a file of our own package",
    "config/load.py:_bytes": "a settings file that the person who runs the program chose",
}
"""``file:function`` where a read needs no bound, each with its reason."""


def test_reads_are_bounded() -> None:
    """A read without a size is on the list, with a reason; the list names nothing else."""
    found = {
        f"{file.name}:{function}": f"line {line}"
        for file in source_files()
        for function, line in _unbounded(file)
    }
    assert {name: line for name, line in found.items() if name not in ALLOWED} == {}
    assert ALLOWED.keys() - found.keys() == set(), "take it off the list"


def _unbounded(file: SourceFile) -> Iterator[tuple[str, int]]:
    yield from _calls(file.tree, "module")


def _calls(node: ast.AST, function: str) -> Iterator[tuple[str, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _calls(child, child.name)
            continue
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute):
            name = child.func.attr
            if name in WHOLE or (name in SIZED and _reads_all(child)):
                yield function, child.lineno
        yield from _calls(child, function)


def _reads_all(call: ast.Call) -> bool:
    """Say whether no size is given, or one that means everything."""
    if not call.args:
        return True
    size = call.args[0]
    return (isinstance(size, ast.Constant) and size.value is None) or isinstance(size, ast.UnaryOp)
