"""NeuVector: reports on images, and compliance of a cluster."""

import re
from collections.abc import Iterator
from typing import Final

from hullmark.model.report import Marks, ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text
from hullmark.scanners.words import type_of


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = obj(load(document).get("report"))
    name = "/".join(words(report.get("registry"), report.get("repository")))
    gathering = Gathering(
        document,
        "neuvector",
        "neuvector-json",
        target=name,
        version=text(report, "cvedb_version"),
        data_date=text(report, "cvedb_create_time"),
    )
    gathering.marks = Marks(
        digests=words(report.get("digest")),
        config_digests=words(report.get("image_id")),
        names=words(name),
    )
    distro, _, release = text(report, "base_os").partition(":")
    for flaw in objs(report.get("vulnerabilities")):
        gathering.claim(
            text(flaw, "name"),
            component(
                type_of(distro) if not text(flaw, "file_name") else "",
                text(flaw, "package_name"),
                text(flaw, "package_version"),
                path=text(flaw, "file_name"),
                distro=distro,
                release=release,
            ),
            aliases=words(flaw.get("cves")),
            description=text(flaw, "description"),
            references=words(flaw.get("link")),
            ratings=(
                rating(
                    "neuvector",
                    text(flaw, "severity"),
                    score=flaw.get("score_v3") or None,
                    vector=text(flaw, "vectors_v3"),
                ),
                *(
                    [rating("nvd", score=flaw["score"], vector=text(flaw, "vectors"))]
                    if flaw.get("score")
                    else ()
                ),
            ),
            fixed_in=words(re.findall(r"[^\s;,<>=|]+", text(flaw, "fixed_version"))),
        )
    yield gathering.finish()


_BAD: Final = frozenset({"WARN", "HIGH", "ERROR", "FAIL"})


def _parse_compliance(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "neuvector", "neuvector-compliance-json", kind="host")
    for each in objs(load(document).get("items")):
        if text(each, "level").upper() in _BAD:
            gathering.violation(
                text(each, "test_number"),
                title=text(each, "description"),
                message="; ".join(words(each.get("message"))) or text(each, "description"),
                remediation=text(each, "remediation"),
                severity=text(each, "level"),
                subject=text(each, "category", "type"),
                anchor=text(each, "test_number"),
            )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    return (
        bool({"vulnerabilities", "modules", "cvedb_version"} & document.inner("report"))
        and "aquasecurity" not in document.head
    )


def _is_compliance(document: Document) -> bool:
    return document.any("docker_cis_version", "kubernetes_cis_version") or {
        "test_number",
        "level",
    } <= document.inner("items")


NEUVECTOR = Adapter(
    name="neuvector",
    title="NeuVector",
    formats=(
        Format(name="neuvector-json", looks=_looks, parse=_parse),
        Format(name="neuvector-compliance-json", looks=_is_compliance, parse=_parse_compliance),
    ),
)
