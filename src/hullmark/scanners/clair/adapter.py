"""Clair: what its reports mean, of version 4, of version 2, and of the programs around it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from msgspec.structs import replace

from hullmark.model.component import Component
from hullmark.model.finding import Claim
from hullmark.model.ledger import Status
from hullmark.model.report import Marks, ScannerReport
from hullmark.model.severity import Rating
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.clair.running import RUNS
from hullmark.scanners.clair.wire import (
    Distribution,
    Environment,
    Feature,
    KlarReport,
    Layer,
    LayerReport,
    OldFlaw,
    Package,
    QuayReport,
    Report,
    ScannerReportFile,
    Source,
    Vulnerability,
)
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, cves, rating, words
from hullmark.scanners.lenient import read
from hullmark.scanners.words import type_of

_NOT_DATED: Final = "0001-01-01"
_GHSA: Final = re.compile(r"GHSA(?:-[a-z0-9]{4}){3}")


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = read(document, Report)
    gathering = Gathering(
        document, "clair", "clair-v4-report-json", target=report.manifest_hash or ""
    )
    gathering.marks = Marks(digests=words(report.manifest_hash))
    packages = report.packages or {}
    flaws = report.vulnerabilities or {}
    scores = _scores(report.enrichments or {})
    # Many packages share a flaw and many flaws a package: each is put into our words once.
    said: dict[str, tuple[str, Claim]] = {}
    for package_id, ids in (report.package_vulnerabilities or {}).items():
        package = packages.get(package_id) or Package()
        places = (report.environments or {}).get(package_id) or [Environment()]
        named: dict[str, Component] = {}
        for flaw_id in ids or ():
            known = said.get(flaw_id)
            if known is None:
                flaw = flaws.get(flaw_id)
                if flaw is None:
                    continue
                claim = gathering.made(flaw.name, **_said(flaw, scores.get(flaw_id, ())))
                known = said[flaw_id] = _kind_of(flaw), claim
            kind, claim = known
            part = named.get(kind)
            if part is None:
                part = named[kind] = _package(report, package, places[0], kind)
            gathering.claims.append(replace(claim, component=part))
    gathering.groups = [1] * len(gathering.claims)
    if packages and not flaws:
        gathering.status = Status.PARTIAL
        gathering.reason = (
            "nothing was found; Clair answers the same when its updaters have not run: "
            "ask it for its update operations before this counts as clean"
        )
    yield gathering.finish()


def _package(report: Report, package: Package, place: Environment, kind: str) -> Component:
    system = (report.distributions or {}).get(place.distribution_id or "") or Distribution()
    source = package.source or Source()
    return component(
        kind or _kind_there(system, place),
        package.name,
        package.version or "",
        path=place.package_db or "",
        layer=place.introduced_in or "",
        distro=system.did or "",
        release=system.version_id or system.version or "",
        architecture=package.arch or "",
        source_name=source.name or "",
        source_version=source.version or "",
    )


def _said(flaw: Vulnerability, scores: Sequence[Rating]) -> dict[str, Any]:
    """Return what a record says, whichever package it matched; many packages share one."""
    ratings = [rating("clair", flaw.normalized_severity or "")]
    if _is_word(flaw.severity):
        vendor = (flaw.updater or "").partition("/")[0].partition("-")[0].lower()
        ratings.append(rating(vendor or "clair", flaw.severity or ""))
    fixed = _fixed(flaw.fixed_in_version)
    issued = flaw.issued or ""
    return {
        "aliases": _aliases(flaw.name, flaw.links or ""),
        "description": flaw.description or "",
        "references": tuple(dict.fromkeys((flaw.links or "").split())),
        "ratings": (*ratings, *scores),
        "fixed_in": (fixed,) if fixed else (),
        "published_at": None if issued.startswith(_NOT_DATED) else issued,
    }


def _fixed(version: str | None) -> str:
    """Return the version; OSV updaters write it as a query (``fixed=1.2&introduced=0``)."""
    if not version or "=" not in version:
        return version or ""
    match = re.search(r"(?:^|&)fixed=([^&]+)", version)
    return match[1] if match else ""


def _is_word(severity: str | None) -> bool:
    return severity is not None and severity.replace(" ", "").isalpha()


def _aliases(name: str, links: str) -> tuple[str, ...]:
    """Return other ids of a flaw; links of a CVE name related ones too, which are other flaws."""
    if name.startswith("CVE-") and "GHSA-" not in links:
        return ()
    if name.startswith("CVE-"):
        return tuple(dict.fromkeys(_GHSA.findall(links)))
    return cves(f"{name} {links}")


def _kind_of(flaw: Vulnerability) -> str:
    """Return the type of package that a record is about; empty where only the package says it."""
    return _kind_named((flaw.repository.name or "") if flaw.repository else "", flaw.updater or "")


@lru_cache(maxsize=1024)
def _kind_named(repository: str, updater: str) -> str:
    updater = updater.lower()
    for word in (repository, updater.rpartition("/")[2], updater.partition("/")[0]):
        if known := type_of(word):
            return known
    return "pypi" if "pypi" in updater or "pyupio" in updater else ""


def _kind_there(system: Distribution, place: Environment) -> str:
    if type_of(system.did or ""):
        return type_of(system.did or "")
    database = place.package_db or ""
    return "rpm" if "rpm" in database else "deb" if "dpkg" in database else ""


def _scores(enrichments: dict[str, Any]) -> dict[str, list[Rating]]:
    """Return the CVSS vectors that an enricher joined, by vulnerability."""
    found: dict[str, list[Rating]] = {}
    for kind, parts in enrichments.items():
        if "cvss" not in kind.lower() or not isinstance(parts, list):
            continue
        for part in parts:
            for flaw_id, vectors in part.items() if isinstance(part, dict) else ():
                for each in vectors if isinstance(vectors, list) else ():
                    if isinstance(each, dict):
                        made = rating(
                            "nvd", score=each.get("baseScore"), vector=each.get("vectorString")
                        )
                        found.setdefault(flaw_id, []).append(made)
    return found


def _parse_index(document: Document) -> Iterator[ScannerReport]:
    report = read(document, Report)
    gathering = Gathering(
        document, "clair", "clair-v4-index-json", target=report.manifest_hash or ""
    )
    gathering.marks = Marks(digests=words(report.manifest_hash))
    for identifier, package in (report.packages or {}).items():
        places = (report.environments or {}).get(identifier) or [Environment()]
        system = (report.distributions or {}).get(places[0].distribution_id or "") or Distribution()
        gathering.components.append(
            component(
                type_of(system.did or ""),
                package.name,
                package.version or "",
                path=places[0].package_db or "",
                layer=places[0].introduced_in or "",
                distro=system.did or "",
                release=system.version_id or "",
            )
        )
    gathering.status = Status.PARTIAL
    gathering.reason = "an index report lists packages only; ask Clair for its vulnerability report"
    if report.success is False or report.err:
        gathering.status = Status.FAILED
        gathering.reason = f"the image was not indexed: {report.err or report.state}"
    yield gathering.finish()


def _parse_layer(document: Document) -> Iterator[ScannerReport]:
    quay = document.has("data")
    answer = read(document, QuayReport) if quay else None
    report = (answer.data if answer else read(document, LayerReport)) or LayerReport()
    layer = report.layer or Layer()
    gathering = Gathering(document, "clair", "clair-layer-json", target=layer.name or "")
    if answer and answer.status not in {"scanned", None}:
        gathering.status = Status.PARTIAL
        gathering.reason = f"Quay says '{answer.status}': not scanned yet"
    gathering.marks = Marks(digests=words(layer.name))
    for feature in layer.features or ():
        for flaw in feature.vulnerabilities or ():
            _old(gathering, flaw, feature)
    yield gathering.finish()


def _old(gathering: Gathering, flaw: OldFlaw, feature: Feature) -> None:
    namespace = flaw.namespace_name or feature.namespace_name or ""
    distro, _, release = namespace.partition(":")
    metadata = flaw.metadata if isinstance(flaw.metadata, dict) else {}
    nvd = metadata.get("NVD") or {}
    known = [rating("clair", flaw.severity or "")]
    for key in ("CVSSv3", "CVSSv2"):
        cvss = nvd.get(key) or {} if isinstance(nvd, dict) else {}
        if cvss.get("Vectors") or cvss.get("Score"):
            known.append(rating("nvd", score=cvss.get("Score"), vector=cvss.get("Vectors")))
    kind = str(metadata.get("RepoName") or "") or feature.version_format or ""
    name = str(metadata.get("DistroName") or "")
    gathering.claim(
        flaw.name,
        component(
            type_of(kind) or type_of(distro) or ("rpm" if "Red Hat" in name else ""),
            feature.name,
            feature.version or "",
            layer=feature.added_by or "",
            distro=distro if type_of(distro) else "",
            release=release or str(metadata.get("DistroVersion") or ""),
        ),
        aliases=cves(flaw.name),
        description=flaw.description or "",
        references=words((flaw.link or "").split()),
        ratings=known,
        fixed_in=words(flaw.fixed_by),
    )


def _parse_scanner(document: Document) -> Iterator[ScannerReport]:
    report = read(document, ScannerReportFile)
    gathering = Gathering(document, "clair", "clair-scanner-json", target=report.image or "")
    gathering.marks = Marks(names=words(report.image))
    for each in report.vulnerabilities or ():
        distro, _, release = (each.namespace or "").partition(":")
        gathering.claim(
            each.vulnerability,
            component(
                type_of(distro),
                each.featurename,
                each.featureversion or "",
                distro=distro,
                release=release,
            ),
            description=each.description or "",
            references=words(each.link),
            ratings=(rating("clair", each.severity or ""),),
            fixed_in=words(each.fixedby),
        )
    yield gathering.finish()


def _parse_klar(document: Document) -> Iterator[ScannerReport]:
    report = read(document, KlarReport)
    gathering = Gathering(document, "clair", "klar-json")
    for flaws in (report.vulnerabilities or {}).values():
        for flaw in flaws or ():
            feature = Feature(name=flaw.feature_name or "", version=flaw.feature_version)
            _old(gathering, flaw, feature)
    yield gathering.finish()


def _is_report(document: Document) -> bool:
    return document.shape == "object" and (
        document.has("package_vulnerabilities") or document.has("manifest_hash", "vulnerabilities")
    )


def _is_index(document: Document) -> bool:
    return document.shape == "object" and (
        (document.has("manifest_hash") and document.any("packages", "state"))
        or document.has("packages", "distributions", "environments")
    )


def _is_layer(document: Document) -> bool:
    if document.shape != "object":
        return False
    inner = document.inner("Layer") | document.inner("data", "Layer")
    return bool(inner & {"Features", "IndexedByVersion", "NamespaceName"}) or (
        document.has("status", "data")
        and len(document.keys) <= 3
        and document.value("data") is None
    )


def _is_scanner(document: Document) -> bool:
    if document.shape != "object":
        return False
    return document.has("image", "unapproved") or "featurename" in document.inner("vulnerabilities")


def _is_klar(document: Document) -> bool:
    return document.shape == "object" and document.has("LayerCount", "Vulnerabilities")


CLAIR = Adapter(
    name="clair",
    title="Clair",
    formats=(
        Format(name="clair-v4-report-json", looks=_is_report, parse=_parse),
        Format(name="clair-v4-index-json", looks=_is_index, parse=_parse_index),
        Format(name="clair-layer-json", looks=_is_layer, parse=_parse_layer),
        Format(name="clair-scanner-json", looks=_is_scanner, parse=_parse_scanner),
        Format(name="klar-json", looks=_is_klar, parse=_parse_klar),
    ),
    runs=RUNS,
)
