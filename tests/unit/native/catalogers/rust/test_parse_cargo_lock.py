"""Cargo's lock file."""

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.rust.cataloger import CARGO_LOCK

_LOCK = """\
version = 3

[[package]]
name = "app"
version = "0.1.0"
dependencies = [
 "memchr 2.5.0",
 "own",
 "regex",
]

[[package]]
name = "memchr"
version = "2.5.0"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "memchr"
version = "1.0.2"
source = "sparse+https://crates.example.org/index/"

[[package]]
name = "own"
version = "0.2.0"

[[package]]
name = "regex"
version = "1.7.3"
source = "git+https://github.com/rust-lang/regex?branch=x#0a1b2c"
"""


def _read(text: str, path: str = "app/Cargo.lock") -> list[Package]:
    return [r for r in CARGO_LOCK.parse(File(path, text.encode())) if isinstance(r, Package)]


def test_packages() -> None:
    """Crates with line, with whether the workspace asks for them, and with their origin."""
    assert [(p.name, p.version, p.line, p.direct, p.qualifiers) for p in _read(_LOCK)] == [
        ("app", "0.1.0", 3, None, ()),
        ("memchr", "2.5.0", 12, True, ()),
        (
            "memchr",
            "1.0.2",
            17,
            False,
            (("repository_url", "https://crates.example.org/index/"),),
        ),
        ("own", "0.2.0", 22, None, ()),
        (
            "regex",
            "1.7.3",
            26,
            True,
            (("vcs_url", "git+https://github.com/rust-lang/regex@0a1b2c"),),
        ),
    ]
    assert {p.evidence for p in _read(_LOCK)} == {Evidence.DECLARED}


def test_downloaded_sources() -> None:
    """A lock inside a downloaded crate says nothing about what is here."""
    assert _read(_LOCK, "root/.cargo/registry/src/index/regex-1.7.3/Cargo.lock") == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("= x", "not valid TOML"),
        ('package = "x"', "not a list"),
        ('[[package]]\nname = "x"\n', "no name or no version"),
    ],
)
def test_broken_files(text: str, says: str) -> None:
    """Each fault is one kind of error."""
    with pytest.raises(UnreadableFileError, match=says):
        _read(text)
