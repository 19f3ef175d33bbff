"""A Nix store is listed by its database."""

import sqlite3
from pathlib import Path

import pytest

from hullmark.native.catalogers.nix.cataloger import NIX
from hullmark.native.catalogers.nix.parse_store_path import split_path
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_HASH = "0c0g5zrw2k8qnvnh7ilp5dgr4s1qsz1f"
_PATH = "nix/var/nix/db/db.sqlite"


def database(folder: Path, *names: str, columns: str = "path text unique not null") -> bytes:
    """Return a store's database with these paths."""
    path = folder / "db.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute(
            f"create table ValidPaths (id integer primary key autoincrement not null, {columns},"
            " hash text not null)"
        )
        column = columns.split(maxsplit=1)[0]
        connection.executemany(
            f"insert into ValidPaths ({column}, hash) values (?, 'sha256:0')",
            [(f"/nix/store/{_HASH}-{name}",) for name in names],
        )
    connection.close()
    return path.read_bytes()


def test_outputs_of_one_package_are_one(tmp_path: Path) -> None:
    """Name and version, whichever of its outputs are there; recipes and sources are not."""
    names = ("openssl-3.0.13", "openssl-3.0.13-bin", "openssl-3.0.13.drv", "source", "x-1.tar.gz")
    data = database(tmp_path, *names)
    assert list(NIX.parse(File(_PATH, data))) == [
        Package(type="nix", name="openssl", version="3.0.13")
    ]


def test_a_store_of_many_paths(tmp_path: Path) -> None:
    """Rows over many pages."""
    data = database(tmp_path, *(f"package{n}-1.{n}" for n in range(5_000)))
    assert len(list(NIX.parse(File(_PATH, data)))) == 5_000


@pytest.mark.parametrize(
    ("name", "split"),
    [
        ("bash-interactive-5.2-p26", ("bash-interactive", "5.2-p26")),
        ("python3.11-requests-2.31.0", ("python3.11-requests", "2.31.0")),
        ("glibc-2.39-5-dev", ("glibc", "2.39-5")),
        ("nss-cacert-3.98", ("nss-cacert", "3.98")),
        ("hook", None),
        ("fix-cve-2024-1.patch", None),
        ("config.json", None),
    ],
)
def test_names_split_where_nix_splits_them(name: str, split: tuple[str, str] | None) -> None:
    """Before the first dash that a digit follows."""
    assert split_path(f"/nix/store/{_HASH}-{name}") == split
    assert split_path(f"/nix/store/{name}") is None


def test_other_databases_are_refused(tmp_path: Path) -> None:
    """Another table, another column, a cut, another format."""
    data = database(tmp_path, "a-1")
    for broken in (data[:600], b"SQLite format 3\0", b"", data[:4096]):
        with pytest.raises(UnreadableFileError):
            list(NIX.parse(File(_PATH, broken)))
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(UnreadableFileError, match="lacks"):
        list(NIX.parse(File(_PATH, database(other, "a-1", columns="place text"))))
