"""The list of formats, and how a file's name picks one."""

import json

import pytest

from hullmark.kernel.errors import UsageError
from hullmark.model.scan import ScanResult
from hullmark.report.formats import FORMATS, format_of, write
from report_sample import empty, sample, two_targets


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("out.json", "json"),
        ("OUT.SARIF", "sarif"),
        ("a/b.sarif.json", "sarif"),
        ("sbom.cdx.json", "cyclonedx"),
        ("bom.json", "cyclonedx"),
        ("x.spdx.json", "spdx"),
        ("C:\\out\\summary.md", "markdown"),
        ("rows.csv", "csv"),
        ("report.html", "html"),
        ("report.pdf", "pdf"),
        ("junit.xml", "junit"),
        ("gl-container-scanning-report.json", "gitlab"),
        ("app.gitlab.json", "gitlab"),
        ("app.sonar.json", "sonar"),
        ("app.openvex.json", "openvex"),
        ("app.vex.json", "openvex"),
    ],
)
def test_a_suffix_means_a_format(path: str, name: str) -> None:
    """The longest suffix wins, letter case does not matter."""
    assert format_of(path) == name


@pytest.mark.parametrize("path", ["out", "out.txt", "json", "x.json/y", ""])
def test_an_unknown_suffix_is_refused_with_the_list(path: str) -> None:
    """The hint lists what would have worked."""
    with pytest.raises(UsageError, match="cannot tell") as caught:
        format_of(path)
    assert caught.value.hint is not None
    assert ".cdx.json" in caught.value.hint
    assert caught.value.code == "HM7202"


def test_an_unknown_format_is_refused_with_the_list() -> None:
    """The hint lists the names."""
    with pytest.raises(UsageError, match="no report format 'xml'") as caught:
        write(sample(), "xml")
    assert caught.value.hint == f"formats: {', '.join(FORMATS)}"


@pytest.mark.parametrize("name", [name for name, found in FORMATS.items() if not found.needs])
@pytest.mark.parametrize("result", [sample(), empty(), two_targets()])
def test_writing_twice_gives_the_same_bytes(name: str, result: ScanResult) -> None:
    """No clock, no random numbers, UTF-8, ended by a line feed."""
    first = write(result, name)
    assert first == write(result, name)
    assert first.decode().endswith("\n")


@pytest.mark.parametrize("name", [name for name, found in FORMATS.items() if not found.needs])
def test_no_environment_value_is_written(name: str) -> None:
    """Values of ``ENV`` may be secrets."""
    assert b"hunter2" not in write(sample(), name)


def test_json_lists_hold_one_item_per_line() -> None:
    """What changed between two results shows in a plain diff."""
    text = write(sample(), "json").decode()
    starts = [line for line in text.splitlines() if line.startswith('{"id":"CVE-2024-1111')]
    assert len(starts) == 1
    assert len(json.loads(text)["findings"]) == len(sample().findings)
