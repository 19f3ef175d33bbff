"""Kubescape: pairs of resource and failed control, of releases 1 to 3, and its JUnit view."""

from collections.abc import Iterator
from typing import Any

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.xml import parse_xml
from hullmark.kernel import limits
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.errors import BrokenReportError
from hullmark.scanners.gathering import Gathering, number, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    gathering = Gathering(
        document, "kubescape", "kubescape-json", target=text(report, "clusterName")
    )
    summary = obj(obj(report.get("summaryDetails")).get("controls"))
    for result in objs(report.get("results")):
        for control in objs(result.get("controls")):
            status = control.get("status")
            word = text(obj(status), "status") if isinstance(status, dict) else str(status or "")
            if not word:
                rules = [text(rule, "status") for rule in objs(control.get("rules"))]
                word = "failed" if "failed" in rules else "passed"
            if word != "failed":
                continue
            identifier = text(control, "controlID")
            known = obj(summary.get(identifier))
            factor = number(known.get("scoreFactor"))
            gathering.violation(
                identifier,
                title=text(control, "name"),
                severity=_level(factor),
                subject=text(result, "resourceID"),
                references=(f"https://hub.armosec.io/docs/{identifier.lower()}",),
            )
    yield gathering.finish()


def _parse_junit(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "kubescape", "kubescape-junit-xml")
    try:
        root = parse_xml(document.data, source=document.source, limit_bytes=limits.JSON_BYTES)
    except BrokenDocumentError as error:
        raise BrokenReportError(error.message) from error
    for case in root.walk():
        failure = case.first("failure") if case.name == "testcase" else None
        if failure is not None:
            gathering.violation(
                case.attributes.get("name", ""),
                title=case.attributes.get("name", ""),
                message=failure.attributes.get("message", ""),
                remediation=failure.text,
                severity="medium",
                subject="cluster",
                anchor=case.attributes.get("classname", ""),
            )
    yield gathering.finish()


def _level(factor: float | None) -> str:
    for least, word in ((9, "critical"), (7, "high"), (4, "medium")):
        if factor and factor >= least:
            return word
    return "low"


def _parse_frameworks(document: Document) -> Iterator[ScannerReport]:
    """Read what releases before 2 wrote: frameworks, controls, rules, their answers."""
    gathering = Gathering(document, "kubescape", "kubescape-v1-json")
    for framework in objs(load(document)):
        for control in objs(framework.get("controlReports")):
            for rule in objs(control.get("ruleReports")):
                for answer in objs(rule.get("ruleResponses")):
                    if _failed(rule, answer):
                        _old(gathering, control, answer)
    yield gathering.finish()


def _failed(rule: dict[str, Any], answer: dict[str, Any]) -> bool:
    word = text(answer, "ruleStatus") or text(obj(rule.get("ruleStatus")), "status")
    return word not in {"success", "passed", "skipped", "warning"} and not answer.get("exception")


def _old(gathering: Gathering, control: dict[str, Any], answer: dict[str, Any]) -> None:
    things = objs(obj(answer.get("alertObject")).get("k8sApiObjects")) or [{}]
    metadata = obj(things[0].get("metadata"))
    place = words(metadata.get("namespace"), things[0].get("kind"), metadata.get("name"))
    gathering.violation(
        text(control, "id", "controlID"),
        title=text(control, "name"),
        message=text(answer, "alertMessage") or text(control, "name"),
        description=text(control, "description"),
        remediation=text(control, "remediation"),
        severity=_level(number(control.get("baseScore"))),
        subject="/".join(place) or "cluster",
    )


def _is_report(document: Document) -> bool:
    return document.shape == "object" and (
        document.has("summaryDetails") or document.has("clusterAPIServerInfo")
    )


KUBESCAPE = Adapter(
    name="kubescape",
    title="Kubescape",
    formats=(
        Format(name="kubescape-json", looks=_is_report, parse=_parse),
        Format(
            name="kubescape-v1-json",
            looks=lambda d: d.has("controlReports"),
            parse=_parse_frameworks,
        ),
        Format(
            name="kubescape-junit-xml",
            looks=lambda d: d.shape == "xml" and 'name="Kubescape' in d.head,
            parse=_parse_junit,
        ),
    ),
)
