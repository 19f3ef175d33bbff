#!/usr/bin/env python3
"""Measure the store: size, record, "which images have X < v", re-match.

Usage: memory.py [--images N] [--database URL] [--json]

A seeded generator makes a fleet: lineages of 50 builds each on 40 bases of 10 revisions, 300
packages per image out of at most 20,100; of ten builds four change one to five packages. Rows are
written in bulk, as recording would write them; then scans are recorded, images asked for and
inventories re-matched by the functions of Hullmark. The last line with --json is one object.

Beside every time by the clock stands that of the processor (``…_cpu_ms``), which other work on the
machine disturbs less; with PostgreSQL it is that of this process, and ``record_server_cpu_ms`` that
of the server's, where it runs on this machine.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from hullmark.advisories.update import build_from
from hullmark.config.settings import Settings
from hullmark.model.component import Component, Distribution, Location, Purl
from hullmark.model.image import DiffId, Digest, ImageConfig, LayerInfo, Platform
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import DataSource, ScanResult, Target, Verdict, VerdictStatus
from hullmark.pipeline.remembering.rematch import rematch
from hullmark.store.affected import find_packages, holders, images_with
from hullmark.store.connection import Store
from hullmark.store.content import (
    encode,
    key_of,
    pack,
    pack_digest,
    pack_numbers,
    short_key,
)
from hullmark.store.inventory import ecosystem_of
from hullmark.store.open import open_store
from hullmark.store.place import place_of
from hullmark.store.places import pack_places
from hullmark.store.record import record_scan

SEED = 20261124
BUILDS, BASES, REVISIONS = 50, 40, 10
VERSIONS = 5
NAMES = {"deb": 1_340, "pypi": 1_340, "npm": 1_340}
PER_IMAGE = {"deb": 160, "pypi": 60, "npm": 80}
ECOSYSTEM = {"deb": "Debian:12", "pypi": "PyPI", "npm": "npm"}
FLAWED = 0.15
"""Part of the names that an advisory speaks of."""
DELTA = 100 // VERSIONS
"""Names whose advisories move: a hundred packages."""
START = datetime(2025, 1, 1, tzinfo=UTC)
DEBIAN = Distribution(id="debian", version="12", codename="bookworm", name="Debian 12")
PLATFORM = Platform(os="linux", architecture="amd64")


class Fleet:
    """The generated world: packages by number, images as lists of numbers."""

    def __init__(self, images: int) -> None:
        self.random = random.Random(SEED)
        self.images = images
        self.packages: list[Component] = []
        self.at: dict[str, list[list[int]]] = {kind: [] for kind in NAMES}
        for kind, count in NAMES.items():
            for name in range(count):
                self.at[kind].append([self._package(kind, name, v) for v in range(VERSIONS)])
        self.bases = [self._base() for _ in range(BASES)]

    def _package(self, kind: str, name: int, version: int) -> int:
        spelled, number = f"{kind}-lib-{name:04}", f"{version + 1}.0.0"
        debian = kind == "deb"
        self.packages.append(
            Component(
                name=spelled,
                version=number,
                purl=Purl(f"pkg:{kind}/{'debian/' if debian else ''}{spelled}@{number}"),
                type=kind,
                licenses=("MIT",),
                architecture="amd64" if debian else "",
                cataloger="dpkg" if debian else kind,
            )
        )
        return len(self.packages) - 1

    def _base(self) -> list[list[int]]:
        names = self.pick("deb", PER_IMAGE["deb"])
        revisions, versions = [], {name: self.random.randrange(2) for name in names}
        for _ in range(REVISIONS):
            for name in self.random.sample(names, 8):
                versions[name] = min(versions[name] + 1, VERSIONS - 1)
            revisions.append(sorted(self.at["deb"][n][v] for n, v in versions.items()))
        return revisions

    def pick(self, kind: str, count: int) -> list[int]:
        """Pick names; the first are in nearly every image, the last in few."""
        total, picked = NAMES[kind], set()
        while len(picked) < count:
            picked.add(
                min(int(self.random.paretovariate(0.35)) - 1, total - 1)
                if self.random.random() < 0.5
                else self.random.randrange(total)
            )
        return sorted(picked)

    def __iter__(self) -> Iterator[tuple[int, int, int, dict[str, list[int]]]]:
        """Yield lineage, build, base × revision, and packages per ecosystem."""
        lineages = max(self.images // BUILDS, 1)
        made = 0
        for lineage in range(lineages):
            base = self.random.randrange(BASES)
            kinds = ("pypi", "npm")
            held = {
                kind: {n: self.random.randrange(VERSIONS) for n in self.pick(kind, PER_IMAGE[kind])}
                for kind in kinds
            }
            builds = BUILDS if lineage < lineages - 1 else self.images - made
            revision = self.random.randrange(3)
            for build in range(builds):
                if build and self.random.random() < 0.4:
                    for _ in range(self.random.randint(1, 5)):
                        versions = held[self.random.choice(kinds)]
                        name = self.random.choice(list(versions))
                        versions[name] = (versions[name] + 1) % VERSIONS
                if build and build % 8 == 0:
                    revision = min(revision + 1, REVISIONS - 1)
                made += 1
                yield (
                    lineage,
                    build,
                    base * REVISIONS + revision,
                    {
                        "deb": self.bases[base][revision],
                        **{
                            kind: sorted(self.at[kind][n][v] for n, v in held[kind].items())
                            for kind in kinds
                        },
                    },
                )


def located(component: Component) -> Location:
    """Return where a generated package stands."""
    if component.type == "deb":
        return Location(path="/var/lib/dpkg/status", layer_index=0)
    folder = "/usr/lib/python3/site-packages" if component.type == "pypi" else "/srv/node_modules"
    return Location(path=f"{folder}/{component.name}/METADATA", layer_index=2)


def fill(store: Store, fleet: Fleet) -> None:
    """Write the fleet in bulk: the rows that recording every image would write."""
    facts = [encode(each) for each in fleet.packages]
    keys = [
        key_of(each, kept_under(package).encode())
        for each, package in zip(facts, fleet.packages, strict=True)
    ]
    shared = documents(store)
    bulk = Bulk(store, shared)
    sets: dict[tuple[str, tuple[int, ...]], tuple[int, int]] = {}
    images, uses, layers, scans, targets, lineages = [], [], [], [], [], []
    base_layers: dict[int, int] = {}
    layer_count = 0
    for at, (lineage, build, base, held) in enumerate(fleet, 1):
        for kind, members in held.items():
            known = (kind, tuple(members))
            if known not in sets:
                sets[known] = bulk.add_set(fleet, members, keys, facts)
            set_id, places = sets[known]
            uses.append((set_id, at, 0, places))
        if base not in base_layers:
            layer_count += 1
            base_layers[base] = layer_count
            layers.append(layer_row(("base", base), shared["text"]))
        own = [layer_count + 1, layer_count + 2]
        layer_count += 2
        layers += [layer_row((lineage, build, n), shared["text"]) for n in range(2)]
        digest = digest_of(lineage, build)
        created = int((START + timedelta(minutes=at)).timestamp())
        images.append(
            (
                key_of(digest.encode()),
                pack_digest(digest),
                pack_digest(digest_of(build, lineage)),
                1,
                shared["about"],
                encode([base_layers[base], *own]),
                90_000_000,
                created,
            )
        )
        scans.append(
            (
                key_of(b"scan", digest.encode()),
                "scan",
                created,
                created,
                "1.0",
                1,
                shared["data"],
                shared["settings"],
                1,
                "",
                400,
            )
        )
        targets.append(
            (
                at,
                lineage + 1,
                at,
                f"{name_of(lineage)}:{build}",
                2,
                shared["sources"],
                0,
                0,
                0,
                0,
                0,
                0,
                0,
            )
        )
        if build == 0:
            lineages.append(
                [
                    f"{name_of(lineage)}@linux/amd64",
                    "",
                    "registry",
                    f"team-{lineage % 12}",
                    f"base-{base // REVISIONS}",
                    at,
                ]
            )
        lineages[lineage][5] = at
        if len(images) >= 5_000:
            bulk.flush(images, uses, layers, scans, targets)
    bulk.flush(images, uses, layers, scans, targets)
    insert(store, "lineage", "name stream kind team base latest_id", lineages)
    bulk.finish()


def kept_under(component: Component) -> str:
    """Return the ecosystem that the store files a generated package under."""
    return ecosystem_of(component, DEBIAN)


class Bulk:
    """Rows on their way."""

    def __init__(self, store: Store, shared: dict[str, int]) -> None:
        self.store, self.shared = store, shared
        self.sets: list[tuple[object, ...]] = []
        self.members: list[tuple[int, int]] = []
        self.documents: list[tuple[object, ...]] = []
        self.next_set, self.next_document = 1, shared["next"]
        self.places: dict[bytes, int] = {}
        self.number: dict[int, int] = {}
        self.packages: list[tuple[object, ...]] = []

    def add_set(
        self, fleet: Fleet, members: list[int], keys: list[bytes], facts: list[bytes]
    ) -> tuple[int, int]:
        """Add a set of packages and return its number and that of its places."""
        ordered = sorted(members, key=lambda i: keys[i])
        packed = pack_places(([located(fleet.packages[i])] for i in ordered), ())
        key = key_of(b"places", packed)
        if key not in self.places:
            self.places[key] = self.next_document
            self.documents.append((self.next_document, key, "places", len(packed), pack(packed)))
            self.next_document += 1
        for i in members:
            if i not in self.number:
                self.number[i] = len(self.number) + 1
                c = fleet.packages[i]
                about = (c.type, kept_under(c), c.name, c.version, c.purl, "", "")
                self.packages.append((self.number[i], keys[i], *about, facts[i]))
        numbers = sorted(self.number[i] for i in members)
        ecosystem = kept_under(fleet.packages[members[0]])
        self.sets.append(
            (
                self.next_set,
                key_of(ecosystem.encode(), *(keys[i] for i in ordered)),
                ecosystem,
                pack_numbers(numbers),
            )
        )
        self.members += [(n, self.next_set) for n in numbers]
        self.next_set += 1
        return self.next_set - 1, self.places[key]

    def flush(self, images: list, uses: list, layers: list, scans: list, targets: list) -> None:
        """Write what has gathered."""
        store = self.store
        insert(store, "document", "id key kind raw_bytes body", self.documents)
        columns = "id key type ecosystem name version purl source_name source_version facts"
        insert(store, "package", columns, self.packages)
        insert(store, "package_set", "id key ecosystem members", self.sets)
        insert(store, "layer", "short_key diff_id digest size_bytes instruction_id", layers)
        insert(
            store,
            "image",
            "key digest config_digest platform_id about_id layers size_bytes created_at",
            images,
        )
        insert(
            store,
            "scan",
            "key command created_at recorded_at tool_version verdict_id data_id"
            " settings_id ledger_id commit_id duration_ms",
            scans,
        )
        insert(
            store,
            "scan_target",
            "scan_id lineage_id image_id name ledger_id sources_id critical"
            " high medium low negligible unknown suppressed",
            targets,
        )
        insert(store, "image_set", "set_id image_id role places_id", uses)
        for each in (
            self.packages,
            self.documents,
            self.sets,
            images,
            uses,
            layers,
            scans,
            targets,
        ):
            each.clear()

    def finish(self) -> None:
        """Write members in the order of their table, and let PostgreSQL know of the numbers."""
        self.members.sort()
        for start in range(0, len(self.members), 500_000):
            insert(
                self.store,
                "package_set_member",
                "package_id set_id",
                self.members[start : start + 500_000],
            )
        if self.store.dialect == "postgresql":
            for table in ("document", "package", "package_set"):
                self.store.rows(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
                )
            self.store.run("ANALYZE")
        else:
            self.store.run("ANALYZE")


def insert(store: Store, table: str, columns: str, rows: list) -> None:
    """Insert rows the fastest way a database has."""
    if not rows:
        return
    names = ", ".join(columns.split())
    if store.dialect == "postgresql":
        raw = store._db.cursor()  # noqa: SLF001 - bulk loading is not recording
        with raw.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        store._db.commit()  # noqa: SLF001
        return
    marks = ", ".join("?" * len(columns.split()))
    store.run("BEGIN")
    store.many(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
    store.run("COMMIT")


def documents(store: Store) -> dict[str, int]:
    """Write what all images share: about, data, settings, sources, ledger, verdict."""
    about = Target(
        name="",
        kind="registry",
        platform=PLATFORM,
        distribution=DEBIAN,
        config=ImageConfig(platform=PLATFORM, user="app", labels={"team": "shop"}),
    )
    held = {
        "about": ("image", encode(about)),
        "data": ("data", encode(("full", (DataSource(name="osv", date="2026-01-01", records=1),)))),
        "settings": ("settings", encode({})),
        "sources": ("sources", encode({"native": ("", None)})),
        "text": ("text", b"RUN pip install -r requirements.txt"),
    }
    rows = [
        (i, key_of(k.encode(), raw), k, len(raw), pack(raw))
        for i, (k, raw) in enumerate(held.values(), 1)
    ]
    insert(store, "document", "id key kind raw_bytes body", rows)
    insert(store, "platform", "name", [("linux/amd64",)])
    insert(
        store,
        "verdict",
        "key status profile reasons",
        [(b"v", "pass", "balanced", pack(encode(())))],
    )
    insert(store, "ledger", "key", [(b"1",), (b"2",)])
    insert(
        store,
        "ledger_entry",
        "key target scanner check_name status reason data_date",
        [(bytes([n]), "", "native", f"check {n}", "ran", "300 components", "") for n in range(6)],
    )
    insert(store, "ledger_row", "ledger_id place entry_id", [(2, n, n + 1) for n in range(6)])
    return {**{name: i for i, name in enumerate(held, 1)}, "next": len(held) + 1}


def layer_row(what: object, text: int) -> tuple[object, ...]:
    """Return a layer of its own."""
    row = (
        key_of(b"d", repr(what).encode()) + b"0" * 12,
        key_of(b"b", repr(what).encode()) + b"1" * 12,
        3_000_000,
        text,
    )
    return (short_key(encode(row)), *row)


def digest_of(*what: int) -> str:
    """Return a digest of its own."""
    return f"sha256:{key_of(repr(what).encode()).hex():0<64}"


def name_of(lineage: int) -> str:
    """Return the repository of a lineage."""
    return f"registry.example.com/shop/service-{lineage:05}"


def result_of(fleet: Fleet, lineage: int, build: int, members: list[int]) -> ScanResult:
    """Return a scan of one more build, as the engine would have made it."""
    name = f"{name_of(lineage)}:{build}"
    layers = tuple(
        LayerInfo(
            index=n,
            diff_id=DiffId(digest_of(lineage, build, n)),
            digest=None,
            size_bytes=1_000,
            instruction="RUN make",
        )
        for n in range(3)
    )
    components = []
    for i in members:
        place = located(fleet.packages[i])
        at = layers[place.layer_index or 0]
        where = Location(
            path=place.path,
            layer=at.diff_id,
            layer_index=place.layer_index,
            instruction=at.instruction,
        )
        c = fleet.packages[i]
        components.append(
            Component(**{f: getattr(c, f) for f in c.__struct_fields__} | {"locations": (where,)})
        )
    target = Target(
        name=name,
        kind="registry",
        digest=Digest(digest_of(lineage, build, 9)),
        platform=PLATFORM,
        distribution=DEBIAN,
        layers=layers,
    )
    rows = tuple(
        LedgerRow(
            target=name,
            scanner="native",
            check=f"check {n}",
            status=Status.RAN,
            reason="300 components",
        )
        for n in range(6)
    )
    return ScanResult(
        created_at=START + timedelta(days=400, minutes=build),
        tool_version="1.0",
        verdict=Verdict(status=VerdictStatus.PASS),
        targets=(target,),
        components=tuple(components),
        component_targets=(name,) * len(components),
        ledger=rows,
    )


def advisories(folder: Path, *, changed: bool) -> Path:
    """Build an advisory database out of OSV records; ``changed`` moves a hundred of them."""
    random_, moving = random.Random(SEED), random.Random(SEED + 1)
    feed = folder / ("new" if changed else "old")
    feed.mkdir()
    chosen = 0
    for kind, count in NAMES.items():
        for name in range(count):
            if random_.random() >= FLAWED:
                continue
            fixed = random_.randint(2, VERSIONS)
            if changed and chosen < DELTA and moving.random() < 0.25:
                chosen += 1
                fixed = fixed - 1 if fixed > 2 else fixed + 1
            identifier = (
                f"CVE-2025-{len(list(NAMES)) * 10_000 + list(NAMES).index(kind) * 2_000 + name}"
            )
            record = {
                "id": identifier,
                "modified": "2026-01-01T00:00:00Z",
                "summary": f"flaw {identifier}",
                "severity": [
                    {"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}
                ],
                "affected": [
                    {
                        "package": {"ecosystem": ECOSYSTEM[kind], "name": f"{kind}-lib-{name:04}"},
                        "ranges": [
                            {
                                "type": "ECOSYSTEM",
                                "events": [{"introduced": "0"}, {"fixed": f"{fixed}.0.0"}],
                            }
                        ],
                    }
                ],
            }
            (feed / f"{identifier}.json").write_text(json.dumps(record))
    path = folder / f"{feed.name}.db"
    build_from([str(feed)], path, matching_only=False)
    return path


def median_ms(function: object, times: int) -> float:
    """Return the median time of a call."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        function()  # type: ignore[operator]
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def cpu_ms(function: object, times: int) -> float:
    """Return the mean time of the processor for a call."""
    began = time.process_time()
    for _ in range(times):
        function()  # type: ignore[operator]
    return round((time.process_time() - began) * 1000 / times, 3)


