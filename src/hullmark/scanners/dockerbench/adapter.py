"""docker-bench-security: checks of a Docker host; what it warns of counts."""

from collections.abc import Iterator

from hullmark.model.ledger import Status
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.dockerbench.running import RUNS
from hullmark.scanners.gathering import Gathering, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import objs, text


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    version = text(report, "dockerbenchsecurity")
    gathering = Gathering(
        document, "dockerbench", "docker-bench-json", version=version, kind="host"
    )
    for section in objs(report.get("tests")):
        for each in objs(section.get("results")):
            if text(each, "result").upper() != "WARN":
                continue
            items = ", ".join(words(each.get("items")))
            gathering.violation(
                text(each, "id"),
                title=text(each, "desc"),
                message="; ".join(words(each.get("details"), items)) or text(each, "desc"),
                remediation=text(each, "remediation"),
                severity="warn",
                subject="docker host",
                anchor=text(each, "id"),
                controls=(f"cis-docker:{text(each, 'id')}",),
            )
    if report.get("end") is None:
        gathering.status, gathering.reason = Status.PARTIAL, "the run has no end"
    yield gathering.finish()


def _looks(document: Document) -> bool:
    return document.shape == "object" and document.has("dockerbenchsecurity")


DOCKERBENCH = Adapter(
    name="dockerbench",
    title="docker-bench-security",
    formats=(Format(name="docker-bench-json", looks=_looks, parse=_parse),),
    runs=RUNS,
)
