"""VEX documents are read as written, and applied as their cases expect."""

import json
from pathlib import Path
from typing import Any

import pytest

from corpus_data import corpus
from hullmark.formats.vex.read import read_vex
from hullmark.merge.vex import VexSubject, apply_vex
from hullmark.model.component import Component, Purl
from hullmark.model.finding import Finding, Fingerprint, Kind
from hullmark.model.severity import Severity
from hullmark.model.vex import VexDocument, VexStatement

pytestmark = pytest.mark.corpus


def _cases(suite: str) -> tuple[Path, list[dict[str, Any]]]:
    folder = corpus("vex") / suite
    return folder, json.loads((folder / "index.json").read_text())["cases"]


def _finding(identifier: str, purl: str) -> Finding:
    name = purl.partition("?")[0].partition("@")[0].rpartition("/")[2]
    component = Component(name=name, version="", purl=Purl(purl), type=purl[4:].partition("/")[0])
    return Finding(
        id=Fingerprint(identifier),
        kind=Kind.VULNERABILITY,
        identifiers=(identifier,),
        title="",
        severity=Severity.UNKNOWN,
        rating=None,
        component=component,
    )


def _subject(case: dict[str, Any]) -> VexSubject:
    held = case["subject"]
    serial = held.get("serial_number", "").removeprefix("urn:uuid:")
    return VexSubject(
        purls=(held["purl"],) if "purl" in held else (),
        names=tuple(held[key] for key in ("name", "repo_digest") if key in held),
        document=f"urn:cdx:{serial}/{held.get('version', 1)}" if serial else "",
        dependents=_dependents(case),
    )


def _dependents(case: dict[str, Any]) -> dict[str, list[str]]:
    dependents: dict[str, list[str]] = {}
    for package in case["packages"]:
        for child in package.get("depends_on", ()):
            dependents.setdefault(child, []).append(package["purl"])
    return dependents


def _wanted(statement: VexStatement, rule: dict[str, str]) -> bool:
    return (
        statement.status == rule.get("status", statement.status)
        and statement.justification == rule.get("justification", statement.justification)
        and statement.vulnerability == rule.get("vulnerability", statement.vulnerability)
    )


def test_filter_cases_are_decided_as_expected() -> None:
    """What Trivy and Grype suppress and keep with these documents, we do."""
    folder, cases = _cases("filter")
    wrong = []
    for case in cases:
        statements = [
            statement
            for name in case["documents"]
            for statement in read_vex((folder / name).read_bytes(), source=name).statements
            if _wanted(statement, case.get("rule", {}))
        ]
        applied = apply_vex(
            [_finding(each["id"], each["package"]) for each in case["findings"]],
            statements,
            subject=_subject(case),
        )
        suppressed = {
            (each.identifiers[0], each.component.purl)
            for each in applied.findings
            if each.suppressed and each.component
        }
        expected = {(each["id"], each["package"]) for each in case["expect"]["suppressed"]}
        reasons = {
            each["justification"]
            for each in case["expect"]["suppressed"]
            if "justification" in each
        }
        told = " ".join(each.suppression for each in applied.findings)
        if suppressed != expected or not all(reason in told for reason in reasons):
            wrong.append((case["id"], suppressed, expected, told))
    assert not wrong


def _openvex(document: VexDocument) -> list[dict[str, Any]]:
    return [
        {
            "vulnerability": each.vulnerability,
            "status": str(each.status),
            "justification": each.justification or None,
            "products": [product.ids[0] for product in each.products],
        }
        for each in document.statements
    ]


def test_openvex_documents_are_read_as_written() -> None:
    """Every statement with vulnerability, status, justification and products."""
    folder, cases = _cases("documents")
    wrong = []
    for case in cases:
        if case["expect"].get("format") != "openvex":
            continue
        document = read_vex((folder / case["file"]).read_bytes(), source=case["id"])
        expected = [
            {key: each[key] for key in ("vulnerability", "status", "justification", "products")}
            for each in case["expect"]["statements"]
        ]
        if _openvex(document) != expected:
            wrong.append((case["id"], _openvex(document), expected))
    assert not wrong


def test_csaf_documents_are_read_as_written() -> None:
    """Every status of every product."""
    folder, cases = _cases("documents")
    for case in cases:
        if case["expect"].get("format") != "csaf":
            continue
        document = read_vex((folder / case["file"]).read_bytes(), source=case["id"])
        stated = {each.vulnerability for each in document.statements}
        assert stated == {
            each["cve"] for each in case["expect"]["vulnerabilities"] if each["product_status"]
        }, case["id"]


def test_cyclonedx_documents_are_read_as_written() -> None:
    """Every analysis with state, justification and what it affects."""
    folder, cases = _cases("documents")
    wrong = []
    for case in cases:
        if case["expect"].get("format") != "cyclonedx":
            continue
        document = read_vex((folder / case["file"]).read_bytes(), source=case["id"])
        read = [(each.vulnerability, each.justification) for each in document.statements]
        expected = [
            (each["id"], each["justification"] or "")
            for each in case["expect"]["vulnerabilities"]
            if each["state"]
        ]
        if read != expected:
            wrong.append((case["id"], read, expected))
    assert not wrong
