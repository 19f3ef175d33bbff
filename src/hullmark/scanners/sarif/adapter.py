"""SARIF: results of any tool; those that name a vulnerability become claims."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

import msgspec

from hullmark.model.component import Component
from hullmark.model.finding import Kind
from hullmark.model.ledger import Status
from hullmark.model.report import Marks, ScannerReport
from hullmark.model.severity import Rating, Severity
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import UNKNOWN, component
from hullmark.scanners.errors import ReportTooLargeError
from hullmark.scanners.gathering import Gathering, number, rating, words
from hullmark.scanners.lenient import read
from hullmark.scanners.opening import REPORT_BYTES
from hullmark.scanners.sarif.repairs import repairs_in, repairs_of
from hullmark.scanners.sarif.result import fields_of, ignored, message_of, place_of
from hullmark.scanners.sarif.traits import Traits, traits_of
from hullmark.scanners.sarif.wire import (
    Log,
    RawLog,
    Result,
    Rule,
    RuleReference,
    RunFacts,
    Tool,
    ToolComponent,
)

_CHUNK: Final = 1_000
"""Results that are values at once: a file of millions is read at the size of its bytes."""
_LOG: Final = msgspec.json.Decoder(RawLog)
_RESULTS: Final = msgspec.json.Decoder(list[Result])
_NAMES: Final = {
    "trivy": "trivy",
    "grype": "grype",
    "snyk": "snyk",
    "checkov": "checkov",
    "hadolint": "hadolint",
    "conftest": "conftest",
    "gitleaks": "gitleaks",
    "trufflehog": "trufflehog",
    "dockle": "dockle",
    "kics": "kics",
    "semgrep": "semgrep",
    "osv-scanner": "osv_scanner",
    "govulncheck": "govulncheck",
    "tfsec": "tfsec",
    "terrascan": "terrascan",
    "kubescape": "kubescape",
    "kube-linter": "kubelinter",
    "detect-secrets": "detect_secrets",
    "opa": "opa",
}


def _parse(document: Document) -> Iterator[ScannerReport]:
    """Read a file whose every result fits a thousand at a time, any other one as a whole."""
    try:
        log = _LOG.decode(document.data)
        reports = [_run(document, run, _chunks(run.results)) for run in log.runs or ()]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if len(document.data) > REPORT_BYTES:
            raise ReportTooLargeError(
                f"'{document.source}' does not fit SARIF, and is too large for a look at every part"
            ) from error
        for run in read(document, Log).runs or ():
            yield _run(document, run, None if run.results is None else [run.results])
    else:
        yield from reports


def _chunks(results: list[msgspec.Raw] | None) -> Iterable[list[Result]] | None:
    if results is None:
        return None
    starts = range(0, len(results), _CHUNK)
    return (_RESULTS.decode(b"[%b]" % b",".join(results[at : at + _CHUNK])) for at in starts)


def _run(document: Document, run: RunFacts, chunks: Iterable[list[Result]] | None) -> ScannerReport:
    tool = run.tool or Tool()
    driver = tool.driver or ToolComponent()
    properties = run.properties if isinstance(run.properties, dict) else {}
    image = str(properties.get("imageName") or "")
    gathering = Gathering(
        document,
        _scanner(driver.name or "unknown"),
        "sarif-2.1.0",
        target=image,
        version=driver.semantic_version or driver.version or "",
    )
    gathering.marks = Marks(
        config_digests=words(properties.get("imageID")),
        names=words(image, properties.get("repoTags"), properties.get("repoDigests")),
    )
    failed = [
        each
        for each in (run.invocations if isinstance(run.invocations, list) else ())
        if isinstance(each, dict) and each.get("executionSuccessful") is False
    ]
    if failed:
        gathering.status = Status.PARTIAL
    by_id = {rule.id: rule for rule in driver.rules or ()}
    for extension in tool.extensions or ():
        for rule in extension.rules or ():
            by_id.setdefault(rule.id, rule)
    named: dict[tuple[str | None, int | None], tuple[Rule, Traits]] = {}
    known: dict[tuple[int, str], Traits] = {}
    found: Counter[str] = Counter()
    for results in chunks or ():
        found.update(repairs_in(results, by_id))
        for result in results:
            name = (result.rule_id, result.rule_index)
            if result.rule is None and name in named:
                _result(gathering, result, *named[name], run)
                continue
            rule = _rule(result, tool, by_id)
            identifier = result.rule_id or (result.rule.id if result.rule else None) or rule.id
            traits = known.get((id(rule), identifier))
            if traits is None:
                traits = traits_of(rule, identifier, gathering.scanner)
            if rule.id in by_id:
                known[id(rule), identifier] = traits
                if result.rule is None:
                    named[name] = (rule, traits)
            _result(gathering, result, rule, traits, run)
    gathering.reason = repairs_of(run, found)
    if failed:
        gathering.reason = "the tool says that its run was not successful"
    if chunks is None:
        gathering.status = Status.PARTIAL
        gathering.reason = "the run has no list of results: nothing was looked at, or it failed"
    return gathering.finish()


@lru_cache(maxsize=64)
def _scanner(name: str) -> str:
    lowered = name.lower()
    for word, known in _NAMES.items():
        if re.match(rf"{re.escape(word)}\b", lowered):
            return known
    return re.sub(r"[^a-z0-9]+", "_", lowered).strip("_") or "unknown"


def _rule(result: Result, tool: Tool, by_id: dict[str, Rule]) -> Rule:
    reference = result.rule or RuleReference()
    identifier = result.rule_id or reference.id or ""
    if identifier in by_id:
        return by_id[identifier]
    index = result.rule_index if result.rule_index is not None else reference.index
    owner = reference.tool_component if isinstance(reference.tool_component, dict) else {}
    held = tool.driver
    if isinstance(owner.get("index"), int) and tool.extensions:
        held = tool.extensions[owner["index"]] if owner["index"] < len(tool.extensions) else None
    rules = (held.rules if held else None) or []
    if index is not None and 0 <= index < len(rules) and not identifier:
        return rules[index]
    # SARIF lets a result name a part of a rule: "CA1000/1".
    parent = identifier.rpartition("/")[0]
    return by_id.get(parent) or Rule(id=identifier)


def _result(gathering: Gathering, result: Result, rule: Rule, known: Traits, run: RunFacts) -> None:
    identifier, flaw, secret = known.identifier, known.flaw, known.secret
    message = message_of(result, rule)
    places = [place_of(each, run) for each in result.locations or ()]
    path, line, column, snippet = places[0] if places else ("", None, None, "")
    properties = result.properties if isinstance(result.properties, dict) else {}
    dismissed = ignored(result)
    score = number(known.score or properties.get("security-severity"))
    ratings = _rated(gathering.scanner, result.level or known.level, score)
    title = known.title or message
    if flaw is not None and known.is_claim:
        said = fields_of(message)
        if known.package:
            said = known.package | said
        gathering.claim(
            known.own,
            _component(flaw, said, properties, path, line),
            aliases=known.aliases,
            title=title[:300],
            description=known.described,
            references=known.links,
            ratings=ratings,
            fixed_in=_versions(said.get("fixed version", "")),
            ignored=dismissed,
        )
        return
    logical = [each for held in result.locations or () for each in held.logical_locations or ()]
    gathering.violation(
        identifier,
        kind=Kind.SECRET if secret else Kind.MISCONFIGURATION,
        title=title[:300],
        message=message,
        description=known.described,
        remediation=known.remediation,
        ratings=ratings,
        path=path,
        line=line,
        column=column,
        anchor=next((each.fully_qualified_name or each.name or "" for each in logical), ""),
        references=known.links,
        secret=snippet if secret else "",
        ignored=dismissed,
    )


@lru_cache(maxsize=4096)
def _versions(listed: str) -> tuple[str, ...]:
    """Return the versions in a list with commas; packages share theirs."""
    return words(listed.split(",")) if listed else ()


@lru_cache(maxsize=4096)
def _rated(scanner: str, level: str, score: float | None) -> tuple[Rating]:
    """Return the one rating of a result; results of one level share it."""
    if score:
        return (Rating(source=scanner, level=_level(score), score=score, label=None),)
    return (rating(scanner, level),)


def _level(score: float) -> Severity:
    for least, level in ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM)):
        if score >= least:
            return level
    return Severity.LOW


def _component(
    flaw: "re.Match[str]",
    said: dict[str, str],
    properties: dict[str, Any],
    path: str,
    line: int | None,
) -> Component:
    purls = properties.get("purls") or properties.get("purl")
    purl = purls[0] if isinstance(purls, list) and purls else purls
    name = said.get("package") or said.get("package name") or flaw["name"] or ""
    if isinstance(purl, str) and purl.startswith("pkg:"):
        return component("", name, "", purl=purl, path=path, line=line)
    if not name:
        return UNKNOWN
    version = said.get("installed version") or said.get("version") or ""
    return component(
        said.get("type", ""),
        name,
        version,
        path=path,
        line=line,
        distro=said.get("distribution", ""),
        release=said.get("release", ""),
        source_name=said.get("source", ""),
    )


def _looks(document: Document) -> bool:
    if document.shape != "object" or not document.has("runs"):
        return False
    return (
        "sarif" in document.head.lower()
        or bool(document.inner("runs") & {"tool", "results"})
        or document.any("version", "inlineExternalProperties")
    )


SARIF = Adapter(
    name="sarif",
    title="Any tool that writes SARIF",
    formats=(Format(name="sarif-2.1.0", looks=_looks, parse=_parse),),
)
