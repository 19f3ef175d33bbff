"""Amazon Web Services: Inspector, and the Security Finding Format that other tools write."""

from collections.abc import Iterator
from typing import Any

from hullmark.model.component import Component
from hullmark.model.finding import Kind, Priority
from hullmark.model.ledger import Status
from hullmark.model.report import Marks, ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import UNKNOWN, component
from hullmark.scanners.gathering import Gathering, number, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole
from hullmark.scanners.words import type_of


def _parse(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "aws_inspector2", "aws-inspector2-json")
    for each in objs(load(document).get("findings")):
        _finding(gathering, each)
    yield gathering.finish()


def _parse_registry(document: Document) -> Iterator[ScannerReport]:
    """Read what the registry (ECR) answers: Inspector's findings, or those of its basic scan."""
    report = load(document)
    held, image = obj(report.get("imageScanFindings")), obj(report.get("imageId"))
    name = ":".join(words(report.get("repositoryName"), image.get("imageTag")))
    gathering = Gathering(document, "aws_ecr", "aws-ecr-json", target=name)
    gathering.marks = Marks(names=words(name), digests=words(image.get("imageDigest")))
    gathering.data_date = text(held, "vulnerabilitySourceUpdatedAt") or None
    status = obj(report.get("imageScanStatus"))
    if text(status, "status") not in {"COMPLETE", "ACTIVE", ""}:
        gathering.status = Status.PARTIAL
        gathering.reason = f"{status['status']}: {text(status, 'description')}"
    for each in objs(held.get("enhancedFindings")):
        _finding(gathering, each)
    for each in objs(held.get("findings")):
        said = {text(pair, "key"): text(pair, "value") for pair in objs(each.get("attributes"))}
        score = said.get("CVSS4_SCORE") or said.get("CVSS3_SCORE") or said.get("CVSS2_SCORE")
        vector = said.get("CVSS4_VECTOR") or said.get("CVSS3_VECTOR") or said.get("CVSS2_VECTOR")
        ratings = [rating("aws_ecr", text(each, "severity"))]
        if score or vector:
            ratings.append(rating("nvd", score=score, vector=vector))
        gathering.claim(
            text(each, "name"),
            component("", said["package_name"], said.get("package_version", ""))
            if said.get("package_name")
            else UNKNOWN,
            description=text(each, "description"),
            references=words(each.get("uri")),
            ratings=ratings,
        )
    yield gathering.finish()


def _finding(gathering: Gathering, each: dict[str, Any]) -> None:
    resource = next(iter(objs(each.get("resources"))), {})
    gathering.target = gathering.target or text(resource, "id")
    details = obj(each.get("packageVulnerabilityDetails"))
    word = rating("aws_inspector2", text(each, "severity"), score=each.get("inspectorScore"))
    ignored = "closed in Inspector" if text(each, "status") in {"CLOSED", "SUPPRESSED"} else ""
    advice = obj(obj(each.get("remediation")).get("recommendation"))
    if not details:
        code = obj(each.get("codeVulnerabilityDetails"))
        place = obj(code.get("filePath"))
        gathering.violation(
            text(code, "ruleId") or text(each, "title"),
            title=text(each, "title"),
            message=text(each, "description"),
            remediation=text(advice, "text"),
            ratings=(word,),
            path=text(place, "filePath"),
            line=whole(place, "startLine"),
            subject=text(resource, "id"),
            ignored=ignored,
        )
        return
    packages = objs(details.get("vulnerablePackages")) or [{}]
    epss = number(obj(each.get("epss")).get("score"))
    scores = [
        rating(
            text(cvss, "source").lower() or "nvd",
            score=cvss.get("baseScore"),
            vector=text(cvss, "scoringVector"),
        )
        for cvss in objs(details.get("cvss"))
    ]
    vendor = text(details, "vendorSeverity")
    source = text(details, "source").partition("_")[0].lower()
    gathering.result(
        gathering.made(
            text(details, "vulnerabilityId") or text(each, "title"),
            _package(package, resource),
            aliases=words(details.get("relatedVulnerabilities")),
            title=text(each, "title"),
            description=text(each, "description"),
            references=words(details.get("sourceUrl"), details.get("referenceUrls")),
            ratings=(word, *([rating(source, vendor)] if vendor else ()), *scores),
            fixed_in=words(
                ""
                if text(package, "fixedInVersion") == "NotAvailable"
                else text(package, "fixedInVersion")
            ),
            priority=Priority(epss=epss),
            published_at=text(details, "vendorCreatedAt") or None,
            ignored=ignored,
        )
        for package in packages
    )


