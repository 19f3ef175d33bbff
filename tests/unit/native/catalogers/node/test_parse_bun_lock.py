"""Lock files of Bun."""

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.node.lock_cataloger import BUN_LOCK
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def _read(text: str, path: str = "app/bun.lock") -> list[Package]:
    return [r for r in BUN_LOCK.parse(File(path, text.encode())) if isinstance(r, Package)]


_LOCK = """\
{
  // a comment, with "quotes"
  "lockfileVersion": 1,
  "workspaces": {
    "": {
      "name": "app",
      "dependencies": { "a": "^1.0.0", "alias": "npm:real@3", }, /* over
      two lines */
      "devDependencies": { "t": "^4.0.0" },
    },
    "packages/lib": { "name": "lib", "version": "1.0.0", "dependencies": { "b": "^1.0.0" } },
  },
  "packages": {
    "a": ["a@1.2.0", "", { "dependencies": { "b": "^2.0.0" } }, "sha512-//,]"],

    "alias": ["real@3.0.0", "", {}, "sha512-"],

    "b": ["b@2.0.0", "", {}, "sha512-"],

    "g": ["g@github:o/g#0a1b", {}, "o-g-0a1b"],

    "lib": ["lib@workspace:packages/lib"],

    "t": ["@s/t@4.0.0", "", { "dependencies": { "b": "^3.0.0", "u": "*" } }, "sha512-"],

    "u": ["u@5.0.0"],

    "lib/b": ["b@1.0.0", "", {}, "sha512-"],

    "t/b": ["b@3.0.0", "", {}, "sha512-"],
  }
}
"""


def test_packages() -> None:
    """Names and versions, nested ones too; direct and development over all workspaces."""
    found = _read(_LOCK)
    assert [(p.name, p.version, p.line, p.direct, p.development) for p in found] == [
        ("a", "1.2.0", 14, True, False),
        ("real", "3.0.0", 16, True, False),
        ("b", "2.0.0", 18, False, False),
        ("g", "", 20, False, True),
        ("@s/t", "4.0.0", 24, True, True),
        ("u", "5.0.0", 26, False, True),
        ("b", "1.0.0", 28, True, False),
        ("b", "3.0.0", 30, False, True),
    ]
    assert found[3].qualifiers == (("vcs_url", "github:o/g#0a1b"),)
    assert {p.evidence for p in found} == {Evidence.DECLARED}


def test_without_workspaces() -> None:
    """Then nobody says what is direct or for development."""
    (package,) = _read('{"packages": {"a": ["a@1.0.0"]}}')
    assert (package.direct, package.development) == (None, False)


def test_locks_of_dependencies() -> None:
    """A lock below ``node_modules`` speaks of a dependency's own development."""
    assert _read(_LOCK, "app/node_modules/a/bun.lock") == []


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"packages": [1]}', '{"a": "', "{/*", '{"\\"' + '\\"' * 10_000, '{"a": 1,,}'],
)
def test_broken_files(text: str) -> None:
    """Each fault is one kind of error."""
    with pytest.raises(UnreadableFileError):
        _read(text)
