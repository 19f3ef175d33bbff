"""Checks of Kubernetes and hosts: nine scanners with one kind of result.

kube-bench, kube-hunter, kube-linter, kube-score, kubeaudit, kubesec, Polaris, Popeye,
and XCCDF of OpenSCAP.
"""

import re
from collections.abc import Iterator
from typing import Final

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.xml import Element, parse_xml
from hullmark.kernel import limits
from hullmark.model.ledger import Issue, Status
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.errors import BrokenReportError
from hullmark.scanners.gathering import Gathering, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole


def _tree(document: Document) -> Element:
    try:
        return parse_xml(document.data, source=document.source, limit_bytes=limits.JSON_BYTES)
    except BrokenDocumentError as error:
        raise BrokenReportError(error.message) from error


def _bench(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    controls = (
        objs(report.get("Controls"))
        if isinstance(report, dict) and "Controls" in report
        else objs(report)
    )
    gathering = Gathering(document, "kubebench", "kube-bench-json", kind="host")
    for control in controls:
        for section in objs(control.get("tests")):
            for each in objs(section.get("results")):
                if text(each, "status").upper() == "FAIL":
                    gathering.violation(
                        text(each, "test_number"),
                        title=text(each, "test_desc"),
                        message=text(each, "reason", "test_desc"),
                        remediation=text(each, "remediation"),
                        severity="high",
                        subject=text(control, "node_type") or "cluster",
                        anchor=text(each, "test_number"),
                        controls=(f"cis-kubernetes:{text(each, 'test_number')}",),
                    )
    yield gathering.finish()


def _bench_text(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "kubebench", "kube-bench-text", kind="host")
    for line in document.data.decode("utf-8", "replace").splitlines():
        if match := re.match(r"\s*\[FAIL\]\s+(\S+)\s+(.*)", line):
            gathering.violation(
                match[1], title=match[2], severity="high", subject="cluster", anchor=match[1]
            )
    yield gathering.finish()


def _hunter(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    gathering = Gathering(document, "kubehunter", "kube-hunter-json", kind="host")
    for each in objs(report.get("vulnerabilities")):
        gathering.violation(
            text(each, "vid"),
            title=text(each, "vulnerability"),
            message=text(each, "evidence") or text(each, "vulnerability"),
            description=text(each, "description"),
            severity=text(each, "severity"),
            subject=text(each, "location"),
            references=words(each.get("avd_reference")),
        )
    yield gathering.finish()


def _linter(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    gathering = Gathering(
        document,
        "kubelinter",
        "kube-linter-json",
        version=text(obj(report.get("Summary")), "KubeLinterVersion"),
    )
    for each in objs(report.get("Reports")):
        held = obj(each.get("Object"))
        thing = obj(held.get("K8sObject"))
        kind = text(obj(thing.get("GroupVersionKind")), "Kind")
        gathering.violation(
            text(each, "Check"),
            title=text(obj(each.get("Diagnostic")), "Message"),
            remediation=text(each, "Remediation"),
            severity="medium",
            path=text(obj(held.get("Metadata")), "FilePath"),
            anchor="/".join(words(kind, thing.get("Namespace"), thing.get("Name"))),
        )
    yield gathering.finish()


def _score(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "kube_score", "kube-score-json")
    for thing in objs(load(document)):
        for each in objs(thing.get("checks")):
            check, grade = obj(each.get("check")), whole(each, "grade")
            if each.get("skipped") is True or grade is None or grade >= 10:
                continue
            said = objs(each.get("comments"))
            gathering.violation(
                text(check, "id"),
                title=text(check, "name"),
                message="; ".join(words([text(one, "summary") for one in said]))
                or text(check, "name"),
                description=text(check, "comment"),
                severity="critical" if grade <= 1 else "medium",
                path=text(thing, "file_name"),
                line=whole(thing, "file_row"),
                anchor=text(thing, "object_name"),
            )
    yield gathering.finish()


def _audit(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "kubeaudit", "kubeaudit-jsonl")
    for each in objs(load(document)):
        place = "/".join(
            words(
                text(each, "ResourceNamespace", "Namespace"),
                each.get("ResourceKind"),
                each.get("ResourceName"),
            )
        )
        gathering.violation(
            text(each, "AuditResultName"),
            title=text(each, "msg"),
            severity=text(each, "level"),
            subject=place,
            anchor=text(each, "Container"),
        )
    yield gathering.finish()


def _sec(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "kubesec", "kubesec-json")
    value = load(document)
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, dict):
            cause = "an entry is no object"
            document.issues.append(Issue(path=document.source, cause=cause, code="HM2405"))
            continue
        for one in objs(obj(each.get("scoring")).get("critical")):
            gathering.violation(
                text(one, "id", "selector"),
                title=text(one, "reason"),
                severity="critical",
                path=text(each, "fileName"),
                subject=text(each, "object"),
                anchor=text(one, "selector"),
            )
        if each.get("valid") is False:
            document.issues.append(
                Issue(
                    path=text(each, "fileName") or document.source,
                    cause=text(each, "message") or "not valid",
                    code="HM2405",
                )
            )
    yield gathering.finish()


def _polaris(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    gathering = Gathering(document, "polaris", "polaris-json", target=text(report, "DisplayName"))
    for thing in objs(report.get("Results")):
        place = "/".join(words(thing.get("Kind"), thing.get("Namespace"), thing.get("Name")))
        pod = obj(thing.get("PodResult"))
        parts = [("", thing), ("", pod)] + [
            (f"container {text(one, 'Name')}", one) for one in objs(pod.get("ContainerResults"))
        ]
        for anchor, part in parts:
            for each in obj(part.get("Results")).values():
                if isinstance(each, dict) and each.get("Success") is False:
                    gathering.violation(
                        text(each, "ID"),
                        title=text(each, "Message"),
                        severity=text(each, "Severity"),
                        subject=place,
                        anchor=anchor,
                    )
    yield gathering.finish()


_GRADES: Final = {1: "low", 2: "medium", 3: "high"}


def _popeye(document: Document) -> Iterator[ScannerReport]:
    report = obj(load(document).get("popeye"))
    gathering = Gathering(document, "popeye", "popeye-json")
    for section in objs(report.get("sanitizers")) + objs(report.get("sections")):
        kind = text(section, "sanitizer", "linter")
        for name, found in obj(section.get("issues")).items():
            for each in objs(found):
                level = whole(each, "level") or 0
                if level < 1:
                    continue
                said = text(each, "message")
                code = re.match(r"\[(POP-\d+)\]\s*", said)
                gathering.violation(
                    code[1] if code else said,
                    title=said[code.end() :] if code else said,
                    severity=_GRADES.get(level, "high"),
                    subject="/".join(words(kind, name)),
                    anchor="" if text(each, "group") == "__root__" else text(each, "group"),
                )
    yield gathering.finish()


def _xccdf(document: Document) -> Iterator[ScannerReport]:
    root = _tree(document)
    titles = {
        each.attributes.get("id", ""): each.value("title")
        for each in root.walk()
        if each.name == "Rule"
    }
    gathering = Gathering(document, "openscap", "xccdf-xml", kind="host")
    unread = 0
    for each in root.walk():
        if each.name == "target" and not gathering.target:
            gathering.target = each.text
        if each.name != "rule-result":
            continue
        result = each.value("result")
        unread += result in {"error", "unknown"}
        if result == "fail":
            rule = each.attributes.get("idref", "")
            gathering.violation(
                rule,
                title=titles.get(rule, "") or rule,
                severity=each.attributes.get("severity", ""),
                subject=gathering.target or "host",
                references=words([ident.text for ident in each.all("ident")]),
            )
    if unread:
        gathering.status = Status.PARTIAL
        gathering.reason = f"{unread} rules ended in an error or an unknown result"
    yield gathering.finish()


def _is_bench(document: Document) -> bool:
    inner = document.inner("Controls") or frozenset(document.keys)
    return document.shape in {"object", "list"} and (
        {"tests", "node_type"} <= inner or document.has("Controls", "Totals")
    )


def _is_bench_text(document: Document) -> bool:
    return (
        document.shape in {"text", "csv"}
        and re.search(r"(?m)^\[(?:INFO|PASS|FAIL|WARN)\] \d", document.head) is not None
    )


def _is_hunter(document: Document) -> bool:
    return document.shape == "object" and (
        document.has("nodes", "services")
        or "vid" in document.inner("vulnerabilities")
        or document.has("nodes", "vulnerabilities")
    )


def _is_score(document: Document) -> bool:
    return document.shape == "list" and document.has("object_name", "checks")


def _is_sec(document: Document) -> bool:
    return (
        document.shape in {"list", "object"}
        and document.has("scoring")
        and document.any("score", "object", "valid")
    ) or document.has("object", "valid", "score")


def _one(name: str, title: str, *formats: Format) -> Adapter:
    return Adapter(name=name, title=title, formats=formats)


KUBEBENCH = _one(
    "kubebench",
    "kube-bench",
    Format(name="kube-bench-json", looks=_is_bench, parse=_bench),
    Format(name="kube-bench-text", looks=_is_bench_text, parse=_bench_text),
)
KUBEHUNTER = _one(
    "kubehunter", "kube-hunter", Format(name="kube-hunter-json", looks=_is_hunter, parse=_hunter)
)
KUBELINTER = _one(
    "kubelinter",
    "kube-linter",
    Format(
        name="kube-linter-json",
        looks=lambda d: d.shape == "object" and d.has("Reports") and d.any("Checks", "Summary"),
        parse=_linter,
    ),
)
KUBE_SCORE = _one(
    "kube_score", "kube-score", Format(name="kube-score-json", looks=_is_score, parse=_score)
)
KUBEAUDIT = _one(
    "kubeaudit",
    "kubeaudit",
    Format(name="kubeaudit-jsonl", looks=lambda d: d.has("AuditResultName"), parse=_audit),
)
KUBESEC = _one("kubesec", "kubesec", Format(name="kubesec-json", looks=_is_sec, parse=_sec))
POLARIS = _one(
    "polaris",
    "Polaris",
    Format(name="polaris-json", looks=lambda d: d.has("PolarisOutputVersion"), parse=_polaris),
)
POPEYE = _one(
    "popeye", "Popeye", Format(name="popeye-json", looks=lambda d: d.has("popeye"), parse=_popeye)
)
OPENSCAP = _one(
    "openscap",
    "OpenSCAP",
    Format(
        name="xccdf-xml",
        looks=lambda d: d.shape == "xml" and "xccdf" in d.head.lower(),
        parse=_xccdf,
    ),
)
