"""Real scanners, where they are installed: each on an image or a repository, end to end.

`hullmark tools install` brings them; a test skips with the scanner's name where it is absent.
"""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus_data import shared
from hullmark.config.settings import Settings
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import ScanResult
from hullmark.pipeline.running.adapters import runnable
from hullmark.pipeline.running.fetching import fetch_data
from hullmark.pipeline.running.lock import write_lock
from hullmark.pipeline.running.programs import find_program
from hullmark.pipeline.scan import scan
from image_builder import build_image, write_layout

pytestmark = pytest.mark.integration

_STATUS = (
    "Package: {name}\nStatus: install ok installed\nVersion: {version}\nArchitecture: amd64\n"
    "Source: {source}\nMaintainer: nobody\nDescription: x\n\n"
)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


def _present(*names: str) -> dict[str, Path]:
    """Return the programs of scanners, or skip with the name of the one that is not here."""
    found = {}
    for name in names:
        path = find_program(runnable()[name], Settings())
        if path is None:
            pytest.skip(f"{name} is not installed")
        found[name] = path
    return found


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A Debian 12 with two packages that have known flaws, and a Python package that has."""
    status = "".join(
        _STATUS.format(name=name, version=version, source=source)
        for name, version, source in (
            ("libssl3", "3.0.11-1~deb12u1", "openssl"),
            ("zlib1g", "1:1.2.13.dfsg-1", "zlib"),
        )
    )
    site = "usr/lib/python3/dist-packages/requests-2.19.0.dist-info"
    files = {
        "etc/os-release": b'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12"\n',
        "var/lib/dpkg/status": status.encode(),
        f"{site}/METADATA": b"Metadata-Version: 2.1\nName: requests\nVersion: 2.19.0\n",
        f"{site}/RECORD": b"",
        "opt/key.txt": b"nothing here\n",
    }
    write_layout(tmp_path / "image", {"1": build_image([files])})
    return tmp_path / "image"


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample repository with its recorded counts."""
    folder = tmp_path / "sample"
    shutil.copytree(shared("scanner-data", "others", "sample"), folder)
    return folder


def _row(result: ScanResult, scanner: str) -> LedgerRow:
    return next(each for each in result.ledger if each.scanner == scanner and each.target)


def _said(result: ScanResult, scanner: str) -> list[Any]:
    return [f for f in result.findings if scanner in [s.scanner for s in f.sources]]


def _grype_settings(**more: Any) -> Settings:
    settings = Settings(scanners=("grype",), stale_days=100_000, **more)
    fetch_data("grype", settings, source=shared("scanner-data", "grype", "db.tar.xz"))
    return settings


def test_grype_finds_what_its_database_knows(image: Path) -> None:
    """Offline, from the layout handed to it; its findings and ours are one set."""
    _present("grype")
    result = scan([f"oci:{image}"], settings=_grype_settings())
    row = _row(result, "grype")
    assert row.status is Status.RAN, row.reason
    assert row.data_date is not None
    names = {f.component.name for f in _said(result, "grype") if f.component}
    assert {"openssl", "requests"} <= names


def test_grype_is_not_misled_by_what_lies_about(image: Path, tmp_path: Path) -> None:
    """A `.grype.yaml` in the working folder or the home changes nothing."""
    _present("grype")
    before = len(_said(scan([f"oci:{image}"], settings=_grype_settings(cache=False)), "grype"))
    (tmp_path / ".grype.yaml").write_text("ignore:\n  - package:\n      type: deb\n")
    after = len(_said(scan([f"oci:{image}"], settings=_grype_settings(cache=False)), "grype"))
    assert before == after > 0


def test_a_lock_replays_grype(image: Path) -> None:
    """Same program, same data, same findings."""
    _present("grype")
    settings = _grype_settings()
    plain = scan([f"oci:{image}"], settings=settings)
    write_lock(settings)
    replay = Settings(locked=True, stale_days=100_000, cache=False)
    again = scan([f"oci:{image}"], settings=replay)
    assert [f.id for f in again.findings] == [f.id for f in plain.findings]


def test_syft_takes_an_inventory(image: Path) -> None:
    """It sees the same packages as our own engine does."""
    _present("syft")
    result = scan([f"oci:{image}"], settings=Settings(scanners=("syft",)))
    row = _row(result, "syft")
    assert row.status is Status.RAN, row.reason
    assert "3 components" in row.reason


@pytest.mark.parametrize(
    ("name", "expected", "more"),
    [
        ("hadolint", "21 results", {}),
        ("checkov", "36 results", {}),
        ("detect_secrets", "1 results", {}),
        ("gitleaks", "0 results", {}),
        ("conftest", "5 results", {"scanner_config": "policy"}),
    ],
)
def test_a_repository_gives_what_was_recorded(
    sample: Path, name: str, expected: str, more: dict[str, str]
) -> None:
    """The counts of the recorded reports, over a copy that the scanner cannot mistake."""
    _present(name)
    config = {name: sample / more["scanner_config"]} if more else {}
    result = scan([f"repo:{sample}"], settings=Settings(scanners=(name,), scanner_config=config))
    row = _row(result, name)
    assert row.status is Status.RAN, row.reason
    assert row.reason.startswith(expected)
    for finding in _said(result, name):
        assert not any("hullmark-targets" in place.path for place in finding.locations)


