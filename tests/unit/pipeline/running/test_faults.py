"""Scanners that misbehave: a row of the ledger each, everything else unharmed, nothing left."""

import time
from pathlib import Path
from typing import Any

import pytest

from fake_scanners import alive, program
from hullmark.config.settings import Settings
from hullmark.kernel.quarantine import Bounds, room, run_in
from hullmark.kernel.tool_errors import ToolOutputError
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import ScanResult
from hullmark.pipeline.running import execution
from hullmark.pipeline.scan import scan

_LIMIT_S = 20.0


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A small repository."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "Dockerfile").write_text("FROM alpine:3.20\nUSER 1000\n")
    (folder / "app.py").write_text("print('hello')\n")
    return folder


def _scanned(repository: Path, programs: dict[str, Path], **more: Any) -> ScanResult:
    settings = Settings(
        scanners=tuple(programs),
        scanner_programs=programs,
        **{"scanner_timeout": _LIMIT_S, "cache": False, **more},
    )
    return scan([f"repo:{repository}"], settings=settings)


def _row(result: ScanResult, scanner: str) -> LedgerRow:
    (row,) = [each for each in result.ledger if each.scanner == scanner and each.check == "secrets"]
    return row


def _native_ran(result: ScanResult) -> bool:
    return any(row.scanner == "native" and row.status is Status.RAN for row in result.ledger)


@pytest.mark.parametrize(
    ("body", "more", "code"),
    [
        ("time.sleep(3600)", {"scanner_timeout": 1.0}, "HM3002"),
        ("os.close(1); os.close(2); time.sleep(3600)", {"scanner_timeout": 1.0}, "HM3002"),
        ("sys.stdout.write(REPORT[:40])", {}, "HM2402"),
        ("pass", {}, "HM3021"),
        ("sys.exit(137)", {}, "memory ran out"),
        ("os.kill(os.getpid(), 9); time.sleep(5)", {}, "HM3020"),
        ("print('no such rule', file=sys.stderr); sys.exit(1)", {}, "no such rule"),
        (
            "held = []\nwhile True:\n    held.append(bytearray(b'x') * 5_000_000)",
            {"scanner_memory": 96 * 1024**2},
            "HM3004",
        ),
    ],
    ids=["hangs", "hangs in silence", "half", "empty", "137", "killed", "fails", "memory"],
)
def test_a_failure_is_a_row_and_ends_nothing_else(
    repository: Path, tmp_path: Path, body: str, more: dict[str, Any], code: str
) -> None:
    """The row says what happened, the other scanner and our own engine have their say."""
    bad = program(tmp_path / "bad", "gitleaks", body)
    good = program(tmp_path / "good", "trufflehog", "pass")
    result = _scanned(repository, {"gitleaks": bad, "trufflehog": good}, **more)
    row = _row(result, "gitleaks")
    assert row.status is Status.FAILED
    assert code in row.reason
    assert _row(result, "trufflehog").status is Status.RAN
    assert _native_ran(result)
    assert not alive(str(bad))


def test_a_flood_is_stopped(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What writes without end is ended once it has written too much."""
    monkeypatch.setattr(execution, "REPORT_BYTES", 1_000_000)
    flood = program(tmp_path / "bad", "gitleaks", "while True: sys.stdout.write('x' * 65536)")
    row = _row(_scanned(repository, {"gitleaks": flood}), "gitleaks")
    assert (row.status, "HM3003" in row.reason) == (Status.FAILED, True)


def test_a_flood_of_errors_is_stopped_too(tmp_path: Path) -> None:
    """Standard error counts."""
    flood = program(tmp_path, "flood", "while True: sys.stderr.write('x' * 65536)")
    bounds = Bounds(timeout_s=_LIMIT_S, memory_bytes=2**30, output_bytes=1_000_000)
    with room() as place, pytest.raises(ToolOutputError):
        run_in(place, [str(flood)], bounds=bounds)


def test_what_it_leaves_behind_is_ended(repository: Path, tmp_path: Path) -> None:
    """A process that leaves its group and its session does not outlive the run."""
    body = (
        "sys.stdout.write(REPORT); sys.stdout.flush()\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    if os.fork() == 0:\n"
        "        os.execv('/bin/sleep', ['sleep', '3605.25'])\n"
        "    os._exit(0)\n"
        "time.sleep(0.2)"
    )
    result = _scanned(repository, {"gitleaks": program(tmp_path / "bad", "gitleaks", body)})
    assert _row(result, "gitleaks").status is Status.RAN
    time.sleep(0.1)
    assert not alive("3605.25")


def test_a_banner_before_the_report_is_no_harm(repository: Path, tmp_path: Path) -> None:
    """The report behind it is read."""
    noisy = program(tmp_path / "bad", "gitleaks", "print('A new version is out!'); print(REPORT)")
    result = _scanned(repository, {"gitleaks": noisy})
    row = _row(result, "gitleaks")
    assert row.reason.startswith("1 results")
    assert any("gitleaks" in [s.scanner for s in f.sources] for f in result.findings)


def test_a_secret_of_a_report_is_not_kept(repository: Path, tmp_path: Path) -> None:
    """What a scanner found in clear leaves as a mask."""
    import msgspec

    found = program(tmp_path / "good", "gitleaks", "print(REPORT); sys.exit(99)")
    result = _scanned(repository, {"gitleaks": found}, cache=True)
    assert b"s3cr3t-not-real" not in msgspec.json.encode(result)
    kept = [each.read_bytes() for each in (tmp_path / "state").rglob("*") if each.is_file()]
    assert kept
    assert not any(b"s3cr3t-not-real" in each for each in kept)


def test_a_program_that_is_not_there_is_absent(repository: Path, tmp_path: Path) -> None:
    """Neither a missing nor an unexecutable program is a crash."""
    plain = tmp_path / "gitleaks"
    plain.write_text("not a program")
    result = _scanned(repository, {"gitleaks": plain, "trufflehog": tmp_path / "none"})
    assert _row(result, "gitleaks").status is Status.ABSENT
    assert _row(result, "trufflehog").status is Status.ABSENT
    assert result.verdict.status.value == "incomplete"
