"""KICS: one result per place of a query."""

from collections.abc import Iterator

from hullmark.model.ledger import Status
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.gathering import Gathering, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import objs, text, whole


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    gathering = Gathering(document, "kics", "kics-json", version=text(report, "kics_version"))
    for query in objs(report.get("queries")):
        for file in objs(query.get("files")):
            gathering.violation(
                text(query, "query_id"),
                title=text(query, "query_name"),
                message=text(file, "actual_value"),
                description=text(query, "description"),
                remediation=text(file, "expected_value"),
                severity=text(query, "severity"),
                path=text(file, "file_name").replace("\\", "/"),
                line=whole(file, "line"),
                anchor=text(file, "search_key"),
                references=words(query.get("query_url")),
            )
    if whole(report, "files_failed_to_scan"):
        gathering.status = Status.PARTIAL
        gathering.reason = f"{report['files_failed_to_scan']} files were not scanned"
    yield gathering.finish()


def _looks(document: Document) -> bool:
    return (
        document.shape == "object"
        and document.any("queries", "total_counter")
        and document.any("files_scanned", "severity_counters", "kics_version")
    )


KICS = Adapter(
    name="kics",
    title="KICS",
    formats=(Format(name="kics-json", looks=_looks, parse=_parse),),
)
