"""Cargo's manifest."""

import pytest

from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.rust.cataloger import CARGO_TOML


def _read(text: str, path: str = "app/Cargo.toml") -> list[Package]:
    return [r for r in CARGO_TOML.parse(File(path, text.encode())) if isinstance(r, Package)]


def test_own_crate_and_pins() -> None:
    """Exact versions and revisions are listed, ranges are not."""
    found = _read(
        '[package]\nname = "app"\nversion = "0.1.0"\nlicense = "MIT"\n'
        '[dependencies]\na = "=1.2.3"\nb = "1.2.3"\nc = { version = "= 2.0.0", package = "real" }\n'
        'd = { git = "https://example.org/d", rev = "0a1b" }\n'
        'e = { git = "https://example.org/e", tag = "v1" }\n'
        '[dev-dependencies.f]\nversion = "=3.0.0"\n'
        '[target."cfg(unix)".dependencies]\ng = "=4.0.0"\n'
    )
    assert [(p.name, p.version, p.line, p.direct, p.development) for p in found] == [
        ("app", "0.1.0", 1, None, False),
        ("a", "1.2.3", 6, True, False),
        ("real", "2.0.0", 8, True, False),
        ("d", "", 9, True, False),
        ("f", "3.0.0", 11, True, True),
        ("g", "4.0.0", 14, True, False),
    ]
    assert found[0].licenses == ("MIT",)
    assert found[3].qualifiers == (("vcs_url", "git+https://example.org/d@0a1b"),)


def test_versions_of_a_workspace() -> None:
    """A crate that takes its version from the workspace has one where both share the file."""
    shared = '[workspace.package]\nversion = "2.0.0"\n[workspace.dependencies]\nx = "=1.0.0"\n'
    own = '[package]\nname = "a"\nversion.workspace = true\n'
    assert [(p.name, p.version) for p in _read(shared + own)] == [("a", "2.0.0"), ("x", "1.0.0")]
    assert _read(own) == []


def test_downloaded_sources() -> None:
    """Manifests of downloaded crates say nothing about what is here."""
    own = '[package]\nname = "a"\nversion = "1.0.0"\n'
    assert _read(own, "root/.cargo/registry/src/index/a-1.0.0/Cargo.toml") == []


@pytest.mark.parametrize("text", ["=", "[dependencies]\na = { version = 1 }"])
def test_broken_files(text: str) -> None:
    """Each fault is one kind of error."""
    with pytest.raises(UnreadableFileError):
        _read(text)
