"""Snyk: what its tests and its API say."""

from collections.abc import Iterator
from typing import Any, Final

from hullmark.model.component import Component
from hullmark.model.finding import Kind, Priority
from hullmark.model.ledger import Status
from hullmark.model.report import Marks, ScannerReport
from hullmark.model.severity import Rating
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import UNKNOWN, component
from hullmark.scanners.errors import FailedScanError
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import convert, load, read
from hullmark.scanners.snyk.running import RUNS
from hullmark.scanners.snyk.wire import Issue2, Project, Vulnerability
from hullmark.scanners.words import type_of


def _parse(document: Document) -> Iterator[ScannerReport]:
    if document.shape == "list":
        projects = read(document, list[Project])
    else:
        projects = [read(document, Project)]
    failed = [each for each in projects if each.error]
    if failed and len(failed) == len(projects):
        raise FailedScanError(f"'{document.source}': Snyk says: {_said(failed[0])}")
    for project in projects:
        yield from _project(document, project)


def _said(project: Project) -> str:
    return str(project.error or project.message)[:300]


def _project(document: Document, project: Project) -> Iterator[ScannerReport]:
    name = project.path or project.project_name or ""
    gathering = Gathering(document, "snyk", "snyk-json", target=name)
    if project.docker is not None:
        gathering.marks = Marks(
            config_digests=words(project.docker.image_id), names=words(name, project.project_name)
        )
    if project.error:
        gathering.status, gathering.reason = Status.FAILED, _said(project)
    file = project.display_target_file or project.target_file or ""
    for each in project.vulnerabilities or ():
        _vulnerability(gathering, each, project, file)
    for issue in project.infrastructure_as_code_issues or ():
        gathering.violation(
            issue.id or issue.public_id or "",
            title=issue.title or "",
            message=issue.msg or issue.issue or "",
            description=issue.impact or "",
            remediation=issue.resolve or "",
            severity=issue.severity or "",
            path=file,
            line=issue.line_number,
            anchor=issue.msg or "",
            references=words(issue.references, issue.documentation),
            ignored="ignored by Snyk's policy" if issue.is_ignored else "",
        )
    if project.vulnerabilities is None and isinstance(project.issues, list):
        for found in convert(project.issues, list[Issue2], document):
            _issue(gathering, found, project)
    filtered = project.filtered if isinstance(project.filtered, dict) else {}
    gathering.ignored = sum(len(each) for each in filtered.values() if isinstance(each, list))
    yield gathering.finish()
    for application in project.applications or ():
        yield from _project(document, application)


def _vulnerability(gathering: Gathering, each: Vulnerability, project: Project, file: str) -> None:
    name = each.package_name or each.module_name or _text(each.name)
    manager = each.package_manager or project.package_manager or ""
    identifier = each.id or ""
    path = " > ".join(map(str, each.from_)) if isinstance(each.from_, list) else ""
    if each.type == "license" or (each.license and identifier.startswith("snyk:lic")):
        gathering.violation(
            identifier,
            kind=Kind.LICENSE,
            title=each.title or "",
            severity=each.severity or "",
            subject=name,
            path=file,
            anchor=path,
            component=component(_kind(manager, each), name, _text(each.version)),
        )
        return
    ids = each.identifiers if isinstance(each.identifiers, dict) else {}
    gathering.claim(
        identifier,
        component(
            _kind(manager, each),
            name.rpartition("/")[2] if _is_system(manager) else name,
            _text(each.version) or each.package_version or "",
            path=file,
            distro=manager.partition(":")[0] if _is_system(manager) else "",
            release=manager.partition(":")[2],
            source_name=name.partition("/")[0] if _is_system(manager) and "/" in name else "",
        ),
        aliases=words(ids.get("CVE"), ids.get("GHSA")),
        title=each.title or "",
        description=each.description or "",
        references=[link.url for link in each.references or () if link.url],
        ratings=_ratings(each),
        fixed_in=words(each.nearest_fixed_in_version, each.fixed_in),
        priority=_priority(each.epss_details),
        published_at=each.publication_time,
        ignored="ignored by Snyk's policy" if each.is_ignored else "",
    )


def _text(value: Any) -> str:
    if isinstance(value, list):
        return str(value[0]) if value else ""
    return str(value) if value is not None else ""


def _is_system(manager: str) -> bool:
    return manager.partition(":")[0] in {"deb", "apk", "rpm", "linux"}


