"""Pins of a Python project, from its own manifest or its setup program."""

import pytest

from hullmark.native.catalogers.python.cataloger import PYPROJECT, SETUP
from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError

_PROJECT = """[project]
name = "x"
version = "1"
dependencies = ["Flask[async]==3.1.1", "requests>=2.20", "a == 1.0 ; python_version < '3'"]
[project.optional-dependencies]
more = ["b===2.0", "c"]
[dependency-groups]
dev = ["d==3", {include-group = "more"}]
"""


def pins(cataloger: Cataloger, path: str, text: str) -> list[tuple[str, str, int | None, bool]]:
    """Return name, version, line and whether for development."""
    found = cataloger.parse(File(path, text.encode()))
    return [(p.name, p.version, p.line, p.development) for p in found if isinstance(p, Package)]


def test_pins_of_a_project_are_read() -> None:
    """Dependencies, extras and groups; ranges say what may be installed."""
    assert pins(PYPROJECT, "pyproject.toml", _PROJECT) == [
        ("Flask", "3.1.1", 4, False),
        ("a", "1.0", 4, False),
        ("b", "2.0", 6, False),
        ("d", "3", 8, True),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "[project]\ndependencies = 1\n", '[project]\ndependencies = ["", 1]\n', "project=1"],
)
def test_projects_without_pins(text: str) -> None:
    """No package, whatever shape the tables have."""
    assert pins(PYPROJECT, "pyproject.toml", text) == []


def test_a_broken_project_is_said() -> None:
    """Not TOML."""
    with pytest.raises(UnreadableFileError):
        pins(PYPROJECT, "pyproject.toml", "[project")


def test_pins_of_a_setup_program_are_read() -> None:
    """As strings; what it computes is not known without running it."""
    text = """setup(install_requires=['a==1', "b == 2;python_version<'3'", 'c>=1', '%s==3', 'd=={}',
    # 'e==5',
    ' f== 6' ])"""
    assert [pin[:3] for pin in pins(SETUP, "setup.py", text)] == [
        ("a", "1", 1),
        ("b", "2", 1),
        ("f", "6", 3),
    ]


def test_projects_of_installed_packages_ask_for_nothing() -> None:
    """What they need is installed beside them."""
    path = "usr/lib/python3/site-packages/x/pyproject.toml"
    assert pins(PYPROJECT, path, _PROJECT) == []
    assert pins(SETUP, "usr/lib/python3/dist-packages/x/setup.py", "'a==1'") == []


def test_tables_of_tools_tell_pins_too() -> None:
    """Poetry takes a bare version for exactly that one; PDM and uv keep groups of their own."""
    text = """[tool.poetry.dependencies]
python = "3.11"
starlette = "0.14.0"
aiohttp = "==3.8.0"
tornado = {version = "6.0.0", optional = true}
flask = "^2.0"
own = {path = "../own"}
many = "2.*"
[tool.poetry.group.dev.dependencies]
pytest = "7.0.0"
[tool.pdm.dev-dependencies]
lint = ["isort==5.0.0", "-e file:///x"]
[tool.uv]
dev-dependencies = ["ruff==0.4.0", "mypy>=1"]
"""
    assert set(pins(PYPROJECT, "pyproject.toml", text)) == {
        ("starlette", "0.14.0", 3, False),
        ("aiohttp", "3.8.0", 4, False),
        ("tornado", "6.0.0", 5, False),
        ("pytest", "7.0.0", 10, True),
        ("isort", "5.0.0", 12, True),
        ("ruff", "0.4.0", 14, True),
    }
