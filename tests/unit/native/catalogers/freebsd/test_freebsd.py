"""FreeBSD packages: the database of pkg, and the manifest of one package."""

import sqlite3
from pathlib import Path

import pytest

from hullmark.native.catalogers.freebsd.cataloger import INSTALLED, MANIFEST
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_TABLE = (
    "CREATE TABLE packages (id INTEGER PRIMARY KEY, origin TEXT NOT NULL, name TEXT NOT NULL,"
    " version TEXT NOT NULL, comment TEXT NOT NULL, desc TEXT NOT NULL, mtree_id INTEGER,"
    " message TEXT, arch TEXT NOT NULL, maintainer TEXT NOT NULL)"
)


def test_installed_packages(tmp_path: Path) -> None:
    """Columns are found by name, whatever their order."""
    path = tmp_path / "local.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(_TABLE)
        connection.execute(
            "INSERT INTO packages VALUES"
            " (1, 'ftp/curl', 'curl', '8.7.1', '', '', NULL, '', 'FreeBSD:14:amd64', '')"
        )
    connection.close()
    (package,) = INSTALLED.parse(File("var/db/pkg/local.sqlite", path.read_bytes()))
    assert package == Package(
        type="freebsd",
        name="curl",
        version="8.7.1",
        architecture="FreeBSD:14:amd64",
        qualifiers=(("origin", "ftp/curl"),),
    )


@pytest.mark.parametrize(
    ("logic", "licenses"), [("and", ("A", "B")), ("or", ("A or B",)), ("single", ("A", "B"))]
)
def test_licenses_of_a_manifest(logic: str, licenses: tuple[str, ...]) -> None:
    """A choice is one expression."""
    data = (
        '{"name": "a", "version": "1_2,1", "origin": "x/a", "arch": "freebsd:14:*",'
        f' "licenselogic": "{logic}", "licenses": ["A", "B"]}}'
    )
    (package,) = MANIFEST.parse(File("x/+COMPACT_MANIFEST", data.encode()))
    assert isinstance(package, Package)
    assert (package.version, package.licenses) == ("1_2,1", licenses)


@pytest.mark.parametrize("data", [b"", b"{}", b'{"name": "", "version": "1"}', b'{"name": 1}'])
def test_broken_manifests_are_said(data: bytes) -> None:
    """Cut off, or without a name."""
    with pytest.raises(UnreadableFileError):
        list(MANIFEST.parse(File("x/+COMPACT_MANIFEST", data)))
