"""Planning, parallel running, caching and telling of scanners."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fake_scanners import alive, program
from hullmark.config.settings import Settings
from hullmark.kernel.errors import UsageError
from hullmark.kernel.quarantine import walls
from hullmark.model.ledger import Status
from hullmark.model.scan import ScanResult
from hullmark.pipeline.scan import scan
from image_builder import build_image, write_layout

_GRYPE = (
    '{"matches":[],"source":{"type":"image","target":{"userInput":"x"}},'
    '"distro":{"name":"debian","version":"12"},'
    '"descriptor":{"name":"grype","version":"0.1","db":{"status":{"built":"%s"}}}}'
)


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
    return folder


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A small image of Debian 12."""
    release = b'ID=debian\nVERSION_ID="12"\n'
    write_layout(tmp_path / "image", {"1": build_image([{"etc/os-release": release}])})
    return tmp_path / "image"


def _database(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "6"
    folder.mkdir(parents=True)
    (folder / "vulnerability.db").write_bytes(b"x")
    return folder.parent


def _rows(result: ScanResult, scanner: str) -> list[tuple[Status, str]]:
    return [(row.status, row.reason) for row in result.ledger if row.scanner == scanner]


def test_scanners_run_side_by_side(repository: Path, tmp_path: Path) -> None:
    """Two that wait for each other both come to an end."""
    wait = (
        "open({own!r}, 'w')\n"
        "for _ in range(200):\n"
        "    if os.path.exists({other!r}): print('[]'); sys.exit(0)\n"
        "    time.sleep(0.05)\n"
        "sys.exit(3)"
    )
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    programs = {
        "gitleaks": program(tmp_path / "bin", "gitleaks", wait.format(own=one, other=two)),
        "trufflehog": program(tmp_path / "bin", "trufflehog", wait.format(own=two, other=one)),
    }
    settings = Settings(
        scanners=("gitleaks,trufflehog",), scanner_programs=programs, scanner_processors=2
    )
    result = scan([f"repo:{repository}"], settings=settings)
    assert _rows(result, "gitleaks")[0][0] is Status.RAN
    assert _rows(result, "trufflehog")[0][0] is not Status.FAILED


def test_a_second_scan_takes_answers_from_the_cache(image: Path, tmp_path: Path) -> None:
    """Same image, program, data and settings: nothing is run; another byte of data: it is."""
    count = tmp_path / "count"
    body = f"open({str(count)!r}, 'a').write('.'); print({_GRYPE % '2999-01-01T00:00:00Z'!r})"
    data = _database(tmp_path)
    settings = Settings(
        scanners=("grype",),
        scanner_programs={"grype": program(tmp_path / "bin", "grype", body)},
        scanner_data={"grype": data},
    )
    statuses = [_rows(scan([f"oci:{image}"], settings=settings), "grype")[0][0] for _ in range(2)]
    assert statuses == [Status.RAN, Status.CACHED]
    assert count.read_text() == "."
    (data / "6" / "vulnerability.db").write_bytes(b"other")
    assert _rows(scan([f"oci:{image}"], settings=settings), "grype")[0][0] is Status.RAN
    assert count.read_text() == ".."


def test_old_data_is_stale_also_from_the_cache(image: Path, tmp_path: Path) -> None:
    """An empty answer out of a database of 2020 is no clean one."""
    body = f"print({_GRYPE % '2020-01-01T00:00:00Z'!r})"
    settings = Settings(
        scanners=("grype",),
        scanner_programs={"grype": program(tmp_path / "bin", "grype", body)},
        scanner_data={"grype": _database(tmp_path)},
    )
    for _ in range(2):
        result = scan([f"oci:{image}"], settings=settings)
        status, reason = _rows(result, "grype")[0]
        assert status is Status.STALE
        assert "days old" in reason
        assert result.verdict.status.value == "incomplete"


def test_without_its_database_a_scanner_is_absent(image: Path, tmp_path: Path) -> None:
    """It is not started, and the row says how to get one."""
    settings = Settings(
        scanners=("grype",),
        scanner_programs={"grype": program(tmp_path / "bin", "grype", "sys.exit(9)")},
    )
    status, reason = _rows(scan([f"oci:{image}"], settings=settings), "grype")[0]
    assert status is Status.ABSENT
    assert "hullmark tools data grype" in reason


def test_what_cannot_look_at_a_target_is_skipped(image: Path, tmp_path: Path) -> None:
    """A linter of Dockerfiles has nothing to say of an image, and says so."""
    settings = Settings(
        scanners=("hadolint",),
        scanner_programs={"hadolint": program(tmp_path / "bin", "hadolint", "sys.exit(9)")},
    )
    assert _rows(scan([f"oci:{image}"], settings=settings), "hadolint")[0][0] is Status.SKIPPED


def test_an_unknown_scanner_is_a_mistake_of_the_command_line(image: Path) -> None:
    """One line that names those that can be run."""
    with pytest.raises(UsageError, match="'tryvi'") as caught:
        scan([f"oci:{image}"], settings=Settings(scanners=("tryvi",)))
    assert "trivy" in str(caught.value.hint)


def test_one_bad_file_does_not_silence_the_others(repository: Path, tmp_path: Path) -> None:
    """Where a call for all files fails, each is tried for itself."""
    (repository / "bad.dockerfile").write_text("FROM x\n")
    body = (
        "names = sys.argv[sys.argv.index('--') + 1:]\n"
        "if any('bad' in name for name in names): sys.exit(1)\n"
        'print(\'[{"file":"%s","line":1,"column":1,"level":"error",\'\n'
        '      \'"code":"DL3006","message":"m"}]\' % names[0])'
    )
    settings = Settings(
        scanners=("hadolint",),
        scanner_programs={"hadolint": program(tmp_path / "bin", "hadolint", body)},
    )
    result = scan([f"repo:{repository}"], settings=settings)
    rows = [row for row in result.ledger if row.scanner == "hadolint" and row.target]
    assert rows[0].status is Status.PARTIAL
    assert "bad.dockerfile" in [row.check for row in rows]
    said = [f for f in result.findings if "hadolint" in [s.scanner for s in f.sources]]
    assert {place.path for each in said for place in each.locations} == {"Dockerfile"}


def test_a_scanner_dies_with_us(repository: Path, tmp_path: Path) -> None:
    """Killed without any chance to tidy up, we leave no scanner behind."""
    if not walls().prefix:
        pytest.skip("neither namespaces nor setpriv are here")
    ready = tmp_path / "ready"
    slow = program(tmp_path / "bin", "trufflehog", f"open({str(ready)!r}, 'w'); time.sleep(3600)")
    environment = {
        **os.environ,
        "HULLMARK_SCANNER_PROGRAMS": f"trufflehog={slow}",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-m", "hullmark", "scan", f"repo:{repository}"]
    process = subprocess.Popen(
        [*command, "--scanner", "trufflehog"], env=environment, stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while not ready.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.kill()
    process.wait()
    time.sleep(0.5)
    assert not alive(str(slow))


def hear_interrupts() -> None:
    """Undo what a shell does to programs in the background: they would not hear Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_an_interrupt_ends_children_and_keeps_what_is_done(
    repository: Path, tmp_path: Path
) -> None:
    """Ctrl-C: the quick scanner's answer is in the result, the slow one is a failed row."""
    ready = tmp_path / "ready"
    slow = program(tmp_path / "bin", "trufflehog", f"open({str(ready)!r}, 'w'); time.sleep(3600)")
    quick = program(tmp_path / "bin", "gitleaks", "print('[]')")
    environment = {
        **os.environ,
        "HULLMARK_SCANNER_PROGRAMS": f"gitleaks={quick},trufflehog={slow}",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    command = [sys.executable, "-m", "hullmark", "scan", f"repo:{repository}"]
    command += ["--scanner", "gitleaks", "--scanner", "trufflehog", "--format", "json", "-v"]
    process = subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=hear_interrupts,  # noqa: PLW1509 - no thread runs here
    )
    assert process.stderr is not None
    for line in process.stderr:
        if b"scanners.waiting" in line:
            break
    deadline = time.monotonic() + 60
    while not ready.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    try:
        output, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert b"Traceback" not in errors
    ledger = json.loads(output)["ledger"]
    states = {row["scanner"]: row["status"] for row in ledger if row["check"] == "secrets"}
    assert states["gitleaks"] == "ran"
    assert states["trufflehog"] == "failed"
    assert process.returncode == 11
    assert not alive(str(slow))