def _kind(manager: str, each: Vulnerability) -> str:
    return manager.partition(":")[0] if manager else each.language or ""


def _priority(epss: Any) -> Priority:
    if not isinstance(epss, dict):
        return Priority()
    try:
        return Priority(epss=float(epss["probability"]), epss_percentile=float(epss["percentile"]))
    except (KeyError, TypeError, ValueError):
        return Priority()


def _ratings(each: Vulnerability) -> list[Rating]:
    ratings = [rating("snyk", each.severity or "", score=each.cvss_score, vector=each.cvss_v3)]
    if each.nvd_severity:
        ratings.append(rating("nvd", each.nvd_severity))
    ratings += [
        rating(
            said.assigner.lower() or "snyk",
            said.severity,
            score=said.cvss_v3_base_score,
            vector=said.cvss_v3_vector,
        )
        for said in each.cvss_details or ()
    ]
    return ratings


def _issue(gathering: Gathering, found: Issue2, project: Project) -> None:
    data = found.issue_data if isinstance(found.issue_data, dict) else {}
    kind = (project.package_manager or "").partition(":")[0]
    ids = data.get("identifiers") if isinstance(data.get("identifiers"), dict) else {}
    gathering.claim(
        found.id or found.issue_id or str(data.get("id") or ""),
        component(
            kind, found.pkg_name or found.name or "", found.pkg_version or _text(found.pkg_versions)
        ),
        aliases=words((ids or {}).get("CVE"), (ids or {}).get("GHSA")),
        title=found.title or str(data.get("title") or ""),
        ratings=(
            rating(
                "snyk",
                found.severity or str(data.get("severity") or ""),
                score=data.get("cvssScore"),
                vector=data.get("CVSSv3"),
            ),
        ),
    )


def _parse_find(document: Document) -> Iterator[ScannerReport]:
    whole = load(document)
    result = whole.get("result") or {}
    data = result.get("issuesData") or {}
    gathering = Gathering(document, "snyk", "snyk-docker-find-json")
    for each in convert(result.get("issues") or [], list[Issue2], document):
        known = data.get(each.issue_id) or {}
        system = str(known.get("packageManager") or "")
        name = each.pkg_name or ""
        gathering.claim(
            each.issue_id or "",
            component(system.partition(":")[0], name.rpartition("/")[2], each.pkg_version or ""),
            aliases=words((known.get("identifiers") or {}).get("CVE")),
            title=str(known.get("title") or ""),
            description=str(known.get("description") or ""),
            ratings=(
                rating(
                    "snyk",
                    str(known.get("severity") or ""),
                    score=known.get("cvssScore"),
                    vector=known.get("CVSSv3"),
                ),
            ),
        )
    yield gathering.finish()


def _parse_api(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "snyk", "snyk-issue-api-json")
    data = load(document).get("data")
    for each in data if isinstance(data, list) else ():
        said = each.get("attributes") if isinstance(each, dict) else None
        if isinstance(said, dict):
            _api(gathering, str(each.get("id") or ""), said)
    yield gathering.finish()


def _api(gathering: Gathering, identifier: str, said: dict[str, Any]) -> None:
    ratings = [rating("snyk", str(said.get("effective_severity_level") or ""))]
    ratings += [
        rating(
            str(each.get("source") or "snyk").lower(),
            str(each.get("level") or ""),
            score=each.get("score"),
            vector=each.get("vector"),
        )
        for each in said.get("severities") or ()
    ]
    name, version, path = _coordinates(said.get("coordinates"))
    key = str(said.get("key") or identifier)
    ignored = "ignored in Snyk" if said.get("ignored") is True else ""
    title = str(said.get("title") or "")
    if said.get("type") == "code":
        gathering.violation(
            key, title=title, ratings=ratings, path=path, references=(), ignored=ignored
        )
        return
    problems = [each for each in said.get("problems") or () if isinstance(each, dict)]
    gathering.claim(
        key,
        component(_language(key), name, version) if name else UNKNOWN,
        aliases=words([each.get("id") for each in problems]),
        title=title,
        description=str(said.get("description") or ""),
        references=words([each.get("url") for each in problems]),
        ratings=ratings,
        ignored=ignored,
    )


