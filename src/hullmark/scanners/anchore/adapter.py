"""Anchore: reports of Engine, Enterprise and anchorectl, under their many spellings of a field."""

from collections.abc import Iterator
from typing import Any, Final

from hullmark.model.finding import FixState, Priority
from hullmark.model.ledger import Issue
from hullmark.model.report import Marks, ScannerReport
from hullmark.model.severity import Rating
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.anchore.wire import Evaluation
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, number, rating, words
from hullmark.scanners.lenient import load, read
from hullmark.scanners.loose import obj
from hullmark.scanners.words import type_of


def _take(entry: dict[str, Any], *names: str) -> str:
    """Return the first of several spellings that says something."""
    for name in names:
        value = entry.get(name)
        if value not in (None, "", "None", [], "N/A"):
            return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return ""


def _parse(document: Document) -> Iterator[ScannerReport]:
    whole = load(document)
    head = whole if isinstance(whole, dict) else {}
    held = _entries(whole)
    metadata = obj(head.get("metadata"))
    digest = _take(head, "imageDigest", "image_digest") or _take(metadata, "imageDigest")
    name = _take(head, "imageFullTag") or "/".join(
        words(metadata.get("registry"), metadata.get("repository"))
    )
    form = "anchore-engine-json" if _is_engine(document) else "anchorectl-vulnerability-json"
    scanner = "anchore_engine" if form.startswith("anchore-") else "anchorectl"
    gathering = Gathering(document, scanner, form, target=name or digest)
    gathering.marks = Marks(digests=words(digest), names=words(name))
    for entry in held:
        if isinstance(entry, dict):
            _flaw(gathering, entry)
        elif entry is not None:
            cause = "an entry of the list of vulnerabilities is no object"
            document.issues.append(Issue(path=document.source, cause=cause, code="HM2405"))
    yield gathering.finish()


def _entries(whole: Any) -> list[Any]:
    """Return the list of vulnerabilities wherever this version keeps it."""
    for _ in range(3):
        if isinstance(whole, list):
            return whole
        if not isinstance(whole, dict):
            break
        whole = whole.get("vulnerabilities") or whole.get("securityEvaluation")
    return []


def _flaw(gathering: Gathering, entry: dict[str, Any]) -> None:
    identifier = _take(entry, "vuln", "vulnerabilityId", "vulnerability_id", "cves")
    package = _take(entry, "package")
    name = _take(entry, "packageName", "package_name") or package
    version = _take(entry, "packageVersion", "package_version", "version")
    feed, _, release = _take(entry, "feedGroup", "feed_group").partition(":")
    fix = _take(entry, "fix", "fixVersions", "fix_versions", "fixAvailable")
    word = _take(entry, "severity")
    ratings = [rating("anchore", word)] if word else []
    for key in ("nvdData", "nvd_data", "vendorData", "vendor_data"):
        for each in entry.get(key) or () if isinstance(entry.get(key), list) else ():
            if isinstance(each, dict):
                ratings += _scores(each, "nvd" if key.startswith("nvd") else "vendor")
    if score := number(entry.get("nvdCvssBaseScore")):
        ratings.append(rating("nvd", score=score))
    unfixed = _take(entry, "willNotFix", "will_not_fix") == "True"
    wont = unfixed or _take(entry, "fixState") == "wont_fix"
    extra = entry.get("extra") if isinstance(entry.get("extra"), dict) else {}
    gathering.claim(
        identifier,
        component(
            _take(entry, "packageType", "package_type"),
            name,
            version,
            purl=_take(entry, "purl"),
            path=_take(entry, "packagePath", "package_path", "path"),
            distro=feed if type_of(feed) and release else "",
            release=release,
        ),
        aliases=words(_take(entry, "cves").split(",")),
        title="" if identifier else f"{name} {version}: a vulnerability without an id",
        description=str((extra or {}).get("description") or _take(entry, "description")),
        references=words(_take(entry, "url", "link")),
        ratings=ratings,
        fixed_in=words([each.strip() for each in fix.split(",")]) if fix else (),
        fix_state=FixState.WONT_FIX if wont else FixState.UNKNOWN,
        priority=Priority(known_exploited=_take(entry, "kev", "isKev") == "True"),
    )


def _scores(each: dict[str, Any], source: str) -> list[Rating]:
    found = []
    for key in ("cvssV3", "cvss_v3", "cvssV2", "cvss_v2"):
        cvss = each.get(key)
        if isinstance(cvss, dict):
            score = number(cvss.get("baseScore", cvss.get("base_score")))
            if score is not None:
                found.append(rating(source, score=score))
    return found


