"""A JSON result back as the value that writers, gate and comparison work on."""

from collections.abc import Iterable
from pathlib import Path

from hullmark.formats import result as wire
from hullmark.images.platforms import parse_platform
from hullmark.kernel.errors import HullmarkError
from hullmark.model.attestation import Attestation, AttestationKind, AttestationSearch
from hullmark.model.baseline import BaselineSummary
from hullmark.model.component import Component, Distribution, Location, Purl
from hullmark.model.finding import Finding, Fingerprint, Priority, Source
from hullmark.model.image import DiffId, Digest, ImageConfig, LayerInfo, Platform
from hullmark.model.ledger import LedgerRow
from hullmark.model.scan import DataSource, Origin, Reason, ScanResult, Target, Verdict
from hullmark.model.severity import Rating
from hullmark.model.silence import Silence
from hullmark.pipeline.results import load_result


def read_scan_result(file: Path) -> ScanResult:
    """Return the result in a file that ``-o result.json`` wrote.

    Raises:
        NotAResultError: It cannot be read, or is something else.
    """
    return to_scan_result(load_result(file))


def to_scan_result(held: wire.Result) -> ScanResult:
    """Return the value that a JSON result was written from, as far as it is in there."""
    components = tuple(map(_component, held.components))
    known = {
        (each.target, each.purl): made
        for each, made in zip(held.components, components, strict=True)
    }
    return ScanResult(
        created_at=held.created,
        tool_version=held.tool.version,
        verdict=Verdict(
            status=held.verdict.status,
            profile=held.verdict.profile,
            reasons=tuple(
                Reason(message=each.message, policy=each.policy, finding=each.finding)
                for each in held.verdict.reasons
            ),
        ),
        targets=tuple(map(_target, held.targets)),
        components=components,
        component_targets=tuple(each.target for each in held.components),
        removed=tuple(map(_component, held.removed)),
        owned=tuple(map(_component, held.owned)),
        findings=tuple(_finding(each, known) for each in held.findings),
        absent=tuple(_finding(each, known) for each in held.absent),
        baseline=_baseline(held.baseline) if held.baseline else None,
        ledger=tuple(
            LedgerRow(
                target=row.target,
                scanner=row.scanner,
                check=row.check,
                status=row.status,
                reason=row.reason,
                data_date=row.data_date,
            )
            for row in held.ledger
        ),
        data=tuple(
            DataSource(name=feed.name, date=feed.date, records=feed.records) for feed in held.data
        ),
        data_kind=held.data_kind,
        settings=held.settings,
    )


def _target(held: wire.Target) -> Target:
    platform = _platform(held.platform, held.os_version)
    return Target(
        name=held.name,
        kind=held.kind,
        digest=Digest(held.digest) if held.digest else None,
        config_digest=Digest(held.config_digest) if held.config_digest else None,
        platform=platform,
        distribution=_distribution(held.distribution) if held.distribution else None,
        config=_config(held.config, platform) if held.config else None,
        layers=tuple(
            LayerInfo(
                index=each.index,
                diff_id=DiffId(each.diff_id) if each.diff_id else None,
                digest=Digest(each.digest) if each.digest else None,
                size_bytes=each.size_bytes,
                instruction=each.instruction,
            )
            for each in held.layers
        ),
        size_bytes=held.size_bytes,
        attestations=tuple(map(_attestation, held.attestations)),
        attestation_searches=tuple(
            AttestationSearch(
                subject=Digest(each.subject), complete=each.complete, reason=each.reason
            )
            for each in held.attestation_searches
        ),
        base_layers=held.base.layers if held.base else None,
        origins=tuple(
            Origin(
                layer_index=each.index,
                file=each.origin.file,
                line=each.origin.line,
                instruction=each.origin.instruction,
                confidence=each.origin.confidence,
            )
            for each in held.layers
            if each.origin is not None
        ),
    )


def _attestation(held: wire.Attestation) -> Attestation:
    known = {each.value for each in AttestationKind}
    return Attestation(
        subject=Digest(held.subject),
        kind=AttestationKind(held.kind) if held.kind in known else AttestationKind.STATEMENT,
        digest=Digest(held.digest),
        place=held.place,
        predicate_type=held.predicate_type,
        signer=held.signer,
        issuer=held.issuer,
        checked=held.checked,
        verified=held.verified,
        reason=held.reason,
    )


def _baseline(held: wire.Baseline) -> BaselineSummary:
    return BaselineSummary(
        source=held.source,
        created=held.created,
        new=held.new,
        unchanged=held.unchanged,
        updated=held.updated,
        absent=held.absent,
        causes=held.causes,
    )


