"""Semgrep: results of its command line and of its supply chain."""

from collections.abc import Iterator

from hullmark.model.finding import Kind
from hullmark.model.ledger import Issue
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    gathering = Gathering(document, "semgrep", "semgrep-json", version=text(report, "version"))
    for each in objs(report.get("results")):
        extra, start = obj(each.get("extra")), obj(each.get("start"))
        metadata = obj(extra.get("metadata"))
        ignored = "ignored by a comment" if extra.get("is_ignored") is True else ""
        rule = text(each, "check_id")
        secret = "secret" in " ".join(words(metadata.get("technology"), rule)).lower()
        gathering.violation(
            rule,
            kind=Kind.SECRET if secret else Kind.MISCONFIGURATION,
            title=text(extra, "message").partition("\n")[0][:200],
            message=text(extra, "message"),
            remediation=text(extra, "fix"),
            severity=text(extra, "severity"),
            path=text(each, "path"),
            line=whole(start, "line"),
            column=whole(start, "col"),
            references=words(metadata.get("references"), metadata.get("source")),
            ignored=ignored,
        )
    for flaw in objs(report.get("vulns")):
        advisory = obj(flaw.get("advisory"))
        found = obj(flaw.get("foundDependency")) or next(
            iter(objs(flaw.get("foundDependencies"))), {}
        )
        references = obj(advisory.get("references"))
        gathering.claim(
            text(advisory, "ruleId", "rule_id", "id") or text(flaw, "title"),
            component(
                text(found, "ecosystem") or text(advisory, "ecosystem"),
                text(found, "package") or text(flaw, "package"),
                text(found, "version"),
            ),
            aliases=words(references.get("cveIds")),
            title=text(flaw, "title") or text(advisory, "title"),
            description=text(advisory, "description"),
            ratings=(rating("semgrep", text(flaw, "severity") or text(advisory, "severity")),),
        )
    for broken in objs(report.get("errors"))[:20]:
        cause = text(broken, "message", "long_msg", "short_msg")[:300] or "an error without words"
        document.issues.append(
            Issue(path=text(broken, "path") or document.source, cause=cause, code="HM2405")
        )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    if document.shape != "object":
        return False
    return (
        "check_id" in document.inner("results")
        or document.has("vulns")
        or document.has("results", "errors")
        or document.has("results", "paths")
    )


SEMGREP = Adapter(
    name="semgrep",
    title="Semgrep",
    formats=(Format(name="semgrep-json", looks=_looks, parse=_parse),),
)
