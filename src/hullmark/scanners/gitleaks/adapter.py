"""gitleaks: its reports hold secrets in clear, which end here."""

import json
from collections.abc import Iterator
from typing import Any

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.xml import parse_xml
from hullmark.model.finding import Kind
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.errors import BrokenReportError
from hullmark.scanners.gathering import Gathering
from hullmark.scanners.gitleaks.running import RUNS
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole
from hullmark.scanners.table import columns_of, rows_of


def _add(gathering: Gathering, each: dict[str, Any]) -> None:
    commit = text(each, "Commit", "commit")
    gathering.violation(
        text(each, "RuleID", "rule"),
        kind=Kind.SECRET,
        title=text(each, "Description") or text(each, "rule", "RuleID"),
        severity="high",
        path=text(each, "File", "file"),
        line=whole(each, "StartLine", "lineNumber"),
        column=whole(each, "StartColumn"),
        anchor=f"commit {commit}" if commit else "",
        secret=text(each, "Secret", "offender", "Match", "line"),
    )


def _parse(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "gitleaks", "gitleaks-json")
    for each in objs(load(document)):
        _add(gathering, each)
    yield gathering.finish()


def _parse_table(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "gitleaks", "gitleaks-csv")
    for row in rows_of(document):
        _add(gathering, dict(row))
    yield gathering.finish()


def _parse_junit(document: Document) -> Iterator[ScannerReport]:
    try:
        root = parse_xml(document.data, source=document.source)
    except BrokenDocumentError as error:
        raise BrokenReportError(error.message) from error
    gathering = Gathering(document, "gitleaks", "gitleaks-junit-xml")
    for case in root.walk():
        failure = case.first("failure") if case.name == "testcase" else None
        if failure is not None:
            # The failure's text is the whole finding as JSON, with the secret.
            try:
                held = obj(json.loads(failure.text))
            except ValueError:
                held = {}
            name = case.attributes.get("name", "")
            held = {**held, "RuleID": name, "File": case.attributes.get("file", "")}
            _add(gathering, held)
    yield gathering.finish()


def _looks(document: Document) -> bool:
    if document.shape == "value":
        return document.data.strip() == b"null"
    return document.shape == "list" and (
        document.has("RuleID", "Description")
        or document.has("offender", "rule")
        or document.has("RuleID", "Secret")
    )


def _is_table(document: Document) -> bool:
    return {"RuleID", "Secret"} <= set(columns_of(document))


def _is_junit(document: Document) -> bool:
    return document.shape == "xml" and 'name="gitleaks"' in document.head


GITLEAKS = Adapter(
    name="gitleaks",
    title="gitleaks",
    formats=(
        Format(name="gitleaks-json", looks=_looks, parse=_parse),
        Format(name="gitleaks-csv", looks=_is_table, parse=_parse_table),
        Format(name="gitleaks-junit-xml", looks=_is_junit, parse=_parse_junit),
    ),
    runs=RUNS,
)
