"""CSV that spreadsheets do not run."""

import csv
import io

from msgspec.structs import replace

from hullmark.model.scan import ScanResult
from hullmark.model.severity import Severity
from hullmark.report.rows import COLUMNS, write_csv
from report_sample import JINJA, finding, sample


def _rows(result: ScanResult) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(write_csv(result).decode(), newline="")))


def test_every_finding_is_a_row() -> None:
    """Suppressed ones too, marked as such."""
    rows = _rows(sample())
    assert len(rows) == len(sample().findings)
    assert [row["suppressed"] for row in rows].count("yes") == 1
    assert tuple(rows[0]) == COLUMNS


def test_no_cell_begins_like_a_formula() -> None:
    """A quote stands before what a spreadsheet would run."""
    evil = finding("CVE-1", replace(JINJA, name="=cmd()", version="@1"), Severity.LOW, title="-1")
    row = _rows(replace(sample(), findings=(evil,)))[0]
    assert (row["component"], row["version"], row["title"]) == ("'=cmd()", "'@1", "'-1")
