"""`hullmark scan DIR`: packages, configuration, and the images that the repository names."""

import json
import random
import string
from pathlib import Path

import pytest

from hullmark.__main__ import main


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small repository with faults of several kinds."""
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    root = tmp_path / "shop"
    (root / "k8s").mkdir(parents=True)
    (root / "Dockerfile").write_text("FROM python:latest\nADD https://example.test/x /x\n")
    (root / "compose.yaml").write_text(
        "services:\n"
        "  web:\n    build: .\n    privileged: true\n"
        "  jobs:\n    build:\n      context: .\n      dockerfile: Dockerfile.jobs\n"
    )
    (root / "k8s" / "broken.yaml").write_text("apiVersion: v1\nkind: [\n")
    return root


def test_configuration_and_graph_are_part_of_the_result(repository: Path, tmp_path: Path) -> None:
    """Checks with file and line, what is referenced but missing, a row per image."""
    out = tmp_path / "r.json"
    assert main(["scan", f"repo:{repository}", "--format", "json", "-o", str(out)]) == 10
    result = json.loads(out.read_text())
    found = {
        (identifier, place["path"], place["line"])
        for finding in result["findings"]
        for identifier in finding["identifiers"]
        for place in finding["locations"]
    }
    assert ("HM-CMP-0001", "compose.yaml", 4) in found
    assert any(rule == "HM-GRAPH-0001" and path == "compose.yaml" for rule, path, _ in found)
    assert any(rule.startswith("HM-DF-") and path == "Dockerfile" for rule, path, _ in found)
    checks = {row["check"]: row for row in result["ledger"]}
    assert checks["configuration"]["status"] in {"ran", "partial"}
    assert checks["image python:latest"]["reason"].endswith(
        "--pull fetches it, or hullmark scan docker.io/library/python:latest"
    )
    assert any("broken.yaml" in row["check"] for row in result["ledger"])


def test_a_secret_is_found_and_never_written(repository: Path, tmp_path: Path) -> None:
    """One secret in two files is one finding with two places; its value is nowhere."""
    value = "ghp_" + "".join(random.choices(string.ascii_letters + string.digits, k=36))
    (repository / "deploy.sh").write_text(f"export GITHUB_TOKEN={value}\n")
    (repository / "ci.env").write_text(f"GITHUB_TOKEN={value}\n")
    out = tmp_path / "r.json"
    main(["scan", f"repo:{repository}", "--format", "json", "-o", str(out)])
    text = out.read_text()
    secrets = [each for each in json.loads(text)["findings"] if each["kind"] == "secret"]
    assert [{place["path"] for place in each["locations"]} for each in secrets] == [
        {"deploy.sh", "ci.env"}
    ]
    assert value not in text
    assert value.encode() not in b"".join(
        file.read_bytes() for file in (tmp_path / "home").rglob("*") if file.is_file()
    )


def test_a_fingerprint_survives_moved_lines(repository: Path, tmp_path: Path) -> None:
    """A comment above moves every line and no identity."""

    def identities() -> set[str]:
        out = tmp_path / "r.json"
        main(["scan", f"repo:{repository}", "--format", "json", "-o", str(out)])
        return {finding["id"] for finding in json.loads(out.read_text())["findings"]}

    before = identities()
    compose = repository / "compose.yaml"
    compose.write_text("# services of the shop\n\n" + compose.read_text())
    assert identities() == before
