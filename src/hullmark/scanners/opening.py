"""From bytes of a file to documents: encodings, banners, lines of JSON, several in one file."""

import json
import re
from typing import Any, Final

import msgspec

from hullmark.kernel import limits
from hullmark.model.ledger import Issue
from hullmark.ports.adapter import Document, Shape, first_byte
from hullmark.scanners.errors import BrokenReportError, ReportTooLargeError

REPORT_BYTES: Final = limits.JSON_BYTES
"""One report; the largest real ones, of whole clusters, stay under 100 MB."""
SARIF_BYTES: Final = 5 * REPORT_BYTES
"""SARIF that fits its types, which is read in pieces: a million results take 0.6 to 1.1 GB."""
DOCUMENTS: Final = 1_000_000
"""Documents in one file; a line each of a scanner that writes lines."""

_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_COLOR: Final = re.compile(rb"\x1b\[[0-9;]*[A-Za-z]")
_DECODER: Final = json.JSONDecoder()
_START: Final = re.compile(r"(?m)^[ \t]*[\[{]")
_NESTED: Final = re.compile(r"\s*(?:\{|\[\s*[\[{\"\]\d-])")
"""How JSON begins, and what a line of a log (``[INFO] …``) does not look like."""
_DECORATION: Final = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])', re.DOTALL)
"""Strings, which stay, and what JavaScript allows in JSON and JSON does not."""
_ATTEMPTS: Final = 2_000
"""Lines that look like the start of a document and are not; a log has hundreds."""


def text_of(data: bytes, *, source: str, most: int = REPORT_BYTES) -> bytes:
    """Return the bytes of a file as UTF-8 without byte order mark and without terminal colors.

    Raises:
        BrokenReportError: It is in no encoding that text has.
        ReportTooLargeError: Larger than any report.
    """
    if len(data) > most:
        raise ReportTooLargeError(
            f"'{source}' is larger than {most:,} bytes, too large for a report",
            hint="write one report per image or per folder",
        )
    data = _utf8(data, source)
    # One byte is searched for ten times as fast as two.
    return _COLOR.sub(b"", data) if b"\x1b" in data else data


def open_report(data: bytes, *, source: str) -> list[Document]:
    """Return the documents in the bytes of a file; lines of JSON are one document, a list.

    Raises:
        BrokenReportError: Empty, cut short, or not in any encoding that text has.
        ReportTooLargeError: Larger than any report.
    """
    data = text_of(data, source=source)
    start = data[:4096].lstrip()
    if not start:
        raise BrokenReportError(
            f"'{source}' is empty", hint="the scanner wrote nothing: look at its standard error"
        )
    first = start[:1]
    if first == b"<":
        # A declaration must be the first thing in the file; pipelines put blank lines before it.
        return [Document(data=data.lstrip(), source=source, shape="xml")]
    whole = _whole(data, source)
    if whole is not None:
        return [whole]
    if first in b"{[" or _START.search(data[: 1 << 20].decode("utf-8", "replace")):
        return _several(data, source)
    shape: Shape = "csv" if _is_csv(data) else "text"
    return [Document(data=data, source=source, shape=shape)]


def _whole(data: bytes, source: str) -> Document | None:
    """Return the document where the bytes are one JSON value, else ``None``."""
    first = data[:4096].lstrip()[:1] or data.lstrip()[:1]
    try:
        if first == b"{":
            keys = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
            return Document(data=data, source=source, shape="object", known_keys=keys)
        if first == b"[":
            items = msgspec.json.decode(data, type=list[msgspec.Raw])
            return Document(data=data, source=source, shape="list", known_items=items)
        if first in b'n"tf-0123456789':
            msgspec.json.decode(data)
            return Document(data=data, source=source, shape="value")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    return None


