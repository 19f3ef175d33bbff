"""Nosey Parker: lines of findings with secrets in clear, which end here."""

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from hullmark.model.finding import Kind
from hullmark.model.ledger import Issue
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.gathering import Gathering
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole


def _parse(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "noseyparker", "noseyparker-jsonl")
    foreign = 0
    value = load(document)
    for each in objs(value):
        if "rule_name" in each:
            _add(gathering, each)
        else:
            foreign += 1
    if foreign:
        cause = f"{foreign} lines are no findings of Nosey Parker"
        document.issues.append(Issue(path=document.source, cause=cause, code="HM2405"))
    yield gathering.finish()


def _add(gathering: Gathering, each: dict[str, Any]) -> None:
    match = next(iter(objs(each.get("matches"))), {})
    origin = next(iter(objs(match.get("provenance"))), {})
    commit = obj(origin.get("first_commit"))
    start = obj(obj(obj(match.get("location")).get("source_span")).get("start"))
    groups = each.get("groups") or match.get("groups")
    gathering.violation(
        text(each, "rule_name"),
        kind=Kind.SECRET,
        title=text(each, "rule_name"),
        severity="high",
        path=text(commit, "blob_path") or text(origin, "path", "repo_path"),
        line=whole(start, "line"),
        anchor=text(each, "finding_id")[:12],
        secret=_clear(str(groups[0])) if isinstance(groups, list) and groups else "",
    )


def _clear(group: str) -> str:
    """Return a captured group, which newer versions write as base64."""
    try:
        return base64.b64decode(group, validate=True).decode()
    except (binascii.Error, ValueError):
        return group


def _looks(document: Document) -> bool:
    return (
        document.shape in {"object", "list"}
        and document.has("rule_name")
        and document.any("finding_id", "matches", "groups")
    )


NOSEYPARKER = Adapter(
    name="noseyparker",
    title="Nosey Parker",
    formats=(Format(name="noseyparker-jsonl", looks=_looks, parse=_parse),),
)
