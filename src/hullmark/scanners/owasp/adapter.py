"""OWASP: Dependency-Check and Dependency-Track."""

import re
from collections.abc import Iterator

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.xml import Element, parse_xml
from hullmark.kernel import limits
from hullmark.model.component import Component
from hullmark.model.finding import Priority
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.errors import BrokenReportError
from hullmark.scanners.gathering import Gathering, number, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text
from hullmark.scanners.table import columns_of, rows_of


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    project = obj(report.get("projectInfo"))
    gathering = Gathering(
        document,
        "dependency_check",
        "dependency-check-json",
        target=text(project, "name"),
        version=text(obj(report.get("scanInfo")), "engineVersion"),
    )
    for dependency in objs(report.get("dependencies")):
        package = next(iter(objs(dependency.get("packages"))), {})
        part = _part(
            text(package, "id"), text(dependency, "fileName"), text(dependency, "filePath")
        )
        gathering.ignored += len(objs(dependency.get("suppressedVulnerabilities")))
        for flaw in objs(dependency.get("vulnerabilities")):
            v3, v2 = obj(flaw.get("cvssv3")), obj(flaw.get("cvssv2"))
            source = text(flaw, "source").lower() or "nvd"
            gathering.claim(
                text(flaw, "name"),
                part,
                description=text(flaw, "description"),
                references=words([each.get("url") for each in objs(flaw.get("references"))]),
                ratings=(
                    rating("dependency_check", text(flaw, "severity")),
                    *(
                        [rating(source, text(v3, "baseSeverity"), score=v3.get("baseScore"))]
                        if v3
                        else ()
                    ),
                    *([rating(source, text(v2, "severity"), score=v2.get("score"))] if v2 else ()),
                ),
            )
    yield gathering.finish()


def _part(purl: str, name: str, path: str) -> Component:
    known = purl if purl.startswith("pkg:") else ""
    return component("", name.partition(": ")[2] or name, purl=known, path=path.replace("\\", "/"))


def _parse_xml(document: Document) -> Iterator[ScannerReport]:
    try:
        root = parse_xml(document.data, source=document.source, limit_bytes=limits.JSON_BYTES)
    except BrokenDocumentError as error:
        raise BrokenReportError(error.message) from error
    gathering = Gathering(
        document,
        "dependency_check",
        "dependency-check-xml",
        target=root.value("projectInfo", "name"),
        version=root.value("scanInfo", "engineVersion"),
    )
    for dependency in root.all("dependencies", "dependency"):
        identifiers = [each.value("id") for each in dependency.all("identifiers", "package")]
        identifiers += [each.value("name") for each in dependency.all("identifiers", "identifier")]
        purl = next((each for each in identifiers if each.startswith("pkg:")), "")
        part = _part(purl, dependency.value("fileName"), dependency.value("filePath"))
        gathering.ignored += len(list(dependency.all("vulnerabilities", "suppressedVulnerability")))
        for flaw in dependency.all("vulnerabilities", "vulnerability"):
            _xml_flaw(gathering, flaw, part)
    yield gathering.finish()


def _parse_table(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "dependency_check", "dependency-check-csv")
    for row in rows_of(document):
        gathering.target = gathering.target or row.get("Project", "")
        identifiers = [each.strip() for each in row.get("Identifiers", "").split(",")]
        purl = next((each for each in identifiers if each.startswith("pkg:")), "")
        source = row.get("Source", "").lower() or "nvd"
        word = row.get("CVSSv3_BaseSeverity") or row.get("CVSSv2_Severity") or ""
        score = row.get("CVSSv3_BaseScore") or row.get("CVSSv2_Score")
        gathering.claim(
            row.get("CVE", ""),
            _part(purl, row.get("DependencyName", ""), row.get("DependencyPath", "")),
            description=row.get("Vulnerability", ""),
            ratings=(rating(source, word, score=score),),
        )
    yield gathering.finish()


