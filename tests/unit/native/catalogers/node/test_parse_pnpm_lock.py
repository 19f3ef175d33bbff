"""Lock files of pnpm, of every version."""

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.node.lock_cataloger import PNPM_LOCK
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def _read(text: str, path: str = "app/pnpm-lock.yaml") -> list[Package]:
    return [r for r in PNPM_LOCK.parse(File(path, text.encode())) if isinstance(r, Package)]


_V5 = """\
lockfileVersion: 5.4
dependencies:
  '@s/a': 1.10.0_b@2.0.0
  alias: /real/3.0.0
devDependencies:
  t: 4.0.0
packages:
  /@s/a/1.10.0_b@2.0.0:
    dev: false
  /b/2.0.0:
    dev: false
  /real/3.0.0:
    dev: false
  npm.example.org/t/4.0.0:
    dev: true
  github.com/o/g/0a1b:
    resolution: {commit: 0a1b, repo: 'https://x:y@github.com/o/g.git', type: git}
    name: g
    version: 5.0.0
  /nonsense:
    dev: false
"""

_V6 = """\
lockfileVersion: '6.0'
dependencies:
  '@s/a':
    specifier: ^1.0.0
    version: 1.10.0(b@2.0.0)
  alias:
    specifier: npm:real@3
    version: /real@3.0.0
packages:
  /@s/a@1.10.0(b@2.0.0):
    dev: false
  /b@2.0.0:
    dev: false
  /real@3.0.0:
    dev: false
  /t@4.0.0-rc.1(b@2.0.0):
    dev: true
  file:local:
    resolution: {directory: local, type: directory}
    name: local
    version: 1.0.0
"""

_V9 = """\
lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      '@s/a':
        specifier: ^1.0.0
        version: 1.10.0(b@2.0.0)
      here:
        specifier: workspace:*
        version: link:packages/here
  packages/here:
    optionalDependencies:
      alias:
        specifier: npm:real@3
        version: real@3.0.0
    devDependencies:
      t:
        specifier: ^4.0.0
        version: 4.0.0
packages:
  '@s/a@1.10.0':
    resolution: {integrity: x}
  b@2.0.0:
    resolution: {integrity: x}
  g@https://codeload.github.com/o/g/tar.gz/0a1b:
    resolution: {tarball: https://codeload.github.com/o/g/tar.gz/0a1b}
    version: 5.0.0
  real@3.0.0:
    resolution: {integrity: x}
  t@4.0.0:
    resolution: {integrity: x}
  u@5.0.0:
    resolution: {integrity: x}
snapshots:
  '@s/a@1.10.0(b@2.0.0)':
    dependencies:
      b: 2.0.0
  b@2.0.0:
    dependencies:
      '@s/a': 1.10.0(b@2.0.0)
  g@https://codeload.github.com/o/g/tar.gz/0a1b: {}
  real@3.0.0:
    dependencies:
      g: https://codeload.github.com/o/g/tar.gz/0a1b
  t@4.0.0:
    dependencies:
      u: 5.0.0
  u@5.0.0: {}
"""


def test_version_5() -> None:
    """Keys with slashes, of any registry; entries of repositories name themselves."""
    found = _read(_V5)
    assert [(p.name, p.version, p.line, p.direct, p.development) for p in found] == [
        ("@s/a", "1.10.0", 8, True, False),
        ("b", "2.0.0", 10, False, False),
        ("real", "3.0.0", 12, True, False),
        ("t", "4.0.0", 14, False, True),
        ("g", "5.0.0", 16, False, False),
    ]
    assert found[4].qualifiers == (("vcs_url", "git+https://github.com/o/g.git#0a1b"),)
    assert {p.evidence for p in found} == {Evidence.DECLARED}


def test_version_6() -> None:
    """Keys with ``@``, and peers in brackets."""
    assert [(p.name, p.version, p.direct, p.development) for p in _read(_V6)] == [
        ("@s/a", "1.10.0", True, False),
        ("b", "2.0.0", False, False),
        ("real", "3.0.0", True, False),
        ("t", "4.0.0-rc.1", False, True),
        ("local", "1.0.0", False, False),
    ]


def test_version_9() -> None:
    """What only development needs follows from the snapshots, over all projects and in circles."""
    found = _read(_V9)
    assert [(p.name, p.version, p.direct, p.development) for p in found] == [
        ("@s/a", "1.10.0", True, False),
        ("b", "2.0.0", False, False),
        ("g", "5.0.0", False, False),
        ("real", "3.0.0", True, False),
        ("t", "4.0.0", True, True),
        ("u", "5.0.0", False, True),
    ]


def test_several_documents_and_none() -> None:
    """Pnpm keeps its own tools in a document before the project's."""
    assert len(_read(f"---\n{_V9}---\n{_V6}")) == len(_read(_V9)) + len(_read(_V6))
    assert _read("lockfileVersion: 5.3\n") == []


def test_locks_of_modules() -> None:
    """The copy in ``node_modules`` counts, a dependency's own lock does not."""
    assert _read(_V6, "app/node_modules/.pnpm/lock.yaml")
    assert _read(_V6, "app/node_modules/a/pnpm-lock.yaml") == []


@pytest.mark.parametrize("text", ["a: [", "- a", "text", "a: *b"])
def test_broken_files(text: str) -> None:
    """Each fault is one kind of error."""
    with pytest.raises(UnreadableFileError):
        _read(text)
