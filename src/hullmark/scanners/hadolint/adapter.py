"""hadolint: how to call it, and what its report means."""

from collections.abc import Iterator

from hullmark.model.ledger import Issue
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.gathering import Gathering
from hullmark.scanners.hadolint.running import RUNS
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import objs, text, whole


def _parse(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "hadolint", "hadolint-json")
    for each in objs(load(document)):
        code = text(each, "code")
        if not code:
            cause = "an entry has no code of a rule"
            document.issues.append(Issue(path=document.source, cause=cause, code="HM2405"))
            continue
        gathering.target = gathering.target or text(each, "file")
        gathering.violation(
            code,
            title=text(each, "message"),
            severity=text(each, "level"),
            path=text(each, "file"),
            line=whole(each, "line"),
            column=whole(each, "column"),
            references=(f"https://github.com/hadolint/hadolint/wiki/{code}",),
        )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    if document.shape != "list":
        return False
    for item in document.items[:16]:
        names = document.members(item)
        if {"code", "level"} <= names and names & {"line", "file"}:
            return "line_number" not in names
    return False


HADOLINT = Adapter(
    name="hadolint",
    title="hadolint",
    formats=(Format(name="hadolint-json", looks=_looks, parse=_parse),),
    runs=RUNS,
)
