"""Trivy Operator: custom resources of a cluster, one, in a list, or in an object of lists."""

from collections.abc import Iterator
from typing import Any, Final

from hullmark.model.finding import Kind
from hullmark.model.report import Marks, ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, number, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole
from hullmark.scanners.words import type_of


def _parse(document: Document) -> Iterator[ScannerReport]:
    for resource in _resources(load(document)):
        yield _resource(document, resource)


def _resources(value: Any) -> Iterator[dict[str, Any]]:
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, dict):
            continue
        if "kind" in each and not str(each["kind"]).endswith("List"):
            yield each
        else:
            for inner in each.values():
                if isinstance(inner, list):
                    yield from _resources(inner)


def _resource(document: Document, resource: dict[str, Any]) -> ScannerReport:
    metadata = obj(resource.get("metadata"))
    labels = obj(metadata.get("labels"))
    report, status = obj(resource.get("report")), obj(resource.get("status"))
    prefix = "trivy-operator.resource"
    place = "/".join(
        words(
            labels.get(f"{prefix}.namespace"),
            labels.get(f"{prefix}.kind"),
            labels.get(f"{prefix}.name"),
        )
    )
    artifact, registry = obj(report.get("artifact")), obj(report.get("registry"))
    image = "/".join(words(registry.get("server"), artifact.get("repository")))
    if image and artifact.get("tag"):
        image += f":{artifact['tag']}"
    gathering = Gathering(
        document,
        "trivy_operator",
        "trivy-operator-crd",
        target=image or place or text(metadata, "name"),
        version=text(obj(report.get("scanner")), "version"),
    )
    gathering.marks = Marks(names=words(image), digests=words(artifact.get("digest")))
    system = obj(report.get("os"))
    for flaw in objs(report.get("vulnerabilities")):
        _flaw(gathering, flaw, text(system, "family").lower(), text(system, "name"))
    checks = objs(report.get("checks"))
    for result in objs(obj(status.get("detailReport")).get("results")):
        checks += objs(result.get("checks"))
    for check in checks:
        if check.get("success") is False:
            _check(gathering, check, place)
    for section in objs(report.get("sections")):  # Starboard's look at the nodes
        for test in objs(section.get("tests")):
            for result in objs(test.get("results")):
                if text(result, "status").upper() == "FAIL":
                    _node(gathering, result, place)
    for secret in objs(report.get("secrets")):
        gathering.violation(
            text(secret, "ruleID"),
            kind=Kind.SECRET,
            title=text(secret, "title"),
            severity=text(secret, "severity"),
            path=text(secret, "target"),
        )
    summary = obj(status.get("summaryReport")) or obj(report.get("summaryReport"))
    for control in objs(summary.get("controlCheck")):
        if (number(control.get("totalFail")) or whole(control, "totalFail") or 0) > 0:
            gathering.violation(
                text(control, "id"),
                title=text(control, "name"),
                message=f"{control.get('totalFail')} resources fail '{text(control, 'name')}'",
                severity=text(control, "severity"),
                subject=place or text(metadata, "name"),
            )
    return gathering.finish()


def _flaw(gathering: Gathering, flaw: dict[str, Any], distro: str, release: str) -> None:
    gathering.claim(
        text(flaw, "vulnerabilityID"),
        component(
            text(flaw, "packageType") or type_of(distro),
            text(flaw, "resource"),
            text(flaw, "installedVersion"),
            purl=text(flaw, "packagePURL"),
            path=text(flaw, "packagePath", "target"),
            distro=distro,
            release=release,
        ),
        title=text(flaw, "title"),
        description=text(flaw, "description"),
        references=words(flaw.get("primaryLink"), flaw.get("links")),
        ratings=(
            rating("trivy", text(flaw, "severity")),
            *([rating("nvd", score=flaw["score"])] if number(flaw.get("score")) else ()),
        ),
        fixed_in=words([part.strip() for part in text(flaw, "fixedVersion").split(",")]),
        published_at=text(flaw, "publishedDate") or None,
    )


def _node(gathering: Gathering, result: dict[str, Any], place: str) -> None:
    """Add what kube-bench failed on a node."""
    number = text(result, "test_number")
    gathering.violation(
        number,
        title=text(result, "test_desc"),
        remediation=text(result, "remediation"),
        severity="high",
        subject=place or "cluster",
        anchor=number,
        controls=(f"cis-kubernetes:{number}",),
    )


def _check(gathering: Gathering, check: dict[str, Any], place: str) -> None:
    messages = check.get("messages")
    gathering.violation(
        text(check, "checkID", "id"),
        title=text(check, "title"),
        message="; ".join(words(messages)),
        description=text(check, "description"),
        remediation=text(check, "remediation"),
        severity=text(check, "severity"),
        subject=place,
        anchor=text(check, "title"),
    )


_KINDS: Final = ("report", "assessment")


def _looks(document: Document) -> bool:
    if "aquasecurity.github.io" in str(document.value("apiVersion") or ""):
        return True
    head = document.data[:65536]
    return b"aquasecurity.github.io/v1" in head and document.shape in {"object", "list"}


TRIVY_OPERATOR = Adapter(
    name="trivy_operator",
    title="Trivy Operator",
    formats=(Format(name="trivy-operator-crd", looks=_looks, parse=_parse),),
)
