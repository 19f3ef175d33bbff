"""Looks after a store: what is in it, whether it is whole, and what it may forget."""

from collections.abc import Iterator

import msgspec

from hullmark.kernel import clock
from hullmark.kernel.errors import StoreError
from hullmark.store.connection import Store, numbers, one
from hullmark.store.content import UNREADABLE, damaged, key_of, unpack, unpack_numbers
from hullmark.store.errors import DamagedStoreError

_DAY_S = 86_400
_SHOWN = 100
"""Problems of one kind that are told one by one."""
_COUNTED = ("scan", "scan_target", "lineage", "image", "layer", "package_set", "package",
            "finding", "finding_interval", "finding_detail", "document", "evidence")  # fmt: skip
_REFERENCES = (
    ("scan", "verdict_id", "verdict"),
    ("scan", "data_id", "document"),
    ("scan", "settings_id", "document"),
    ("scan", "ledger_id", "ledger"),
    ("scan_target", "scan_id", "scan"),
    ("scan_target", "lineage_id", "lineage"),
    ("scan_target", "image_id", "image"),
    ("scan_target", "ledger_id", "ledger"),
    ("scan_target", "sources_id", "document"),
    ("lineage", "latest_id", "scan_target"),
    ("image", "about_id", "document"),
    ("image", "platform_id", "platform"),
    ("image_set", "image_id", "image"),
    ("image_set", "set_id", "package_set"),
    ("image_set", "places_id", "document"),
    ("package_set_member", "package_id", "package"),
    ("package_set_member", "set_id", "package_set"),
    ("layer", "instruction_id", "document"),
    ("ledger_row", "entry_id", "ledger_entry"),
    ("finding", "lineage_id", "lineage"),
    ("finding_interval", "finding_id", "finding"),
    ("finding_interval", "detail_id", "finding_detail"),
    ("finding_interval", "last_places_id", "document"),
    ("finding_detail", "text_id", "document"),
    ("detail_flaw", "flaw_id", "flaw"),
    ("detail_flaw", "detail_id", "finding_detail"),
    ("evidence", "document_id", "document"),
    ("evidence", "scan_id", "scan"),
)
"""Table, column, and the table whose row it names."""


class Contents(msgspec.Struct, frozen=True, kw_only=True):
    """What a store holds."""

    place: str
    database: str
    version: str
    size_bytes: int
    exists: bool
    """Whether anything was ever recorded there; asking makes no store."""
    rows: dict[str, int]
    first_at: int | None
    last_at: int | None


class Pruned(msgspec.Struct, frozen=True, kw_only=True):
    """What was forgotten."""

    targets: int
    """Targets of scans."""
    images: int
    packages: int
    findings: int
    bytes: int


def contents(store: Store) -> Contents:
    """Return what a store holds."""
    version = one(store, "SELECT version_num FROM alembic_version")
    times = one(store, "SELECT min(created_at), max(created_at) FROM scan")
    return Contents(
        place=store.name,
        database=store.dialect,
        version=str(version[0]) if version else "",
        size_bytes=store.size_bytes() if store.exists else 0,
        exists=store.exists,
        rows={name: _count(store, name) for name in _COUNTED},
        first_at=times[0] if times else None,
        last_at=times[1] if times else None,
    )


def problems(store: Store) -> Iterator[str]:
    """Yield what is wrong with a store, one sentence each; what stops one look stops no other."""
    for look in (_pages, _dangling, _intervals, _documents, _sets):
        try:
            yield from look(store)
        except StoreError as error:
            yield error.message
        except UNREADABLE as error:
            yield f"rows hold what was never written: {error}"


def raise_damage(store: Store, error: Exception) -> None:
    """Tell damage from a defect of ours: return where the store is whole.

    Raises:
        DamagedStoreError: Something is wrong with the store, which explains ``error``.
    """
    if (said := next(problems(store), None)) is not None:
        raise damaged(said) from error