def measure(place_text: str | None, images: int, folder: Path) -> dict[str, object]:
    """Fill a store and measure it."""
    place = place_of(place_text, home=folder)
    fleet = Fleet(images)
    store = open_store(place)
    if store.rows("SELECT 1 FROM scan LIMIT 1"):
        raise SystemExit("the database holds scans already; name an empty one")
    began = time.perf_counter()
    fill(store, fleet)
    found: dict[str, object] = {
        "images": images,
        "database": store.dialect,
        "fill_s": round(time.perf_counter() - began, 2),
    }
    found["packages"] = store.rows("SELECT count(*) FROM package")[0][0]
    found["package_sets"] = store.rows("SELECT count(*) FROM package_set")[0][0]
    found["bytes_inventory"] = store.size_bytes()
    found |= asked(store, images)
    store.close()
    found |= rematched(place.name if place.path else place_text, folder)
    store = open_store(place)
    found |= recorded(store, fleet)
    found["bytes"] = store.size_bytes()
    found["bytes_per_image"] = round(int(found["bytes"]) / images, 1)
    store.close()
    return found


def asked(store: Store, images: int) -> dict[str, object]:
    """Measure which images have a package below a version: a rare one, and the one all have."""
    counts = store.rows(
        "SELECT p.name, count(*) FROM package p JOIN package_set_member m ON m.package_id = p.id"
        " JOIN image_set i ON i.set_id = m.set_id WHERE p.version < '4' GROUP BY p.name"
    )
    wanted = min(1_000, images)
    rare = min(counts, key=lambda row: abs(row[1] - wanted))
    common = max(counts, key=lambda row: row[1])

    def ask(name: str) -> list[tuple[int, int]]:
        packages = [n for n, c in find_packages(store, name).items() if c.version < "4"]
        return images_with(store, packages)

    def tell(name: str) -> object:
        return holders(store, [n for n, c in find_packages(store, name).items() if c.version < "4"])

    return {
        "affected_images": len(ask(rare[0])),
        "affected_ms": round(median_ms(lambda: ask(rare[0]), 15), 3),
        "affected_cpu_ms": cpu_ms(lambda: ask(rare[0]), 15),
        "affected_told_ms": round(median_ms(lambda: tell(rare[0]), 5), 3),
        "affected_all_images": len(ask(common[0])),
        "affected_all_ms": round(median_ms(lambda: ask(common[0]), 7), 3),
        "affected_all_cpu_ms": cpu_ms(lambda: ask(common[0]), 7),
    }


