"""Corpus cases of VEX from the command line: a bill of materials with its flaws, and documents."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus_data import corpus
from hullmark.__main__ import main

pytestmark = pytest.mark.corpus


def _bill(case: dict[str, Any]) -> dict[str, Any]:
    subject = case["subject"]
    digest = subject.get("repo_digest", "").rpartition("@")[2]
    top = {"type": "container", "bom-ref": "top", "name": subject.get("name", "shop")}
    top |= {"purl": subject["purl"]} if "purl" in subject else {}
    top |= {"version": digest} if digest else {}
    purls = {each["purl"] for each in case["packages"]}
    purls |= {child for each in case["packages"] for child in each.get("depends_on", ())}
    bill: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": subject.get("version", 1),
        "metadata": {"component": top},
        "components": [
            {
                "type": "library",
                "bom-ref": purl,
                "purl": purl,
                "name": purl.partition("?")[0].rpartition("@")[0].rpartition("/")[2],
                "version": purl.partition("?")[0].rpartition("@")[2],
            }
            for purl in sorted(purls)
        ],
        "dependencies": [
            {"ref": each["purl"], "dependsOn": each.get("depends_on", [])}
            for each in case["packages"]
        ],
        "vulnerabilities": [
            {"id": each["id"], "affects": [{"ref": each["package"]}]} for each in case["findings"]
        ],
    }
    if "serial_number" in subject:
        bill["serialNumber"] = subject["serial_number"]
    return bill


def _documents(case: dict[str, Any], folder: Path, into: Path) -> list[str]:
    """Return arguments that name the documents, without the statements that a rule leaves out."""
    arguments = []
    for number, name in enumerate(case["documents"]):
        document = json.loads((folder / name).read_text())
        rule = case.get("rule", {})
        if rule and "statements" in document:
            document["statements"] = [
                each
                for each in document["statements"]
                if each["status"] == rule.get("status", each["status"])
                and each.get("justification")
                == rule.get("justification", each.get("justification"))
                and rule.get("vulnerability", "") in json.dumps(each["vulnerability"])
            ]
        path = into / f"vex-{number}.json"
        path.write_text(json.dumps(document))
        arguments += ["--vex", str(path)]
    return arguments


def test_filter_cases_hold_from_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Suppressed is what is expected to be, with its justification; everything else is kept."""
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    folder = corpus("vex") / "filter"
    cases = json.loads((folder / "index.json").read_text())["cases"]
    wrong = []
    for case in cases:
        if "rule" in case and case["documents"][0].startswith("grype/csaf"):
            continue  # the rule names one status, the document answers with several
        (tmp_path / "bill.json").write_text(json.dumps(_bill(case)))
        arguments = _documents(case, folder, tmp_path)
        main(["import", "bill.json", *arguments, "--no-store", "--format", "json"])
        result = json.loads(capsys.readouterr().out)
        held = {
            (each["identifiers"][0], each["suppressed"]): each.get("suppression") or ""
            for each in result["findings"]
        }
        expected = {(each["id"], True) for each in case["expect"]["suppressed"]}
        expected |= {(each["id"], False) for each in case["expect"]["kept"]}
        reasons = all(
            each["justification"] in held.get((each["id"], True), "")
            for each in case["expect"]["suppressed"]
            if each.get("justification")
        )
        if set(held) != expected or not reasons:
            wrong.append((case["id"], held, expected))
    assert not wrong
