"""ggshield: incidents of GitGuardian."""

from collections.abc import Iterator
from typing import Any

from hullmark.model.finding import Kind
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.gathering import Gathering
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import objs, text, whole


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    gathering = Gathering(document, "ggshield", "ggshield-json", target=text(report, "id"))
    waiting = [report]
    while waiting:
        each = waiting.pop(0)
        waiting += objs(each.get("scans"))
        for entity in objs(each.get("entities_with_incidents")):
            for incident in objs(entity.get("incidents")):
                _add(gathering, entity, incident)
    yield gathering.finish()


def _add(gathering: Gathering, entity: dict[str, Any], incident: dict[str, Any]) -> None:
    first = next(iter(objs(incident.get("occurrences"))), {})
    gathering.violation(
        text(incident, "type"),
        kind=Kind.SECRET,
        title=text(incident, "type"),
        severity="critical" if text(incident, "validity") == "valid" else "high",
        path=text(entity, "filename"),
        line=whole(first, "line_start"),
        anchor=text(incident, "ignore_sha")[:12],
        secret=text(first, "match"),
    )


def _looks(document: Document) -> bool:
    return document.shape == "object" and (
        document.any("entities_with_incidents", "total_incidents")
        or (document.has("scans") and "total_incidents" in document.inner("scans"))
    )


GGSHIELD = Adapter(
    name="ggshield",
    title="ggshield (GitGuardian)",
    formats=(Format(name="ggshield-json", looks=_looks, parse=_parse),),
)
