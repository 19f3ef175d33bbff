"""The JSON result: everything a scan found out, in Hullmark's own shape."""

from collections.abc import Iterable, Iterator

from hullmark.formats import result as wire
from hullmark.formats.document import encode_document, lines
from hullmark.formats.spdx_normal import normalize
from hullmark.model.attestation import Attestation
from hullmark.model.baseline import BaselineSummary
from hullmark.model.component import Component, Distribution, Location
from hullmark.model.finding import Finding
from hullmark.model.image import ImageConfig
from hullmark.model.scan import Origin, ScanResult, Target, Verdict
from hullmark.report.base_layers import base_created_at, count_base_layers


def write_json(result: ScanResult) -> bytes:
    """Return the result as one JSON document, one item of each list per line."""
    return encode_document(
        wire.Result(
            schema=wire.SCHEMA,
            tool=wire.Tool(name="hullmark", version=result.tool_version),
            created=result.created_at,
            verdict=_verdict(result.verdict),
            data_kind=result.data_kind,
            settings=result.settings,
            targets=lines(map(_target, result.targets)),
            data=lines(
                wire.DataSource(name=feed.name, date=feed.date, records=feed.records)
                for feed in result.data
            ),
            findings=lines(_findings(result)),
            absent=lines(map(_finding, result.absent)) if result.absent else [],
            baseline=_baseline(result.baseline) if result.baseline else None,
            ledger=lines(_ledger(result)),
            components=lines(_components(result.components, result.component_targets)),
            removed=lines(_components(result.removed, ())),
            owned=lines(_components(result.owned, ())),
        )
    )


def _verdict(verdict: Verdict) -> wire.Verdict:
    return wire.Verdict(
        status=verdict.status,
        profile=verdict.profile,
        reasons=[
            wire.Reason(
                message=reason.message,
                policy=reason.policy,
                finding=reason.finding,
                file=reason.file,
                fix=reason.fix,
            )
            for reason in verdict.reasons
        ],
    )


def _target(target: Target) -> wire.Target:
    origins = {each.layer_index: _origin(each) for each in target.origins}
    return wire.Target(
        name=target.name,
        kind=target.kind,
        digest=target.digest,
        config_digest=target.config_digest,
        platform=str(target.platform) if target.platform else None,
        os_version=target.platform.os_version if target.platform else "",
        distribution=_distribution(target.distribution) if target.distribution else None,
        config=_config(target.config) if target.config else None,
        size_bytes=target.size_bytes,
        base=_base(target),
        attestations=[_attestation(each) for each in target.attestations],
        attestation_searches=[
            wire.AttestationSearch(subject=each.subject, complete=each.complete, reason=each.reason)
            for each in target.attestation_searches
        ],
        layers=[
            wire.Layer(
                index=layer.index,
                diff_id=layer.diff_id,
                digest=layer.digest,
                size_bytes=layer.size_bytes,
                instruction=layer.instruction,
                origin=origins.get(layer.index),
            )
            for layer in target.layers
        ],
    )


def _attestation(found: Attestation) -> wire.Attestation:
    return wire.Attestation(
        subject=found.subject,
        kind=found.kind,
        verified=found.verified,
        signer=found.signer,
        digest=found.digest,
        place=found.place,
        predicate_type=found.predicate_type,
        issuer=found.issuer,
        checked=found.checked,
        reason=found.reason,
    )


def _origin(origin: Origin) -> wire.Origin:
    return wire.Origin(
        file=origin.file,
        line=origin.line,
        instruction=origin.instruction,
        confidence=origin.confidence,
    )


def _base(target: Target) -> wire.Base | None:
    labels = target.config.labels if target.config else {}
    base = wire.Base(
        name=labels.get("org.opencontainers.image.base.name", "").strip(),
        digest=labels.get("org.opencontainers.image.base.digest", "").strip(),
        created=base_created_at(target),
        layers=count_base_layers(target),
    )
    return base if base != wire.Base() else None


def _baseline(baseline: BaselineSummary) -> wire.Baseline:
    return wire.Baseline(
        source=baseline.source,
        created=baseline.created,
        new=baseline.new,
        unchanged=baseline.unchanged,
        updated=baseline.updated,
        absent=baseline.absent,
        causes=baseline.causes,
    )


def _distribution(distribution: Distribution) -> wire.Distribution:
    return wire.Distribution(
        id=distribution.id,
        version=distribution.version,
        codename=distribution.codename,
        id_like=list(distribution.id_like),
        name=distribution.name,
        variant=distribution.variant,
        end_of_life_at=distribution.end_of_life_at,
    )