def rematched(place: str | None, folder: Path) -> dict[str, object]:
    """Measure re-matches: the first of all, everything again, and a delta of a hundred packages."""
    old, new = advisories(folder, changed=False), advisories(folder, changed=True)
    url: object = place if place and "://" in place else Path(place or folder / "store.db")
    settings = Settings(database=old, store_url=url)
    used = [time.process_time()]
    first = rematch(settings=settings)
    used.append(time.process_time())
    again = rematch(settings=settings, everything=True)
    used.append(time.process_time())
    assert again.new + again.closed + again.changed == 0, again
    delta = rematch(settings=Settings(database=new, store_url=url))
    used.append(time.process_time())
    nothing = rematch(settings=Settings(database=new, store_url=url))
    return {
        "rematch_first_ms": round(first.duration_s * 1000),
        "rematch_first_new": first.new,
        "rematch_all_ms": round(again.duration_s * 1000),
        "rematch_delta_ms": round(delta.duration_s * 1000),
        "rematch_all_cpu_ms": round((used[2] - used[1]) * 1000),
        "rematch_delta_cpu_ms": round((used[3] - used[2]) * 1000),
        "rematch_delta_packages": delta.packages,
        "rematch_delta_news": delta.new + delta.closed + delta.changed,
        "rematch_nothing_ms": round(nothing.duration_s * 1000),
    }


