"""Lock files of Poetry, uv, PDM, Pipenv and the standard one."""

import json

import pytest

from hullmark.native.catalogers.python.cataloger import (
    PDM_LOCK,
    PIPFILE_LOCK,
    POETRY_LOCK,
    PYLOCK,
    UV_LOCK,
)
from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError

_TOML = (POETRY_LOCK, PDM_LOCK, UV_LOCK, PYLOCK)


def _read(cataloger: Cataloger, text: str) -> list[Package]:
    return list(cataloger.parse(File("x.lock", text.encode())))  # type: ignore[arg-type]


def test_poetry() -> None:
    """Old locks have categories, new ones groups; packages without a version are passed over."""
    found = _read(
        POETRY_LOCK,
        '[[package]]\nname = "a"\nversion = "1"\ncategory = "dev"\n\n'
        '[[package]] # comment\nname = "b"\nversion = "2"\ngroups = ["main", "dev"]\n'
        '[[package]]\nname = "c"\nversion = "3"\ngroups = ["dev", "test"]\n'
        '[[package]]\nname = "d"\n[metadata]\nname = "x"\n',
    )
    assert [(p.name, p.version, p.line, p.development) for p in found] == [
        ("a", "1", 1, True),
        ("b", "2", 6, False),
        ("c", "3", 10, True),
    ]


def test_uv() -> None:
    """The project is left out; direct and development follow from what it asks for."""
    found = _read(
        UV_LOCK,
        '[[package]]\nname = "p"\nversion = "0"\nsource = { editable = "." }\n'
        'dependencies = [{ name = "a" }]\n'
        '[package.dev-dependencies]\ndev = [{ name = "t" }]\n'
        '[[package]]\nname = "a"\nversion = "1"\ndependencies = [{ name = "b" }]\n'
        '[[package]]\nname = "b"\nversion = "2"\n'
        '[[package]]\nname = "t"\nversion = "3"\ndependencies = [{ name = "b" }, { name = "u" }]\n'
        '[[package]]\nname = "u"\nversion = "4"\n',
    )
    assert [(p.name, p.direct, p.development) for p in found] == [
        ("a", True, False),
        ("b", False, False),
        ("t", True, True),
        ("u", False, True),
    ]


def test_uv_without_a_project() -> None:
    """Which are direct is then unknown."""
    (found,) = _read(UV_LOCK, '[[package]]\nname = "a"\nversion = "1"\n')
    assert (found.direct, found.development) == (None, False)


def test_pdm_and_pylock() -> None:
    """The same tables under other names; inline tables have no lines."""
    (found,) = _read(PDM_LOCK, '[[package]]\nname = "a"\nversion = "1"\ngroups = ["default"]\n')
    assert (found.name, found.line, found.development) == ("a", 1, False)
    (found,) = _read(PYLOCK, 'packages = [{ name = "a", version = "1" }, { name = "self" }]\n')
    assert (found.name, found.line) == ("a", None)


@pytest.mark.parametrize("cataloger", _TOML)
@pytest.mark.parametrize(
    "text", ["not toml", "package = 1\npackages = 1", "\x00", "a = " + "[" * 5000]
)
def test_broken_toml(cataloger: Cataloger, text: str) -> None:
    """What is not such a file is refused."""
    with pytest.raises(UnreadableFileError):
        _read(cataloger, text)


@pytest.mark.parametrize("cataloger", _TOML)
def test_empty_toml(cataloger: Cataloger) -> None:
    """An empty file locks nothing."""
    assert _read(cataloger, "") == []


def test_pipfile_lock() -> None:
    """Both sections and the user's own, with lines; entries without a version are passed over."""
    document = {
        "_meta": {"hash": {"sha256": "x"}},
        "default": {"a": {"version": "==1"}, "git": {"ref": "abc"}, "any": {"version": "*"}},
        "develop": {"a": {"version": "==2"}},
        "docs": {"d": {"version": "===3"}},
    }
    found = _read(PIPFILE_LOCK, json.dumps(document, indent=1))
    assert [(p.name, p.version, p.line, p.development) for p in found] == [
        ("a", "1", 8, False),
        ("a", "2", 19, True),
        ("d", "3", 24, False),
    ]


@pytest.mark.parametrize("text", ["", "[]", "x"])
def test_broken_pipfile_lock(text: str) -> None:
    """What is not such a file is refused."""
    with pytest.raises(UnreadableFileError):
        _read(PIPFILE_LOCK, text)
