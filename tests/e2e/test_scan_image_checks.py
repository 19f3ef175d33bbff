"""Checks of an image's configuration, joined to its scan."""

import json
from pathlib import Path
from typing import Any

import pytest

from hullmark.__main__ import main
from image_builder import WHITEOUT, Content, File, build_image, write_layout


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


def _scan(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    main(["scan", *arguments, "--format", "json"])
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return document


def _checked(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = [each for each in document["findings"] if each["kind"] == "misconfiguration"]
    return {each["identifiers"][0]: each for each in found}


def _row(document: dict[str, Any]) -> dict[str, Any]:
    (row,) = [each for each in document["ledger"] if each["check"] == "configuration"]
    return dict(row)


def _image(tmp_path: Path, layers: list[dict[str, Content]], **settings: Any) -> str:
    built = build_image(list(layers), settings=settings)
    return f"oci:{write_layout(tmp_path / 'image', {'1.0': built})}"


SETUID = File(b"\x7fELF tool", mode=0o4755)
PLAIN = File(b"\x7fELF tool", mode=0o755)


def test_configuration_and_files_of_an_image_are_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """User, ports, environment, set-user-ID files and package managers are findings."""
    image = _image(
        tmp_path,
        [{"usr/bin/su": SETUID, "usr/bin/apt-get": PLAIN}, {"usr/bin/newgrp": SETUID}],
        Env=["DB_PASSWORD=correct-horse-7"],
        ExposedPorts={"22/tcp": {}},
    )
    document = _scan(capsys, image)
    found = _checked(document)
    assert {"HM-IMG-0001", "HM-IMG-0003", "HM-IMG-0006", "HM-IMG-0008", "HM-IMG-0009"} <= set(found)
    files = [place["path"] for place in found["HM-IMG-0008"]["locations"]]
    assert files == ["/usr/bin/newgrp", "/usr/bin/su"]
    assert "apt-get" in found["HM-IMG-0009"]["message"]
    assert "correct-horse" not in json.dumps(document)
    assert _row(document)["status"] == "ran"


def test_only_the_final_image_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a later layer deletes or writes without the bit is not there any more."""
    image = _image(
        tmp_path,
        [
            {"usr/bin/su": SETUID, "usr/bin/mount": SETUID, "sbin/apk": PLAIN},
            {"usr/bin/su": PLAIN, "usr/bin/mount": WHITEOUT, "sbin/apk": WHITEOUT},
        ],
        User="10001",
    )
    found = _checked(_scan(capsys, image))
    assert not {"HM-IMG-0001", "HM-IMG-0008", "HM-IMG-0009"} & set(found)


def test_warm_scan_says_the_same_and_checks_can_be_switched_off(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Answers are kept with what they were given to; nothing is told where nobody asked."""
    image = _image(tmp_path, [{"usr/bin/su": SETUID}])
    cold, warm = _scan(capsys, image), _scan(capsys, image)
    assert _checked(cold) == _checked(warm) != {}
    off = _scan(capsys, image, "--no-checks")
    assert not _checked(off)
    assert (_row(off)["status"], _row(off)["reason"]) == ("skipped", "switched off")


def test_own_checks_of_images_run_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An organisation's check sees the same document; changing it changes the answer."""
    folder = tmp_path / "checks"
    folder.mkdir()
    check = folder / "vendor.rego"
    source = """# METADATA
# scope: package
# title: "No vendor"
# description: "Every image names its vendor."
# custom:
#   id: ORG-IMG-0001
#   severity: high
#   kind: image
#   remediation: "Add the label."
package org.image.vendor

import rego.v1

deny contains {"msg": "no vendor", "path": ["config", "Labels"]} if {
	not input.config.Labels.vendor
}
"""
    check.write_text(source)
    (tmp_path / "hullmark.toml").write_text('check_paths = ["checks"]\n')
    image = _image(tmp_path, [{"a": b"x"}])
    assert _checked(_scan(capsys, image))["ORG-IMG-0001"]["message"] == "no vendor"
    check.write_text(source.replace("no vendor", "who made it?"))
    assert _checked(_scan(capsys, image))["ORG-IMG-0001"]["message"] == "who made it?"
