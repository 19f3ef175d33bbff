"""Registries and fleets: Google Artifact Analysis, Red Hat Satellite, Deepfence ThreatMapper."""

import re
from collections.abc import Iterator
from typing import Any

from hullmark.model.component import Component
from hullmark.model.finding import Kind
from hullmark.model.report import Marks, ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import UNKNOWN, component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text
from hullmark.scanners.table import columns_of, rows_of
from hullmark.scanners.words import type_of


def _parse_google(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    image = obj(report.get("image_summary"))
    gathering = Gathering(
        document,
        "gcloud_artifact_scan",
        "gcloud-artifact-scan-json",
        target=text(image, "fully_qualified_digest"),
    )
    gathering.marks = Marks(
        digests=words(image.get("digest")), names=words(image.get("fully_qualified_digest"))
    )
    levels = obj(obj(report.get("package_vulnerability_summary")).get("vulnerabilities"))
    for level, found in levels.items():
        for each in objs(found):
            flaw = obj(each.get("vulnerability"))
            issue = next(iter(objs(flaw.get("packageIssue"))), {})
            place = next(iter(objs(issue.get("fileLocation"))), {})
            version, fixed = obj(issue.get("affectedVersion")), obj(issue.get("fixedVersion"))
            cvss = obj(flaw.get("cvssv3")) or obj(flaw.get("cvssV2"))
            system = text(issue, "packageType") == "OS"
            distro = text(issue, "affectedCpeUri").split(":") if system else []
            gathering.claim(
                text(flaw, "shortDescription") or text(each, "noteName").rpartition("/")[2],
                component(
                    type_of(distro[2]) if len(distro) > 2 else text(issue, "packageType"),
                    text(issue, "affectedPackage"),
                    text(version, "fullName", "name"),
                    path=text(place, "filePath"),
                    layer=text(obj(place.get("layerDetails")), "diffId"),
                ),
                description=text(flaw, "longDescription"),
                references=words([link.get("url") for link in objs(flaw.get("relatedUrls"))]),
                ratings=(
                    rating("gcloud", text(flaw, "effectiveSeverity", "severity") or level),
                    rating("nvd", score=cvss.get("baseScore", flaw.get("cvssScore"))),
                ),
                fixed_in=words(text(fixed, "fullName", "name")),
            )
    yield gathering.finish()


def _parse_satellite(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "redhatsatellite", "redhat-satellite-errata-json")
    for each in objs(load(document).get("results")):
        packages = [str(name) for name in each.get("packages") or ()]
        gathering.result(
            gathering.made(
                text(each, "errata_id"),
                _package(name) if name else UNKNOWN,
                aliases=words([one.get("cve_id") for one in objs(each.get("cves"))]),
                title=text(each, "title", "name"),
                description=text(each, "description"),
                references=words([one.get("href") for one in objs(each.get("cves"))]),
                ratings=(rating("redhat", text(each, "severity")),),
                published_at=text(each, "issued") or None,
            )
            for name in packages or [""]
        )
    yield gathering.finish()


def _package(name: str) -> Component:
    """Return the package in ``name-version-release.arch``."""
    match = re.fullmatch(r"(.+)-([^-]+-[^-]+?)(?:\.(\w+))?", name)
    if match is None:
        return component("rpm", name)
    return component("rpm", match[1], match[2], architecture=match[3] or "")


def _parse_deepfence(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "deepfence_threatmapper", "deepfence-threatmapper-csv")
    for row in rows_of(document):
        held: dict[str, Any] = {key.lower().replace(" ", "_"): cell for key, cell in row.items()}
        gathering.target = gathering.target or text(
            held, "cve_container_image", "node_name", "nodename", "host_name"
        )
        if "cve_id" in held or "cve_severity" in held:
            name, _, version = text(held, "cve_caused_by_package").partition(":")
            gathering.claim(
                text(held, "cve_id"),
                component("", name, version) if name else UNKNOWN,
                description=text(held, "cve_description"),
                references=words(held.get("cve_link")),
                ratings=(
                    rating(
                        "deepfence",
                        text(held, "cve_severity"),
                        score=text(held, "cve_cvss_score") or None,
                        vector=text(held, "cve_attack_vector").upper() or None,
                    ),
                ),
                fixed_in=words(held.get("cve_fixed_in")),
            )
        elif "test_number" in held or "compliance_check_type" in held or "test_category" in held:
            if text(held, "status").lower() not in {"pass", "info", "note", "skip", "ok"}:
                gathering.violation(
                    text(held, "test_number", "control_id"),
                    title=text(held, "test_desc", "description", "test_info"),
                    severity=text(held, "status", "test_severity"),
                    subject=gathering.target,
                )
        elif "content" in held or "matched_content" in held or "signature" in held:
            gathering.violation(
                text(held, "rule", "name"),
                kind=Kind.SECRET,
                title=text(held, "name"),
                severity=text(held, "severity"),
                path=text(held, "filename", "full_filename"),
                anchor=text(held, "node_name"),
                secret=text(held, "content", "matched_content").strip('"'),
            )
        else:
            gathering.violation(
                text(held, "rule", "rule_name"),
                kind=Kind.MALWARE,
                title=text(held, "rule_name", "summary", "rule"),
                severity=text(held, "severity", "file_severity"),
                path=text(held, "filename", "file_name", "complete_filename"),
            )
    yield gathering.finish()


def _is_google(document: Document) -> bool:
    return document.has("package_vulnerability_summary") or (
        document.has("image_summary") and document.any("discovery_summary", "discovery")
    )


def _is_satellite(document: Document) -> bool:
    return "errata_id" in document.inner("results") or document.has(
        "total", "subtotal", "selectable", "results"
    )


def _is_deepfence(document: Document) -> bool:
    columns = set(columns_of(document))
    return (
        bool(
            columns
            & {
                "cve_caused_by_package",
                "cve_container_image",
                "compliance_check_type",
                "test_number",
                "Test Number",
            }
        )
        or {"Filename", "Rule", "Node Name"} <= columns
        or {"Rule Name", "Class", "Node Name"} <= columns
        or {"Rule", "Filename", "Summary"} <= columns
    )


GCLOUD_ARTIFACT_SCAN = Adapter(
    name="gcloud_artifact_scan",
    title="Google Artifact Analysis",
    formats=(Format(name="gcloud-artifact-scan-json", looks=_is_google, parse=_parse_google),),
)
REDHATSATELLITE = Adapter(
    name="redhatsatellite",
    title="Red Hat Satellite",
    formats=(
        Format(name="redhat-satellite-errata-json", looks=_is_satellite, parse=_parse_satellite),
    ),
)
DEEPFENCE_THREATMAPPER = Adapter(
    name="deepfence_threatmapper",
    title="Deepfence ThreatMapper",
    formats=(
        Format(name="deepfence-threatmapper-csv", looks=_is_deepfence, parse=_parse_deepfence),
    ),
)
