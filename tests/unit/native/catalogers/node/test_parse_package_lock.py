"""npm lock files of every version."""

import json

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.node.cataloger import NPM_LOCK
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def _read(document: object, path: str = "app/package-lock.json") -> list[Package]:
    text = document if isinstance(document, str) else json.dumps(document, indent=2)
    return list(NPM_LOCK.parse(File(path, text.encode())))  # type: ignore[arg-type]


_V3 = {
    "lockfileVersion": 3,
    "packages": {
        "": {"name": "app", "version": "1.0.0", "dependencies": {"a": "^1", "w": "*"}},
        "node_modules/a": {"version": "1.0.0", "license": "MIT"},
        "node_modules/a/node_modules/@s/b": {"version": "2.0.0", "dev": True},
        "node_modules/alias": {"name": "real", "version": "3.0.0"},
        "node_modules/w": {"resolved": "packages/w", "link": True},
        "packages/w": {"version": "0.1.0"},
        "packages/w/node_modules/git": {"version": "1.1.0", "resolved": "git+ssh://x#abc"},
    },
}


def test_flat_table_of_versions_2_and_3() -> None:
    """Names from folders, aliases, links and workspaces; the project itself is left out."""
    found = _read(_V3)
    assert [(p.name, p.version, p.direct, p.development) for p in found] == [
        ("a", "1.0.0", True, False),
        ("@s/b", "2.0.0", False, True),
        ("real", "3.0.0", False, False),
        ("w", "0.1.0", True, False),
        ("git", "1.1.0", False, False),
    ]
    assert found[0].licenses == ("MIT",)
    assert {p.evidence for p in found} == {Evidence.DECLARED}


def test_lines_of_the_flat_table() -> None:
    """Each entry has the line on which it opens."""
    lines = json.dumps(_V3, indent=2).split("\n")
    for package in _read(_V3):
        assert package.line is not None
        assert lines[package.line - 1].strip().endswith(": {")
        assert package.name.rpartition("/")[2].replace("real", "alias") in lines[package.line - 1]


def test_tree_of_version_1() -> None:
    """Dependencies within dependencies, aliases, repositories and folders."""
    found = _read(
        {
            "lockfileVersion": 1,
            "dependencies": {
                "a": {
                    "version": "1.0.0",
                    "requires": {"b": "^2"},
                    "dependencies": {"b": {"version": "2.0.0", "dev": True}},
                },
                "b": {"version": "3.0.0"},
                "alias": {"version": "npm:@s/real@4.0.0"},
                "git": {"version": "git+https://user:secret@example.com/git.git#abc"},
                "folder": {"version": "file:../folder"},
            },
        }
    )
    assert [(p.name, p.version, p.development) for p in found] == [
        ("a", "1.0.0", False),
        ("b", "2.0.0", True),
        ("b", "3.0.0", False),
        ("@s/real", "4.0.0", False),
        ("git", "", False),
        ("folder", "", False),
    ]
    assert found[4].qualifiers == (("vcs_url", "git+https://example.com/git.git#abc"),)
    assert found[5].qualifiers == ()
    assert [p.line for p in found] == [4, 10, 16, 19, 22, 25]


def test_development_only_where_every_copy_is() -> None:
    """A version that one copy needs to run is needed to run."""
    found = _read(
        {
            "packages": {
                "node_modules/a": {"version": "1.0.0", "dev": True},
                "node_modules/x/node_modules/a": {"version": "1.0.0"},
                "node_modules/y/node_modules/a": {"version": "2.0.0", "dev": True},
            }
        }
    )
    assert [(p.version, p.development) for p in found] == [
        ("1.0.0", False),
        ("1.0.0", False),
        ("2.0.0", True),
    ]
    assert {p.direct for p in found} == {None}


def test_lock_files_of_dependencies() -> None:
    """Only the hidden lock file in ``node_modules`` speaks of what is installed."""
    document = {"packages": {"node_modules/a": {"version": "1.0.0"}}}
    assert _read(document, "app/node_modules/x/package-lock.json") == []
    assert _read(document, "app/node_modules/x/npm-shrinkwrap.json") == []
    assert len(_read(document, "app/node_modules/.package-lock.json")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "not json",
        '{"dependencies": []}',
        '{"dependencies": ' + '{"a": {"dependencies": ' * 300 + "{}" + "}}" * 300 + "}",
    ],
)
def test_broken_lock_file(text: str) -> None:
    """What is not a lock file is refused."""
    with pytest.raises(UnreadableFileError):
        _read(text)


@pytest.mark.parametrize(
    "entry", [1, None, "x", [], {"link": True}, {"link": True, "resolved": ""}]
)
def test_odd_entries_are_passed_over(entry: object) -> None:
    """An entry that names nothing does not hide the others."""
    packages = {"node_modules/odd": entry, "node_modules/a": {"version": "1.0.0"}}
    assert [p.name for p in _read({"packages": packages})] == ["a"]