def _config(config: ImageConfig) -> wire.Config:
    return wire.Config(
        created=config.created_at,
        user=config.user,
        entrypoint=list(config.entrypoint),
        cmd=list(config.cmd),
        working_dir=config.working_dir,
        exposed_ports=list(config.exposed_ports),
        volumes=list(config.volumes),
        labels=dict(sorted(config.labels.items())),
        healthcheck=config.healthcheck,
    )


def _components(
    components: Iterable[Component], targets: tuple[str, ...]
) -> Iterator[wire.Component]:
    for position, component in enumerate(components):
        yield wire.Component(
            name=component.name,
            version=component.version,
            purl=component.purl,
            type=component.type,
            ecosystem=component.ecosystem,
            locations=[_location(location) for location in component.locations],
            licenses=list(component.licenses),
            license_expression=normalize(component.licenses, component.type).expression,
            architecture=component.architecture,
            source_name=component.source_name,
            source_version=component.source_version,
            evidence=component.evidence,
            cataloger=component.cataloger,
            owner=component.owner,
            vendored_in=component.vendored_in,
            removed_in=component.removed_in,
            direct=component.direct,
            development=component.development,
            target=targets[position] if position < len(targets) else "",
        )


def _location(location: Location) -> wire.Location:
    return wire.Location(
        path=location.path,
        layer=location.layer,
        layer_index=location.layer_index,
        instruction=location.instruction,
        line=location.line,
        column=location.column,
    )


def _findings(result: ScanResult) -> Iterator[wire.Finding]:
    """Yield findings; where Dockerfiles are known, their places name the lines."""
    origins = {
        (target.name, each.layer_index): _origin(each)
        for target in result.targets
        for each in target.origins
    }
    for finding in result.findings:
        written = _finding(finding)
        for place in written.locations if origins else ():
            if place.layer_index is not None:
                place.origin = origins.get((finding.target, place.layer_index))
        yield written


def _finding(finding: Finding) -> wire.Finding:
    return wire.Finding(
        id=finding.id,
        kind=finding.kind,
        identifiers=list(finding.identifiers),
        title=finding.title,
        severity=_severity(finding),
        component=_subject(finding.component) if finding.component else None,
        packages=list(finding.packages),
        locations=[_finding_location(location) for location in finding.locations],
        fixed_in=list(finding.fixed_in),
        fix_state=finding.fix_state,
        known_exploited=finding.priority.known_exploited,
        epss=finding.priority.epss,
        epss_percentile=finding.priority.epss_percentile,
        sources=_sources(finding),
        silences=[
            wire.Silence(scanner=each.scanner, kind=each.kind, reason=each.reason)
            for each in finding.silences
        ],
        ratings=[
            wire.Rating(
                source=rating.source,
                level=rating.level,
                score=rating.score,
                vector=rating.vector,
                label=rating.label,
            )
            for rating in finding.ratings
        ],
        description=finding.description,
        references=list(finding.references),
        suppressed=finding.suppressed,
        cause=finding.cause,
        baseline_state=finding.baseline_state,
        published_at=finding.published_at,
        first_seen_at=finding.first_seen_at,
        target=finding.target,
        message=finding.message,
        remediation=finding.remediation,
        subject=finding.subject,
        anchor=finding.anchor,
        controls=list(finding.controls),
        secret=finding.secret_masked,
        suppression=finding.suppression,
    )


def _severity(finding: Finding) -> wire.Severity:
    rating = finding.rating
    if rating is None:
        return wire.Severity(level=finding.severity, score=None, source=None)
    return wire.Severity(
        level=finding.severity,
        score=rating.score,
        source=rating.source,
        vector=rating.vector,
        label=rating.label,
    )


def _subject(component: Component) -> wire.Subject:
    return wire.Subject(
        name=component.name,
        version=component.version,
        purl=component.purl,
        type=component.type,
        ecosystem=component.ecosystem,
        vendored_in=component.vendored_in,
    )


def _finding_location(location: Location) -> wire.FindingLocation:
    return wire.FindingLocation(
        path=location.path,
        line=location.line,
        column=location.column,
        layer=location.layer,
        layer_index=location.layer_index,
        instruction=location.instruction,
        note=location.note,
    )


def _sources(finding: Finding) -> list[wire.Source]:
    return [
        wire.Source(
            scanner=source.scanner,
            version=source.version,
            rule=source.rule,
            severity=source.severity,
            data_date=source.data_date,
        )
        for source in finding.sources
    ]


def _ledger(result: ScanResult) -> Iterator[wire.LedgerRow]:
    for row in result.ledger:
        yield wire.LedgerRow(
            target=row.target,
            scanner=row.scanner,
            check=row.check,
            status=row.status,
            reason=row.reason,
            data_date=row.data_date,
        )
