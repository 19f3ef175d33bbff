"""Dart: locked packages, and packages themselves."""

import pytest

from hullmark.native.catalogers.dart.cataloger import INSTALLED, LOCK
from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError


def _read(cataloger: Cataloger, text: str) -> list[Package]:
    path = cataloger.globs[0].removeprefix("**/")
    records = cataloger.parse(File(path, text.encode()))
    return [record for record in records if isinstance(record, Package)]


_LOCK = """\
packages:
  a:
    dependency: transitive
    description: {name: a, url: "https://pub.dev"}
    source: hosted
    version: "1.10"
  b:
    dependency: "direct dev"
    description: {name: b, url: "https://pub.example.org"}
    source: hosted
    version: "2.0.0"
  c:
    dependency: "direct main"
    description: {path: ".", resolved-ref: abc, url: "https://x.org/c.git"}
    source: git
    version: "3.0.0"
  flutter:
    dependency: "direct main"
    description: flutter
    source: sdk
    version: "0.0.0"
  sky_engine:
    dependency: transitive
    description: unknown
    source: sdk
    version: "0.0.0"
sdks:
  dart: ">=2.12.0 <3.0.0"
  flutter: ">=3.24.5"
"""


def test_locked_packages() -> None:
    """Direct, development, source and line; parts of an SDK have its version or none at all."""
    found = _read(LOCK, _LOCK)
    assert [(p.name, p.version, p.line, p.direct, p.development) for p in found] == [
        ("a", "1.10", 2, False, False),
        ("b", "2.0.0", 7, True, True),
        ("c", "3.0.0", 12, True, False),
        ("flutter", "3.24.5", 17, True, False),
    ]
    assert [p.qualifiers for p in found[:3]] == [
        (),
        (("repository_url", "https://pub.example.org"),),
        (("vcs_url", "git+https://x.org/c.git@abc"),),
    ]


def test_packages() -> None:
    """A package has name and version; an application may have none."""
    (found,) = _read(INSTALLED, "name: a\nversion: 1.0.0+1\n")
    assert (found.type, found.name, found.version) == ("pub", "a", "1.0.0+1")
    assert _read(INSTALLED, "name: a\n") == []


@pytest.mark.parametrize("text", ["", "it is broken", "a: [", "a: &x [*x]"])
def test_broken_locks_are_refused(text: str) -> None:
    """What is no mapping of YAML."""
    with pytest.raises(UnreadableFileError):
        _read(LOCK, text)
