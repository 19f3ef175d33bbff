"""Reports that are tables: CSV with a comma, a semicolon or a tab."""

import csv
import io

from hullmark.ports.adapter import Document
from hullmark.scanners.errors import BrokenReportError

ROWS = 2_000_000
"""Rows of one table; exports of whole fleets stay under a few hundred thousand."""
_CELL = 1 << 20


def columns_of(document: Document) -> list[str]:
    """Return the names of the columns, empty where the document is no table."""
    if document.shape not in {"csv", "text"}:
        return []
    line = document.head.lstrip().partition("\n")[0].strip("\r")
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=_delimiter(line)))]
    except (StopIteration, csv.Error):
        return []


def rows_of(document: Document) -> list[dict[str, str]]:
    """Return the rows by column name; cells beyond the last column are left out."""
    content = document.data.decode("utf-8", "replace").lstrip()
    delimiter = _delimiter(content.partition("\n")[0])
    csv.field_size_limit(_CELL)
    rows: list[dict[str, str]] = []
    try:
        reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
        names = [name.strip() for name in next(reader)]
        for row in reader:
            if len(rows) >= ROWS:
                raise BrokenReportError(f"'{document.source}' has more than {ROWS:,} rows")
            if any(cell.strip() for cell in row):
                rows.append(_cells(names, row))
    except (csv.Error, StopIteration) as error:
        raise BrokenReportError(f"'{document.source}' is no table: {error}") from error
    return rows


def _cells(names: list[str], row: list[str]) -> dict[str, str]:
    """Return cells by column; of two columns of one name the first counts."""
    cells: dict[str, str] = {}
    for name, cell in zip(names, row, strict=False):
        cells.setdefault(name, cell.strip())
    return cells


def _delimiter(line: str) -> str:
    return max((",", ";", "\t"), key=line.count)