def _pages(store: Store) -> Iterator[str]:
    if store.dialect == "sqlite":
        for (said,) in store.rows("PRAGMA integrity_check(100)"):
            if said != "ok":
                yield f"damaged pages: {said}"


def _intervals(store: Store) -> Iterator[str]:
    twice = store.rows(
        "SELECT finding_id, count(*) FROM finding_interval WHERE closed IS NULL"
        " GROUP BY finding_id HAVING count(*) > 1"
    )
    yield from (f"finding {number} is open {count} times" for number, count in twice[:_SHOWN])
    backward = store.rows("SELECT id FROM finding_interval WHERE closed < opened")
    yield from (f"interval {number} ends before it begins" for (number,) in backward[:_SHOWN])


def _documents(store: Store) -> Iterator[str]:
    for number, kind, key, body in store.each("SELECT id, kind, key, body FROM document"):
        if (said := _document(kind, key, body)) is not None:
            yield f"document {number}: {said}"


def _sets(store: Store) -> Iterator[str]:
    held: dict[int, int] = dict(
        store.rows("SELECT set_id, count(*) FROM package_set_member GROUP BY set_id")
    )
    for number, members in store.each("SELECT id, members FROM package_set"):
        if len(unpack_numbers(bytes(members))) != held.get(number, 0):
            yield f"package set {number} and its members differ"


def prune(store: Store, *, keep_days: int | None = None, keep_scans: int | None = None) -> Pruned:
    """Forget old scans; the last one of every lineage stays, and what is still open.

    Args:
        store: Open.
        keep_days: Scans younger than this stay; ``None`` for no such bound.
        keep_scans: As many of each lineage stay; ``None`` for no such bound.
    """
    before = {name: _count(store, name) for name in ("scan_target", "image", "package", "finding")}
    size = store.size_bytes()
    with store.writing():
        for number in _old(store, keep_days, keep_scans):
            store.run("DELETE FROM scan_target WHERE id = ?", number)
        for statement in _SWEEPS:
            store.run(statement)
        _sweep_layers(store)
        for statement in _DOCUMENTS:
            store.run(statement)
    if store.dialect == "sqlite":
        store.run("VACUUM")
        store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    after = {name: _count(store, name) for name in before}
    gone = {name: before[name] - after[name] for name in before}
    return Pruned(
        targets=gone["scan_target"],
        images=gone["image"],
        packages=gone["package"],
        findings=gone["finding"],
        bytes=max(size - store.size_bytes(), 0),
    )


def _old(store: Store, keep_days: int | None, keep_scans: int | None) -> list[int]:
    rows = store.rows(
        "SELECT t.id, t.lineage_id, s.created_at, l.latest_id FROM scan_target t"
        " JOIN scan s ON s.id = t.scan_id JOIN lineage l ON l.id = t.lineage_id ORDER BY t.id DESC"
    )
    cutoff = int(clock.now().timestamp()) - keep_days * _DAY_S if keep_days is not None else None
    seen: dict[int, int] = {}
    old = []
    for number, lineage, at, latest in rows:
        seen[lineage] = seen.get(lineage, 0) + 1
        aged = cutoff is not None and at < cutoff
        many = keep_scans is not None and seen[lineage] > keep_scans
        if number != latest and (aged or many):
            old.append(number)
    return old