def _platform(text: str | None, os_version: str) -> Platform | None:
    if not text:
        return None
    try:
        found = parse_platform(text)
    except HullmarkError:  # an image may say anything of itself
        return Platform(os=text, architecture="", os_version=os_version)
    return Platform(
        os=found.os, architecture=found.architecture, variant=found.variant, os_version=os_version
    )


def _distribution(held: wire.Distribution) -> Distribution:
    return Distribution(
        id=held.id,
        version=held.version,
        codename=held.codename,
        id_like=tuple(held.id_like),
        name=held.name,
        variant=held.variant,
        end_of_life_at=held.end_of_life_at,
    )


def _config(held: wire.Config, platform: Platform | None) -> ImageConfig:
    return ImageConfig(
        platform=platform or Platform(os="", architecture=""),
        created_at=held.created,
        user=held.user,
        entrypoint=tuple(held.entrypoint),
        cmd=tuple(held.cmd),
        working_dir=held.working_dir,
        exposed_ports=tuple(held.exposed_ports),
        volumes=tuple(held.volumes),
        labels=held.labels,
        healthcheck=held.healthcheck,
    )


def _component(held: wire.Component) -> Component:
    return Component(
        name=held.name,
        version=held.version,
        purl=Purl(held.purl),
        type=held.type,
        ecosystem=held.ecosystem,
        locations=_locations(held.locations),
        licenses=tuple(held.licenses),
        architecture=held.architecture,
        source_name=held.source_name,
        source_version=held.source_version,
        evidence=held.evidence,
        cataloger=held.cataloger,
        owner=Purl(held.owner) if held.owner else None,
        vendored_in=held.vendored_in,
        direct=held.direct,
        development=held.development,
        removed_in=DiffId(held.removed_in) if held.removed_in else None,
    )


def _locations(held: Iterable[wire.Location | wire.FindingLocation]) -> tuple[Location, ...]:
    return tuple(
        Location(
            path=each.path,
            layer=DiffId(each.layer) if each.layer else None,
            layer_index=each.layer_index,
            instruction=each.instruction,
            line=each.line,
            column=each.column,
            note=getattr(each, "note", ""),
        )
        for each in held
    )


def _finding(held: wire.Finding, known: dict[tuple[str, str], Component]) -> Finding:
    severity = held.severity
    return Finding(
        id=Fingerprint(held.id),
        kind=held.kind,
        identifiers=tuple(held.identifiers),
        title=held.title,
        severity=severity.level,
        rating=None
        if severity.source is None
        else Rating(
            source=severity.source,
            level=severity.level,
            score=severity.score,
            vector=severity.vector,
            label=severity.label,
        ),
        ratings=tuple(
            Rating(
                source=each.source,
                level=each.level,
                score=each.score,
                vector=each.vector,
                label=each.label,
            )
            for each in held.ratings
        ),
        component=_subject(held, known),
        packages=tuple(held.packages),
        locations=_locations(held.locations),
        fixed_in=tuple(held.fixed_in),
        fix_state=held.fix_state,
        priority=Priority(
            known_exploited=held.known_exploited,
            epss=held.epss,
            epss_percentile=held.epss_percentile,
        ),
        description=held.description,
        references=tuple(held.references),
        sources=tuple(
            Source(
                scanner=each.scanner,
                version=each.version,
                rule=each.rule,
                severity=each.severity,
                data_date=each.data_date,
            )
            for each in held.sources
        ),
        silences=tuple(
            Silence(scanner=each.scanner, kind=each.kind, reason=each.reason)
            for each in held.silences
        ),
        suppressed=held.suppressed,
        cause=held.cause,
        baseline_state=held.baseline_state,
        published_at=held.published_at,
        first_seen_at=held.first_seen_at,
        message=held.message,
        remediation=held.remediation,
        subject=held.subject,
        anchor=held.anchor,
        controls=tuple(held.controls),
        secret_masked=held.secret,
        suppression=held.suppression,
        target=held.target,
    )


def _subject(held: wire.Finding, known: dict[tuple[str, str], Component]) -> Component | None:
    """Return the component with everything known of it; a source package is in no list."""
    subject = held.component
    if subject is None:
        return None
    found = known.get((held.target, subject.purl)) or known.get(("", subject.purl))
    if found is not None and found.name == subject.name:
        return found
    return Component(
        name=subject.name,
        version=subject.version,
        purl=Purl(subject.purl),
        type=subject.type,
        ecosystem=subject.ecosystem,
        vendored_in=subject.vendored_in,
    )
