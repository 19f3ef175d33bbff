"""Swift packages and pods."""

import json

import pytest

from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError
from hullmark.native.catalogers.swift.cataloger import PODFILE_LOCK, RESOLVED


def _read(cataloger: Cataloger, text: str) -> list[Package]:
    records = cataloger.parse(File("app/x", text.encode()))
    return [record for record in records if isinstance(record, Package)]


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("https://github.com/Quick/Nimble.git", "github.com/Quick/Nimble"),
        ("https://u:p@x.org/a/b/", "x.org/a/b"),
        ("git@github.com:apple/swift-nio.git", "github.com/apple/swift-nio"),
        ("ssh://git@x.org/a/b.git", "x.org/a/b"),
    ],
)
def test_repositories_are_the_names(location: str, name: str) -> None:
    """Without scheme, credentials and ending, as advisories have them."""
    pin = {"identity": "x", "location": location, "state": {"version": "1.0"}}
    (found,) = _read(RESOLVED, json.dumps({"pins": [pin], "version": 2}))
    assert found.name == name


def test_versions_of_the_format() -> None:
    """Version 1 nests its pins; a branch or commit stands in for a version; folders go."""
    pins = [
        {"package": "A", "repositoryURL": "https://x.org/a/a", "state": {"version": "1"}},
        {"package": "B", "repositoryURL": "https://x.org/a/b", "state": {"branch": "main"}},
        {"package": "C", "repositoryURL": "/src/c", "state": {"version": "3"}},
        {"package": "D", "repositoryURL": "https://x.org/a/d", "state": {"revision": "ab"}},
    ]
    found = _read(RESOLVED, json.dumps({"object": {"pins": pins}, "version": 1}, indent=1))
    assert [(p.name, p.version, p.line) for p in found] == [
        ("x.org/a/a", "1", 4),
        ("x.org/a/b", "main", 11),
        ("x.org/a/d", "ab", 25),
    ]


def test_registries() -> None:
    """Packages of a registry have scope and name."""
    pin = {
        "identity": "mona.LinkedList",
        "kind": "registry",
        "location": "",
        "state": {"version": "1"},
    }
    (found,) = _read(RESOLVED, json.dumps({"pins": [pin], "version": 3}))
    assert found.name == "mona/LinkedList"


def test_pods() -> None:
    """Subspecs are pods; what other pods ask for is not direct."""
    found = _read(
        PODFILE_LOCK,
        "PODS:\n  - A (4.2.0):\n    - A/Core (= 4.2.0)\n  - A/Core (4.2.0)\n"
        '  - "B+C (1.0-beta.1)"\n\nDEPENDENCIES:\n  - A (~> 4)\n  - "B+C (from `x`)"\n\n'
        "SPEC REPOS:\n  trunk:\n    - A\n\nCOCOAPODS: 1.11.2\n",
    )
    assert [(p.name, p.version, p.line, p.direct) for p in found] == [
        ("A", "4.2.0", 2, True),
        ("A/Core", "4.2.0", 4, False),
        ("B+C", "1.0-beta.1", 5, True),
    ]


@pytest.mark.parametrize("cataloger", [RESOLVED, PODFILE_LOCK])
@pytest.mark.parametrize("text", ["", "not a lock", "\0"])
def test_broken_locks_are_refused(cataloger: Cataloger, text: str) -> None:
    """What has not the shape of such a file."""
    with pytest.raises(UnreadableFileError):
        _read(cataloger, text)