def test_opa_judges_documents_by_a_policy(tmp_path: Path) -> None:
    """`main/deny` of the folder that the team names, document by document."""
    _present("opa")
    repository = tmp_path / "repository"
    repository.mkdir()
    (repository / "pod.yaml").write_text("kind: Pod\n")
    (repository / "map.yaml").write_text("kind: ConfigMap\n")
    policy = tmp_path / "policy"
    policy.mkdir()
    rego = 'package main\nimport rego.v1\ndeny contains "no pods" if input.kind == "Pod"\n'
    (policy / "deny.rego").write_text(rego)
    settings = Settings(scanners=("opa",), scanner_config={"opa": policy})
    result = scan([f"repo:{repository}"], settings=settings)
    assert _row(result, "opa").status is Status.RAN
    assert [f.locations[0].path for f in _said(result, "opa")] == ["pod.yaml"]


def test_gitleaks_finds_a_secret_and_nobody_keeps_it(tmp_path: Path) -> None:
    """Its value becomes the same keyed identity as in our own finding: one secret."""
    _present("gitleaks")
    repository = tmp_path / "repository"
    repository.mkdir()
    secret = "ghp_" + "w3Jk8Qz1Lm5Xv7Rt2Yb9Nc4Hd6Fg0Sa1Pq3Z"[:36]
    (repository / "settings.py").write_text(f'TOKEN = "{secret}"\n')
    result = scan([f"repo:{repository}"], settings=Settings(scanners=("gitleaks",)))
    found = _said(result, "gitleaks")
    assert len(found) == 1
    assert {"gitleaks", "native"} == {s.scanner for s in found[0].sources}
    assert secret not in repr(result)


def _trivy_data(settings: Settings) -> None:
    fetch_data("trivy", settings, source=shared("scanner-data", "trivy", "db.tar.xz"))


def _osv_data(settings: Settings) -> None:
    """Bring a database of two ecosystems, as they are published: a folder and a zip for each."""
    folder = Path("osv").resolve()
    for ecosystem, name, fixed in (
        ("PyPI", "requests", "2.20.0"),
        ("Debian", "openssl", "3.0.11-1~deb12u2"),
    ):
        affected = {
            "package": {
                "ecosystem": ecosystem + (":12" if ecosystem == "Debian" else ""),
                "name": name,
            },
            "ranges": [
                {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": fixed}]},
            ],
        }
        record = {
            "schema_version": "1.7.3",
            "id": f"TEST-{name}",
            "modified": "2026-01-01T00:00:00Z",
            "published": "2026-01-01T00:00:00Z",
            "affected": [affected],
        }
        (folder / ecosystem).mkdir(parents=True)
        with zipfile.ZipFile(folder / ecosystem / "all.zip", "w") as archive:
            archive.writestr(f"{record['id']}.json", json.dumps(record))
    fetch_data("osv-scanner", settings, source=folder)


def test_osv_scanner_finds_what_its_databases_know(image: Path) -> None:
    """Its databases are served by both names it has; an ecosystem without one is not clean."""
    _present("osv_scanner")
    settings = Settings(scanners=("osv-scanner",), stale_days=100_000)
    _osv_data(settings)
    result = scan([f"oci:{image}"], settings=settings)
    assert _row(result, "osv_scanner").status is Status.RAN
    rules = {source.rule for finding in _said(result, "osv_scanner") for source in finding.sources}
    assert {"TEST-requests", "TEST-openssl"} <= rules
    databases = Path(settings.scanner_data.get("osv-scanner", Path("state/scanners/osv_scanner")))
    shutil.rmtree(databases / "Debian")
    row = _row(scan([f"oci:{image}"], settings=settings), "osv_scanner")
    assert row.status is Status.PARTIAL


@pytest.mark.parametrize(
    ("name", "prepare"),
    [("trivy", _trivy_data), ("dockle", None), ("trufflehog", None)],
)
def test_other_scanners_run_where_they_are(
    image: Path, name: str, prepare: Callable[[Settings], None] | None
) -> None:
    """Each ends with a report of the image."""
    _present(name)
    settings = Settings(scanners=(name,), stale_days=100_000)
    if prepare is not None:
        prepare(settings)
    row = _row(scan([f"oci:{image}"], settings=settings), name)
    assert row.status is Status.RAN, row.reason


def test_scanners_run_side_by_side_on_this_repository() -> None:
    """Nothing fails on real code."""
    names = tuple(_present("hadolint", "gitleaks", "syft"))
    root = Path(__file__).parents[2]
    result = scan([f"repo:{root}"], settings=Settings(scanners=names))
    rows = [row for row in result.ledger if row.scanner in names and row.target]
    assert {row.scanner for row in rows} == set(names)
    assert [json.dumps(row.reason) for row in rows if row.status is Status.FAILED] == []
