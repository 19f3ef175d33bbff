"""`gate` and `policy`, and policies at the end of `scan` and `import`."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from advisory_feeds import affected, osv_record, write_dump
from gate_results import finding, result, row
from hullmark.__main__ import main
from hullmark.advisories.build import build_database
from image_builder import build_image, write_layout


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of our own, without settings of others."""
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def written(name: str, document: object) -> str:
    """Write a document and return its name."""
    Path(name).write_text(json.dumps(document))
    return name


def gate(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    """Run the gate and return its status and its JSON."""
    status = main(["gate", *arguments, "--format", "json"])
    return status, json.loads(capsys.readouterr().out)


def test_the_exit_status_is_the_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    """0 for pass and warn, 10 for fail, 11 for incomplete."""
    cases: list[tuple[dict[str, Any], int, str]] = [
        (result(), 0, "pass"),
        (result(finding(1, "high")), 0, "warn"),
        (result(finding(1, fixed_in=["2"])), 10, "fail"),
        (result(ledger=[row(status="partial", reason="layer 2 is broken")]), 11, "incomplete"),
        ({**result(), "schema": "urn:hullmark:result:9"}, 11, "incomplete"),
    ]
    for document, status, word in cases:
        assert gate(capsys, written("r.json", document))[0] == status
        assert gate(capsys, "r.json")[1]["verdict"]["status"] == word


def test_reasons_name_policy_finding_file_and_fix(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON, in a file, and in words."""
    place = {"path": "/lib/x.so", "line": None, "column": None, "layer": None}
    written("r.json", result(finding(1, fixed_in=["2"], locations=[place])))
    _, said = gate(capsys, "r.json", "-o", "verdict.json")
    reason = said["verdict"]["reasons"][1]
    assert reason["policy"] == "HM-GATE-0001"
    assert reason["finding"] == finding(1)["id"]
    assert reason["file"] == "/lib/x.so"
    assert reason["fix"] == "update x to 2"
    assert json.loads(Path("verdict.json").read_text()) == said
    main(["gate", "r.json"])
    text = capsys.readouterr().out
    assert "FAIL" in text
    assert "HM-GATE-0001  1 critical with a fix" in text
    assert "(/lib/x.so)" in text


def test_several_results_have_the_worst_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    """Each reason says whose it is; a file that is no result does not hide the others."""
    written("good.json", result())
    written("bad.json", result(finding(1, fixed_in=["2"])))
    written("other.json", {"Results": []})
    status, said = gate(capsys, "good.json", "bad.json", "other.json", "missing.json")
    assert status == 10
    assert [each["verdict"]["status"] for each in said["files"]] == [
        "pass",
        "fail",
        "incomplete",
        "incomplete",
    ]
    messages = [reason["message"] for reason in said["verdict"]["reasons"]]
    assert any(message.startswith("bad.json: 1 critical") for message in messages)
    assert gate(capsys, "good.json", "other.json")[0] == 11


def test_a_missing_file_alone_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """With the code of what cannot be read."""
    assert main(["gate", "missing.json"]) == 1
    assert "HM2330" in capsys.readouterr().err


def test_days_are_counted_from_the_first_sight_where_it_is_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Old news that came yesterday has its time; each reason says from what it counts."""
    old = {"fixed_in": ["2"], "published_at": "2020-01-01"}
    Path("hullmark.toml").write_text("[gate]\nsla = {high = 30}\n")
    today = datetime.now(tz=UTC).date().isoformat()
    written("new.json", result(finding(1, "high", first_seen_at=today, **old)))
    assert gate(capsys, "new.json")[0] == 0
    written("old.json", result(finding(1, "high", first_seen_at="2020-02-01", **old)))
    status, said = gate(capsys, "old.json")
    assert status == 10
    assert "first seen " in str(said["verdict"]["reasons"])
    written("unknown.json", result(finding(1, "high", **old)))
    status, said = gate(capsys, "unknown.json")
    assert (status, "published " in str(said["verdict"]["reasons"])) == (10, True)


def test_the_store_knows_since_when_a_flaw_is_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three scans of one image: the days begin with the first, not with an old advisory."""
    record = osv_record(
        "GHSA-0001-aaaa-bbbb",
        aliases=["CVE-2026-0001"],
        published="2020-01-01T00:00:00Z",
        severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
        affected=[affected("PyPI", "flask", introduced="0", fixed="1.1")],
        database_specific={},
    )
    build_database([str(write_dump(Path("feed/all.zip"), record))], Path("a.db"))
    wheel = b"Metadata-Version: 2.1\nName: flask\nVersion: 1.0\n\n"
    place = "usr/lib/python3/site-packages/flask-1.0.dist-info/METADATA"
    write_layout(Path("image"), {"ci": build_image([{place: wheel}])})
    Path("hullmark.toml").write_text("[gate]\nsla = {high = 30}\n")
    command = ["scan", "oci:image:ci", "--db", "a.db", "-o", "json=r.json", "--no-cache"]
    command += ["--no-checks", "--no-secrets", "--quiet", "--stale-days", "99999"]
    said = []
    for day, baseline in ((0, []), (5, ["--baseline", "store"]), (40, ["--baseline", "store"])):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_792_000_000 + day * 86_400))
        status = main([*command, *baseline])
        reasons = json.loads(Path("r.json").read_text())["verdict"]["reasons"]
        late = [each["message"] for each in reasons if each["policy"] == "HM-GATE-0009"]
        said.append((status, [message.rpartition(", ")[2] for message in late[1:]]))
    capsys.readouterr()
    assert said == [
        (10, ["published 2478 days ago"]),
        (0, []),
        (10, ["first seen 40 days ago"]),
    ]


def test_thresholds_stand_in_a_table_of_the_settings(capsys: pytest.CaptureFixture[str]) -> None:
    """A policy is on by its threshold; a variable and a flag say the same."""
    document = result(
        finding(1, "high", fixed_in=["2"], published_at="2020-01-01"),
        components=[
            {
                "name": "bash",
                "version": "5",
                "purl": "pkg:deb/x/b@5",
                "type": "deb",
                "locations": [],
            }
        ],
    )
    written("r.json", document)
    Path("hullmark.toml").write_text(
        '[gate]\nsla = {high = 30}\nforbid = ["shells"]\n'
        'require = ["trivy"]\nwarn = ["fix-overdue"]\n'
    )
    status, said = gate(capsys, "r.json")
    assert status == 10
    by_policy = {reason["policy"] for reason in said["verdict"]["reasons"]}
    assert by_policy == {"HM-GATE-0013", "HM-GATE-0011"}
    Path("hullmark.toml").write_text("[gate]\nsla = {high = 30}\n")
    assert gate(capsys, "r.json")[0] == 10
    Path("hullmark.toml").unlink()
    assert gate(capsys, "r.json")[0] == 0
    assert gate(capsys, "r.json", "--require", "trivy")[0] == 11


def test_wrong_settings_are_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is no policy, a level that is none, a key that is no setting."""
    written("r.json", result())
    for text in ('deny = ["nothing"]', "sla = {hihg = 3}", "pakages = 3", 'forbid = ["gcc"]'):
        Path("hullmark.toml").write_text(f"[gate]\n{text}\n")
        assert main(["gate", "r.json"]) == 2, text
        assert capsys.readouterr().err
    Path("hullmark.toml").unlink()
    monkeypatch.setenv("HULLMARK_GATE_DENY", "root-user")
    written("r.json", result())
    assert gate(capsys, "r.json")[0] == 11  # the image's configuration is not in the result


def test_own_policies_judge_a_result_and_an_import(capsys: pytest.CaptureFixture[str]) -> None:
    """The same folder, by a flag and by the settings."""
    Path("policies").mkdir()
    Path("policies/low.rego").write_text(
        "package acme.low\n\nimport rego.v1\n\n"
        'deny contains {"finding": f.id, "msg": "even low ones"} if {\n'
        '\tsome f in input.findings\n\tf.severity.level == "low"\n}\n'
    )
    written("r.json", result(finding(1, "low")))
    status, said = gate(capsys, "r.json", "--policies", "policies")
    assert status == 10
    assert said["verdict"]["reasons"][0]["policy"] == "acme.low"
    Path("hullmark.toml").write_text('[gate]\npaths = ["policies"]\n')
    written("trivy.json", _trivy("LOW"))
    assert main(["import", "trivy.json", "--profile", "balanced", "--format", "json"]) == 10
    imported = json.loads(capsys.readouterr().out)
    assert imported["verdict"]["reasons"][0]["message"] == "even low ones"
    Path("policies/low.rego").write_text("package acme.low\n\ndeny contains x if {\n")
    assert main(["import", "trivy.json", "--profile", "balanced", "--format", "json"]) == 11


def test_what_is_new_is_judged_against_a_baseline(capsys: pytest.CaptureFixture[str]) -> None:
    """Without one it is incomplete; with one, what was there before does not fail."""
    Path("hullmark.toml").write_text('profile = "observe"\n[gate]\nnew = "low"\n')
    written("trivy.json", _trivy("HIGH"))
    reading = ["import", "trivy.json", "--no-store", "--profile", "balanced"]
    assert main([*reading, "-o", "before.json"]) == 11
    assert "--baseline" in Path("before.json").read_text()
    assert main([*reading, "--baseline", "before.json", "-o", "now.json"]) == 0
    capsys.readouterr()
    assert gate(capsys, "now.json", "--profile", "balanced")[0] == 0


def test_policies_are_listed_explained_and_tested(capsys: pytest.CaptureFixture[str]) -> None:
    """`list` says what is on; `explain` takes id or name; `test` finds what is wrong."""
    assert main(["policy", "list"]) == 0
    listed = capsys.readouterr().out
    assert "HM-GATE-0001  on" in listed
    assert "HM-GATE-0009  off" in listed
    assert main(["policy", "explain", "fix-overdue"]) == 0
    explained = capsys.readouterr().out
    assert "HM-GATE-0009" in explained
    assert "Turned on by: sla" in explained
    assert main(["policy", "explain", "nothing"]) == 2
    Path("own").mkdir()
    Path("own/x.rego").write_text('package x\n\nimport rego.v1\n\ndeny contains "x" if input.a\n')
    Path("own/x_test.rego").write_text(
        "package x_test\n\nimport rego.v1\n\nimport data.x\n\n"
        'test_fires if count(x.deny) == 1 with input as {"a": true}\n\n'
        'test_wrong if count(x.deny) == 1 with input as {"b": true}\n'
    )
    capsys.readouterr()
    assert main(["policy", "test", "own"]) == 1
    said = capsys.readouterr().out
    assert "test_wrong" in said
    assert "1 passed, 1 failed" in said


def test_a_policy_that_depends_on_its_batch_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    """One that counts and says that it judges findings one by one fails its own examples."""
    Path("own").mkdir()
    Path("own/x.rego").write_text(
        "# METADATA\n# title: t\n# custom:\n#   id: ACME-1\n#   severity: low\n"
        "#   judges: [finding]\npackage x\n\nimport rego.v1\n\n"
        'deny contains "two" if count(input.findings) == 2\n'
    )
    both = json.dumps({"findings": [finding(1), finding(2)]})
    Path("own/x.examples.toml").write_text(f"[[bad]]\ninput = '''{both}'''\n")
    assert main(["policy", "test", "own"]) == 1
    assert "another batch" in capsys.readouterr().out


def _trivy(level: str) -> dict[str, Any]:
    return {
        "SchemaVersion": 2,
        "ArtifactName": "shop/web:1.0",
        "ArtifactType": "container_image",
        "Metadata": {"OS": {"Family": "debian", "Name": "12.5"}},
        "Results": [
            {
                "Target": "shop/web:1.0 (debian 12.5)",
                "Class": "os-pkgs",
                "Type": "debian",
                "Vulnerabilities": [
                    {
                        "VulnerabilityID": "CVE-2024-0001",
                        "PkgName": "libssl3",
                        "InstalledVersion": "3.0.11-1",
                        "Severity": level,
                    }
                ],
            }
        ],
    }
