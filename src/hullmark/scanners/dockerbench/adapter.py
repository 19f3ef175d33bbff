"""docker-bench-security: checks of a Docker host; what it warns of counts."""

import re
from collections.abc import Iterator
from typing import Final

from hullmark.model.ledger import Status
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.dockerbench.running import RUNS
from hullmark.scanners.gathering import Gathering, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import objs, text

_LINE: Final = re.compile(
    r"(?m)^\[WARN\] +(?P<id>\d+(?:\.\d+)+) +-? *(?P<said>.+?)\s*$"
    r"(?P<items>(?:\n\[WARN\] +\* .*$)*)"
)
_ITEM: Final = re.compile(r"(?m)^\[WARN\] +\* (.*)$")


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


def _parse_text(document: Document) -> Iterator[ScannerReport]:
    """Read what is shown to people; lines below a check name what it is about."""
    said = document.data.decode("utf-8", "replace")
    version = re.search(r"Docker Bench for Security v(\S+)", said)
    gathering = Gathering(
        document,
        "dockerbench",
        "docker-bench-text",
        version=version[1] if version else "",
        kind="host",
    )
    for found in _LINE.finditer(said):
        items = [each.strip(" *\n") for each in _ITEM.findall(found["items"])]
        gathering.violation(
            found["id"],
            title=found["said"],
            message="; ".join((found["said"], *items)),
            severity="warn",
            subject="docker host",
            anchor=found["id"],
            controls=(f"cis-docker:{found['id']}",),
        )
    if "[INFO] Score:" not in said:
        gathering.status, gathering.reason = Status.PARTIAL, "the run has no end"
    yield gathering.finish()


def _is_text(document: Document) -> bool:
    return document.shape in {"text", "csv"} and "Docker Bench for Security" in document.head


def _looks(document: Document) -> bool:
    return document.shape == "object" and document.has("dockerbenchsecurity")


DOCKERBENCH = Adapter(
    name="dockerbench",
    title="docker-bench-security",
    formats=(
        Format(name="docker-bench-json", looks=_looks, parse=_parse),
        Format(name="docker-bench-text", looks=_is_text, parse=_parse_text),
    ),
    runs=RUNS,
)