def _xml_flaw(gathering: Gathering, flaw: Element, part: Component) -> None:
    source = flaw.attributes.get("source", "nvd").lower()
    ratings = [rating("dependency_check", flaw.value("severity"))]
    for element, score in (("cvssV3", "baseScore"), ("cvssV2", "score")):
        held = flaw.first(element)
        if held is not None:
            ratings.append(rating(source, score=held.value(score) or held.value("baseScore")))
    if flaw.value("cvssScore"):
        ratings.append(rating(source, score=flaw.value("cvssScore")))
    gathering.claim(
        flaw.value("name"),
        part,
        description=flaw.value("description"),
        references=words([each.value("url") for each in flaw.all("references", "reference")]),
        ratings=ratings,
    )


def _parse_track(document: Document) -> Iterator[ScannerReport]:
    held = load(document)
    report = {"findings": held} if isinstance(held, list) else held
    project, meta = obj(report.get("project")), obj(report.get("meta"))
    gathering = Gathering(
        document,
        "dependency_track",
        "dependency-track-fpf-json",
        target=text(project, "name"),
        version=text(meta, "version"),
        data_date=text(meta, "timestamp"),
    )
    for each in objs(report.get("findings")):
        part, flaw = obj(each.get("component")), obj(each.get("vulnerability"))
        analysis = obj(each.get("analysis"))
        ids = words(
            *[
                list(filter(None, (text(a, "cveId"), text(a, "ghsaId"))))
                for a in objs(flaw.get("aliases"))
            ]
        )
        source = text(flaw, "source").lower()
        gathering.claim(
            text(flaw, "vulnId"),
            component(
                "",
                "/".join(words(part.get("group"), part.get("name"))),
                text(part, "version"),
                purl=text(part, "purl"),
            ),
            aliases=ids,
            title=text(flaw, "title"),
            description=text(flaw, "description"),
            references=words(re.findall(r"https?://[^\s)\]]+", text(flaw, "references"))),
            ratings=[
                rating(source, text(flaw, "severity")),
                *(
                    rating(source, score=flaw.get(key), vector=text(flaw, vector))
                    for key, vector in (
                        ("cvssV4Score", "cvssV4Vector"),
                        ("cvssV3BaseScore", "cvssV3Vector"),
                        ("cvssV2BaseScore", "cvssV2Vector"),
                    )
                    if flaw.get(key) is not None
                ),
            ],
            priority=Priority(
                epss=number(flaw.get("epssScore")),
                epss_percentile=number(flaw.get("epssPercentile")),
            ),
            published_at=text(flaw, "published") or None,
            ignored="suppressed in Dependency-Track"
            if analysis.get("isSuppressed") is True
            else "",
        )
    yield gathering.finish()


def _looks(document: Document) -> bool:
    return (document.shape == "object" and document.has("reportSchema")) or document.has(
        "scanInfo", "projectInfo"
    )


def _is_xml(document: Document) -> bool:
    return document.shape == "xml" and "dependency-check" in document.head.lower()


def _is_track(document: Document) -> bool:
    if document.shape == "list":  # as its API answers
        return document.has("component", "vulnerability", "analysis")
    return ("Dependency-Track" in document.head and document.any("findings", "meta")) or (
        document.shape == "object" and document.has("version", "meta", "project")
    )


DEPENDENCY_CHECK = Adapter(
    name="dependency_check",
    title="OWASP Dependency-Check",
    formats=(
        Format(name="dependency-check-json", looks=_looks, parse=_parse),
        Format(name="dependency-check-xml", looks=_is_xml, parse=_parse_xml),
        Format(
            name="dependency-check-csv",
            looks=lambda d: {"DependencyName", "CVE"} <= set(columns_of(d)),
            parse=_parse_table,
        ),
    ),
)
DEPENDENCY_TRACK = Adapter(
    name="dependency_track",
    title="OWASP Dependency-Track",
    formats=(Format(name="dependency-track-fpf-json", looks=_is_track, parse=_parse_track),),
)
