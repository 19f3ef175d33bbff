"""What was recorded of images: scan by scan, and how two scans differ."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from hullmark.config.settings import Settings
from hullmark.merge.baseline import compare
from hullmark.model.baseline import BaselineState, Cause
from hullmark.model.component import Component
from hullmark.model.finding import Finding
from hullmark.model.scan import ScanResult
from hullmark.pipeline.remembering.memory import opened_store
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

if TYPE_CHECKING:
    from hullmark.store.connection import Store


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


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the way between two scans, on which only one thing moves."""

    moved: str
    """``data``: the same inventory under other advisories; ``code``: the other way round."""
    scans: tuple[int, int]
    """Numbers of the scans whose inventories stand at its ends."""
    findings: tuple[FindingChange, ...]
    unchanged: int


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Two scans side by side."""

    before: Look
    after: Look
    findings: tuple[FindingChange, ...]
    unchanged: int
    packages: tuple[PackageChange, ...]
    data: str = ""
    """Date of the data that both inventories were judged by for ``parts``."""
    parts: tuple[Part, ...] = ()
    """Where asked for: old inventory to this data, to the new inventory, to its own data."""


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


def diff(
    before: str, after: str | None = None, *, settings: Settings, same_data: bool = False
) -> Difference:
    """Return how two scans differ; of one name, the last two scans of it.

    Args:
        before: Names a scan, see ``store.timeline.resolve``.
        after: Names another one.
        settings: Store, and the database for ``same_data``.
        same_data: Judge both inventories by the settings' database, too, so that what code did is
            told from what data did. An image that was scanned once is held against itself.

    Raises:
        NotRecordedError: A scan is not there.
    """
    with opened_store(settings, read_only=True) as store:
        old, new = _pair(store, before, after, may_be_one=same_data)
        one, other = load_target(store, old.number), load_target(store, new.number)
    assert one is not None
    assert other is not None
    whole = _part("", (old, new), one, other)
    told = Difference(
        before=old,
        after=new,
        findings=whole.findings,
        unchanged=whole.unchanged,
        packages=tuple(_packages(one, other)),
    )
    if not same_data:
        return told
    from hullmark.pipeline.remembering.same_data import judge_both  # noqa: PLC0415 - only where asked for

    judged = judge_both(one, other, settings=settings)
    parts = [_part("data", (old, old), one, judged.before)]
    if old.number != new.number:
        parts.append(_part("code", (old, new), judged.before, judged.after))
        parts.append(_part("data", (new, new), judged.after, other))
    return msgspec.structs.replace(told, data=judged.data, parts=tuple(parts))


def _pair(store: "Store", before: str, after: str | None, *, may_be_one: bool) -> tuple[Look, Look]:
    if after is not None:
        return resolve(store, before), resolve(store, after)
    new = resolve(store, before)
    looks = looks_of(store, {new.lineage}, newest=new.number, limit=2)
    if len(looks) < 2 and not may_be_one:
        raise NotRecordedError(
            f"'{before}' was scanned once; there is nothing to compare",
            hint="--same-data holds it against the advisories of today",
        )
    return looks[-1], new


def _part(moved: str, looks: tuple[Look, Look], one: ScanResult, other: ScanResult) -> Part:
    compared = compare(_causeless(other), _causeless(one), base_layers=count_base_layers)
    changed = [f for f in compared.findings if f.baseline_state is not BaselineState.UNCHANGED]
    found = [*changed, *compared.absent]
    if moved == "data":
        found = [_by_data(each) for each in found]
    return Part(
        moved=moved,
        scans=(looks[0].scan, looks[1].scan),
        findings=tuple(map(_change, found)),
        unchanged=len(compared.findings) - len(changed),
    )


def _by_data(finding: Finding) -> Finding:
    """Only the data has moved, so it is why; a rating that moved says so itself."""
    if finding.cause == Cause.RE_RATING:
        return finding
    return msgspec.structs.replace(finding, cause=Cause.ADVISORY_DATA)


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
