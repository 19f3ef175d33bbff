"""TruffleHog, versions 2 and 3, and trufflehog3: secrets in clear, which end here."""

from collections.abc import Iterator
from typing import Any

from hullmark.model.finding import Kind
from hullmark.model.ledger import Status
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.gathering import Gathering
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole
from hullmark.scanners.trufflehog.running import RUNS


def _parse(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "trufflehog", "trufflehog-json")
    held = _flat(load(document))
    logged = [text(each, "msg") for each in held if text(each, "logger") == "trufflehog"]
    if logged and len(logged) == len(held) and "finished scanning" not in logged:
        gathering.status = Status.PARTIAL
        gathering.reason = "only a log, which does not say that the scan was finished"
    for each in held:
        if each.keys() & {"DetectorName", "DetectorType", "rule", "reason", "Raw", "stringsFound"}:
            _add(gathering, each)
    yield gathering.finish()


def _flat(value: Any) -> list[dict[str, Any]]:
    found = []
    for each in value if isinstance(value, list) else [value]:
        found += objs(each)
    return found


def _add(gathering: Gathering, each: dict[str, Any]) -> None:
    data = obj(obj(each.get("SourceMetadata")).get("Data"))
    place = next((obj(value) for value in data.values() if isinstance(value, dict)), {})
    rule = obj(each.get("rule"))
    name = text(each, "DetectorName") or text(rule, "id") or text(each, "reason", "DetectorType")
    strings = each.get("stringsFound")
    value = text(each, "RawV2") or text(each, "Raw", "secret")
    if not value and isinstance(strings, list) and strings:
        value = str(strings[0])
    verified = each.get("Verified") is True
    commit = text(place, "commit") or text(each, "commitHash")
    gathering.target = gathering.target or text(place, "image", "repository")
    gathering.violation(
        name,
        kind=Kind.SECRET,
        title=f"{text(rule, 'message') or name}{' (it works)' if verified else ''}",
        severity=text(rule, "severity") or ("critical" if verified else "high"),
        path=text(place, "file") or text(each, "path"),
        line=whole(place, "line") or whole(each, "line"),
        layer=text(place, "layer"),
        anchor=f"commit {commit}" if commit else "",
        secret=value,
    )


def _looks(document: Document) -> bool:
    if document.shape not in {"object", "list"}:
        return False
    if document.has("level", "ts", "logger", "msg"):  # its log, which it may write to the same file
        return str(document.value("logger")) == "trufflehog"
    if document.has("SourceMetadata") and document.any("DetectorName", "DetectorType", "Raw"):
        return True
    if document.has("rule", "secret", "path"):
        return True
    return document.has("reason", "stringsFound", "branch") and (
        document.any("printDiff") or document.stream or document.shape == "object"
    )


TRUFFLEHOG = Adapter(
    name="trufflehog",
    title="TruffleHog",
    formats=(Format(name="trufflehog-json", looks=_looks, parse=_parse),),
    runs=RUNS,
)
