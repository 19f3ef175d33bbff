"""The table for people: any width, any name, with and without color."""

import re
import subprocess
import sys

import pytest
from msgspec.structs import replace

from hullmark.model.finding import Fingerprint
from hullmark.model.scan import ScanResult
from hullmark.report.terminal import Section, render
from hullmark.report.terminal.text import columns, fit, flow, listed, pad
from report_sample import HOSTILE, bumped, empty, sample, two_targets

EVERYTHING: tuple[Section, ...] = ("fixes", "findings", "ledger", "components")
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("width", [20, 33, 59, 60, 71, 72, 80, 95, 96, 100, 132, 200])
@pytest.mark.parametrize("result", [sample(), two_targets(), empty(), bumped()])
def test_no_line_is_wider_than_the_terminal(width: int, result: ScanResult) -> None:
    """Whatever the width, every line fits."""
    text = render(result, width=width, show=EVERYTHING, limit=0)
    assert [line for line in text.splitlines() if columns(line) > width] == []


def test_colors_change_nothing_but_the_look() -> None:
    """The same text with the escape sequences taken out."""
    plain = render(sample(), width=100, show=EVERYTHING)
    colored = render(sample(), width=100, show=EVERYTHING, color=True)
    assert colored != plain
    assert ANSI.sub("", colored) == plain


def test_plain_text_has_no_control_characters() -> None:
    """Escapes, overrides and line breaks in names are spelled out."""
    text = render(sample(), width=200, show=EVERYTHING, limit=0)
    assert all(line.isprintable() for line in text.split("\n"))
    assert r"evil\x1b[31m\u202e" in text


def test_color_adds_only_its_own_sequences() -> None:
    """With color on, a hostile name still cannot bring a sequence of its own."""
    text = render(sample(), width=200, color=True, show=EVERYTHING, limit=0)
    assert all(line.isprintable() for line in ANSI.sub("", text).split("\n"))
    assert HOSTILE not in text


def test_the_first_thing_to_do_stands_first() -> None:
    """Known exploited before critical before many."""
    lines = render(sample(), width=130).splitlines()
    assert lines[3].startswith("1  RUN pip install -r requirements.txt → urllib3 1.26.17, jinja2")
    assert lines[3].endswith("clears 3 of 10, 1 exploited")
    assert lines[4].startswith("2  COPY . /srv/app")


def test_what_is_not_shown_is_counted() -> None:
    """A limit leaves a line that says how many more there are."""
    text = render(sample(), width=100, limit=2)
    assert "and 2 more lines, which clear 3" in text
    assert "and 8 more findings  hullmark scan --show findings" in text


def test_totals_name_every_severity() -> None:
    """The totals line adds up and counts what is suppressed apart."""
    assert (
        "10 findings: 3 critical, 2 high, 2 medium, 1 low, 1 negligible, 1 unknown"
        " · 1 known exploited · 2 without a fix · 1 suppressed\n"
    ) in render(sample(), width=200)


def test_what_could_not_be_read_is_said_with_a_hint() -> None:
    """Partial and failed checks are counted; the hint goes away when the ledger is shown."""
    text = render(sample(), width=120)
    assert "not read: 2 (yarn.lock of layer 3: broken line 88; …)" in text
    assert "not certain: 1 (advisories: the data is 30 days old)" in text
    assert "hullmark scan --show ledger" in text
    assert "hullmark scan" not in render(sample(), width=120, show=["ledger"])


def test_the_verdict_is_the_last_line() -> None:
    """Status, reasons and profile."""
    assert render(sample()).splitlines()[-1] == "fail: 3 critical with a fix (profile balanced)"


def test_two_targets_are_told_apart() -> None:
    """Each row names its image by the short name."""
    text = render(two_targets(), width=130)
    assert "app:2.4: RUN pip install" in text
    assert "web:1: FROM" in text


def test_equal_short_names_are_spelled_out() -> None:
    """Two images called app:1 are shown with their registries."""
    result = two_targets()
    names = ("a.example/app:1", "b.example/app:1")
    targets = tuple(
        replace(target, name=name) for target, name in zip(result.targets, names, strict=True)
    )
    findings = tuple(
        replace(item, target=names[index % 2], id=Fingerprint(str(index)))
        for index, item in enumerate(result.findings)
    )
    text = render(replace(result, targets=targets, findings=findings), width=130)
    assert "a.example/app:1: " in text


def test_rich_and_document_libraries_are_not_imported() -> None:
    """A table costs no heavy import."""
    program = (
        "import sys; import hullmark.report.terminal;"
        "print([n for n in ('rich', 'csv', 'urllib.parse') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("日本", 4), ("e\u0301", 1), ("→ …", 3), ("", 0), ("🚀", 2)],
)
def test_columns_are_what_a_terminal_uses(text: str, width: int) -> None:
    """Wide characters take two columns, combining marks none."""
    assert columns(text) == width


def test_fit_cuts_by_columns() -> None:
    """A wide character is never halved."""
    assert fit("日本語", 5) == "日本…"
    assert fit("日本語", 4) == "日…"
    assert fit("abcdef", 4) == "abc…"
    assert fit("abc", 0) == ""


def test_pad_fills_to_the_column() -> None:
    """Padding counts columns, not characters."""
    assert pad("日", 4) == "日  "
    assert pad("abcdef", 4) == "abc…"


def test_flow_breaks_between_words() -> None:
    """Lines hold as many words as fit."""
    assert list(flow(["aa", "bb", "cc"], 6, gap=" ", indent=" ")) == ["aa bb", " cc"]


def test_listed_leaves_room_for_the_rest() -> None:
    """The number of those left out is part of the width."""
    assert listed(["aaaa", "bbbb", "cccc"], 16) == 3
    assert listed(["aaaa", "bbbb", "cccc"], 15) == 2
    assert listed(["aaaa", "bbbb", "cccc"], 3) == 0
