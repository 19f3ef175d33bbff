"""JUnit XML of any scanner: the failed cases; Trivy, gitleaks and Kubescape have readers of theirs.

A test runner's own report has the same form: what it says is told as it stands, case by case.
"""

import re
from collections.abc import Iterator
from typing import Final

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.xml import Element, parse_xml
from hullmark.kernel import limits
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import UNKNOWN
from hullmark.scanners.errors import BrokenReportError
from hullmark.scanners.gathering import Gathering, cves, rating

_WRITERS: Final = {
    "checkov": ("CKV_", "CKV2_"),
    "kubebench": ("kube-bench",),
    "hadolint": ("hadolint",),
    "kube_score": ("kube-score",),
    "kics": ("KICS", "kics"),
    "tfsec": ("tfsec",),
    "conftest": ("conftest",),
    "grype": ("grype",),
}
"""Scanner → words in the head of a report that only it writes."""
_RULE: Final = re.compile(r"\b(?:CKV2?_[A-Z0-9_]+|[A-Z]{2,}-?\d{3,}|\d+(?:\.\d+)+)\b")
"""An id in the name of a case: ``CKV_DOCKER_2``, ``DL3006``, ``1.1.1``."""


def _parse(document: Document) -> Iterator[ScannerReport]:
    try:
        root = parse_xml(document.data, source=document.source, limit_bytes=limits.JSON_BYTES)
    except BrokenDocumentError as error:
        raise BrokenReportError(error.message) from error
    gathering = Gathering(document, _writer(document.head), "junit-xml")
    for case in root.walk():
        if case.name != "testcase":
            continue
        if (failure := case.first("failure") or case.first("error")) is not None:
            _case(gathering, case, failure)
    yield gathering.finish()


def _writer(head: str) -> str:
    return next(
        (name for name, signs in _WRITERS.items() if any(sign in head for sign in signs)), "junit"
    )


def _case(gathering: Gathering, case: Element, failure: Element) -> None:
    name = case.attributes.get("name", "")
    said = failure.attributes.get("message", "") or failure.text
    if known := cves(name):
        level = re.search(r"(?i)critical|high|medium|low|negligible", name)
        gathering.claim(
            known[0],
            UNKNOWN,
            aliases=known,
            title=said,
            description=failure.text,
            ratings=(rating(gathering.scanner, level[0]),) if level else (),
        )
        return
    rule = _RULE.search(name)
    gathering.violation(
        rule[0] if rule else name,
        title=name,
        message=said,
        description=failure.text,
        severity="medium",
        path=case.attributes.get("file", ""),
        anchor=case.attributes.get("classname", ""),
    )


JUNIT = Adapter(
    name="junit",
    title="Any tool that writes JUnit XML",
    formats=(
        Format(
            name="junit-xml",
            looks=lambda d: d.shape == "xml" and "<testsuite" in d.head,
            parse=_parse,
        ),
    ),
)
