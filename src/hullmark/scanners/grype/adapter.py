"""Grype: how to call it, and what its report means in Hullmark's terms."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from msgspec.structs import replace

from hullmark.model.finding import Claim, FixState, Priority
from hullmark.model.ledger import Status
from hullmark.model.report import Marks, ScannerReport
from hullmark.model.severity import Rating
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import component
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.grype.running import RUNS
from hullmark.scanners.grype.wire import (
    Database,
    Descriptor,
    Distro,
    Epss,
    Image,
    Match,
    Report,
    Vulnerability,
)
from hullmark.scanners.lenient import read
from hullmark.scanners.words import level_of

_STATES: Final = {
    "not-fixed": FixState.NOT_FIXED,
    "wont-fix": FixState.WONT_FIX,
    "fixed": FixState.FIXED,
}


def _parse(document: Document) -> Iterator[ScannerReport]:
    report = read(document, Report)
    program = report.descriptor or Descriptor()
    database = program.db or Database()
    built = database.built or (database.status.built if database.status else None)
    source = report.source.target if report.source else None
    image = source if isinstance(source, Image) else Image(user_input=source)
    gathering = Gathering(
        document,
        "grype",
        "grype-json",
        target=image.user_input or "",
        version=program.version or "",
        data_date=built,
    )
    gathering.marks = Marks(
        digests=words(
            image.manifest_digest, [name.partition("@")[2] for name in image.repo_digests or ()]
        ),
        config_digests=words(image.image_id),
        diff_ids=tuple(layer.digest for layer in image.layers or () if layer.digest),
        names=words(image.tags, image.repo_digests, image.user_input),
    )
    _status(gathering, report)
    distro = report.distro or Distro()
    name, release = (distro.name or "").lower(), distro.version or ""
    for match in report.matches or ():
        _match(gathering, match, name, release)
    _dismissed(gathering, report.ignored or (), name, release)
    yield gathering.finish()


def _dismissed(
    gathering: Gathering, ignored: Sequence[msgspec.Raw], distro: str, release: str
) -> None:
    """Keep what Grype found and left out itself; what cannot be read is counted all the same."""
    gathering.ignored = len(ignored)
    claims, groups = gathering.claims, gathering.groups
    gathering.claims, gathering.groups = [], []
    for raw in ignored:
        try:
            told = _IGNORED.decode(raw)
            match = _MATCH.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
        _match(gathering, match, distro, release)
        words = "; ".join(_rule_words(each) for each in told.rules) or "by a rule"
        gathering.dismissed += [replace(each, ignored=words) for each in gathering.claims]
        gathering.claims.clear()
    gathering.claims, gathering.groups = claims, groups


def _rule_words(rule: Any) -> str:
    """Return what a rule says: its reason, else the fields it goes by."""
    if not isinstance(rule, dict):
        return "by a rule"
    if reason := str(rule.get("reason") or ""):
        return reason
    flat = {**rule, **{f"package {k}": v for k, v in (rule.get("package") or {}).items()}}
    flat.pop("package", None)
    said = [f"{key} {value}" for key, value in flat.items() if value and isinstance(value, str)]
    return "by a rule: " + ", ".join(said)


class _Ignored(msgspec.Struct, gc=False):
    rules: list[Any] = msgspec.field(default_factory=list, name="appliedIgnoreRules")


_IGNORED = msgspec.json.Decoder(_Ignored)
_MATCH = msgspec.json.Decoder(Match)


def _status(gathering: Gathering, report: Report) -> None:
    """Tell an empty answer from a clean one."""
    said = [alert for each in report.alerts or () for alert in each.alerts or ()]
    dead = [alert for alert in said if "eol" in (alert.type or "").lower()]
    if report.matches is None:
        gathering.status = Status.FAILED
        gathering.reason = "the report has no list of matches: the scan was interrupted"
    elif dead:
        gathering.status = Status.END_OF_LIFE
        gathering.reason = dead[0].message or "the distribution gets no updates any more"
    elif said:
        gathering.status = Status.PARTIAL
        gathering.reason = f"{len(said)} packages: {said[0].message or said[0].type}"


def _match(gathering: Gathering, match: Match, distro: str, release: str) -> None:
    flaw, artifact = match.vulnerability, match.artifact
    place = artifact.locations[0] if artifact.locations else None
    upstream = artifact.upstreams[0] if artifact.upstreams else None
    fix = flaw.fix
    fixed = (fix.versions if fix else None) or (
        [flaw.fixed_in_version] if flaw.fixed_in_version else []
    )
    gathering.claims.append(
        Claim(
            advisory_id=flaw.id or "unnamed",
            aliases=tuple([each.id for each in match.related or () if each.id != flaw.id]),
            component=component(
                artifact.type or "",
                artifact.name,
                artifact.version or "",
                purl=artifact.purl or "",
                path=(place.path or "") if place else "",
                layer=(place.layer_id or "") if place else "",
                distro=distro,
                release=release,
                source_name=(upstream.name or "") if upstream else "",
                source_version=(upstream.version or "") if upstream else "",
            ),
            description=flaw.description or _described(match),
            references=words(flaw.data_source, flaw.urls, flaw.links),
            ratings=_ratings(match),
            fixed_in=tuple([version for version in fixed if version]),
            fix_state=FixState.FIXED
            if fixed
            else _STATES.get((fix.state if fix else None) or "", FixState.UNKNOWN),
            priority=_priority(flaw),
            scanner="grype",
            scanner_version=gathering.version,
            data_date=gathering.data_date,
        )
    )
    gathering.groups.append(1)


def _described(match: Match) -> str:
    return next((each.description for each in match.related or () if each.description), "")


def _ratings(match: Match) -> tuple[Rating, ...]:
    flaw = match.vulnerability
    ratings = []
    if flaw.severity:
        ratings.append(Rating(source="grype", level=level_of(flaw.severity), label=flaw.severity))
    for each in (flaw, *(match.related or ())):
        source = (each.namespace or "nvd").partition(":")[0]
        if each is not flaw and each.severity:
            ratings.append(
                Rating(source=source, level=level_of(each.severity), label=each.severity)
            )
        for cvss in each.cvss or ():
            score = cvss.metrics.base_score if cvss.metrics else None
            given = (cvss.source or source).partition("@")[0]
            name = "nvd" if (cvss.source or "").startswith("nvd") else given
            ratings.append(Rating(source=name, score=score, vector=cvss.vector))
        ratings += [
            Rating(source="nvd", score=old.base_score, vector=old.vector)
            for old in (each.cvss_v3, each.cvss_v2)
            if old is not None
        ]
    return tuple(ratings)


def _priority(flaw: Vulnerability) -> Priority:
    epss = flaw.epss[0] if flaw.epss else Epss()
    return Priority(
        known_exploited=bool(flaw.known_exploited),
        epss=epss.epss,
        epss_percentile=epss.percentile,
    )


_ROW: Final = re.compile(
    r"^(?P<name>\S+)\s+(?P<version>\S+)\s+(?P<fix>.*?)\s*(?P<type>[a-z][\w.-]*)\s+"
    r"(?P<id>[A-Z][\w.:-]*-[\w.:-]+)\s+(?P<severity>[A-Z][a-z]+)\b"
)


def _parse_table(document: Document) -> Iterator[ScannerReport]:
    gathering = Gathering(document, "grype", "grype-table-text")
    for line in document.data.decode("utf-8", "replace").splitlines()[1:]:
        if row := _ROW.match(line):
            fix = row["fix"].strip()
            unfixed = fix.startswith("(")
            gathering.claim(
                row["id"],
                component(row["type"], row["name"], row["version"]),
                ratings=(rating("grype", row["severity"]),),
                fixed_in=() if unfixed else words(fix.split(",")),
                fix_state=FixState.WONT_FIX if "won't" in fix else FixState.UNKNOWN,
            )
    yield gathering.finish()


def _is_table(document: Document) -> bool:
    head = document.head.lstrip()
    return document.shape == "text" and (
        re.match(r"NAME\s+INSTALLED\s.*VULNERABILITY\s+SEVERITY", head) is not None
        or head.strip() == "No vulnerabilities found"
    )


def _is_report(document: Document) -> bool:
    if document.shape != "object" or not document.any("matches", "descriptor"):
        return False
    program = document.value("descriptor")
    name = program.get("name") if isinstance(program, dict) else None
    if name:
        return bool(name == "grype") and not document.has("artifacts")
    inner = document.inner("matches")
    if "Cycle" in inner or not document.has("matches"):
        return False
    return "vulnerability" in inner or document.any("source", "distro")


GRYPE = Adapter(
    name="grype",
    title="Grype",
    formats=(
        Format(name="grype-json", looks=_is_report, parse=_parse),
        Format(name="grype-table-text", looks=_is_table, parse=_parse_table),
    ),
    runs=RUNS,
)