def recorded(store: Store, fleet: Fleet) -> dict[str, object]:
    """Measure recording a build with other packages, and recording it again unchanged."""
    members = sorted(
        {
            n
            for kind in NAMES
            for n in (fleet.at[kind][i][0] for i in fleet.pick(kind, PER_IMAGE[kind]))
        }
    )
    pool = [versions for kind in NAMES for versions in fleet.at[kind]]
    new, again = [], []
    spent = [0.0, 0.0]
    server = server_cpu_ms(store)
    lineage = [f"{name_of(0)}@linux/amd64"]
    for build in range(1_000, 1_020):
        for _ in range(3):
            i = fleet.random.randrange(len(members))
            members[i] = fleet.random.choice(fleet.random.choice(pool))
        result = result_of(fleet, 0, build, sorted(set(members)))
        began, used = time.perf_counter(), time.process_time()
        record_scan(store, result, lineages=lineage)
        new.append((time.perf_counter() - began) * 1000)
        spent[0] += (time.process_time() - used) * 1000
    server = server_cpu_ms(store) - server
    before = rows_bytes(store)
    for later in range(1, 21):
        same = ScanResult(
            **{f: getattr(result, f) for f in result.__struct_fields__}
            | {"created_at": result.created_at + timedelta(hours=later)}
        )
        began, used = time.perf_counter(), time.process_time()
        record_scan(store, same, lineages=lineage)
        again.append((time.perf_counter() - began) * 1000)
        spent[1] += (time.process_time() - used) * 1000
    return {
        "record_ms": round(statistics.median(new), 2),
        "record_max_ms": round(max(new), 2),
        "record_cpu_ms": round(spent[0] / len(new), 2),
        "record_server_cpu_ms": round(server / len(new), 2),
        "rerecord_ms": round(statistics.median(again), 2),
        "rerecord_cpu_ms": round(spent[1] / len(again), 2),
        "rerecord_bytes": round((rows_bytes(store) - before) / 20),
    }


