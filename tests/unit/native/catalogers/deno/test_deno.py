"""What Deno locked."""

import json

import pytest

from hullmark.native.catalogers.deno.cataloger import LOCK
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def _read(text: str) -> list[tuple[str, str, str, int | None]]:
    records = LOCK.parse(File("deno.lock", text.encode()))
    return [(r.type, r.name, r.version, r.line) for r in records if isinstance(r, Package)]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda npm, jsr: {"version": "5", "jsr": jsr, "npm": npm},
        lambda npm, jsr: {"version": "3", "packages": {"jsr": jsr, "npm": npm}},
        lambda npm, jsr: {"version": "2", "jsr": jsr, "npm": {"specifiers": {}, "packages": npm}},
    ],
)
def test_versions_of_the_format(wrap: "object") -> None:
    """Newer and older locks nest the same tables; peers in a version are cut off."""
    npm = {"@a/b@1.0.0": {"integrity": "x"}, "c@2.0.0_react@18.2.0": {}, "c@2.0.0": {}}
    jsr = {"@std/path@1.0.8": {"integrity": "x"}}
    assert callable(wrap)
    found = _read(json.dumps(wrap(npm, jsr)))
    assert found == [
        ("jsr", "@std/path", "1.0.8", 1),
        ("npm", "@a/b", "1.0.0", 1),
        ("npm", "c", "2.0.0", 1),
    ]


@pytest.mark.parametrize("text", ["", "[]", "not json"])
def test_broken_locks_are_refused(text: str) -> None:
    """What is no object of JSON."""
    with pytest.raises(UnreadableFileError):
        _read(text)
