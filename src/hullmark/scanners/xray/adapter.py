"""JFrog Xray: its four JSON reports."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from hullmark.model.component import Component
from hullmark.model.ledger import Status
from hullmark.model.report import Marks, ScannerReport
from hullmark.model.severity import Rating
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import UNKNOWN, component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text

_SCORED: Final = re.compile(r"^(?P<score>[\d.]+)/(?P<vector>CVSS:.+|AV:.+)$")


def _parse_summary(document: Document) -> Iterator[ScannerReport]:
    for artifact in objs(load(document).get("artifacts")):
        general = obj(artifact.get("general"))
        gathering = Gathering(
            document, "jfrog_xray", "xray-summary-json", target=text(general, "name")
        )
        gathering.marks = Marks(names=words(general.get("name")))
        for issue in objs(artifact.get("issues")):
            _flaw(
                gathering,
                issue,
                objs(issue.get("cves")),
                _part(general, issue),
                text(issue, "issue_id"),
            )
        yield gathering.finish()


def _part(general: dict[str, Any], issue: dict[str, Any]) -> Component:
    parts = objs(issue.get("components")) or [general]
    return _component(text(parts[0], "component_id"), text(general, "pkg_type"))


def _component(identifier: str, kind: str = "") -> Component:
    """Return the component in an id such as ``gav://group:name:1.0`` or ``rpm://7:java:1.8``."""
    scheme, found, rest = identifier.partition("://")
    if not found:
        scheme, rest = kind, identifier
    if scheme.lower() in {"gav", "maven"}:
        name, _, version = rest.rpartition(":")
        return component("maven", name, version)
    release = ""
    if scheme.lower() in {"deb", "rpm", "alpine", "apk"}:
        parts = rest.split(":")
        if len(parts) > 2:
            at = 2 if scheme == "deb" and len(parts) > 3 and not parts[0].isdigit() else 1
            release, parts = parts[at - 1], parts[at:]
        return component(scheme, parts[0], ":".join(parts[1:]), release=release)
    name, _, version = rest.rpartition(":")
    return component(scheme, name or version, version if name else "")


def _flaw(
    gathering: Gathering,
    issue: dict[str, Any],
    held: list[dict[str, Any]],
    made: Component | Sequence[Component],
    identifier: str,
    fixes: Sequence[str] = (),
) -> None:
    ids = words([text(each, "cve") for each in held])
    ratings = [rating("jfrog_xray", text(issue, "severity"))]
    for each in held:
        for version in ("v3", "v2"):
            ratings += _rating(each, version)
    parts = [made] if isinstance(made, Component) else list(made) or [UNKNOWN]
    gathering.result(
        gathering.made(
            identifier or next(iter(ids), ""),
            part,
            aliases=ids,
            title=text(issue, "summary")[:200],
            description=text(issue, "description", "summary"),
            references=words(issue.get("references")),
            ratings=ratings,
            fixed_in=words([fix.lstrip("≥ ").strip("[]()") for fix in fixes]),
            published_at=text(issue, "published", "created") or None,
        )
        for part in parts
    )


def _rating(each: dict[str, Any], version: str) -> list[Rating]:
    score, vector = each.get(f"cvss_{version}_score"), text(each, f"cvss_{version}_vector")
    if match := _SCORED.match(text(each, f"cvss_{version}")):
        score, vector = match["score"], match["vector"]
    if not score and not vector:
        return []
    return [rating("nvd", score=score, vector=vector.removeprefix("CVSS:2.0/") or None)]


def _parse_scan(document: Document) -> Iterator[ScannerReport]:
    for scan in objs(load(document)):
        gathering = Gathering(
            document, "jfrog_xray", "xray-scan-json", target=text(scan, "component_id")
        )
        if text(scan, "status") not in {"completed", ""}:
            gathering.status = Status.PARTIAL
            gathering.reason = f"the scan is '{scan['status']}'"
        for issue in objs(scan.get("vulnerabilities")):
            parts = obj(issue.get("components"))
            fixes = [
                str(fix) for part in parts.values() for fix in obj(part).get("fixed_versions") or ()
            ]
            _flaw(
                gathering,
                issue,
                objs(issue.get("cves")),
                [_component(name, text(scan, "package_type")) for name in parts],
                text(issue, "issue_id"),
                fixes,
            )
        yield gathering.finish()


