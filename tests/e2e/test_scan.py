"""``hullmark scan`` as people and scripts meet it: output, files, exit statuses, bad input."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from advisory_feeds import affected, osv_record, write_dump
from hullmark.__main__ import main
from image_builder import build_image, docker_archive, write_layout
from registry_server import RegistryServer

_RELEASE = b'ID=debian\nVERSION_ID="12"\n'
_STATUS = (
    b"Package: libdemo1\nStatus: install ok installed\nArchitecture: amd64\n"
    b"Source: demo (1.0-1)\nVersion: 1.0-1\n\n"
)
_TODAY = datetime.now(UTC).strftime("%Y-%m-%dT00:00:00Z")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    for name in ("DOCKER_HOST", "CONTAINER_HOST", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Write a small image with a Debian and a Python package."""
    built = build_image(
        [
            {"etc/os-release": _RELEASE, "var/lib/dpkg/status": _STATUS},
            {"app/d-1.dist-info/METADATA": b"Name: Demo.Package\nVersion: 1.0\n\n"},
        ],
        history=["FROM debian", "RUN pip install demo"],
    )
    return write_layout(tmp_path / "image", {"1.0": built})


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Build a fresh database that knows one flaw of each package."""
    write_dump(
        tmp_path / "feeds/all.zip",
        osv_record(modified=_TODAY),
        osv_record(
            "DEBIAN-CVE-2026-0002",
            modified=_TODAY,
            aliases=[],
            upstream=["CVE-2026-0002"],
            severity=[],
            database_specific={},
            affected=[affected("Debian:12", "demo", introduced="0", fixed="1.0-2")],
        ),
    )
    path = tmp_path / "advisories.db"
    assert main(["db", "build", str(tmp_path / "feeds"), "--db", str(path), "-q"]) == 0
    return path


def _scan(image: Path, database: Path, *more: str) -> int:
    return main(["scan", f"oci:{image}", "--db", str(database), *more])


def test_the_table_says_what_to_do_and_fails_on_a_fixable_critical(
    image: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The default: grouped fixes, findings, totals, verdict; exit 10; nothing on stderr."""
    assert _scan(image, database) == 10
    out, err = capsys.readouterr()
    assert "debian 12" in out
    assert "CVE-2026-0001" in out
    assert "CVE-2026-0002" in out
    assert "pip install demo" in out
    assert out.rstrip().endswith("fail: 1 critical with a fix (profile balanced)")
    assert "\x1b" not in out
    assert err == ""


