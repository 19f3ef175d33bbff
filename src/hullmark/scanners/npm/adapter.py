"""npm, yarn and pnpm: what their audits say."""

import re
from collections.abc import Iterator
from typing import Any

from hullmark.model.ledger import Issue, Status
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, cves, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text


def _advisories(gathering: Gathering, held: Any) -> None:
    for key, each in obj(held).items():
        if isinstance(each, dict):
            _advisory(gathering, each, key)


def _advisory(gathering: Gathering, each: dict[str, Any], key: str = "") -> None:
    found = objs(each.get("findings"))
    versions = words([text(one, "version") for one in found])
    cvss = obj(each.get("cvss"))
    ghsa = text(each, "github_advisory_id")
    if not ghsa:
        ghsa = next(iter(cves(text(each, "url"))), "")
    fix = text(each, "patched_versions")
    gathering.result(
        gathering.made(
            text(each, "id") or key or ghsa,
            component("npm", text(each, "module_name"), version),
            aliases=words(each.get("cves"), ghsa),
            title=text(each, "title"),
            description=text(each, "overview"),
            references=words(each.get("url")),
            ratings=(
                rating(
                    "npm",
                    text(each, "severity"),
                    score=cvss.get("score") or None,
                    vector=text(cvss, "vectorString"),
                ),
            ),
            fixed_in=words(re.findall(r">=?\s*([^\s|]+)", fix)) if fix != "<0.0.0" else (),
            published_at=text(each, "created") or None,
        )
        for version in versions or ("",)
    )


def _failed(document: Document, report: dict[str, Any]) -> None:
    """Raise what the tool says where it failed instead of auditing."""
    error = report.get("error")
    if error and not report.get("advisories"):
        said = error if isinstance(error, str) else text(obj(error), "summary", "detail", "code")
        document.issues.append(
            Issue(path=document.source, cause=f"the audit failed: {said[:300]}", code="HM2404")
        )


def _parse_v6(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    yarn = (
        "resolution" not in report
        and obj(report.get("metadata")).keys() & {"totalDependencies"}
        and (
            b'"findings":[{"version"' in document.data
            and not report.get("actions")
            and "runId" not in report
        )
    )
    pnpm = not report.keys() & {"actions", "runId", "muted", "error"}
    name = "pnpm_audit" if pnpm else "yarn_audit" if yarn else "npm_audit"
    forms = {
        "pnpm_audit": "pnpm-audit-json",
        "yarn_audit": "yarn-audit-advisories-json",
        "npm_audit": "npm-audit-v6-json",
    }
    gathering = Gathering(document, name, forms[name])
    _failed(document, report)
    if report.get("error"):
        gathering.status, gathering.reason = Status.FAILED, "the audit failed and says why"
    _advisories(gathering, report.get("advisories"))
    yield gathering.finish()


def _parse_v7(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "npm_audit", "npm-audit-v7-json")
    for name, held in obj(load(document).get("vulnerabilities")).items():
        each = obj(held)
        causes = [one for one in each.get("via") or () if isinstance(one, dict)]
        by = [one for one in each.get("via") or () if isinstance(one, str)]
        first = causes[0] if causes else {}
        ids = [
            identifier
            for one in causes
            for identifier in (cves(text(one, "url")) or (text(one, "source"),))
        ]
        cvss = obj(first.get("cvss"))
        fix = each.get("fixAvailable")
        gathering.claim(
            ids[0] if ids else f"via {', '.join(by)}" if by else name,
            component(
                "npm", text(each, "name") or name, "", path=next(iter(words(each.get("nodes"))), "")
            ),
            title=text(first, "title") or f"{name} depends on {', '.join(by)}",
            description="; ".join(words([one.get("title") for one in causes])),
            references=words([one.get("url") for one in causes]),
            ratings=(
                rating(
                    "npm",
                    text(each, "severity"),
                    score=cvss.get("score") or None,
                    vector=text(cvss, "vectorString"),
                ),
            ),
            fixed_in=(text(fix, "version"),)
            if isinstance(fix, dict) and text(fix, "name") == name and text(fix, "version")
            else (),
        )
    yield gathering.finish()


def _parse_lines(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "yarn_audit", "yarn-audit-ndjson")
    said: list[str] = []
    for line in objs(load(document)):
        data = line.get("data")
        if line.get("type") == "auditAdvisory":
            _advisory(gathering, obj(obj(data).get("advisory")))
        elif "children" in line:
            _modern(gathering, text(line, "value"), obj(line.get("children")))
        elif line.get("type") == "error":
            said.append(str(data)[:300])
    if said:
        gathering.status, gathering.reason = Status.FAILED, said[0]
    yield gathering.finish()


def _modern(gathering: Gathering, name: str, said: dict[str, Any]) -> None:
    gathering.claim(
        text(said, "ID"),
        component("npm", name, next(iter(words(said.get("Tree Versions"))), "")),
        aliases=cves(text(said, "URL")),
        title=text(said, "Issue"),
        references=words(said.get("URL")),
        ratings=(rating("npm", text(said, "Severity")),),
    )


def _is_v6(document: Document) -> bool:
    return document.shape == "object" and (
        document.has("advisories", "metadata")
        or document.has("advisories", "actions")
        or (("ENOAUDIT" in document.head or "EAUDIT" in document.head) and document.has("error"))
        or (
            document.has("error")
            and "summary" in document.inner("error")
            and "code" in document.inner("error")
        )
    )


def _is_v7(document: Document) -> bool:
    return document.shape == "object" and (
        document.has("auditReportVersion")
        or (
            document.has("vulnerabilities", "metadata")
            and "dependencies" in document.inner("metadata")
        )
    )


def _is_lines(document: Document) -> bool:
    if document.has("value", "children"):
        return True
    if not document.has("type", "data"):
        return False
    kind = str(document.value("type") or "")
    return kind in {"auditAdvisory", "auditSummary", "auditAction"} or (
        kind in {"warning", "info", "error"}
        and (
            b'"audit' in document.data
            or b"yarn" in document.data
            or b"package.json" in document.data
        )
    )


NPM_AUDIT = Adapter(
    name="npm_audit",
    title="npm, yarn and pnpm audit",
    formats=(
        Format(name="npm-audit-v7-json", looks=_is_v7, parse=_parse_v7),
        Format(name="npm-audit-v6-json", looks=_is_v6, parse=_parse_v6),
        Format(name="yarn-audit-ndjson", looks=_is_lines, parse=_parse_lines),
    ),
)
