"""Terrascan and tfsec: checks of Terraform and its kin."""

from collections.abc import Iterator

from hullmark.model.ledger import Issue
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.gathering import Gathering, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole


def _parse(document: Document) -> Iterator[ScannerReport]:
    results = obj(load(document).get("results"))
    gathering = Gathering(document, "terrascan", "terrascan-json")
    for each in objs(results.get("violations")):
        gathering.violation(
            text(each, "rule_id"),
            title=text(each, "description"),
            severity=text(each, "severity"),
            path=text(each, "file"),
            line=whole(each, "line"),
            anchor="/".join(words(each.get("resource_type"), each.get("resource_name"))),
        )
    gathering.ignored = len(objs(results.get("skipped_violations")))
    for broken in objs(results.get("scan_errors")):
        cause = text(broken, "errMsg")[:300]
        document.issues.append(
            Issue(path=text(broken, "directory") or document.source, cause=cause, code="HM2405")
        )
    yield gathering.finish()


def _parse_tfsec(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "tfsec", "tfsec-json")
    for each in objs(load(document).get("results")):
        if each.get("passed") is True or text(each, "status") in {"passed", "ignored", "1", "2"}:
            continue
        place, span = obj(each.get("location")), obj(each.get("range"))
        gathering.violation(
            text(each, "long_id", "rule_id"),
            title=text(each, "rule_description", "description"),
            message=text(each, "description"),
            description=text(each, "impact"),
            remediation=text(each, "resolution"),
            severity=text(each, "severity"),
            path=text(place, "filename") or text(span, "filename"),
            line=whole(place, "start_line") or whole(obj(span.get("start")), "line"),
            anchor=text(each, "resource"),
            references=words(each.get("links"), each.get("link")),
        )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    return bool({"violations", "scan_summary", "skipped_violations"} & document.inner("results"))


def _is_tfsec(document: Document) -> bool:
    inner = document.inner("results")
    return (
        document.shape == "object"
        and "rule_id" in inner
        and bool(
            inner & {"long_id", "legacy_rule_id", "rule_provider", "location", "range", "passed"}
        )
    )


TERRASCAN = Adapter(
    name="terrascan",
    title="Terrascan",
    formats=(Format(name="terrascan-json", looks=_looks, parse=_parse),),
)
TFSEC = Adapter(
    name="tfsec",
    title="tfsec",
    formats=(Format(name="tfsec-json", looks=_is_tfsec, parse=_parse_tfsec),),
)