def test_json_has_the_promised_shape(
    image: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Scripts find targets, components with layers, findings with sources, and the ledger."""
    _scan(image, database, "--format", "json")
    result = json.loads(capsys.readouterr().out)
    assert result["tool"]["name"] == "hullmark"
    assert result["verdict"]["status"] == "fail"
    purls = {each["purl"] for each in result["components"]}
    assert purls == {
        "pkg:deb/debian/libdemo1@1.0-1?arch=amd64&distro=debian-12",
        "pkg:pypi/demo.package@1.0",
    }
    python = next(each for each in result["components"] if each["type"] == "pypi")
    (place,) = python["locations"]
    assert place["instruction"] == "RUN pip install demo"
    assert place["layer"].startswith("sha256:")
    by_id = {each["identifiers"][0]: each for each in result["findings"]}
    assert by_id["CVE-2026-0002"]["component"]["name"] == "demo"
    assert by_id["CVE-2026-0002"]["fixed_in"] == ["1.0-2"]
    assert by_id["CVE-2026-0001"]["severity"]["level"] == "critical"
    assert by_id["CVE-2026-0001"]["sources"][0]["scanner"] == "native"
    assert {row["status"] for row in result["ledger"]} == {"ran"}


def test_several_files_are_written_at_once(image: Path, database: Path, tmp_path: Path) -> None:
    """``-o`` takes suffixes and names of formats, any number of them."""
    outputs = ["a.sarif", "a.json", "cyclonedx=bom", "a.spdx.json", "deep/er/a.md"]
    _scan(image, database, *(word for path in outputs for word in ("-o", path)))
    assert json.loads((tmp_path / "a.sarif").read_text())["version"] == "2.1.0"
    assert json.loads((tmp_path / "bom").read_text())["specVersion"] == "1.6"
    assert json.loads((tmp_path / "a.spdx.json").read_text())["spdxVersion"] == "SPDX-2.3"
    assert (tmp_path / "deep/er/a.md").read_text().strip()
    assert json.loads((tmp_path / "a.json").read_text())["findings"]


@pytest.mark.parametrize(
    ("flags", "status"),
    [
        (["--profile", "observe"], 0),
        (["--profile", "observe", "--fail-on", "critical"], 10),
        (["--profile", "strict"], 10),
    ],
)
def test_what_fails_can_be_chosen(
    image: Path, database: Path, flags: list[str], status: int
) -> None:
    """Profiles and ``--fail-on`` decide the exit status."""
    assert _scan(image, database, "-q", *flags) == status


def test_a_first_scan_uses_the_starter_set_and_is_incomplete(
    image: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a database nothing passes, and the reason says what to do."""
    assert main(["scan", str(image)]) == 11
    out = capsys.readouterr().out
    assert "starter" in out
    assert "hullmark db update" in out


def test_stale_data_is_incomplete(
    image: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Data older than allowed is not a pass, whatever it says."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time()) + 30 * 86_400))
    assert _scan(image, database, "--profile", "observe", "-q") == 11
    assert _scan(image, database, "--profile", "observe", "--stale-days", "40", "-q") == 0


def test_one_unreadable_target_does_not_hide_another(
    image: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The readable one is scanned, the other is a failed row, and the verdict is incomplete."""
    status = main(
        [
            "scan",
            f"oci:{image}",
            "oci:nowhere",
            "--db",
            str(database),
            "--profile",
            "observe",
            "--format",
            "json",
        ]
    )
    assert status == 11
    result = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in result["targets"]] == [f"oci:{image}"]
    assert any(
        row["target"] == "oci:nowhere" and row["status"] == "failed" for row in result["ledger"]
    )


def test_every_kind_of_source_gives_the_same_components(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Layout, archive and registry hold one image; what is found in it is one answer."""
    built = build_image(
        [{"etc/os-release": _RELEASE, "var/lib/dpkg/status": _STATUS}], compression="zstd"
    )
    write_layout(tmp_path / "same", {"1.0": built})
    (tmp_path / "same.tar").write_bytes(docker_archive({"app:1.0": built}))
    answers = []
    with RegistryServer() as registry:
        registry.add("team/app", "1.0", built)
        for target in ("oci:same", "docker-archive:same.tar", f"{registry.host}/team/app:1.0"):
            main(["scan", target, "--db", str(database), "--format", "json"])
            result = json.loads(capsys.readouterr().out)
            answers.append([(each["purl"], each["locations"]) for each in result["components"]])
    assert answers[0]
    assert answers[0] == answers[1] == answers[2]


def _refused(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(list(words))
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    return status, err


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["scan"], 2, "TARGET"),
        (["scan", "oci:image:9.9"], 1, "9.9"),
        (["scan", "oci:nowhere"], 2, "nowhere"),
        (["scan", "nosuchscheme:x", "--timeout", "1"], 1, "hint:"),
        (["scan", "UPPER/Case"], 2, "UPPER/Case"),
        (["scan", "x", "--format", "xml"], 2, "xml"),
        (["scan", "x", "-o", "a.unknown"], 2, "a.unknown"),
        (["scan", "x", "--profile", "lax"], 2, "lax"),
        (["scan", "oci:image", "--platform", "linux/riscv64"], 1, "riscv64"),
        (["scan", "oci:image", "--db", "absent.db"], 1, "absent.db"),
        (["scan", "127.0.0.1:1/x"], 1, "127.0.0.1:1"),
        (["scan", "docker-archive:text"], 1, "text"),
        (["scan", "oci:image", "--config", "absent.toml"], 2, "absent.toml"),
        (["sacn", "x"], 2, "scan"),
        (["db", "import", "text"], 1, "text"),
        (["db", "build", "nowhere"], 1, "nowhere"),
    ],
)
def test_bad_input_is_one_line_with_a_next_step(
    image: Path,  # noqa: ARG001 - the layout some of the words name
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    status: int,
    says: str,
) -> None:
    """A clear error with a code, the right status, no traceback."""
    (tmp_path / "text").write_text("hello\n")
    found, err = _refused(capsys, *words)
    assert found == status, err
    assert says in err
    first = err.splitlines()[0]
    assert first.startswith("error HM"), err


def test_a_damaged_database_is_named_and_left_alone(
    image: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A corrupt file is an error, never a reason to scan with less in silence."""
    content = database.read_bytes()
    database.write_bytes(content[: len(content) // 2])
    status, err = _refused(capsys, "scan", f"oci:{image}", "--db", str(database))
    assert status == 1
    assert str(database) in err
    assert len(database.read_bytes()) == len(content) // 2


def test_a_failed_build_leaves_the_old_database(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was there before is there after."""
    before = database.read_bytes()
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04broken")
    status, _ = _refused(capsys, "db", "build", "bad.zip", "--db", str(database))
    assert status == 1
    assert database.read_bytes() == before


def test_no_half_written_file_is_left(
    image: Path, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a file cannot be written, its folder holds nothing new."""
    (tmp_path / "file").write_text("not a folder")
    status = _scan(image, database, "-o", "file/a.json")
    assert status == 1
    assert "file/a.json" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir() if "a.json" in path.name) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a Linux device")
def test_a_full_disk_is_told(image: Path, database: Path) -> None:
    """Standard output that takes nothing more ends in one line."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hullmark", "scan", f"oci:{image}", "--db", str(database)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=_environment(),
        )
    assert done.returncode == 1
    assert b"error HM7001" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_closed_pipe_is_no_error(image: Path, database: Path) -> None:
    """A reader that has seen enough (``head``) ends the program quietly."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "hullmark",
            "scan",
            f"oci:{image}",
            "--db",
            str(database),
            "--format",
            "json",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()
    process.wait(30)
    assert b"Traceback" not in err
    assert b"Exception" not in err


def test_ctrl_c_ends_in_one_line(tmp_path: Path) -> None:
    """An interrupt in the middle of reading: status 130, one line, no file, no traceback."""
    os.mkfifo(tmp_path / "never")
    layout = write_layout(tmp_path / "slow", {"1": build_image([{"a": b"x"}])})
    blobs = sorted((layout / "blobs/sha256").iterdir(), key=lambda blob: blob.stat().st_size)
    blob = next(blob for blob in blobs if blob.read_bytes()[:2] == b"\x1f\x8b")
    content = blob.read_bytes()
    blob.unlink()
    os.mkfifo(blob)
    process = subprocess.Popen(
        [sys.executable, "-m", "hullmark", "scan", f"oci:{layout}", "-o", "a.json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
        cwd=tmp_path,
    )
    try:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert content
    if process.returncode != 130:
        # A pipe in place of a blob may be refused by its size before it is read.
        assert process.returncode == 1, err
    assert b"Traceback" not in err
    assert out == b""
    assert not (tmp_path / "a.json").exists()


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
