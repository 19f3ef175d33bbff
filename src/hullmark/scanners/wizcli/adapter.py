"""Wiz CLI: scans of images, folders and infrastructure as code."""

from collections.abc import Iterator

from hullmark.model.finding import Kind, Priority
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    result = obj(report.get("result"))
    origin = obj(report.get("scanOriginResource"))
    gathering = Gathering(document, "wizcli", "wizcli-json", target=text(origin, "name"))
    for key in ("osPackages", "libraries", "applications"):
        for package in objs(result.get(key)):
            for flaw in objs(package.get("vulnerabilities")):
                gathering.claim(
                    text(flaw, "name"),
                    component(
                        "",
                        text(package, "name"),
                        text(package, "version"),
                        path=text(package, "path"),
                    ),
                    description=text(flaw, "description"),
                    references=words(flaw.get("source")),
                    ratings=(rating("wizcli", text(flaw, "severity"), score=flaw.get("score")),),
                    fixed_in=words(flaw.get("fixedVersion")),
                    priority=Priority(known_exploited=flaw.get("hasCisaKevExploit") is True),
                    published_at=text(flaw, "publishDate") or None,
                )
    for secret in objs(result.get("secrets")):
        gathering.violation(
            text(secret, "type"),
            kind=Kind.SECRET,
            title=text(secret, "description") or text(secret, "type"),
            severity=text(secret, "severity") or "high",
            path=text(secret, "path"),
            line=whole(secret, "lineNumber"),
        )
    for match in objs(result.get("ruleMatches")):
        rule = obj(match.get("rule"))
        for each in objs(match.get("matches")):
            gathering.violation(
                text(rule, "id"),
                kind=Kind.SECRET
                if "secret" in text(rule, "name").lower()
                else Kind.MISCONFIGURATION,
                title=text(rule, "name"),
                severity=text(match, "severity"),
                path=text(each, "fileName"),
                line=whole(each, "lineNumber"),
                anchor=text(each, "resourceName"),
            )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    return (
        document.shape == "object"
        and document.has("result")
        and (
            document.any("scanOriginResource", "policies", "outdatedPolicies", "status")
            and bool(
                {"osPackages", "libraries", "secrets", "ruleMatches", "analytics", "__typename"}
                & document.inner("result")
            )
        )
    )


WIZCLI = Adapter(
    name="wizcli",
    title="Wiz CLI",
    formats=(Format(name="wizcli-json", looks=_looks, parse=_parse),),
)
