"""Measures matching: 600 packages of an image, and 20,000 distinct purls, on a real database.

    python benchmarks/matching.py ADVISORIES [--rounds 5]

ADVISORIES is a folder of OSV zips; every ``all.zip`` below it goes into one database. Packages are
drawn from the database itself with a fixed seed, so that each has advisories: the worst case.
"""

import argparse
import gc
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from hullmark.advisories.build import build_database
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.merge.findings import merge_claims
from hullmark.model.component import Component, Distribution, Purl
from hullmark.model.ecosystem import LANGUAGE_ECOSYSTEMS
from hullmark.model.finding import Claim
from hullmark.model.scan import Target
from hullmark.native.match.components import find_matches, match_components
from hullmark.native.match.plan import file_components, plan_for

BOOKWORM = Distribution(id="debian", version="12", codename="bookworm")
SEED = 2026
TYPES = {ecosystem: kind for kind, ecosystem in LANGUAGE_ECOSYSTEMS.items()}


def main() -> None:
    """Build, draw, match, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("advisories", type=Path)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "advisories.db"
        feeds = sorted(str(found) for found in options.advisories.rglob("all.zip"))
        start = time.perf_counter()
        build_database([feed for feed in feeds if "osv-samples" not in feed], path)
        print(
            f"database: {path.stat().st_size / 1e6:.1f} MB in {time.perf_counter() - start:.1f} s"
        )
        drawn = draw(path)
        for name, components in (
            ("600 packages", mixed(drawn, 600)),
            ("20,000 purls", mixed(drawn, 20_000)),
        ):
            report(name, components, path, rounds=options.rounds)


def draw(path: Path) -> list[Component]:
    """Return one component per package of the languages and of Debian 12, at affected versions."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    rows = connection.execute(
        "SELECT DISTINCT ecosystem.name, affected.name FROM affected"
        " JOIN ecosystem ON ecosystem.no = affected.ecosystem ORDER BY 1, 2"
    ).fetchall()
    connection.close()
    chance = random.Random(SEED)
    with AdvisoryDatabase.open(path) as database:
        return [
            component_of(ecosystem, name, a_version(database, ecosystem, name, chance))
            for ecosystem, name in rows
            if ecosystem in TYPES or ecosystem == "Debian:12"
        ]


def a_version(database: AdvisoryDatabase, ecosystem: str, name: str, chance: random.Random) -> str:
    """Return a version that some advisory of the package names."""
    bounds = {
        bound
        for affected in database.affected(ecosystem, name)
        for interval in affected.ranges
        for bound in (interval.introduced, interval.fixed, interval.last_affected)
        if bound not in {"", "0"}
    }
    return chance.choice(sorted(bounds)) if bounds else "1.0"


def component_of(ecosystem: str, name: str, version: str) -> Component:
    """Return an installed package."""
    kind = TYPES.get(ecosystem, "deb")
    namespace = "debian/" if kind == "deb" else ""
    purl = Purl(f"pkg:{kind}/{namespace}{name}@{version}")
    return Component(name=name, version=version, purl=purl, type=kind)


def mixed(drawn: list[Component], count: int) -> list[Component]:
    """Return ``count`` distinct components; versions are varied where there are not enough."""
    chance = random.Random(SEED)
    pool = list(drawn)
    while len(pool) < count:
        pool += [
            Component(name=c.name, version=v, purl=Purl(f"{c.purl}{v}"), type=c.type)
            for c in drawn
            for v in (f"{c.version}.{len(pool)}",)
        ]
    return chance.sample(pool, count)


def report(name: str, components: list[Component], path: Path, *, rounds: int) -> None:
    """Print medians; each round opens the database anew, as a scan does."""

    def find() -> object:
        with AdvisoryDatabase.open(path) as database:
            filing = file_components(components, plan_for(BOOKWORM, database), database)
            return find_matches(components, filing, database)

    def match() -> tuple[Claim, ...]:
        with AdvisoryDatabase.open(path) as database:
            return match_components(components, distribution=BOOKWORM, database=database).claims

    claims = match()
    target = Target(name="bench", kind="oci")
    findings = merge_claims(claims, target=target)
    finding = median(find, rounds)
    matching = median(match, rounds)
    merging = median(lambda: merge_claims(claims, target=target), rounds)
    print(
        f"{name}: matched in {finding * 1000:.1f} ms, with all details of the advisories in"
        f" {matching * 1000:.1f} ms; merged in {merging * 1000:.1f} ms"
        f" ({len(claims)} claims, {len(findings)} findings)"
    )


def median(action: Callable[[], object], rounds: int) -> float:
    """Return the median of some rounds, in seconds."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