def _parse_unified(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "jfrog_xray", "xray-unified-json")
    for row in objs(load(document).get("rows")):
        gathering.target = gathering.target or text(row, "impacted_artifact", "path")
        gathering_fixes = [str(fix) for fix in row.get("fixed_versions") or ()]
        _flaw(
            gathering,
            row,
            objs(row.get("cves")),
            _component(text(row, "vulnerable_component"), text(row, "package_type")),
            text(row, "issue_id"),
            gathering_fixes,
        )
    yield gathering.finish()


def _parse_legacy(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "jfrog_xray", "xray-legacy-json")
    for issue in objs(load(document).get("data")):
        versions = obj(issue.get("component_versions"))
        more = obj(versions.get("more_details"))
        described = {**issue, "description": text(more, "description") or text(issue, "summary")}
        _flaw(
            gathering,
            described,
            objs(more.get("cves")),
            _component(text(issue, "source_comp_id") or text(issue, "component")),
            text(issue, "id", "issue_id"),
            [str(fix) for fix in versions.get("fixed_versions") or ()],
        )
    yield gathering.finish()


def _parse_simple(document: Document) -> Iterator[ScannerReport]:
    """Read what the command line writes as ``simple-json``; violations repeat what is wrong."""
    report = load(document)
    gathering = Gathering(document, "jfrog_xray", "xray-simple-json")
    if errors := objs(report.get("errors")):
        gathering.status = Status.PARTIAL
        gathering.reason = "; ".join(words([each.get("errorMessage") for each in errors]))
    rows = objs(report.get("vulnerabilities")) or objs(report.get("securityViolations"))
    for row in rows:
        kind = text(row, "impactedPackageType", "impactedDependencyType")
        name = text(row, "impactedPackageName", "impactedDependencyName")
        version = text(row, "impactedPackageVersion", "impactedDependencyVersion")
        cves = [
            {
                "cve": text(each, "id"),
                "cvss_v3_score": text(each, "cvssV3"),
                "cvss_v3_vector": text(each, "cvssV3Vector"),
                "cvss_v2_score": text(each, "cvssV2"),
            }
            for each in objs(row.get("cves"))
        ]
        _flaw(
            gathering,
            row,
            cves,
            component(kind, name, version),
            text(row, "issueId"),
            [str(fix) for fix in row.get("fixedVersions") or ()],
        )
    yield gathering.finish()


def _is_simple(document: Document) -> bool:
    return document.shape == "object" and document.has("vulnerabilities", "securityViolations")


def _is_summary(document: Document) -> bool:
    return bool(document.inner("artifacts") & {"general", "issues"}) and document.has("artifacts")


def _is_scan(document: Document) -> bool:
    return (
        document.shape in {"list", "object"}
        and document.has("scan_id")
        and document.any("vulnerabilities", "component_id", "violations")
    )


def _is_unified(document: Document) -> bool:
    return document.has("total_rows", "rows") or "impacted_artifact" in document.inner("rows")


def _is_legacy(document: Document) -> bool:
    return document.has("total_count", "data") or "component_versions" in document.inner("data")


JFROG_XRAY = Adapter(
    name="jfrog_xray",
    title="JFrog Xray",
    formats=(
        Format(name="xray-summary-json", looks=_is_summary, parse=_parse_summary),
        Format(name="xray-simple-json", looks=_is_simple, parse=_parse_simple),
        Format(name="xray-scan-json", looks=_is_scan, parse=_parse_scan),
        Format(name="xray-unified-json", looks=_is_unified, parse=_parse_unified),
        Format(name="xray-legacy-json", looks=_is_legacy, parse=_parse_legacy),
    ),
)
