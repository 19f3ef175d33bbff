"""Checkstyle XML of any linter; hadolint's rules are told by their ids."""

import re
from collections.abc import Iterator

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.xml import parse_xml
from hullmark.kernel import limits
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.errors import BrokenReportError
from hullmark.scanners.gathering import Gathering


def _parse(document: Document) -> Iterator[ScannerReport]:
    try:
        root = parse_xml(document.data, source=document.source, limit_bytes=limits.JSON_BYTES)
    except BrokenDocumentError as error:
        raise BrokenReportError(error.message) from error
    ours = re.search(r"source=.(?:DL|SC)\d{4}\b", document.head) is not None
    gathering = Gathering(document, "hadolint" if ours else "checkstyle", "checkstyle-xml")
    for file in root.all("file"):
        path = file.attributes.get("name", "")
        gathering.target = gathering.target or path
        for each in file.all("error"):
            said = each.attributes.get("message", "")
            gathering.violation(
                each.attributes.get("source", ""),
                title=said,
                severity=each.attributes.get("severity", ""),
                path=path,
                line=_number(each.attributes.get("line", "")),
                column=_number(each.attributes.get("column", "")),
            )
    yield gathering.finish()


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


CHECKSTYLE = Adapter(
    name="checkstyle",
    title="Any linter that writes Checkstyle XML",
    formats=(
        Format(
            name="checkstyle-xml",
            looks=lambda d: d.shape == "xml" and "<checkstyle" in d.head,
            parse=_parse,
        ),
    ),
)
