"""EPSS: the probability of exploitation in the next 30 days, per CVE."""

import re
from collections.abc import Iterator

from hullmark.kernel.limits import TEXT_LINE_BYTES

_HEADER_DATE = re.compile(rb"score_date:\s*(\d{4}-\d\d-\d\d)")
_ROW = re.compile(rb"^(CVE-\d{4}-\d{4,})[,;]([01](?:\.\d+)?)[,;]([01](?:\.\d+)?)\s*$", re.MULTILINE)
_IGNORED = (b"#", b"cve,", b"cve;")

Row = tuple[str, float, float]


def looks_like_epss(head: bytes) -> bool:
    """Return whether a text starts as an EPSS table, with or without its comment and heading."""
    return head.startswith((b"#model_version", b"cve,epss", b"cve;epss")) or bool(_ROW.match(head))


def epss_date(data: bytes) -> str:
    """Return the date of the scores, ``""`` where the comment line is absent."""
    match = _HEADER_DATE.search(data[:1024])
    return match[1].decode() if match else ""


def parse_epss(data: bytes) -> Iterator[Row]:
    """Yield (CVE, probability, percentile)."""
    for match in _ROW.finditer(data):
        cve, probability, percentile = match.groups()
        yield cve.decode(), float(probability), float(percentile)


def bad_rows(data: bytes) -> list[str]:
    """Return the lines that are no rows, for the report."""
    # Removing what is a row in one pass costs a tenth of splitting into lines.
    rest = _ROW.sub(b"", data)
    return [
        line[:80].decode("utf-8", "replace")
        for line in (raw[:TEXT_LINE_BYTES].strip() for raw in rest.split(b"\n"))
        if line and not line.lower().startswith(_IGNORED)
    ]
