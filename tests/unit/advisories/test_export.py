"""A database travels as one file or as a wheel and arrives as it left."""

import csv
import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from advisory_feeds import affected, osv_record, write_dump
from hullmark.advisories.build import build_database
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.errors import (
    DatabaseDigestError,
    DatabaseFormatError,
    DatabaseMissingError,
)
from hullmark.advisories.export import export_database, import_database, make_wheel
from hullmark.kernel.errors import HullmarkError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a small database with a row that is packed."""
    many = [
        osv_record(f"X-{n}", affected=[affected("PyPI", "busy", introduced="0", fixed=str(n))])
        for n in range(1, 100)
    ]
    build_database([str(write_dump(tmp_path / "all.zip", osv_record(), *many))], tmp_path / "a.db")
    return tmp_path / "a.db"


def answers(path: Path) -> object:
    """Return what a database says."""
    with AdvisoryDatabase.open(path, thorough=True) as database:
        keys = list(database.packages(database.ecosystems()))
        return [database.affected(*key) for key in keys], database.advisory("X-1"), database.info


def test_export_and_import_give_the_same_answers(path: Path, tmp_path: Path) -> None:
    """What was exported says the same after import, and the returned digest is the file's."""
    digest = export_database(path, tmp_path / "out.db.zst")
    content = (tmp_path / "out.db.zst").read_bytes()
    assert digest == f"sha256:{hashlib.sha256(content).hexdigest()}"
    import_database(tmp_path / "out.db.zst", tmp_path / "new" / "b.db", digest=digest)
    assert answers(tmp_path / "new" / "b.db") == answers(path)


def test_matching_only_export(path: Path, tmp_path: Path) -> None:
    """Texts can be left behind."""
    export_database(path, tmp_path / "out.zst", matching_only=True)
    info = import_database(tmp_path / "out.zst", tmp_path / "b.db")
    assert info.kind == "matching"
    with AdvisoryDatabase.open(tmp_path / "b.db") as database:
        advisory = database.advisory("X-1")
        assert advisory is not None
        assert advisory.summary == ""
        assert len(database.affected("PyPI", "busy")) == 99


def test_plain_database_is_imported(path: Path, tmp_path: Path) -> None:
    """A database file itself may be brought."""
    import_database(path, tmp_path / "b.db")
    assert answers(tmp_path / "b.db") == answers(path)


def test_wheel_is_valid_and_imports(path: Path, tmp_path: Path) -> None:
    """The wheel has metadata and a record that fits every file, and the same bytes twice."""
    wheel = make_wheel(path, tmp_path / "dist")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        info = next(n for n in names if n.endswith("/METADATA")).rpartition("/")[0]
        assert "Name: hullmark-advisories\n" in archive.read(f"{info}/METADATA").decode()
        assert "Tag: py3-none-any\n" in archive.read(f"{info}/WHEEL").decode()
        record = list(csv.reader(io.StringIO(archive.read(f"{info}/RECORD").decode())))
        assert {row[0] for row in record} == set(names)
        for name, _, size in record:
            if size:
                assert archive.getinfo(name).file_size == int(size)
    first = wheel.read_bytes()
    assert make_wheel(path, tmp_path / "dist").read_bytes() == first
    assert import_database(wheel, tmp_path / "b.db").kind == "matching"


def test_wrong_digest_keeps_the_old_database(path: Path, tmp_path: Path) -> None:
    """A file that is not the announced one is refused before anything is touched."""
    export_database(path, tmp_path / "out.zst")
    before = path.read_bytes()
    with pytest.raises(DatabaseDigestError):
        import_database(tmp_path / "out.zst", path, digest="sha256:" + "0" * 64)
    assert path.read_bytes() == before


def test_every_damage_is_refused_and_the_old_database_stays(path: Path, tmp_path: Path) -> None:
    """Whatever byte is changed or wherever the file ends, nothing half-right is installed."""
    export_database(path, tmp_path / "out.zst")
    good = (tmp_path / "out.zst").read_bytes()
    before = path.read_bytes()
    damaged = [good[:at] for at in range(0, len(good), max(1, len(good) // 20))]
    for at in range(0, len(good), max(1, len(good) // 40)):
        changed = bytearray(good)
        changed[at] ^= 0x55
        damaged.append(bytes(changed))
    for number, content in enumerate(damaged):
        bad = tmp_path / f"bad{number}.zst"
        bad.write_bytes(content)
        # A changed word of the head (built_at) is no damage to the data.
        try:
            import_database(bad, tmp_path / "b.db")
        except HullmarkError:
            assert not (tmp_path / "b.db").exists()
        else:
            assert answers(tmp_path / "b.db") == answers(path)
            (tmp_path / "b.db").unlink()
    assert path.read_bytes() == before


def test_wheel_with_a_changed_database_is_refused(path: Path, tmp_path: Path) -> None:
    """The record of the wheel is checked."""
    wheel = make_wheel(path, tmp_path)
    forged = tmp_path / "forged-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content + b"x" if name.endswith(".zst") else content)
    with pytest.raises(DatabaseFormatError, match="RECORD"):
        import_database(forged, tmp_path / "b.db")


@pytest.mark.parametrize("name", ["x.zst", "x.whl", "x.db"])
def test_other_files_are_refused(name: str, tmp_path: Path) -> None:
    """What is none of ours is named."""
    (tmp_path / name).write_bytes(b"words" * 100)
    with pytest.raises(DatabaseFormatError, match="x"):
        import_database(tmp_path / name, tmp_path / "b.db")
    with pytest.raises(DatabaseFormatError):
        import_database(tmp_path / "absent", tmp_path / "b.db")
    with pytest.raises(DatabaseMissingError):
        export_database(tmp_path / "absent", tmp_path / "out")
