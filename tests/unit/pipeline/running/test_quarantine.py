"""What a scanner sees: little of us, nothing that lies about in what it scans."""

import json
from pathlib import Path

import pytest

from fake_scanners import program
from hullmark.config.settings import Settings
from hullmark.kernel import quarantine
from hullmark.kernel.quarantine import Bounds, Walls, room, run_in, walls
from hullmark.model.ledger import Status
from hullmark.pipeline.scan import scan

_BOUNDS = Bounds(timeout_s=20.0, memory_bytes=2**30, output_bytes=10**6)
_SHOW = "import json, socket; print(json.dumps([dict(os.environ), os.getcwd(), os.listdir('.')]))"


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


def test_variables_are_an_allow_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials and configuration in our environment are not passed on; folders are its own."""
    for name in ("AWS_SECRET_ACCESS_KEY", "SNYK_TOKEN", "TRIVY_IGNOREFILE", "GITLEAKS_CONFIG"):
        monkeypatch.setenv(name, "x")
    shown = program(tmp_path, "shown", _SHOW)
    with room() as place:
        done = run_in(place, [str(shown)], bounds=_BOUNDS, passed=("SNYK_TOKEN",))
        seen, folder, files = json.loads(done.output)
        assert folder == str(place.work)
        assert seen["HOME"] == str(place.home)
    assert files == []
    assert seen["SNYK_TOKEN"] == "x"
    assert not {"AWS_SECRET_ACCESS_KEY", "TRIVY_IGNOREFILE", "GITLEAKS_CONFIG"} & set(seen)
    assert not place.work.exists()


@pytest.mark.parametrize("confined", [True, False], ids=["namespace", "proxy"])
def test_there_is_no_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, confined: bool
) -> None:
    """A namespace without a way out, or else a proxy that refuses; which one is told."""
    if not confined:
        monkeypatch.setattr(
            quarantine, "walls", lambda: Walls(prefix=(), open_prefix=(), apart=False)
        )
    elif not walls().apart:
        pytest.skip("this kernel allows no namespaces")
    asked = program(
        tmp_path,
        "asked",
        "import urllib.request\n"
        "try:\n"
        "    urllib.request.urlopen('http://192.0.2.1/', timeout=5); print('open')\n"
        "except OSError as error: print('refused', error)",
    )
    with room() as place:
        done = run_in(place, [str(asked)], bounds=_BOUNDS)
    assert done.output.startswith(b"refused")
    assert quarantine.walls().network(needed=False) == ("namespace" if confined else "proxy")


def test_configuration_in_a_repository_is_not_obeyed(tmp_path: Path) -> None:
    """It is not even there for the scanner, and the ledger names it."""
    repository = tmp_path / "repository"
    (repository / "below").mkdir(parents=True)
    names = (".gitleaksignore", "trivy.yaml", "below/.trivyignore", ".grype.yaml", "kept.txt")
    for name in names:
        (repository / name).write_text("x")
    record = tmp_path / "record"
    body = f"open({str(record)!r}, 'w').write(repr(sorted(os.listdir(sys.argv[-1])))); print('[]')"
    settings = Settings(
        scanners=("gitleaks",),
        scanner_programs={"gitleaks": program(tmp_path / "bin", "gitleaks", body)},
    )
    result = scan([f"repo:{repository}"], settings=settings)
    assert record.read_text() == "['below', 'kept.txt']"
    (row,) = [each for each in result.ledger if each.check == "configuration of scanners"]
    assert row.status is Status.SKIPPED
    assert all(name in row.reason for name in names[:-1])
    assert "kept.txt" not in row.reason


def test_what_the_team_names_is_obeyed_and_told(tmp_path: Path) -> None:
    """A file of `scanner_config` and arguments of `scanner_arguments` reach the scanner."""
    repository = tmp_path / "repository"
    repository.mkdir()
    (repository / "a.txt").write_text("x")
    own = tmp_path / "own.toml"
    own.write_text("")
    record = tmp_path / "record"
    body = f"open({str(record)!r}, 'w').write(' '.join(sys.argv)); print('[]')"
    settings = Settings(
        scanners=("gitleaks",),
        scanner_programs={"gitleaks": program(tmp_path / "bin", "gitleaks", body)},
        scanner_config={"gitleaks": own},
        scanner_arguments={"gitleaks": "--max-archive-depth 2"},
    )
    result = scan([f"repo:{repository}"], settings=settings)
    assert f"--config {own}" in record.read_text()
    assert "--max-archive-depth 2" in record.read_text()
    (row,) = [each for each in result.ledger if each.check == "program"]
    assert str(own) in row.reason
    assert "--max-archive-depth 2" in row.reason
    assert "sha256:" in row.reason
