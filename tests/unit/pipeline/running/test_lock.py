"""The lock: the same programs and data, or an integrity error before anything runs."""

from pathlib import Path

import pytest

from fake_scanners import program
from hullmark.config.settings import Settings
from hullmark.kernel.errors import IntegrityError
from hullmark.model.ledger import Status
from hullmark.pipeline.running.errors import LockMismatchError, NotLockedError
from hullmark.pipeline.running.lock import write_lock
from hullmark.pipeline.scan import scan


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "repository").mkdir()
    (tmp_path / "repository" / "a.txt").write_text("x")


def _settings(tmp_path: Path, *, locked: bool = False, names: tuple[str, ...] = ()) -> Settings:
    return Settings(
        scanners=names,
        scanner_programs={"gitleaks": tmp_path / "bin" / "gitleaks"},
        locked=locked,
        cache=False,
    )


def test_a_locked_scan_runs_what_the_lock_names(tmp_path: Path) -> None:
    """Without naming scanners again, the same findings come out."""
    program(tmp_path / "bin", "gitleaks", "print(REPORT); sys.exit(99)")
    write_lock(_settings(tmp_path, names=("gitleaks",)))
    plain = scan(["repo:repository"], settings=_settings(tmp_path, names=("gitleaks",)))
    locked = scan(["repo:repository"], settings=_settings(tmp_path, locked=True))
    assert [f.id for f in locked.findings] == [f.id for f in plain.findings]
    (row,) = [
        each for each in locked.ledger if each.check == "secrets" and each.scanner != "native"
    ]
    assert row.status is Status.RAN


def test_another_program_is_an_integrity_error(tmp_path: Path) -> None:
    """Nothing is run, whatever the program would have said."""
    mark = tmp_path / "ran"
    program(tmp_path / "bin", "gitleaks", "print('[]')")
    write_lock(_settings(tmp_path, names=("gitleaks",)))
    program(tmp_path / "bin", "gitleaks", f"open({str(mark)!r}, 'w'); print('[]')")
    with pytest.raises(LockMismatchError, match="gitleaks"):
        scan(["repo:repository"], settings=_settings(tmp_path, locked=True))
    assert not mark.exists()


def test_a_scanner_that_is_gone_is_an_integrity_error(tmp_path: Path) -> None:
    """A locked scan never quietly does less."""
    path = program(tmp_path / "bin", "gitleaks", "print('[]')")
    write_lock(_settings(tmp_path, names=("gitleaks",)))
    path.unlink()
    with pytest.raises(IntegrityError):
        scan(["repo:repository"], settings=_settings(tmp_path, locked=True))


@pytest.mark.parametrize("content", [None, "form = 9\n", "[[scanner", "form = 1\nscanner = 3\n"])
def test_a_lock_that_is_missing_or_broken_is_told(tmp_path: Path, content: str | None) -> None:
    """One error that names the file."""
    if content is not None:
        (tmp_path / "hullmark.lock").write_text(content)
    with pytest.raises(NotLockedError, match=r"hullmark\.lock"):
        scan(["repo:repository"], settings=_settings(tmp_path, locked=True))


def test_what_is_not_here_cannot_be_locked(tmp_path: Path) -> None:
    """A lock never names less than what was asked for."""
    with pytest.raises(NotLockedError, match="gitleaks"):
        write_lock(_settings(tmp_path, names=("gitleaks",)))
    assert not (tmp_path / "hullmark.lock").exists()