def _parse_policy(document: Document) -> Iterator[ScannerReport]:
    if document.shape == "list":
        evaluations = read(document, list[Evaluation])
    else:
        evaluations = [read(document, Evaluation)]
    gathering = Gathering(document, "anchorectl", "anchorectl-policy-json")
    for top in evaluations:
        gathering.target = gathering.target or top.tag or top.evaluated_tag
        gathering.marks = Marks(digests=words(top.digest, top.image_digest))
        for each in (top, *top.evaluations):
            for row in (*each.details, *each.detail):
                gathering.violation(
                    row.trigger_id,
                    title=f"{row.gate}: {row.trigger_name}",
                    message=row.description,
                    severity=row.status,
                    subject=row.tag,
                    anchor=row.trigger_name,
                )
    yield gathering.finish()


def _parse_evaluation(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "anchore_enterprise", "anchore-policy-evaluation-json")
    for top in read(document, list[dict[str, dict[str, list[Any]]]]):
        for digest, tags in top.items():
            gathering.marks = Marks(digests=words(digest), names=tuple(tags))
            for tag, evaluations in tags.items():
                gathering.target = gathering.target or tag
                for evaluation in evaluations:
                    _rows(gathering, evaluation, tag)
    yield gathering.finish()


def _rows(gathering: Gathering, evaluation: Any, tag: str) -> None:
    detail = evaluation.get("detail") if isinstance(evaluation, dict) else None
    result = detail.get("result") if isinstance(detail, dict) else None
    by_image = result.get("result") if isinstance(result, dict) else None
    if not isinstance(by_image, dict):
        cause = "an evaluation has no rows where they are expected (detail.result.result)"
        gathering.document.issues.append(
            Issue(path=gathering.document.source, cause=cause, code="HM2405")
        )
        return
    for image in by_image.values():
        table = image.get("result", {}) if isinstance(image, dict) else {}
        header = [str(name) for name in table.get("header", ())]
        for row in table.get("rows", ()):
            cells = dict(zip(header, row, strict=False))
            gathering.violation(
                str(cells.get("Trigger_Id", "")),
                title=f"{cells.get('Gate')}: {cells.get('Trigger')}",
                message=str(cells.get("Check_Output", "")),
                severity=str(cells.get("Gate_Action", "")),
                subject=tag,
                anchor=str(cells.get("Trigger", "")),
            )


_ENGINE: Final = {"feed_group", "package_cpe", "package_path", "nvd_data", "package"}
_CTL: Final = {"packageName", "packageType", "package_name", "package_type", "packageVersion"}


def _is_engine(document: Document) -> bool:
    if document.shape != "object":
        return False
    if document.has("securityEvaluation"):
        return True
    inner = document.inner("vulnerabilities")
    return bool(
        document.any("imageDigest", "base_digest", "vulnerability_type", "image_digest")
        and document.has("vulnerabilities")
        and not inner & {"packageName"}
    ) or (bool(inner & {"feed_group", "package_cpe"}) and "vuln" in inner)


def _is_ctl(document: Document) -> bool:
    if document.any("sbomId", "sbom_id", "extendedSupport", "extended_support"):
        return True
    if document.shape == "list":
        return document.any("vuln", "vulnerabilityId", "vulnerability_id") and document.any(
            "packageName", "package_name", "package", "packageType"
        )
    inner = document.inner("vulnerabilities") | document.inner("vulnerabilities", "vulnerabilities")
    return bool(inner & {"vuln", "vulnerabilityId", "vulnerability_id"}) and bool(inner & _CTL)


def _is_policy(document: Document) -> bool:
    inner = document.inner("detail") | document.inner("evaluations", "details")
    return bool(inner & {"triggerId", "triggerName"}) or (
        document.any("finalAction", "evaluatedTag") and document.any("policyId", "evaluations")
    )


def _is_evaluation(document: Document) -> bool:
    keys = list(document.keys)
    if document.shape != "list" or not keys or not keys[0].startswith("sha256:"):
        return False
    return '"detail"' in document.data[:4096].decode("utf-8", "replace")


ANCHORE_ENGINE = Adapter(
    name="anchore_engine",
    title="Anchore Engine",
    formats=(Format(name="anchore-engine-json", looks=_is_engine, parse=_parse),),
)
ANCHORE_ENTERPRISE = Adapter(
    name="anchore_enterprise",
    title="Anchore Enterprise",
    formats=(
        Format(
            name="anchore-policy-evaluation-json", looks=_is_evaluation, parse=_parse_evaluation
        ),
    ),
)
ANCHORECTL = Adapter(
    name="anchorectl",
    title="anchorectl",
    formats=(
        Format(name="anchorectl-policy-json", looks=_is_policy, parse=_parse_policy),
        Format(name="anchorectl-vulnerability-json", looks=_is_ctl, parse=_parse),
    ),
)
