"""Gives recorded scans back, as the model's own results."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from hullmark.model.component import Component, Location
from hullmark.model.finding import Finding
from hullmark.model.image import DiffId, Digest, LayerInfo
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import DataSource, Reason, ScanResult, Target, Verdict, VerdictStatus
from hullmark.store.connection import Store, one, rows_in
from hullmark.store.content import (
    UNREADABLE,
    damaged,
    unpack,
    unpack_digest,
    unpack_fingerprint,
    unpack_numbers,
)
from hullmark.store.details import Sources, put_together
from hullmark.store.inventory import Role
from hullmark.store.places import unpack_places
from hullmark.store.rows import load_document
from hullmark.store.spans import first_days

_OPEN_AT = "i.opened <= ? AND (i.closed IS NULL OR i.closed > ?)"


class _TargetRow(msgspec.Struct, frozen=True):
    number: int
    lineage: int
    image: int
    name: str
    ledger: int
    sources: int


def previous_result(
    store: Store, lineage: str, *, stream: str = "", before: int | None = None
) -> ScanResult | None:
    """Return what the last recorded scan of a lineage said, ``None`` where there is none.

    Args:
        store: Open.
        lineage: Name that all builds of the target share.
        stream: See ``record_scan``.
        before: Number of a scan; only scans recorded before it count.

    Raises:
        StoreError: The store cannot be read.
    """
    found = one(
        store,
        "SELECT max(t.id) FROM scan_target t JOIN lineage l ON l.id = t.lineage_id"
        " WHERE l.name = ? AND l.stream = ? AND t.scan_id < ?",
        lineage,
        stream,
        before if before is not None else 2**62,
    )
    if not found or found[0] is None:
        return None
    result = load_target(store, int(found[0]))
    if result is None:
        return None
    days = first_days(store, int(found[0]))
    held = tuple(replace(each, first_seen_at=days.get(each.id)) for each in result.findings)
    return replace(result, findings=held)


def load_target(store: Store, number: int) -> ScanResult | None:
    """Return the part of a scan that is about one target, ``None`` for an unknown one."""
    found = one(store, "SELECT scan_id FROM scan_target WHERE id = ?", number)
    return load_scan(store, int(found[0]), only=number) if found else None


def load_scan(store: Store, scan: int, *, only: int | None = None) -> ScanResult:
    """Return the result of a scan.

    Args:
        store: Open.
        scan: Number of the scan.
        only: Number of the one target to return.

    Raises:
        StoreError: There is no such scan, or the store cannot be read.
    """
    try:
        with store.reading():
            return _scan(store, scan, only)
    except UNREADABLE as error:
        raise damaged(f"scan {scan} cannot be read: {error}") from error


def _scan(store: Store, scan: int, only: int | None) -> ScanResult:
    row = one(
        store,
        "SELECT s.created_at, s.tool_version, s.data_id, s.settings_id, s.ledger_id, s.duration_ms,"
        " v.status, v.profile, v.reasons FROM scan s JOIN verdict v ON v.id = s.verdict_id"
        " WHERE s.id = ?",
        scan,
    )
    if row is None:
        raise damaged(f"there is no scan {scan}")
    created, version, data, settings, ledger, duration, status, profile, reasons = row
    kind, feeds = msgspec.msgpack.decode(
        load_document(store, data), type=tuple[str, tuple[DataSource, ...]]
    )
    targets: list[Target] = []
    held: list[tuple[str, Role, Component]] = []
    findings: list[Finding] = []
    rows: list[LedgerRow] = []
    for each in _target_rows(store, scan):
        if only is not None and each.number != only:
            continue
        target = load_image(store, each.image, name=each.name)
        targets.append(target)
        held += [(each.name, *found) for found in load_components(store, each.image, target.layers)]
        findings += load_findings(store, each.number, each.lineage, target, sources=each.sources)
        rows += load_ledger(store, each.ledger, target=each.name)
    rows += load_ledger(store, ledger)
    return ScanResult(
        created_at=datetime.fromtimestamp(created, UTC),
        tool_version=version,
        verdict=Verdict(
            status=VerdictStatus(status),
            profile=profile,
            reasons=msgspec.msgpack.decode(unpack(reasons), type=tuple[Reason, ...]),
        ),
        targets=tuple(targets),
        components=tuple(each for _, role, each in held if role is Role.INSTALLED),
        component_targets=tuple(name for name, role, _ in held if role is Role.INSTALLED),
        owned=tuple(each for _, role, each in held if role is Role.OWNED),
        removed=tuple(each for _, role, each in held if role is Role.REMOVED),
        findings=tuple(findings),
        ledger=tuple(rows),
        data=feeds,
        data_kind=kind,
        duration_s=duration / 1000,
        settings=msgspec.msgpack.decode(load_document(store, settings), type=dict[str, str]),
    )


def load_image(store: Store, image: int, *, name: str = "") -> Target:
    """Return an image as a scan has seen it."""
    row = one(
        store,
        "SELECT i.digest, i.config_digest, i.layers, i.size_bytes, i.created_at, d.body"
        " FROM image i JOIN document d ON d.id = i.about_id WHERE i.id = ?",
        image,
    )
    if row is None:
        raise damaged(f"there is no image {image}")
    digest, config_digest, layers, size, created, about = row
    target = msgspec.msgpack.decode(unpack(about), type=Target)
    config = target.config
    if config is not None and created is not None:
        config = replace(config, created_at=datetime.fromtimestamp(created, UTC))
    return replace(
        target,
        name=name,
        digest=_digest(digest),
        config_digest=_digest(config_digest),
        config=config,
        layers=_layers(store, msgspec.msgpack.decode(bytes(layers), type=list[int])),
        size_bytes=size,
    )


def load_components(
    store: Store, image: int, layers: Sequence[LayerInfo]
) -> list[tuple[Role, Component]]:
    """Return what was found in an image, with what each component is to it."""
    found = []
    sets = store.rows(
        "SELECT i.role, s.members, d.body FROM image_set i JOIN package_set s ON s.id = i.set_id"
        " LEFT JOIN document d ON d.id = i.places_id WHERE i.image_id = ? ORDER BY i.role, s.id",
        image,
    )
    for role, members, places in sets:
        packages = _packages(store, unpack_numbers(bytes(members)))
        seen: Sequence[tuple[Location, ...]] = unpack_places(unpack(places), layers)
        if len(seen) != len(packages):
            raise damaged(f"image {image} has {len(packages)} packages in {len(seen)} places")
        kind = Role(role % Role.SUPERSEDED)
        found += [
            (kind, replace(each, locations=locations))
            for each, locations in zip(packages, seen, strict=True)
        ]
    return found


def load_findings(
    store: Store, number: int, lineage: int, target: Target, *, sources: int
) -> list[Finding]:
    """Return what was wrong with a target at one scan of it, in the order of its severity."""
    known: Sources = msgspec.msgpack.decode(load_document(store, sources), type=Sources)
    rows = store.rows(
        "SELECT f.fingerprint, d.body, x.body, p.body, w.epss, w.epss_percentile, i.opened_cause"  # noqa: S608
        " FROM finding_interval i JOIN finding f ON f.id = i.finding_id"
        " JOIN finding_detail d ON d.id = i.detail_id JOIN document x ON x.id = d.text_id"
        " LEFT JOIN document p ON p.id = i.last_places_id LEFT JOIN flaw w ON w.name = d.identifier"
        f" WHERE i.lineage_id = ? AND {_OPEN_AT} ORDER BY d.severity DESC, d.identifier, f.id",
        lineage,
        number,
        number,
    )
    return [_finding(row, target, known) for row in rows]


def load_ledger(store: Store, ledger: int, *, target: str = "") -> list[LedgerRow]:
    """Return the rows of a ledger, in their order."""
    rows = store.rows(
        "SELECT e.target, e.scanner, e.check_name, e.status, e.reason, e.data_date"
        " FROM ledger_row r JOIN ledger_entry e ON e.id = r.entry_id WHERE r.ledger_id = ?"
        " ORDER BY r.place",
        ledger,
    )
    return [
        LedgerRow(
            target=named or target,
            scanner=scanner,
            check=check,
            status=Status(status),
            reason=reason,
            data_date=dated or None,
        )
        for named, scanner, check, status, reason, dated in rows
    ]


def _finding(row: Sequence[Any], target: Target, sources: Sources) -> Finding:
    fingerprint, body, text, packed, epss, percentile, cause = row
    finding = put_together(
        unpack(body),
        unpack(text),
        fingerprint=unpack_fingerprint(fingerprint),
        sources=sources,
        epss=(epss, percentile),
    )
    places = unpack_places(unpack(packed), target.layers) if packed is not None else []
    locations = places[0] if places else ()
    component = finding.component
    if component is not None:
        component = replace(component, locations=places[1] if len(places) > 1 else locations)
    return replace(
        finding, locations=locations, component=component, target=target.name, cause=cause or None
    )


def _target_rows(store: Store, scan: int) -> Iterable[_TargetRow]:
    rows = store.rows(
        "SELECT id, lineage_id, image_id, name, ledger_id, sources_id FROM scan_target"
        " WHERE scan_id = ? ORDER BY id",
        scan,
    )
    return [_TargetRow(*row) for row in rows]


def _packages(store: Store, members: Sequence[int]) -> list[Component]:
    """Return components in the order of their keys, which is that of their places."""
    rows = rows_in(store, "SELECT key, facts FROM package WHERE id IN ({list})", members)
    return [
        msgspec.msgpack.decode(bytes(facts), type=Component)
        for _, facts in sorted((bytes(key), facts) for key, facts in rows)
    ]


def _layers(store: Store, numbers: Sequence[int]) -> tuple[LayerInfo, ...]:
    statement = (
        "SELECT l.id, l.diff_id, l.digest, l.size_bytes, d.body FROM layer l"
        " LEFT JOIN document d ON d.id = l.instruction_id WHERE l.id IN ({list})"
    )
    held = {row[0]: row[1:] for row in rows_in(store, statement, sorted(set(numbers)))}
    layers = []
    for index, number in enumerate(numbers):
        diff_id, digest, size, instruction = held[number]
        diff = unpack_digest(diff_id)
        layers.append(
            LayerInfo(
                index=index,
                diff_id=DiffId(diff) if diff is not None else None,
                digest=_digest(digest),
                size_bytes=size,
                instruction=unpack(instruction).decode() if instruction is not None else "",
            )
        )
    return tuple(layers)


def _digest(packed: bytes | None) -> Digest | None:
    digest = unpack_digest(packed)
    return Digest(digest) if digest is not None else None
