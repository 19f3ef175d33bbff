"""GitLab: security reports of its analyzers, and code quality reports."""

import re
from collections.abc import Iterator
from typing import Any

from hullmark.model.finding import Kind
from hullmark.model.ledger import Status
from hullmark.model.report import ScannerReport
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import UNKNOWN, component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole
from hullmark.scanners.words import type_of


def _parse(document: Document) -> Iterator[ScannerReport]:
    held = load(document)
    report = {"vulnerabilities": held} if isinstance(held, list) else held
    scan = obj(report.get("scan"))
    analyzer = obj(scan.get("scanner"))
    kind = text(scan, "type")
    name = "gitlab_secret_detection" if "secret" in kind else "gitlab_container_scan"
    gathering = Gathering(document, name, "gitlab-report-json", version=text(analyzer, "version"))
    if text(scan, "status") == "failure":
        gathering.status, gathering.reason = Status.FAILED, "the analyzer says that it failed"
    fixes = {
        text(fixed, "id", "cve"): text(each, "summary")
        for each in objs(report.get("remediations"))
        for fixed in objs(each.get("fixes"))
    }
    for each in objs(report.get("vulnerabilities")):
        category = kind or text(each, "category")
        gathering.target = gathering.target or text(obj(each.get("location")), "image")
        if "secret" in category:
            _secret(gathering, each)
        else:
            _flaw(gathering, each, fixes)
    yield gathering.finish()


def _id(each: dict[str, Any]) -> str:
    identifiers = objs(each.get("identifiers"))
    return text(identifiers[0], "value", "name") if identifiers else text(each, "id", "cve")


def _flaw(gathering: Gathering, each: dict[str, Any], fixes: dict[str, str]) -> None:
    location = obj(each.get("location"))
    dependency = obj(location.get("dependency"))
    package = text(obj(dependency.get("package")), "name")
    distro, _, release = text(location, "operating_system").replace(" ", ":").partition(":")
    ids = [text(other, "value") for other in objs(each.get("identifiers"))]
    solution = text(each, "solution") or fixes.get(text(each, "id"), "")
    fixed = re.search(r"(?:to|from \S+ to) (?:version )?v?(\d[^\s,;]*)", solution)
    if not package and text(location, "file"):
        gathering.violation(
            _id(each),
            title=text(each, "name", "message"),
            message=text(each, "message", "description"),
            description=text(each, "description"),
            remediation=solution,
            severity=text(each, "severity"),
            path=text(location, "file"),
            line=whole(location, "start_line"),
        )
        return
    gathering.claim(
        _id(each),
        component(
            type_of(distro),
            package,
            text(dependency, "version"),
            path=text(location, "file"),
            distro=distro.lower(),
            release=release,
        )
        if package
        else UNKNOWN,
        aliases=[other for other in ids if re.match(r"CVE-|GHSA-", other)],
        title=text(each, "name", "message"),
        description=text(each, "description"),
        references=words([link.get("url") for link in objs(each.get("links"))]),
        ratings=(rating("gitlab", text(each, "severity")),),
        fixed_in=(fixed[1].rstrip("."),) if fixed else (),
    )


def _secret(gathering: Gathering, each: dict[str, Any]) -> None:
    location = obj(each.get("location"))
    gathering.violation(
        _id(each),
        kind=Kind.SECRET,
        title=text(each, "name", "message"),
        severity=text(each, "severity"),
        path=text(location, "file"),
        line=whole(location, "start_line"),
        secret=text(each, "raw_source_code_extract"),
    )


def _parse_quality(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "gitlab_codequality", "gitlab-codequality-json")
    for each in objs(load(document)):
        location = obj(each.get("location"))
        lines = obj(location.get("lines"))
        path, line = text(location, "path"), whole(lines, "begin")
        said = text(each, "description")
        identifier = said.partition(" ")[0].rstrip(":")
        if re.match(r"(?:CVE|GHSA)-", identifier):
            parts = said.split(" - ")
            known = parts[1].strip() if len(parts) > 2 else ""
            gathering.claim(
                identifier,
                component("", known, parts[2].strip() if known else "", path=path)
                if known
                else UNKNOWN,
                title=parts[-1].strip(),
                description=text(each, "content"),
                ratings=(rating("gitlab", text(each, "severity")),),
            )
        else:
            gathering.violation(
                identifier if re.search(r"\d", identifier) else text(each, "check_name"),
                title=said,
                severity=text(each, "severity"),
                path=path,
                line=line,
            )
    yield gathering.finish()


def _is_report(document: Document) -> bool:
    if document.shape == "list":  # before reports had versions
        return document.has("identifiers", "location", "category")
    if document.shape != "object" or not document.any("vulnerabilities", "scan"):
        return False
    inner = document.inner("vulnerabilities")
    return {"identifiers", "location"} <= inner or (
        document.has("version", "vulnerabilities")
        and (document.has("remediations") or bool({"analyzer", "type"} & document.inner("scan")))
    )


def _is_quality(document: Document) -> bool:
    if document.shape == "list":
        return document.has("description", "fingerprint", "location")
    # Code Climate's own form: an object per line, or a single one.
    return document.shape == "object" and document.has("check_name", "description", "location")


GITLAB_CONTAINER_SCAN = Adapter(
    name="gitlab_container_scan",
    title="GitLab analyzers",
    formats=(Format(name="gitlab-report-json", looks=_is_report, parse=_parse),),
)
GITLAB_CODEQUALITY = Adapter(
    name="gitlab_codequality",
    title="GitLab code quality",
    formats=(Format(name="gitlab-codequality-json", looks=_is_quality, parse=_parse_quality),),
)
