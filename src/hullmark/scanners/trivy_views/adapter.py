"""Trivy's views for people and test runners: HTML and JUnit."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.xml import parse_xml
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.errors import BrokenReportError
from hullmark.scanners.gathering import Gathering, cves, rating, words

_CELL: Final = re.compile(r"(?s)<td[^>]*>(.*?)</td>")
_ROW: Final = re.compile(r'(?s)<tr class="severity-(?P<level>[A-Z]+)">(?P<cells>.*?)</tr>')


def _parse_html(document: Document) -> Iterator[ScannerReport]:
    page = document.data.decode("utf-8", "replace")
    title = re.search(r"<title>(.*?)</title>", page)
    gathering = Gathering(
        document, "trivy", "trivy-html", target=_target(title[1] if title else "")
    )
    for row in _ROW.finditer(page):
        cells = [
            unescape(re.sub(r"<[^>]+>", " ", cell)).strip() for cell in _CELL.findall(row["cells"])
        ]
        if (len(cells) > 4 and cves(cells[1])) or re.match(
            r"[A-Z]+-\d", cells[1] if len(cells) > 1 else ""
        ):
            gathering.claim(
                cells[1],
                component("", cells[0], cells[3] if len(cells) > 3 else ""),
                references=words(re.findall(r'href="([^"]+)"', row["cells"])),
                ratings=(rating("trivy", row["level"]),),
                fixed_in=words(cells[4].split(",")) if len(cells) > 4 else (),
            )
        else:
            gathering.violation(
                cells[1] if len(cells) > 1 else "",
                title=cells[2] if len(cells) > 2 else "",
                severity=row["level"],
            )
    yield gathering.finish()


def _target(title: str) -> str:
    return title.partition(" - ")[0].strip() if " - " in title else ""


def _parse_junit(document: Document) -> Iterator[ScannerReport]:
    try:
        root = parse_xml(document.data, source=document.source)
    except BrokenDocumentError as error:
        raise BrokenReportError(error.message) from error
    gathering = Gathering(document, "trivy", "trivy-junit-xml")
    for suite in root.all("testsuite"):
        gathering.target = gathering.target or suite.attributes.get("name", "").partition(" (")[0]
        for case in suite.all("testcase"):
            failure = case.first("failure")
            if failure is None:
                continue
            level, _, rule = case.attributes.get("name", "").strip("[").partition("] ")
            name, _, version = case.attributes.get("classname", "").partition("-")
            title = failure.attributes.get("message", "")
            if re.match(r"[A-Z]+-\d{4}-|GHSA-", rule):
                gathering.claim(
                    rule,
                    component("", name, version),
                    title=title,
                    description=failure.text,
                    ratings=(rating("trivy", level),),
                )
            else:
                gathering.violation(
                    rule or level, title=title, description=failure.text, severity=level
                )
    yield gathering.finish()


def _is_html(document: Document) -> bool:
    return (
        document.shape == "xml"
        and "<html" in document.head
        and ("severity-CRITICAL" in document.head or b'class="severity-' in document.data)
    )


def _is_junit(document: Document) -> bool:
    return document.shape == "xml" and '<testsuites name="trivy"' in document.head


TRIVY_VIEWS = Adapter(
    name="trivy_views",
    title="Trivy's HTML and JUnit",
    formats=(
        Format(name="trivy-html", looks=_is_html, parse=_parse_html),
        Format(name="trivy-junit-xml", looks=_is_junit, parse=_parse_junit),
    ),
)
