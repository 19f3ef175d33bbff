"""Packages of opam."""

import pytest

from hullmark.native.catalogers.ocaml.cataloger import OPAM
from hullmark.native.catalogers.record import File, Package, UnreadableFileError


def _read(path: str, text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    records = OPAM.parse(File(path, text.encode()))
    return [(r.name, r.version, r.licenses) for r in records if isinstance(r, Package)]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("p/dune.3.8.1/opam", 'opam-version: "2.0"\n', [("dune", "3.8.1", ())]),
        ("alcotest.opam", 'version: "1.5.0"\nlicense: "ISC"\n', [("alcotest", "1.5.0", ("ISC",))]),
        ("x.opam", 'name: "y"\nversion: "1"\nlicense: ["MIT" "BSD"]\n', [("y", "1", ("MIT",))]),
        ("x.opam", 'description: """\nversion: "9"\n"""\n', []),
        ("x.opam", "", []),
    ],
)
def test_fields_and_folders(path: str, text: str, found: list[object]) -> None:
    """Fields outrank the name of the folder; a package without version says nothing."""
    assert _read(path, text) == found


def test_binary_files_are_refused() -> None:
    """An opam file is text."""
    with pytest.raises(UnreadableFileError):
        _read("x.opam", "\0")
