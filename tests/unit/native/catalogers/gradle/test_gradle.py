"""Lock files and verification metadata of Gradle."""

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.gradle.cataloger import LOCKFILE, VERIFICATION
from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError

_LOCK = """\
# This is a Gradle generated file for dependency locking.
g:a:1.0=compileClasspath,testCompileClasspath
g:b:2.0=testCompileClasspath,integrationTestRuntimeClasspath
empty=annotationProcessor
"""


def _read(cataloger: Cataloger, text: str, path: str = "app/gradle.lockfile") -> list[Package]:
    return [r for r in cataloger.parse(File(path, text.encode())) if isinstance(r, Package)]


def test_lockfile() -> None:
    """Artifacts with line; what only tests use is for development."""
    found = _read(LOCKFILE, _LOCK)
    assert [(p.name, p.version, p.line, p.development) for p in found] == [
        ("g:a", "1.0", 2, False),
        ("g:b", "2.0", 3, True),
    ]
    assert {(p.type, p.evidence) for p in found} == {("maven", Evidence.DECLARED)}
    assert _read(LOCKFILE, _LOCK.replace("\n", "\r\n")) == found


@pytest.mark.parametrize(
    ("path", "development"),
    [
        ("app/buildscript-gradle.lockfile", True),
        ("app/gradle/dependency-locks/testRuntimeClasspath.lockfile", True),
        ("app/gradle/dependency-locks/runtimeClasspath.lockfile", False),
    ],
)
def test_names_of_lockfiles(path: str, development: bool) -> None:  # noqa: FBT001
    """The build's own, and one file per configuration as before Gradle 6."""
    (package,) = _read(LOCKFILE, "g:a:1.0\n", path)
    assert package.development is development


def test_verification_metadata() -> None:
    """Every component with its line."""
    text = (
        '<verification-metadata xmlns="https://schema.gradle.org/dependency-verification">\n'
        '<components>\n<component group="g" name="a" version="1.0"/>\n'
        '<component group="g" name="b"/>\n</components></verification-metadata>'
    )
    found = _read(VERIFICATION, text)
    assert [(p.name, p.version, p.line) for p in found] == [("g:a", "1.0", 3)]


@pytest.mark.parametrize(
    ("cataloger", "text"), [(LOCKFILE, "\0"), (VERIFICATION, "<a/>"), (VERIFICATION, "x")]
)
def test_broken_files(cataloger: Cataloger, text: str) -> None:
    """Each fault is one kind of error."""
    with pytest.raises(UnreadableFileError):
        _read(cataloger, text)
