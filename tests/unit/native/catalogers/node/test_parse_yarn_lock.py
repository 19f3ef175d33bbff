"""Lock files of every Yarn."""

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.node.lock_cataloger import YARN_LOCK
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def _read(text: str, path: str = "app/yarn.lock") -> list[Package]:
    return [r for r in YARN_LOCK.parse(File(path, text.encode())) if isinstance(r, Package)]


_CLASSIC = """\
# yarn lockfile v1


"@s/a@^1.0.0", "@s/a@^1.1.0":
  version "1.2.0"
  resolved "https://registry.yarnpkg.com/@s/a/-/a-1.2.0.tgz#00"
  dependencies:
    b "^2.0.0"

alias@npm:real@^3.0.0:
  version "3.0.1"

renamed@^1.0.0:
  version "1.0.0"
  resolved "https://npm.example.org/api/npm/npm/@s%2fother/-/other-1.0.0.tgz"

bare:
  version "4.0.0"

"git@https://example.org/git.git#0a1b":
  version "5.0.0"
  resolved "git+ssh://git:secret@example.org/git.git#0a1b"
"""


def test_classic() -> None:
    """Names behind aliases, from requirements or from the archive's address; no relations."""
    found = _read(_CLASSIC)
    assert [(p.name, p.version, p.line, p.direct) for p in found] == [
        ("@s/a", "1.2.0", 4, None),
        ("real", "3.0.1", 10, None),
        ("@s/other", "1.0.0", 13, None),
        ("bare", "4.0.0", 17, None),
        ("git", "5.0.0", 20, None),
    ]
    assert found[4].qualifiers == (("vcs_url", "git+ssh://example.org/git.git#0a1b"),)
    assert {p.evidence for p in found} == {Evidence.DECLARED}


_BERRY = """\
__metadata:
  version: 8
  cacheKey: 10c0

"a@npm:^1.0.0, a@npm:^1.1.0":
  version: 1.2.0
  resolution: "a@npm:1.2.0"
  dependencies:
    b: "npm:^2.0.0"
  languageName: node
  linkType: hard

"alias@npm:b@^2.0.0, b@npm:^2.0.0":
  version: 2.0.0
  resolution: "b@npm:2.0.0"

"t@patch:t@^4.0.0#~builtin<compat/t>":
  version: 4.9.0
  resolution: "t@patch:t@npm%3A4.9.0#~builtin<compat/t>::version=4.9.0"

"linked@link:../linked::locator=app%40workspace%3A.":
  version: 0.0.0-use.local
  resolution: "linked@link:../linked::locator=app%40workspace%3A."

"app@workspace:.":
  version: 0.0.0-use.local
  resolution: "app@workspace:."
  dependencies:
    a: ^1.1.0
    t: "patch:t@^4.0.0#~builtin<compat/t>"
"""


def test_berry() -> None:
    """Resolutions name the package; the workspace is left out and says what is direct."""
    assert [(p.name, p.version, p.line, p.direct) for p in _read(_BERRY)] == [
        ("a", "1.2.0", 5, True),
        ("b", "2.0.0", 13, False),
        ("t", "4.9.0", 17, True),
    ]


def test_quoted_keys_and_windows_line_ends() -> None:
    """Spellings that other tools write are the same."""
    text = _BERRY.replace("  version:", '  "version":').replace("\n", "\r\n")
    assert _read(text) == _read(_BERRY)


def test_locks_of_dependencies() -> None:
    """A lock below ``node_modules`` speaks of a dependency's own development."""
    assert _read(_CLASSIC, "app/node_modules/a/yarn.lock") == []
    assert _read(_CLASSIC, "no-node_modules/yarn.lock")


@pytest.mark.parametrize("text", ["<<<<<<< HEAD\n", "\0\0", "{}"])
def test_broken_files(text: str) -> None:
    """Each fault is one kind of error."""
    with pytest.raises(UnreadableFileError):
        _read(text)
