"""roxctl: image scans and policy checks of StackRox, as JSON and as tables."""

from collections.abc import Iterator, Sequence
from typing import Any

from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text
from hullmark.scanners.table import columns_of, rows_of


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    gathering = Gathering(document, "roxctl", "roxctl-json")
    for flaw in objs(obj(report.get("result")).get("vulnerabilities")):
        _flaw(gathering, flaw, text(flaw, "componentName"), text(flaw, "componentVersion"))
    for part in objs(obj(report.get("scan")).get("components")):
        for flaw in objs(part.get("vulns")):
            _flaw(gathering, flaw, text(part, "name"), text(part, "version"))
    for checked in objs(report.get("results")):
        for policy in objs(checked.get("violatedPolicies")):
            _policy(gathering, policy, words(policy.get("violation")))
    for alert in objs(report.get("alerts")):
        said = words([each.get("message") for each in objs(alert.get("violations"))])
        _policy(gathering, obj(alert.get("policy")), said)
    yield gathering.finish()


def _policy(gathering: Gathering, policy: dict[str, Any], said: Sequence[str]) -> None:
    gathering.violation(
        text(policy, "name"),
        title=text(policy, "name"),
        message="; ".join(said),
        description=text(policy, "description", "rationale"),
        remediation=text(policy, "remediation"),
        severity=text(policy, "severity"),
    )


def _flaw(gathering: Gathering, flaw: dict[str, Any], name: str, version: str) -> None:
    advisory = obj(flaw.get("advisory"))
    gathering.claim(
        text(flaw, "cveId", "cve", "CVE"),
        component("", name, version),
        aliases=words(flaw.get("advisoryId"), advisory.get("name"), flaw.get("ADVISORY")),
        description=text(flaw, "summary", "Summary"),
        references=words(flaw.get("cveInfo"), flaw.get("link"), flaw.get("LINK")),
        ratings=(
            rating(
                "roxctl",
                text(flaw, "cveSeverity", "severity", "SEVERITY", "Severity Rating"),
                score=text(flaw, "cveCVSS", "cvss", "CVSS", "CVSS Score") or None,
            ),
        ),
        fixed_in=words(text(flaw, "componentFixedVersion", "fixedBy", "FIXED_VERSION", "Fixed By")),
    )


def _parse_table(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "roxctl", "roxctl-csv")
    for row in rows_of(document):
        held: dict[str, Any] = dict(row)
        _flaw(
            gathering, held, text(held, "COMPONENT", "Component"), text(held, "VERSION", "Version")
        )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    if document.shape != "object":
        return False
    if "permissionLevel" in document.inner("remarks"):
        return True
    if "violatedPolicies" in document.inner("results"):
        return True
    summary = document.inner("result", "summary")
    return bool(
        "TOTAL-VULNERABILITIES" in summary
        or document.inner("result", "vulnerabilities") & {"cveId", "componentName"}
        or {"components"} & document.inner("scan")
        or document.inner("alerts", "policy")
        or (document.has("alerts") and len(document.keys) <= 4)
        or (
            document.has("result")
            and document.inner("result") <= {"summary", "vulnerabilities"}
            and document.inner("result")
        )
    )


def _is_table(document: Document) -> bool:
    columns = set(columns_of(document))
    return {"COMPONENT", "CVE"} <= columns or {"CVE", "Component", "Fixed By"} <= columns


ROXCTL = Adapter(
    name="roxctl",
    title="roxctl (StackRox)",
    formats=(
        Format(name="roxctl-json", looks=_looks, parse=_parse),
        Format(name="roxctl-csv", looks=_is_table, parse=_parse_table),
    ),
)
