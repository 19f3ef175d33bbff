"""Audits of packages: pip-audit, cargo-audit, bundler-audit, govulncheck."""

import re
from collections.abc import Iterator
from typing import Any

from hullmark.model.finding import Kind
from hullmark.model.ledger import Issue
from hullmark.model.report import ScannerReport
from hullmark.model.severity import Rating
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.lenient import load
from hullmark.scanners.loose import obj, objs, text, whole


def _parse_pip(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    held = report.get("dependencies") if isinstance(report, dict) else report
    gathering = Gathering(document, "pip_audit", "pip-audit-json")
    for package in objs(held):
        if reason := text(package, "skip_reason"):
            document.issues.append(
                Issue(
                    path=text(package, "name") or document.source, cause=reason[:300], code="HM2405"
                )
            )
        for flaw in objs(package.get("vulns")):
            gathering.claim(
                text(flaw, "id"),
                component("pypi", text(package, "name"), text(package, "version")),
                aliases=words(flaw.get("aliases")),
                description=text(flaw, "description"),
                fixed_in=words(flaw.get("fix_versions")),
            )
    yield gathering.finish()


def _parse_cargo(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    gathering = Gathering(
        document,
        "cargo_audit",
        "cargo-audit-json",
        data_date=text(obj(report.get("database")), "last-updated"),
    )
    for each in objs(obj(report.get("vulnerabilities")).get("list")):
        _crate(gathering, each)
    for kind, warned in _warned(report.get("warnings")):
        for each in objs(warned):
            package = obj(each.get("package"))
            if not obj(each.get("advisory")):
                gathering.violation(
                    "",
                    title=f"{text(package, 'name')} {text(package, 'version')} is {kind}",
                    severity="low",
                    subject=text(package, "name"),
                    component=component("cargo", text(package, "name"), text(package, "version")),
                )
            elif kind == "unmaintained":
                advisory = obj(each.get("advisory"))
                gathering.violation(
                    text(advisory, "id"),
                    kind=Kind.END_OF_LIFE,
                    title=text(advisory, "title"),
                    description=text(advisory, "description"),
                    severity="low",
                    subject=text(package, "name"),
                    component=component("cargo", text(package, "name"), text(package, "version")),
                    references=words(advisory.get("url")),
                )
            else:
                _crate(gathering, each)
    yield gathering.finish()


def _warned(held: Any) -> Iterator[tuple[str, Any]]:
    """Yield warnings by kind; releases before 0.15 wrote one list of all kinds."""
    if isinstance(held, list):
        for each in objs(held):
            yield text(each, "kind"), each
    else:
        yield from obj(held).items()


def _crate(gathering: Gathering, each: dict[str, Any]) -> None:
    advisory, package = obj(each.get("advisory")), obj(each.get("package"))
    patched = obj(each.get("versions")).get("patched")
    vector = text(advisory, "cvss")
    gathering.claim(
        text(advisory, "id"),
        component("cargo", text(package, "name"), text(package, "version")),
        aliases=words(advisory.get("aliases")),
        title=text(advisory, "title"),
        description=text(advisory, "description"),
        references=words(advisory.get("url"), advisory.get("references")),
        ratings=(Rating(source="rustsec", vector=vector),) if vector else (),
        fixed_in=words([str(fix).lstrip("><=^~ ") for fix in patched or ()]),
        published_at=text(advisory, "date") or None,
    )


def _parse_bundler(document: Document) -> Iterator[ScannerReport]:
    report = load(document)
    gathering = Gathering(
        document, "bundler_audit", "bundler-audit-json", version=text(report, "version")
    )
    for each in objs(report.get("results")):
        gem, advisory = obj(each.get("gem")), obj(each.get("advisory"))
        cve, ghsa = text(advisory, "cve"), text(advisory, "ghsa")
        gathering.claim(
            text(advisory, "id") or text(each, "type"),
            component("gem", text(gem, "name"), text(gem, "version")),
            aliases=words(f"CVE-{cve}" if cve else "", f"GHSA-{ghsa}" if ghsa else ""),
            title=text(advisory, "title"),
            description=text(advisory, "description"),
            references=words(advisory.get("url")),
            ratings=(
                rating("rubysec", text(advisory, "criticality"), score=advisory.get("cvss_v3")),
            ),
            fixed_in=words([str(v).lstrip("~>= ") for v in advisory.get("patched_versions") or ()]),
            published_at=text(advisory, "date") or None,
        )
    yield gathering.finish()


def _parse_bundler_text(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "bundler_audit", "bundler-audit-text")
    blocks = re.split(r"(?m)^(?=Name: )", document.data.decode("utf-8", "replace"))
    for block in blocks[1:]:
        said = dict(re.findall(r"(?m)^([A-Z][\w ]*): (.*?)\s*$", block))
        ids = words(said.get("CVE"), said.get("GHSA"), said.get("Advisory"))
        gathering.claim(
            next(iter(ids), ""),
            component("gem", said.get("Name", ""), said.get("Version", "")),
            aliases=ids,
            title=said.get("Title", ""),
            references=words(said.get("URL")),
            ratings=(rating("rubysec", said.get("Criticality", "")),),
            fixed_in=words(re.findall(r"(?:~>|>=|=)\s*([\w.]+)", said.get("Solution", ""))),
        )
    yield gathering.finish()


def _parse_go(document: Document) -> Iterator[ScannerReport]:
    value = load(document)
    gathering = Gathering(document, "govulncheck", "govulncheck-json")
    messages = objs(value)
    records: dict[str, dict[str, Any]] = {}
    for message in messages:
        config = obj(message.get("config"))
        if config:
            gathering.version = text(config, "scanner_version")
            gathering.data_date = text(config, "db_last_modified") or None
        if record := obj(message.get("osv")):
            records[text(record, "id")] = record
    for message in messages:
        if found := obj(message.get("finding")):
            frame = next(iter(objs(found.get("trace"))), {})
            place = obj(frame.get("position"))
            _go(
                gathering,
                text(found, "osv"),
                records.get(text(found, "osv"), {}),
                frame,
                place,
                text(found, "fixed_version"),
            )
        for flaw in objs(message.get("Vulns")):
            record = obj(flaw.get("OSV"))
            _go(gathering, text(record, "id"), record, {"module": flaw.get("ModPath")}, {}, "")
    yield gathering.finish()


def _go(
    gathering: Gathering,
    identifier: str,
    record: dict[str, Any],
    frame: dict[str, Any],
    place: dict[str, Any],
    fixed: str,
) -> None:
    gathering.claim(
        identifier,
        component(
            "golang",
            text(frame, "module"),
            text(frame, "version"),
            path=text(place, "filename"),
            line=whole(place, "line"),
        ),
        aliases=words(record.get("aliases")),
        title=text(record, "summary"),
        description=text(record, "details"),
        references=words([each.get("url") for each in objs(record.get("references"))]),
        fixed_in=words(fixed),
        published_at=text(record, "published") or None,
    )


def _is_pip(document: Document) -> bool:
    if document.shape == "list":
        return (
            document.has("name")
            and document.any("vulns", "skip_reason")
            and not document.has("vulnerabilities")
        )
    return "vulns" in document.inner("dependencies") or document.has("dependencies", "fixes")


def _is_cargo(document: Document) -> bool:
    return document.has("vulnerabilities", "lockfile") or "advisory-count" in document.inner(
        "database"
    )


def _is_bundler(document: Document) -> bool:
    return "gem" in document.inner("results") or document.has("version", "created_at", "results")


def _is_bundler_text(document: Document) -> bool:
    return document.shape in {"text", "csv"} and (
        re.match(r"(?s)\s*Name: .*?^(?:Version|Advisory|CVE): ", document.head, re.MULTILINE)
        is not None
        or document.head.strip() == "No vulnerabilities found"
    )


def _is_go(document: Document) -> bool:
    if document.has("Calls", "Imports") or document.has("Vulns", "Modules"):
        return True
    if document.has("config") and bool(
        {"scanner_name", "protocol_version"} & document.inner("config")
    ):
        return True
    return (
        document.shape == "list"
        and len(document.keys) == 1
        and document.any("finding", "osv", "progress")
    )


PIP_AUDIT = Adapter(
    name="pip_audit",
    title="pip-audit",
    formats=(Format(name="pip-audit-json", looks=_is_pip, parse=_parse_pip),),
)
CARGO_AUDIT = Adapter(
    name="cargo_audit",
    title="cargo-audit",
    formats=(Format(name="cargo-audit-json", looks=_is_cargo, parse=_parse_cargo),),
)
BUNDLER_AUDIT = Adapter(
    name="bundler_audit",
    title="bundler-audit",
    formats=(
        Format(name="bundler-audit-json", looks=_is_bundler, parse=_parse_bundler),
        Format(name="bundler-audit-text", looks=_is_bundler_text, parse=_parse_bundler_text),
    ),
)
GOVULNCHECK = Adapter(
    name="govulncheck",
    title="govulncheck",
    formats=(Format(name="govulncheck-json", looks=_is_go, parse=_parse_go),),
)
