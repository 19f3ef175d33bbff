"""OPA: what ``opa exec`` says of each document that a decision was asked about."""

from collections.abc import Iterator
from typing import Any

from hullmark.model.ledger import Issue, Status
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.gathering import Gathering
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole
from hullmark.scanners.opa.running import RUNS

_UNDEFINED = "opa_undefined_error"


def _parse(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "opa", "opa-exec-json")
    asked = answered = 0
    for each in objs(obj(load(document)).get("result")):
        path = text(each, "path")
        failure = obj(each.get("error"))
        asked += 1
        if text(failure, "code") == _UNDEFINED:
            continue
        if failure:
            cause = text(failure, "message") or "the document could not be judged"
            document.issues.append(Issue(path=path, cause=cause, code="HM2405"))
            continue
        answered += 1
        for said in _each(each.get("result")):
            _violation(gathering, path, said)
    if asked and not answered:
        gathering.status = Status.PARTIAL
        gathering.reason = "no document has an answer to the decision that was asked for"
    yield gathering.finish()


def _each(result: Any) -> Iterator[Any]:
    """Yield what denies: members of a set or list, or a ``true`` alone."""
    if isinstance(result, list):
        yield from result
    elif isinstance(result, str) and result:
        yield result
    elif result is True:
        yield "denied"


def _violation(gathering: Gathering, path: str, said: Any) -> None:
    held = obj(said)
    message = text(held, "msg", "message") if held else str(said)
    place = obj(held.get("_loc"))
    gathering.violation(
        text(held, "id", "rule", "code") or message,
        title=text(held, "title") or message,
        message=message,
        severity=text(held, "severity") or "failure",
        path=text(place, "file") or path,
        line=whole(place, "line") or whole(held, "line"),
    )


def _looks(document: Document) -> bool:
    if document.shape != "object" or not document.has("result"):
        return False
    names = document.inner("result")
    return "path" in names and bool(names & {"result", "error"}) and not document.has("decision_id")


OPA = Adapter(
    name="opa",
    title="OPA",
    formats=(Format(name="opa-exec-json", looks=_looks, parse=_parse),),
    runs=RUNS,
)
