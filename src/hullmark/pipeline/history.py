"""What was recorded of images: scan by scan, and how two scans differ."""

from datetime import UTC, datetime

import msgspec

from hullmark.config.settings import Settings
from hullmark.merge.baseline import compare
from hullmark.model.baseline import BaselineState
from hullmark.model.component import Component
from hullmark.model.finding import Finding
from hullmark.model.scan import ScanResult
from hullmark.pipeline.memory import opened_store
from hullmark.report.base_layers import count_base_layers
from hullmark.store.errors import NotRecordedError
from hullmark.store.restore import load_target
from hullmark.store.timeline import (
    Lineage,
    Look,
    all_lineages,
    find_lineages,
    looks_of,
    resolve,
)


class PackageChange(msgspec.Struct, frozen=True, kw_only=True):
    """A package whose versions differ."""

    type: str
    name: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class FindingChange(msgspec.Struct, frozen=True, kw_only=True):
    """A finding that differs, and why."""

    state: str
    """``new``, ``updated`` or ``absent``."""
    cause: str | None
    identifier: str
    kind: str
    component: str
    version: str
    severity: str
    fixed_in: tuple[str, ...] = ()
    fingerprint: str = ""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Two scans side by side."""

    before: Look
    after: Look
    findings: tuple[FindingChange, ...]
    unchanged: int
    packages: tuple[PackageChange, ...]


def history(image: str, *, settings: Settings, limit: int = 0) -> list[Look]:
    """Return the scans of an image, the newest first.

    Raises:
        NotRecordedError: The store knows no such image.
    """
    with opened_store(settings, read_only=True) as store:
        lineages = {each.number for each in find_lineages(store, image)}
        return looks_of(store, lineages, limit=limit)


def recorded_images(*, settings: Settings) -> list[tuple[Lineage, Look]]:
    """Return every image that was recorded, with its last scan."""
    with opened_store(settings, read_only=True) as store:
        lineages = {each.number: each for each in all_lineages(store)}
        latest = {each.latest for each in lineages.values()}
        looks = looks_of(store, lineages) if lineages else []
        found = [(lineages[each.lineage], each) for each in looks if each.number in latest]
        return sorted(found, key=lambda pair: (pair[0].name, pair[0].stream))


def diff(before: str, after: str | None = None, *, settings: Settings) -> Difference:
    """Return how two scans differ; of one name, the last two scans of it.

    Raises:
        NotRecordedError: A scan is not there.
    """
    with opened_store(settings, read_only=True) as store:
        if after is None:
            new = resolve(store, before)
            looks = looks_of(store, {new.lineage}, newest=new.number, limit=2)
            if len(looks) < 2:
                raise NotRecordedError(f"'{before}' was scanned once; there is nothing to compare")
            old = looks[1]
        else:
            old, new = resolve(store, before), resolve(store, after)
        one, other = load_target(store, old.number), load_target(store, new.number)
    assert one is not None
    assert other is not None
    compared = compare(_causeless(other), _causeless(one), base_layers=count_base_layers)
    changed = [f for f in compared.findings if f.baseline_state is not BaselineState.UNCHANGED]
    return Difference(
        before=old,
        after=new,
        findings=tuple(map(_change, [*changed, *compared.absent])),
        unchanged=len(compared.findings) - len(changed),
        packages=tuple(_packages(one, other)),
    )


def moment(seconds: int) -> str:
    """Return a time as results write it."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _causeless(result: ScanResult) -> ScanResult:
    """Let the comparison say why; what was recorded is about another scan before."""
    findings = tuple(msgspec.structs.replace(each, cause=None) for each in result.findings)
    return msgspec.structs.replace(result, findings=findings)


def _change(finding: Finding) -> FindingChange:
    component = finding.component
    return FindingChange(
        state=str(finding.baseline_state),
        cause=str(finding.cause) if finding.cause else None,
        identifier=finding.identifiers[0] if finding.identifiers else "",
        kind=finding.kind.value,
        component=component.name if component else finding.subject,
        version=component.version if component else "",
        severity=finding.severity.value,
        fixed_in=finding.fixed_in,
        fingerprint=finding.id,
    )


def _packages(one: ScanResult, other: ScanResult) -> list[PackageChange]:
    before, after = _versions(one.components), _versions(other.components)
    return [
        PackageChange(
            type=key[0],
            name=key[1],
            before=tuple(sorted(before.get(key, ()))),
            after=tuple(sorted(after.get(key, ()))),
        )
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]


def _versions(components: tuple[Component, ...]) -> dict[tuple[str, str], set[str]]:
    held: dict[tuple[str, str], set[str]] = {}
    for each in components:
        held.setdefault((each.type, each.name), set()).add(each.version)
    return held
