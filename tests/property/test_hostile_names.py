"""Names with line breaks, escapes and reversals: shown everywhere, obeyed nowhere."""

import json
import re
from pathlib import Path

import pytest

from hullmark import api
from hullmark.model.scan import ScanResult
from hullmark.report.formats import FORMATS, write
from hullmark.report.terminal.screen import Section, render
from image_builder import Content, build_image, write_layout

_ESCAPES = (
    "red\x1b[31m",
    "clear\x1b[2J\x1b[H",
    "title\x1b]0;owned\x07",
    "link\x1b]8;;http://evil.example\x1b\\x",
    "line\nfeed",
    "carriage\rreturn",
    "null\x00byte",
    "bell\x07",
    "back\x08\x08space",
    "c1\x9b31m",
    "reversed\u202egnp.exe",
    "isolate\u2066x\u2069",
    "zero\u200bwidth",
    "line\u2028separator",
    "tag\U000e0041",
    "<script>alert(1)</script>",
    "![x](http://evil.example/p.png)",
    "| a | b |",
    "::set-output name=a::b",
    "=cmd|' /C calc'!A1",
    "%0A::error::x",
)
_SECTIONS: tuple[Section, ...] = ("fixes", "findings", "ledger", "components")
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> ScanResult:
    """Scan an image in which everything that can be named has a hostile name."""
    folder = tmp_path_factory.mktemp("hostile")
    patch = pytest.MonkeyPatch()
    patch.setenv("HULLMARK_HOME", str(folder / "home"))
    files: dict[str, Content] = {}
    for number, text in enumerate(_ESCAPES):
        name = text.replace("\x00", "")
        files[f"app/{number}/node_modules/{name.replace('/', '_')}/package.json"] = json.dumps(
            {"name": text, "version": f"1.0-{text}", "license": text}
        ).encode()
        files[f"bad/{name.replace('/', '_')}/package-lock.json"] = b"{"
        files[f"py/{number}.dist-info/METADATA"] = (
            f"Name: {text}\nVersion: 1\nLicense: {text}\n\n".encode()
        )
    stanzas = "".join(
        f"Package: {text.splitlines()[0]}\nStatus: install ok installed\nVersion: {text}\n\n"
        for text in _ESCAPES
    )
    files["var/lib/dpkg/status"] = stanzas.encode()
    files["etc/os-release"] = f'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="{_ESCAPES[1]}"\n'.encode()
    image = build_image([files], history=[f"RUN {text}" for text in _ESCAPES[:1]])
    path = write_layout(folder / "image", {"1.0": image})
    try:
        return api.scan([f"oci:{path}"], settings=api.load_settings({}, folder=folder).settings)
    finally:
        patch.undo()


def test_the_terminal_is_never_steered(result: ScanResult) -> None:
    """No control, invisible or reversing character reaches a terminal, in any section."""
    shown = render(result, width=4_000, show=_SECTIONS, limit=0)
    assert "clear\\x1b[2J" in shown
    assert not _UNSEEN.search(shown)


@pytest.mark.parametrize("name", ["markdown", "csv"])
def test_text_reports_hold_no_unseen_character(result: ScanResult, name: str) -> None:
    """The same for reports that people and spreadsheets open as text."""
    text = write(result, name).decode()
    assert not _UNSEEN.search(text.replace("\r\n", "\n"))


@pytest.mark.parametrize("name", ["json", "sarif", "cyclonedx", "spdx"])
def test_json_reports_are_valid_and_escaped(result: ScanResult, name: str) -> None:
    """A JSON report is UTF-8, parses, and holds no raw control character."""
    data = write(result, name)
    json.loads(data)
    text = data.decode()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", text)


def test_messages_of_sarif_are_visible(result: ScanResult) -> None:
    """What a web page shows of a result steers nothing there either."""
    document = json.loads(write(result, "sarif"))
    for run in document["runs"]:
        for each in run.get("results", []):
            assert not _UNSEEN.search(each["message"]["text"])
        for invocation in run.get("invocations", []):
            for note in invocation.get("toolExecutionNotifications", []):
                assert not _UNSEEN.search(note["message"]["text"].replace("\n", " "))


def test_nothing_is_lost(result: ScanResult, tmp_path: Path) -> None:
    """Every hostile package is reported, under its own name, and every format is written."""
    names = {each.name for each in result.components}
    assert {"red\x1b[31m", "reversed\u202egnp.exe", "<script>alert(1)</script>"} <= names
    for form in FORMATS:
        (tmp_path / form).write_bytes(write(result, form))
