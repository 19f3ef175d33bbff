"""Sysdig: reports of its command line, its API and its scheduled tables."""

import re
from collections.abc import Iterator
from typing import Any, Final

from hullmark.model.ledger import Issue
from hullmark.model.report import Marks, ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import UNKNOWN, component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text
from hullmark.scanners.table import columns_of, rows_of
from hullmark.scanners.words import type_of

_ID: Final = ("CVE ID", "Vulnerability ID", "Vulnerability Name", "Vuln ID")


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    if "result" in report and isinstance(report["result"], dict):
        yield _cli(document, report)
        return
    gathering = Gathering(document, "sysdig", "sysdig-json")
    rows = objs(report.get("data"))
    for panel in objs(report.get("panels")):
        rows += objs(panel.get("data"))
    for row in rows:
        _row(gathering, {_folded(key): value for key, value in row.items()})
    yield gathering.finish()


def _folded(name: str) -> str:
    """Return a column's name in one spelling: ``Vulnerability ID``, ``vulnerability_id``."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _cli(document: Document, report: dict[str, Any]) -> ScannerReport:
    result = obj(report.get("result"))
    metadata = obj(result.get("metadata"))
    gathering = Gathering(
        document,
        "sysdig",
        "sysdig-json",
        target=text(metadata, "pullString"),
        version=text(obj(report.get("scanner")), "version"),
    )
    gathering.marks = Marks(
        config_digests=words(metadata.get("imageId")),
        digests=words(metadata.get("digest")),
        names=words(metadata.get("pullString")),
    )
    distro, _, release = text(metadata, "baseOs").partition(" ")
    if isinstance(result.get("vulnerabilities"), dict):
        # Since 1.18: packages and flaws by id, joined by reference.
        known = obj(result.get("packages"))
        for flaw in obj(result.get("vulnerabilities")).values():
            package = obj(known.get(text(obj(flaw), "packageRef")))
            _flaw(gathering, obj(flaw), package, distro, release)
        return gathering.finish()
    for package in objs(result.get("packages")):
        for flaw in objs(package.get("vulns")):
            _flaw(gathering, flaw, package, distro, release)
    return gathering.finish()


def _flaw(
    gathering: Gathering, flaw: dict[str, Any], package: dict[str, Any], distro: str, release: str
) -> None:
    scored = obj(flaw.get("cvssScore"))
    cvss = obj(scored.get("value")) or scored
    severity = flaw.get("severity")
    word = text(severity, "value") if isinstance(severity, dict) else str(severity or "")
    system = text(package, "type").lower() == "os"
    gathering.claim(
        text(flaw, "name"),
        component(
            type_of(distro) if system else text(package, "type"),
            text(package, "name"),
            text(package, "version"),
            path=text(package, "path"),
            layer=text(package, "layerDigest"),
            distro=distro.lower() if system else "",
            release=release,
        ),
        ratings=(rating("sysdig", word, score=cvss.get("score"), vector=text(cvss, "vector")),),
        fixed_in=words(text(flaw, "fixedInVersion", "fixVersion"), package.get("suggestedFix")),
        published_at=text(flaw, "disclosureDate") or None,
        ignored="its risk is accepted in Sysdig"
        if objs(flaw.get("acceptedRisks")) or flaw.get("riskAcceptRefs")
        else "",
    )


def _row(gathering: Gathering, row: dict[str, Any]) -> bool:
    name = text(row, "cveid", "vulnerabilityid", "vulnerabilityname", "vulnid", "vulncve", "name")
    if not name:
        return False
    image = text(row, "imagename", "image", "containerimage", "imagepullstring", "pullstring")
    gathering.target = gathering.target or image
    distro, _, release = text(row, "osname", "os").partition(" ")
    kind = text(row, "packagetype", "vulnpkgtype")
    system = kind.lower() == "os"
    package = text(row, "packagename", "vulnpkgname", "package")
    gathering.claim(
        name,
        component(
            type_of(distro) if system else kind,
            package,
            text(row, "packageversion", "vulnpkgversion"),
            path=text(row, "packagepath", "vulnpkgpath"),
            distro=distro.lower() if system else "",
            release=release,
        )
        if package
        else UNKNOWN,
        references=words(row.get("cveurl"), row.get("vulnlink")),
        ratings=(
            rating(
                "sysdig",
                text(row, "cveseverity", "severity", "vulnerabilityseverity", "vulnseverity"),
                score=text(row, "cvssscore", "vulncvssscore") or None,
                vector=text(row, "cvssvector", "vulncvssvector"),
            ),
        ),
        fixed_in=words(row.get("fixversion"), row.get("vulnfixversion")),
        published_at=text(row, "vulndisclosuredate", "disclosuredate", "vulnpublishdate") or None,
        ignored="its risk is accepted in Sysdig"
        if text(row, "riskaccepted").lower() == "true"
        else "",
    )
    return True


def _parse_table(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "sysdig", "sysdig-csv")
    without = sum(
        not _row(gathering, {_folded(key): cell for key, cell in row.items()})
        for row in rows_of(document)
    )
    if without:
        cause = f"{without} rows have no id of a vulnerability"
        document.issues.append(Issue(path=document.source, cause=cause, code="HM2405"))
    yield gathering.finish()


def _looks(document: Document) -> bool:
    if document.shape != "object":
        return False
    inner = document.inner("result")
    if inner & {"vulnTotalBySeverity", "policyEvaluationsResult", "policyEvaluations"}:
        return True
    if document.has("panels") or (document.has("info", "result") and inner):
        return True
    if "packages" in inner and bool(inner & {"metadata", "vulnerabilities", "layers"}):
        return True
    if document.has("data", "page") and document.value("data") in ([], None):
        return True
    row = {_folded(name) for name in document.inner("data")}
    return (
        bool(row & {"vulnerabilityid", "vulnname", "cvssscore", "vulncvssscore", "vulnpkgname"})
        and bool(row & {"packagename", "imagename", "image", "severity", "vulnpkgname"})
    ) or ({"page"} <= document.keys.keys() and "vulnName" in row)


def _is_table(document: Document) -> bool:
    columns = columns_of(document)
    return any(name in columns for name in _ID) and not {"Compliance ID", "COMPONENT"} & set(
        columns
    )


SYSDIG = Adapter(
    name="sysdig",
    title="Sysdig",
    formats=(
        Format(name="sysdig-json", looks=_looks, parse=_parse),
        Format(name="sysdig-csv", looks=_is_table, parse=_parse_table),
    ),
)