def _language(key: str) -> str:
    """Return the language in an id of Snyk (``SNYK-JS-EJS-10``)."""
    parts = key.split("-")
    known = {"js": "npm", "golang": "golang", "php": "composer", "dotnet": "nuget"}
    word = parts[1].lower() if len(parts) > 2 else ""
    return known.get(word) or type_of(word)


def _coordinates(coordinates: Any) -> tuple[str, str, str]:
    for each in coordinates if isinstance(coordinates, list) else ():
        for part in each.get("representations") or () if isinstance(each, dict) else ():
            if not isinstance(part, dict):
                continue
            held = part.get("dependency")
            if isinstance(held, dict):
                return str(held.get("package_name")), str(held.get("package_version")), ""
            place = part.get("sourceLocation") or part.get("source_location")
            if isinstance(place, dict):
                return "", "", str(place.get("file") or "")
    return "", "", ""


def _parse_sbom(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "snyk", "snyk-sbom-test-json")
    included = load(document).get("included") or ()
    owners = _owners(included)
    for each in included:
        said = each.get("attributes") or {}
        identifier = str(each.get("id") or "")
        purl = next(iter(owners.get(identifier, ())), "")
        held = component("", purl.partition("@")[0], purl.partition("@")[2]) if purl else UNKNOWN
        if each.get("type") == "license_issues":
            gathering.violation(
                identifier,
                kind=Kind.LICENSE,
                title=str(said.get("title") or said.get("license") or ""),
                severity=str(said.get("severity") or said.get("effective_severity_level") or ""),
                subject=purl,
            )
        elif each.get("type") == "vulnerabilities":
            _sbom_flaw(gathering, identifier, said, held)
    yield gathering.finish()


def _sbom_flaw(
    gathering: Gathering, identifier: str, said: dict[str, Any], held: Component
) -> None:
    ratings = [rating("snyk", str(said.get("effective_severity_level") or ""))]
    ratings += [
        rating(
            str(each.get("source") or "snyk").lower(),
            str(each.get("level") or ""),
            score=each.get("score"),
            vector=each.get("vector"),
        )
        for each in said.get("severities") or ()
    ]
    gathering.claim(
        identifier,
        held,
        aliases=words(
            [
                each.get("id")
                for each in said.get("problems") or ()
                if each.get("source") in {"CVE", "GHSA"}
            ]
        ),
        title=str(said.get("title") or ""),
        description=str(said.get("description") or ""),
        ratings=ratings,
    )


def _owners(included: Any) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for each in included:
        links = each.get("relationships") or {}
        package = ((links.get("affected_package") or {}).get("data") or {}).get("id")
        for kind in ("vulnerability", "license_issue"):
            other = ((links.get(kind) or {}).get("data") or {}).get("id")
            if package and other:
                owners.setdefault(other, []).append(package)
    return owners


_PROJECT: Final = {
    "dependencyCount",
    "packageManager",
    "projectName",
    "uniqueCount",
    "licensesPolicy",
}


def _is_report(document: Document) -> bool:
    if document.shape not in {"object", "list"}:
        return False
    if document.has("infrastructureAsCodeIssues"):
        return True
    if document.has("vulnerabilities") and document.any("ok", *_PROJECT):
        return not document.has("auditReportVersion")
    if document.inner("vulnerabilities") & {
        "upgradePath",
        "isUpgradable",
        "from",
        "packageManager",
    }:
        return True
    if document.has("ok") and document.any("error", "issues", "path", "dependencyCount"):
        return True
    return document.any(*_PROJECT) and document.any("issues", "applications")


def _is_find(document: Document) -> bool:
    return "issuesData" in document.inner("result")


def _is_api(document: Document) -> bool:
    inner = document.inner("data", "attributes")
    return (document.has("data") and "effective_severity_level" in inner) or (
        document.has("jsonapi", "data") and not document.has("included")
    )


def _is_sbom(document: Document) -> bool:
    return document.has("jsonapi", "included", "data")


SNYK = Adapter(
    name="snyk",
    title="Snyk",
    formats=(
        Format(name="snyk-sbom-test-json", looks=_is_sbom, parse=_parse_sbom),
        Format(name="snyk-issue-api-json", looks=_is_api, parse=_parse_api),
        Format(name="snyk-docker-find-json", looks=_is_find, parse=_parse_find),
        Format(name="snyk-json", looks=_is_report, parse=_parse),
    ),
    runs=RUNS,
)
