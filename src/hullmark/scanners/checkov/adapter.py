"""Checkov: failed checks of one framework or several, and Prisma's form of them."""

from collections.abc import Iterator
from typing import Any

from hullmark.model.finding import Kind
from hullmark.model.ledger import Issue
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.checkov.running import RUNS
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole


def _parse(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "checkov", "checkov-json")
    for framework in objs(load(document)):
        results = obj(framework.get("results"))
        summary = obj(framework.get("summary"))
        gathering.version = text(summary, "checkov_version") or gathering.version
        kind = text(framework, "check_type")
        for each in objs(results.get("failed_checks")):
            _add(gathering, each, kind)
        gathering.ignored += len(objs(results.get("skipped_checks")))
        for broken in results.get("parsing_errors") or ():
            cause = f"Checkov could not read '{broken}'"
            document.issues.append(Issue(path=str(broken), cause=cause, code="HM2405"))
    yield gathering.finish()


def _add(gathering: Gathering, each: dict[str, Any], kind: str) -> None:
    lines = each.get("file_line_range")
    details = obj(each.get("vulnerability_details"))
    if kind.startswith("sca") and details:
        gathering.claim(
            text(details, "id") or text(each, "check_id"),
            component(
                text(details, "package_type"),
                text(details, "package_name"),
                text(details, "package_version"),
                path=text(each, "file_path"),
            ),
            description=text(details, "description"),
            ratings=(
                rating(
                    "checkov",
                    text(each, "severity") or text(details, "severity"),
                    score=details.get("cvss"),
                    vector=text(details, "vector"),
                ),
            ),
            fixed_in=words(details.get("lowest_fixed_version")),
        )
        return
    gathering.violation(
        text(each, "check_id"),
        kind=Kind.SECRET if kind == "secrets" else Kind.MISCONFIGURATION,
        title=text(each, "check_name"),
        description=text(each, "description"),
        severity=text(each, "severity"),
        path=text(each, "file_path", "repo_file_path").lstrip("/"),
        line=lines[0] if isinstance(lines, list) and lines and isinstance(lines[0], int) else None,
        anchor=text(each, "resource"),
        references=words(each.get("guideline")),
    )


def _parse_prisma(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "checkov", "prisma-code-findings-json")
    for item in objs(load(document).get("items")):
        held = obj(item.get("moduleUnstructuredFields"))
        rule = text(held, "rule_id") or text(item, "rule_id")
        if rule:
            gathering.violation(
                rule,
                title=text(held, "name", "rule_name"),
                description=text(item, "description"),
                severity=text(held, "severity") or text(item, "severity"),
                subject=text(item, "assetId"),
                anchor=text(held, "asset_name"),
                line=whole(held, "inspected_key_line"),
            )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    if document.shape not in {"object", "list"}:
        return False
    if document.has("check_type") or {"failed_checks", "passed_checks"} & document.inner("results"):
        return True
    return document.has("passed", "failed", "skipped", "parsing_errors")


def _is_prisma(document: Document) -> bool:
    return "moduleUnstructuredFields" in document.inner("items") or document.has(
        "reportIdentifier", "items"
    )


CHECKOV = Adapter(
    name="checkov",
    title="Checkov",
    formats=(
        Format(name="checkov-json", looks=_looks, parse=_parse),
        Format(name="prisma-code-findings-json", looks=_is_prisma, parse=_parse_prisma),
    ),
    runs=RUNS,
)
