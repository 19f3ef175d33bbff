"""Twistlock, now Prisma Cloud: reports of twistcli, of its API, and tables of its console."""

import re
from collections.abc import Iterator
from typing import Any, Final

from hullmark.model.finding import FixState, Priority
from hullmark.model.report import Marks, ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text
from hullmark.scanners.table import columns_of, rows_of
from hullmark.scanners.words import type_of


def _parse(document: Document) -> Iterator[ScannerReport]:
    value = load(document)
    for top in objs(value):
        results = objs(top.get("results"))
        entity = obj(top.get("entityInfo"))
        for report in results or [top]:
            yield _report(document, {**entity, **report})


def _report(document: Document, report: dict[str, Any]) -> ScannerReport:
    name = text(report, "name", "repository", "id")
    gathering = Gathering(document, "twistlock", "twistlock-json", target=name)
    gathering.marks = Marks(
        digests=words(report.get("digest")),
        config_digests=words(report.get("id")),
        names=words(report.get("name")),
    )
    system = text(report, "distro").lower().partition(" ")[0]
    release = text(report, "distro")
    kinds = {text(each, "name"): text(each, "type") for each in objs(report.get("packages"))}
    for flaw in objs(report.get("vulnerabilities")):
        _flaw(gathering, flaw, kinds, system, release)
    problems = objs(report.get("compliances")) + objs(report.get("complianceIssues"))
    for each in problems:
        gathering.violation(
            text(each, "id"),
            title=text(each, "title"),
            message=text(each, "cause") or text(each, "title"),
            description=text(each, "description"),
            severity=text(each, "severity"),
            subject=name,
            anchor=text(each, "cause"),
        )
    return gathering.finish()


def _flaw(
    gathering: Gathering, flaw: dict[str, Any], kinds: dict[str, str], system: str, release: str
) -> None:
    name = text(flaw, "packageName")
    kind = text(flaw, "packageType") or kinds.get(name, "")
    is_os = kind.lower() in {"os", "package", ""}
    risks = flaw.get("riskFactors")
    known = " ".join(map(str, risks)) if isinstance(risks, list | dict) else ""
    gathering.claim(
        text(flaw, "id", "cve"),
        component(
            type_of(system) if is_os else kind,
            name,
            text(flaw, "packageVersion"),
            path=text(flaw, "packagePath"),
            distro=system if is_os and type_of(system) else "",
            release=release,
        ),
        description=text(flaw, "description"),
        references=words(flaw.get("link")),
        ratings=(
            rating(
                "twistlock",
                text(flaw, "severity"),
                score=flaw.get("cvss"),
                vector=text(flaw, "vector"),
            ),
        ),
        fixed_in=_fixed(text(flaw, "status")),
        fix_state=FixState.WONT_FIX if "will not" in text(flaw, "status") else FixState.UNKNOWN,
        priority=Priority(known_exploited="in the wild" in known.lower()),
        published_at=text(flaw, "publishedDate") or None,
    )


def _fixed(status: str) -> tuple[str, ...]:
    """Return the versions in ``fixed in 1.2, 1.3``."""
    match = re.match(r"fixed in (.+)", status)
    return words([part.strip() for part in match[1].split(",")]) if match else ()


def _parse_table(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "twistlock", "twistlock-csv")
    rows = rows_of(document)
    flawed = any(row.get("CVE ID") for row in rows)
    for row in rows:
        name = "/".join(words(row.get("Registry"), row.get("Repository")))
        gathering.target = gathering.target or name
        if row.get("CVE ID"):
            system = row.get("Distro", "").lower().replace("-", " ")
            gathering.claim(
                row["CVE ID"],
                component(
                    type_of(system.partition(" ")[0])
                    if row.get("Type") == "OS"
                    else row.get("Type", ""),
                    row.get("Packages", ""),
                    row.get("Package Version", ""),
                    layer=row.get("Layer", ""),
                    source_name=row.get("Source Package", ""),
                ),
                description=row.get("Description", ""),
                ratings=(rating("twistlock", row.get("Severity", ""), score=row.get("CVSS")),),
                fixed_in=_fixed(row.get("Fix Status", "")),
                published_at=row.get("Published") or None,
            )
        elif row.get("Compliance ID") and not flawed:
            gathering.violation(
                row["Compliance ID"],
                title=row.get("Description", ""),
                severity=row.get("Severity", ""),
                subject=name,
            )
    yield gathering.finish()


_MEMBERS: Final = {
    "complianceDistribution",
    "vulnerabilityDistribution",
    "compliances",
    "complianceIssues",
}


def _looks(document: Document) -> bool:
    if document.any("entityInfo", *_MEMBERS):
        return True
    return bool(document.inner("results") & _MEMBERS) or document.has("consoleURL", "results")


def _is_table(document: Document) -> bool:
    columns = columns_of(document)
    return "CVE ID" in columns and "Compliance ID" in columns


TWISTLOCK = Adapter(
    name="twistlock",
    title="Twistlock (Prisma Cloud)",
    formats=(
        Format(name="twistlock-json", looks=_looks, parse=_parse),
        Format(name="twistlock-csv", looks=_is_table, parse=_parse_table),
    ),
)
