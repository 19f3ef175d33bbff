"""Aqua: image reports, lists of them, lists of CVEs and pages of its API."""

from collections.abc import Iterator
from typing import Any, Final

from hullmark.model.finding import Kind
from hullmark.model.ledger import Issue
from hullmark.model.report import Marks, ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import UNKNOWN, component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.words import type_of


def _parse(document: Document) -> Iterator[ScannerReport]:
    whole = load(document)
    reports = whole if isinstance(whole, list) else [whole]
    for wrapped in reports:
        report = _unwrapped(wrapped)
        if not isinstance(report, dict):
            cause = "an entry is no report"
            document.issues.append(Issue(path=document.source, cause=cause, code="HM2405"))
            continue
        yield _report(document, report)


def _unwrapped(report: Any) -> Any:
    """Return the report itself; some pipelines wrap it in an object of one member."""
    for _ in range(3):
        if not isinstance(report, dict) or report.keys() & {"resources", "cves", "result", "image"}:
            return report
        inner = [value for value in report.values() if isinstance(value, dict)]
        if not inner:
            return report
        report = next((each for each in inner if "resources" in each), inner[0])
    return report


def _report(document: Document, report: dict[str, Any]) -> ScannerReport:
    name = str(report.get("image") or report.get("image_name") or "")
    gathering = Gathering(document, "aqua", "aqua-json", target=name)
    gathering.marks = Marks(
        names=words(name, report.get("pull_name")), config_digests=words(report.get("digest"))
    )
    distro, release = str(report.get("os") or ""), str(report.get("version") or "")
    for each in _dicts(report.get("resources")):
        resource = each.get("resource") if isinstance(each.get("resource"), dict) else {}
        for flaw in _dicts(each.get("vulnerabilities")):
            _flaw(gathering, flaw, resource or {}, distro, release)
        for item in _dicts(each.get("sensitive_data_items")):
            _secret(gathering, item, resource or {})
    for item in _dicts(report.get("sensitive_data_items")):
        _secret(gathering, item, {})
    for flaw in _dicts(report.get("cves")):
        _flaw(gathering, flaw, {"path": flaw.get("file")}, "", "")
    for flaw in _dicts(report.get("result")):
        resource = flaw.get("resource") if isinstance(flaw.get("resource"), dict) else {}
        _flaw(gathering, flaw, resource or {}, "", "")
    return gathering.finish()


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _flaw(
    gathering: Gathering, flaw: dict[str, Any], resource: dict[str, Any], distro: str, release: str
) -> None:
    ratings = [
        rating("aqua", str(flaw[key])) for key in ("aqua_severity", "severity") if flaw.get(key)
    ][:1]
    for source, word, score, vector in (
        ("nvd", "nvd_severity_v3", "nvd_score_v3", "nvd_vectors_v3"),
        ("nvd", "nvd_cvss3_severity", "nvd_cvss3_score", "nvd_cvss3_vectors"),
        ("nvd", "nvd_severity", "nvd_score", "nvd_vectors"),
        ("nvd", "nvd_cvss2_severity", "nvd_cvss2_score", "nvd_cvss2_vectors"),
        ("vendor", "vendor_severity_v3", "vendor_score_v3", "vendor_vectors_v3"),
        ("vendor", "vendor_severity", "vendor_score", "vendor_vectors"),
    ):
        if flaw.get(word) or flaw.get(score) or flaw.get(vector):
            ratings.append(
                rating(
                    source,
                    str(flaw.get(word) or ""),
                    score=flaw.get(score),
                    vector=flaw.get(vector),
                )
            )
    name = str(resource.get("name") or "")
    gathering.claim(
        str(flaw.get("name") or ""),
        component(
            str(resource.get("format") or "") or type_of(distro),
            name,
            str(resource.get("version") or ""),
            path=str(resource.get("path") or ""),
            layer=str(resource.get("layer_digest") or ""),
            distro=distro,
            release=release,
            architecture=str(resource.get("arch") or ""),
        )
        if name or resource.get("path")
        else UNKNOWN,
        description=str(flaw.get("description") or ""),
        references=words(flaw.get("nvd_url"), flaw.get("vendor_url"), flaw.get("url")),
        ratings=ratings,
        fixed_in=words(flaw.get("fix_version")),
        published_at=str(flaw.get("publish_date") or flaw.get("publishdate") or "") or None,
    )


def _secret(gathering: Gathering, item: dict[str, Any], resource: dict[str, Any]) -> None:
    gathering.violation(
        str(item.get("type") or item.get("name") or "sensitive data"),
        kind=Kind.SECRET,
        title=f"Sensitive data: {item.get('type') or item.get('name') or 'a file'}",
        severity="high",
        path=str(item.get("path") or item.get("filename") or resource.get("path") or ""),
    )


_AQUA: Final = {
    "aqua_score",
    "aqua_severity",
    "heuristic_ref_id",
    "nvd_score_version",
    "nvd_severity_v3",
}


def _is_report(document: Document) -> bool:
    if document.inner("resources", "resource") or document.inner("resources", "vulnerabilities"):
        return True
    if document.any("image_assurance_results", "vulnerability_summary", "cves_counts"):
        return True
    if document.has("result", "pagesize"):
        return True
    head = document.data[:200_000]
    return (
        document.shape in {"object", "list"}
        and not document.stream
        and (any(f'"{name}"'.encode() in head for name in _AQUA) and b'"resource' in head)
    )


AQUA = Adapter(
    name="aqua",
    title="Aqua",
    formats=(Format(name="aqua-json", looks=_is_report, parse=_parse),),
)
