"""Trivy: how to call it, and what its report means in Hullmark's terms."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from hullmark.model.finding import Claim, FixState, Kind
from hullmark.model.ledger import Issue, Status
from hullmark.model.report import Marks, ScannerReport
from hullmark.model.severity import Rating, Severity
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, words
from hullmark.scanners.lenient import read
from hullmark.scanners.trivy.running import RUNS
from hullmark.scanners.trivy.wire import (
    Cause,
    Cluster,
    Metadata,
    Misconfiguration,
    Package,
    Program,
    Report,
    Result,
    System,
    Vulnerability,
)
from hullmark.scanners.words import level_of

_LEVELS: Final = (
    Severity.UNKNOWN,
    Severity.LOW,
    Severity.MEDIUM,
    Severity.HIGH,
    Severity.CRITICAL,
)
_STATES: Final = {
    "affected": FixState.NOT_FIXED,
    "will_not_fix": FixState.WONT_FIX,
    "end_of_life": FixState.WONT_FIX,
    "fix_deferred": FixState.NOT_FIXED,
}


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = read(document, Report)
    program, known = report.trivy or Program(), report.metadata or Metadata()
    database = program.vulnerability_db
    gathering = _gathering(
        document,
        "trivy-json",
        target=report.artifact_name or "",
        version=program.version or "",
        data_date=database.updated_at if database else None,
    )
    gathering.marks = Marks(
        digests=tuple(name.partition("@")[2] for name in known.repo_digests or ()),
        config_digests=words(known.image_id),
        diff_ids=tuple(known.diff_ids or ()),
        names=words(known.repo_tags, known.repo_digests, report.artifact_name),
    )
    _status(gathering, report, known.os)
    _results(gathering, report.results or [], known.os)
    yield gathering.finish()


def _parse_attested(document: Document) -> Iterator[ScannerReport]:
    """Read the report inside a vulnerability predicate of Cosign."""
    inner = document.value("scanner")["result"]
    data = msgspec.json.encode(inner)
    yield from _parse(Document(data=data, source=document.source, shape="object"))


def _parse_legacy(document: Document) -> Iterator[ScannerReport]:
    gathering = _gathering(document, "trivy-json-legacy")
    results = read(document, list[Result])
    gathering.target = next((each.target or "" for each in results), "")
    _results(gathering, results, None)
    yield gathering.finish()


def _parse_cluster(document: Document) -> Iterator[ScannerReport]:
    report = read(document, Cluster)
    held = (
        report.resources,
        report.vulnerabilities,
        report.misconfigurations,
        report.findings,
    )
    resources = [resource for part in held for resource in part or ()]
    for resource in resources:
        place = "/".join(words(resource.namespace, resource.kind, resource.name))
        gathering = _gathering(document, "trivy-k8s-json", target=place)
        _results(gathering, resource.results or [], None)
        yield gathering.finish()
    if not resources:
        yield _gathering(document, "trivy-k8s-json", target=report.cluster_name or "").finish()


def _gathering(document: Document, form: str, **known: Any) -> Gathering:
    return Gathering(document, "trivy", form, **known)


def _status(gathering: Gathering, report: Report, system: System | None) -> None:
    """Tell an empty answer from a clean one."""
    if system is not None and system.eosl:
        gathering.status = Status.END_OF_LIFE
        gathering.reason = f"{system.family} {system.name} gets no updates any more"
    elif report.artifact_type == "container_image" and system is None and not report.results:
        gathering.status = Status.UNSUPPORTED
        gathering.reason = "no distribution was recognised and no package was found"


def _results(gathering: Gathering, results: list[Result], system: System | None) -> None:
    distro = (system.family or "").lower() if system else ""
    release = (system.name or "") if system else ""
    for result in results:
        if result.vulnerabilities:
            sources = _sources(result.packages or [])
            for each in result.vulnerabilities:
                _vulnerability(gathering, result, each, sources, (distro, release))
        for failed in result.misconfigurations or ():
            _misconfiguration(gathering, result, failed)
        for secret in result.secrets or ():
            layer = (secret.layer.diff_id or "") if secret.layer else ""
            gathering.violation(
                secret.rule_id or "",
                kind=Kind.SECRET,
                title=secret.title or "",
                severity=secret.severity or "",
                path=result.target or "",
                line=secret.start_line,
                layer=layer,
            )
        for found in result.licenses or ():
            gathering.violation(
                found.name or "",
                kind=Kind.LICENSE,
                title=f"{found.name} ({found.category})" if found.category else found.name or "",
                severity=found.severity or "",
                path=found.file_path or "",
                subject=found.pkg_name or found.file_path or result.target or "",
                references=words(found.link),
            )
        gathering.ignored += len(result.modified or ())


def _sources(packages: list[Package]) -> dict[tuple[str | None, str], Package]:
    """Return packages by name and version: a finding does not say its source package."""
    return {
        (each.name, _version(each.epoch, each.version, each.release)): each for each in packages
    }


def _version(epoch: int | None, version: str | None, release: str | None) -> str:
    full = f"{version}-{release}" if release else version or ""
    return f"{epoch}:{full}" if epoch else full


def _vulnerability(
    gathering: Gathering,
    result: Result,
    each: Vulnerability,
    sources: dict[tuple[str | None, str], Package],
    system: tuple[str, str],
) -> None:
    if not each.vulnerability_id:
        cause = f"a vulnerability of {each.pkg_name or 'a package'} has no id"
        gathering.document.issues.append(
            Issue(path=gathering.document.source, cause=cause, code="HM2405")
        )
        return
    package = sources.get((each.pkg_name, each.installed_version or ""))
    layer = each.layer
    fixed = each.fixed_version
    gathering.claims.append(
        Claim(
            advisory_id=each.vulnerability_id,
            aliases=tuple(each.vendor_ids or ()),
            component=component(
                result.type or "",
                each.pkg_name or "",
                each.installed_version or "",
                purl=(each.pkg_identifier.purl or "") if each.pkg_identifier else "",
                path=each.pkg_path or _file(result),
                layer=(layer.diff_id or layer.digest or "") if layer else "",
                distro=system[0] or (result.type or "" if result.class_ == "os-pkgs" else ""),
                release=system[1],
                architecture=(package.arch or "") if package else "",
                source_name=(package.src_name or "") if package else "",
                source_version=_version(package.src_epoch, package.src_version, package.src_release)
                if package and package.src_version
                else "",
            ),
            title=each.title or "",
            description=each.description or "",
            references=tuple(each.references or ()),
            ratings=_ratings(each),
            fixed_in=tuple([part.strip() for part in fixed.split(",")]) if fixed else (),
            fix_state=FixState.FIXED if fixed else _STATES.get(each.status or "", FixState.UNKNOWN),
            published_at=each.published_date,
            scanner="trivy",
            scanner_version=gathering.version,
            data_date=gathering.data_date,
        )
    )
    gathering.groups.append(1)


def _file(result: Result) -> str:
    """Return the lock file that a result is about; results of images have a constant there."""
    target = result.target or ""
    return target if result.class_ == "lang-pkgs" and ("/" in target or "." in target) else ""


def _ratings(each: Vulnerability) -> tuple[Rating, ...]:
    ratings = []
    if each.severity:
        ratings.append(Rating(source="trivy", level=level_of(each.severity), label=each.severity))
    for source, level in (each.vendor_severity or {}).items():
        known = _LEVELS[level] if isinstance(level, int) and 0 <= level < 5 else Severity.UNKNOWN
        if isinstance(level, str):
            known = level_of(level)
        ratings.append(Rating(source=source, level=known))
    for source, cvss in (each.cvss or {}).items():
        for vector, score in (
            (cvss.v3_vector, cvss.v3_score),
            (cvss.v40_vector, cvss.v40_score),
            (cvss.v2_vector, cvss.v2_score),
        ):
            if vector or score is not None:
                ratings.append(Rating(source=source, score=score, vector=vector or None))
    return tuple(ratings)


def _misconfiguration(gathering: Gathering, result: Result, each: Misconfiguration) -> None:
    if each.status and each.status.upper() != "FAIL":
        return
    cause = each.cause_metadata or Cause()
    gathering.violation(
        each.id or each.avd_id or "",
        title=each.title or "",
        message=each.message or "",
        description=each.description or "",
        remediation=each.resolution or "",
        severity=each.severity or "",
        path=result.target or "",
        line=cause.start_line,
        anchor=cause.resource or "",
        layer=(each.layer.diff_id or "") if each.layer else "",
        references=words(each.primary_url, each.references),
    )


def _is_legacy(document: Document) -> bool:
    if document.shape != "list" or document.stream:
        return False
    return document.has("Target") and document.any(
        "Vulnerabilities", "Type", "Class", "Misconfigurations", "Secrets"
    )


def _is_report(document: Document) -> bool:
    if document.shape != "object":
        return False
    if document.any("SchemaVersion", "ArtifactName", "ArtifactType") and not document.has("runs"):
        return document.any("Results", "ArtifactName", "ArtifactType", "Metadata")
    return document.has("Results") and bool(document.inner("Results") & {"Target", "Class"})


def _is_attested(document: Document) -> bool:
    return document.has("invocation", "scanner") and bool(
        {"Results", "ArtifactName"} & document.inner("scanner", "result")
    )


def _is_cluster(document: Document) -> bool:
    if document.shape != "object" or document.has("ArtifactName"):
        return False
    parts = ("Resources", "Vulnerabilities", "Misconfigurations", "Findings")
    if document.has("ClusterName"):
        return document.any(*parts) or len(document.keys) == 1
    return any({"Kind", "Results"} <= document.inner(part) for part in parts)


TRIVY = Adapter(
    name="trivy",
    title="Trivy",
    formats=(
        Format(name="trivy-k8s-json", looks=_is_cluster, parse=_parse_cluster),
        Format(name="cosign-vuln-json", looks=_is_attested, parse=_parse_attested),
        Format(name="trivy-json", looks=_is_report, parse=_parse),
        Format(name="trivy-json-legacy", looks=_is_legacy, parse=_parse_legacy),
    ),
    runs=RUNS,
)
