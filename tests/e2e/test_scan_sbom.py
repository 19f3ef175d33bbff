"""``hullmark scan sbom.json``: the same findings as from the image, and a ledger that says so."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from advisory_feeds import affected, osv_record, write_dump
from hullmark.__main__ import main
from image_builder import build_image, write_layout

_RELEASE = b'ID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n'
_STATUS = (
    b"Package: libdemo1\nStatus: install ok installed\nArchitecture: amd64\n"
    b"Source: demo (1.0-1)\nVersion: 1.0-1+b1\n\n"
    b"Package: demo-tools\nStatus: install ok installed\nArchitecture: amd64\n"
    b"Source: demo\nVersion: 1.0-1\n\n"
)
_TODAY = datetime.now(UTC).strftime("%Y-%m-%dT00:00:00Z")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Build a database that knows flaws of a source package and of a library."""
    write_dump(
        tmp_path / "feeds/all.zip",
        osv_record(modified=_TODAY),
        osv_record(
            "DEBIAN-CVE-2026-0002",
            modified=_TODAY,
            aliases=[],
            upstream=["CVE-2026-0002"],
            affected=[affected("Debian:12", "demo", introduced="0", fixed="1.0-2")],
        ),
    )
    path = tmp_path / "advisories.db"
    assert main(["db", "build", str(tmp_path / "feeds"), "--db", str(path), "-q"]) == 0
    return path


def _scan(target: str, database: Path, *more: str) -> dict[str, Any]:
    main(["scan", target, "--db", str(database), "-q", "-o", "result.json", *more])
    found: dict[str, Any] = json.loads(Path("result.json").read_bytes())
    return found


def _said(result: dict[str, Any]) -> list[tuple[Any, ...]]:
    # SPDX has no lines: two entries of one file are one place there.
    return [
        (
            finding["identifiers"],
            finding["severity"],
            finding["component"]["name"],
            finding["component"]["version"],
            finding["component"]["purl"],
            finding.get("packages"),
            finding["fixed_in"],
            {location["path"] for location in finding["locations"]},
        )
        for finding in result["findings"]
        if finding["component"] is not None
    ]


@pytest.mark.parametrize("name", ["out.cdx.json", "out.spdx.json"])
def test_an_image_and_its_bill_of_materials_have_the_same_findings(
    tmp_path: Path, database: Path, name: str
) -> None:
    """Sources, rebuilds and libraries survive the way through the document."""
    image = build_image(
        [
            {"etc/os-release": _RELEASE, "var/lib/dpkg/status": _STATUS},
            {"app/d-1.dist-info/METADATA": b"Name: Demo.Package\nVersion: 1.0\n\n"},
        ]
    )
    layout = write_layout(tmp_path / "image", {"1.0": image})
    direct = _scan(f"oci:{layout}", database, "-o", name)
    again = _scan(name, database)
    assert len(_said(direct)) == 2
    assert _said(again) == _said(direct)
    assert again["targets"][0]["kind"] == "sbom"
    assert again["targets"][0]["digest"] == direct["targets"][0]["digest"]
    assert again["targets"][0]["distribution"] == direct["targets"][0]["distribution"]


def test_several_images_in_one_document_are_told_apart(tmp_path: Path, database: Path) -> None:
    """Each is matched as its own distribution."""
    for name, release in (("one", _RELEASE), ("two", b"ID=alpine\nVERSION_ID=3.19.1\n")):
        files = {
            "etc/os-release": release,
            "app/d-1.dist-info/METADATA": b"Name: x\nVersion: 1\n\n",
        }
        write_layout(tmp_path / name, {"1.0": build_image([files])})
    for output in ("both.cdx.json", "both.spdx.json"):
        main(["scan", "oci:one", "oci:two", "--db", str(database), "-q", "-o", output])
        result = _scan(output, database)
        assert [target["distribution"]["id"] for target in result["targets"]] == [
            "debian",
            "alpine",
        ]


def test_the_ledger_says_where_the_packages_are_from(database: Path) -> None:
    """Format, version, tool and date, and what rule the document breaks."""
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "metadata": {
            "timestamp": "2026-01-01T00:00:00Z",
            "tools": [{"name": "maker", "version": "1"}],
        },
        "components": [
            {"type": "library", "name": "a", "purl": "pkg:pypi/demo-package@1.0", "extra": 1},
            {"type": "library", "name": "own"},
        ],
    }
    Path("x.json").write_text(json.dumps(document))
    result = _scan("x.json", database)
    (row,) = [row for row in result["ledger"] if row["check"] == "packages"]
    assert row["status"] == "ran"
    assert row["reason"] == (
        "2 components from SBOM (CycloneDX 1.5 JSON, maker 1, 2026-01-01T00:00:00Z);"
        " 1 without a package URL, not matched; HM2304: not valid by its own format:"
        " Object contains unknown field `extra` - at `$.components[0]`"
    )
    assert len(result["findings"]) == 1
    assert any(row["status"] == "unsupported" for row in result["ledger"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"bomFormat": "CycloneDX", "specVersion": "1.6"', "HM2303"),
        ('{"bomFormat": "CycloneDX", "specVersion": "7"}', "HM2302"),
        ('{"runs": [], "version": "2.1.0"}', "HM2301"),
    ],
)
def test_bad_documents_are_errors_with_a_hint(
    database: Path, capsys: pytest.CaptureFixture[str], content: str, code: str
) -> None:
    """One line each, exit 1, no traceback."""
    Path("x.json").write_text(content)
    assert main(["scan", "x.json", "--db", str(database)]) == 1
    error = capsys.readouterr().err
    assert f"error {code}: " in error
    assert "hint: " in error
    assert "Traceback" not in error