_SWEEPS = (
    "DELETE FROM scan WHERE NOT EXISTS (SELECT 1 FROM scan_target t WHERE t.scan_id = scan.id)",
    "DELETE FROM evidence WHERE NOT EXISTS (SELECT 1 FROM scan s WHERE s.id = evidence.scan_id)",
    # Over before the oldest scan that is left: no question can see it any more.
    (
        "DELETE FROM finding_interval WHERE closed <= (SELECT min(t.id) FROM scan_target t"
        " WHERE t.lineage_id = finding_interval.lineage_id)"
    ),
    (
        "DELETE FROM finding WHERE NOT EXISTS"
        " (SELECT 1 FROM finding_interval i WHERE i.finding_id = finding.id)"
    ),
    (
        "DELETE FROM finding_detail WHERE NOT EXISTS"
        " (SELECT 1 FROM finding_interval i WHERE i.detail_id = finding_detail.id)"
    ),
    (
        "DELETE FROM detail_flaw WHERE NOT EXISTS"
        " (SELECT 1 FROM finding_detail d WHERE d.id = detail_flaw.detail_id)"
    ),
    "DELETE FROM flaw WHERE id NOT IN (SELECT flaw_id FROM detail_flaw)",
    (
        "DELETE FROM suppression WHERE id NOT IN"
        " (SELECT suppression_id FROM finding_detail WHERE suppression_id IS NOT NULL)"
    ),
    "DELETE FROM image WHERE NOT EXISTS (SELECT 1 FROM scan_target t WHERE t.image_id = image.id)",
    "DELETE FROM image_set WHERE image_id NOT IN (SELECT id FROM image)",
    (
        "DELETE FROM package_set WHERE NOT EXISTS"
        " (SELECT 1 FROM image_set i WHERE i.set_id = package_set.id)"
    ),
    (
        "DELETE FROM package_set_member WHERE NOT EXISTS"
        " (SELECT 1 FROM package_set s WHERE s.id = package_set_member.set_id)"
    ),
    (
        "DELETE FROM package WHERE NOT EXISTS"
        " (SELECT 1 FROM package_set_member m WHERE m.package_id = package.id)"
    ),
    "DELETE FROM verdict WHERE id NOT IN (SELECT verdict_id FROM scan)",
    (
        "DELETE FROM ledger WHERE id NOT IN (SELECT ledger_id FROM scan)"
        " AND id NOT IN (SELECT ledger_id FROM scan_target)"
    ),
    "DELETE FROM ledger_row WHERE ledger_id NOT IN (SELECT id FROM ledger)",
    "DELETE FROM ledger_entry WHERE id NOT IN (SELECT entry_id FROM ledger_row)",
)
"""In this order: what nothing names any more, from scans down to packages."""
_DOCUMENTS = (
    (
        "DELETE FROM document WHERE id NOT IN (SELECT data_id FROM scan"
        " UNION SELECT settings_id FROM scan UNION SELECT sources_id FROM scan_target"
        " UNION SELECT about_id FROM image UNION SELECT places_id FROM image_set"
        " UNION SELECT instruction_id FROM layer WHERE instruction_id IS NOT NULL"
        " UNION SELECT text_id FROM finding_detail UNION SELECT document_id FROM evidence"
        " UNION SELECT first_places_id FROM finding_interval"
        " UNION SELECT last_places_id FROM finding_interval)"
    ),
)


def _sweep_layers(store: Store) -> None:
    """Forget layers that no image has; images name theirs in a packed list."""
    used: set[int] = set()
    for (packed,) in store.each("SELECT layers FROM image"):
        used.update(msgspec.msgpack.decode(bytes(packed), type=list[int]))
    unused = [number for (number,) in store.rows("SELECT id FROM layer") if number not in used]
    if unused:
        table, value = numbers(store, unused)
        store.run(f"DELETE FROM layer WHERE id IN (SELECT value FROM {table})", value)  # noqa: S608


def _dangling(store: Store) -> Iterator[str]:
    for table, column, named in _REFERENCES:
        found = one(
            store,
            f"SELECT count(*) FROM {table} x WHERE x.{column} IS NOT NULL"  # noqa: S608 - names of ours
            f" AND NOT EXISTS (SELECT 1 FROM {named} y WHERE y.id = x.{column})",
        )
        if found and found[0]:
            yield f"{found[0]} rows of {table} name a {named} that is not there"


def _document(kind: str, key: bytes, body: bytes) -> str | None:
    try:
        raw = unpack(body)
    except DamagedStoreError as error:
        return error.message
    return None if key_of(kind.encode(), raw) == bytes(key) else "its content has changed"


def _count(store: Store, table: str) -> int:
    return int(store.rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - a table of ours