def _several(data: bytes, source: str) -> list[Document]:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    issues: list[Issue] = []
    values = _lines(text)
    if values is None:
        values, issues = _scan(text, source)
    if not values and (relaxed := _relaxed(text)) is not None:
        values = [relaxed]
        issues = [
            Issue(
                path=source,
                cause="it is JSON only with its comments and trailing commas left out",
                code="HM2405",
            )
        ]
    if not values:
        if not _NESTED.match(text):
            return [Document(data=data, source=source, shape="csv" if _is_csv(data) else "text")]
        raise BrokenReportError(
            f"'{source}': {_why(data)}",
            hint="the report is cut short or damaged; run the scanner again",
        )
    if len(values) == 1:
        value = values[0]
        shape: Shape = "object" if isinstance(value, dict) else "list"
        return [Document(data=_encoded(value, source), source=source, shape=shape, issues=issues)]
    document = Document(
        data=_encoded(values, source), source=source, shape="list", stream=True, issues=issues
    )
    return [document]


def each_of(document: Document) -> list[Document]:
    """Return the documents that a file of several was made of."""
    shapes: dict[bytes, Shape] = {b"{": "object", b"[": "list"}
    return [
        Document(
            data=bytes(raw), source=document.source, shape=shapes.get(first_byte(raw), "value")
        )
        for raw in document.items
    ]


def _lines(text: str) -> list[Any] | None:
    """Return the values of lines of JSON, ``None`` where a line is none."""
    values = []
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            value = _DECODER.decode(line)
        except (ValueError, RecursionError):
            return None
        if not isinstance(value, dict | list):
            return None
        values.append(value)
        if len(values) > DOCUMENTS:
            return None
    return values


def _scan(text: str, source: str) -> tuple[list[Any], list[Issue]]:
    """Return the JSON values in text that also holds other things, and say that it does."""
    values: list[Any] = []
    position, foreign, attempts, broken = 0, 0, 0, False
    while attempts < _ATTEMPTS and len(values) < DOCUMENTS:
        found = re.compile(r"[\[{]").search(text, position)
        if found is None:
            break
        line_start = text.rfind("\n", 0, found.start()) + 1
        between = text[max(position, line_start) : found.start()]
        if between.strip(" \t\r\n,;\x1e"):
            position = _next_line(text, found.start())
            foreign += 1
            continue
        try:
            value, end = _DECODER.raw_decode(text, found.start())
        except (ValueError, RecursionError):
            attempts += 1
            broken = broken or text[found.start()] == "{"
            position = _next_line(text, found.start())
            if broken and not values:
                return [], []
            continue
        if isinstance(value, dict) or not value or isinstance(value[0], dict):
            values.append(value)
        position = end
    if broken:
        return [], []
    issue = Issue(
        path=source,
        cause="text that is no part of the report stands around it",
        hint="keep the scanner's standard error apart from its standard output",
        code="HM2405",
    )
    stray = foreign or attempts or text[position:].strip()
    return values, [issue] if stray and values else []


def _relaxed(text: str) -> Any:
    """Return JSON that has comments or trailing commas, ``None`` where it is none even so."""
    plain = _DECORATION.sub(lambda found: found[0] if found[0][0] == '"' else "", text)
    try:
        value = _DECODER.decode(plain) if len(plain) != len(text) else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def _next_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end + 1


def _encoded(value: Any, source: str) -> bytes:
    try:
        return msgspec.json.encode(value)
    except (UnicodeEncodeError, RecursionError, OverflowError, ValueError) as error:
        raise BrokenReportError(f"'{source}': {error}") from error


def _why(data: bytes) -> str:
    try:
        msgspec.json.decode(data, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return str(error) or "not JSON"
    return "no report in it"


def _utf8(data: bytes, source: str) -> bytes:
    if data[:3] == b"\xef\xbb\xbf":
        return data[3:]
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    if not encoding and data[:4].count(0) == 2 and len(data) > 3:
        encoding = "utf-16-le" if data[1] == 0 else "utf-16-be"
    if not encoding:
        return data
    try:
        return data.decode(encoding).encode()
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise BrokenReportError(
            f"'{source}' is {encoding} by its first bytes and not by the rest"
        ) from error


def _is_csv(data: bytes) -> bool:
    head = data.lstrip()[:4096].partition(b"\n")[0]
    return head.count(b",") >= 3 or head.count(b";") >= 3 or head.count(b"\t") >= 3