def server_cpu_ms(store: Store) -> float:
    """Return what the server's process for us has used; nothing where it cannot be seen."""
    if store.dialect == "sqlite":
        return 0.0
    try:
        ((pid,),) = store.rows("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(spent[11]) + int(spent[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def rows_bytes(store: Store) -> int:
    """Return the bytes in all rows that a scan may write, indexes counted once more."""
    total = 0
    tables = (
        "scan scan_target image document layer package package_set ledger ledger_entry verdict"
        " finding finding_interval finding_detail flaw"
    )
    for table in tables.split():
        if store.dialect == "postgresql":
            total += store.rows(
                f"SELECT coalesce(sum(pg_column_size(t.*)), 0)::bigint FROM {table} t"
            )[0][0]
            continue
        names = [row[1] for row in store.rows(f"PRAGMA table_info({table})")]
        parts = " + ".join(f"coalesce(length(CAST({name} AS BLOB)), 0)" for name in names)
        total += store.rows(f"SELECT coalesce(sum({parts}), 0) FROM {table}")[0][0]
    return int(total)


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--database", metavar="URL", help="empty store to fill [a new SQLite file]")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hm-memory-") as name:
        os.environ["HULLMARK_HOME"] = name
        found = measure(arguments.database, arguments.images, Path(name))
    if not arguments.json:
        for key, value in found.items():
            print(
                f"{key:24} {value:>14,}"
                if isinstance(value, int | float)
                else f"{key:24} {value:>14}"
            )
        return
    print(json.dumps(found))


if __name__ == "__main__":
    main()