def _package(package: dict[str, Any], resource: dict[str, Any]) -> Component:
    name = text(package, "name")
    if not name:
        return UNKNOWN
    image = obj(obj(resource.get("details")).get("awsEcrContainerImage"))
    distro, _, release = text(image, "platform").lower().partition("_")
    manager = text(package, "packageManager")
    version = text(package, "version")
    if whole(package, "epoch"):
        version = f"{package['epoch']}:{version}"
    if text(package, "release"):
        version += f"-{package['release']}"
    system = manager in {"OS", ""}
    return component(
        type_of(distro) if system else type_of(manager) or manager.lower(),
        name,
        version,
        path=text(package, "filePath"),
        layer=text(package, "sourceLayerHash"),
        distro=distro if system else "",
        release=release.replace("_", "."),
        architecture=text(package, "arch").lower() if system else "",
    )


def _parse_asff(document: Document) -> Iterator[ScannerReport]:
    whole_ = load(document)
    pages = objs(whole_)
    found = [each for page in pages for each in (objs(page.get("Findings")) or [page])]
    found = [each for each in found if "Findings" not in each]
    scanner = text(found[0], "GeneratorId").lower() if found else ""
    gathering = Gathering(
        document, "trivy" if scanner.startswith("trivy") else "aws_asff", "aws-asff-json"
    )
    for each in found:
        _asff(gathering, each)
    yield gathering.finish()


def _asff(gathering: Gathering, each: dict[str, Any]) -> None:
    resource = next(iter(objs(each.get("Resources"))), {})
    details = obj(resource.get("Details"))
    other = obj(details.get("Other"))
    gathering.target = gathering.target or text(obj(details.get("Container")), "ImageName")
    kinds = " ".join(words(each.get("Types")))
    severity = text(obj(each.get("Severity")), "Label")
    advice = obj(obj(each.get("Remediation")).get("Recommendation"))
    closed = text(each, "RecordState") == "ARCHIVED"
    ignored = "archived in Security Hub" if closed else ""
    if "CVE ID" in other or "Vulnerabilities" in kinds:
        scores = [
            rating(
                "nvd", score=other.get(f"NvdCvssScore{v}"), vector=text(other, f"NvdCvssVector{v}")
            )
            for v in ("V3", "V2")
            if other.get(f"NvdCvssScore{v}")
        ]
        gathering.claim(
            text(other, "CVE ID") or text(each, "Title"),
            component("", text(other, "PkgName"), text(other, "Installed Package"))
            if text(other, "PkgName")
            else UNKNOWN,
            title=text(other, "CVE Title") or text(each, "Title"),
            description=text(each, "Description"),
            references=words(advice.get("Url")),
            ratings=(rating(gathering.scanner, severity), *scores),
            fixed_in=words([p.strip() for p in text(other, "Patched Package").split(",")]),
            ignored=ignored,
        )
        return
    gathering.violation(
        text(each, "Title"),
        kind=Kind.SECRET
        if "Sensitive Data" in kinds or "secret" in text(each, "Title").lower()
        else Kind.MISCONFIGURATION,
        title=text(each, "Title"),
        message=text(each, "Description"),
        remediation=text(advice, "Text"),
        severity=severity,
        subject=text(resource, "Id"),
        ignored=ignored,
    )


def _is_inspector(document: Document) -> bool:
    inner = document.inner("findings")
    return bool(inner & {"findingArn", "packageVulnerabilityDetails", "inspectorScore"})


def _is_asff(document: Document) -> bool:
    if document.has("SchemaVersion", "ProductArn"):
        return True
    inner = document.inner("Findings")
    return bool(inner & {"ProductArn", "AwsAccountId"}) or list(document.keys) == ["Findings"]


AWS_INSPECTOR2 = Adapter(
    name="aws_inspector2",
    title="Amazon Inspector",
    formats=(
        Format(name="aws-inspector2-json", looks=_is_inspector, parse=_parse),
        Format(
            name="aws-ecr-json",
            looks=lambda d: d.shape == "object" and d.has("imageScanFindings"),
            parse=_parse_registry,
        ),
        Format(name="aws-asff-json", looks=_is_asff, parse=_parse_asff),
    ),
)
