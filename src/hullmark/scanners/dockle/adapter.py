"""Dockle: checks of an image; one result per check, with its alerts in the message."""

from collections.abc import Iterator
from typing import Final

from hullmark.model.report import Marks, ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.dockle.running import RUNS
from hullmark.scanners.gathering import Gathering, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import objs, text

_FOUND: Final = frozenset({"FATAL", "WARN", "INFO"})


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    gathering = Gathering(document, "dockle", "dockle-json", target=text(report, "image"))
    gathering.marks = Marks(names=words(report.get("image")))
    for each in objs(report.get("details")):
        level = text(each, "level").upper()
        if level == "IGNORE":
            gathering.ignored += 1
        elif level in _FOUND:
            gathering.violation(
                text(each, "code"),
                title=text(each, "title"),
                message="; ".join(words(each.get("alerts"))) or text(each, "title"),
                severity=level,
                subject=gathering.target,
            )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    return (
        document.shape == "object"
        and document.has("summary")
        and bool(
            {"code", "alerts"} & document.inner("details")
            or {"fatal", "warn", "info"} <= document.inner("summary")
        )
    )


DOCKLE = Adapter(
    name="dockle",
    title="Dockle",
    formats=(Format(name="dockle-json", looks=_looks, parse=_parse),),
    runs=RUNS,
)
