"""Choose the starter set: the most exploited vulnerabilities in packages that images hold.

Usage: make_starter.py FOLDER [OUTPUT]   (FOLDER holds osv/, osv-converted/, kev/ and epss/)

Only facts are taken: ids, package names, version ranges, scores, dates. No sentence of a feed is.
"""

import gzip
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from hullmark.advisories.build import build_database
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.feeds.epss import parse_epss
from hullmark.advisories.feeds.kev import decode_catalogue, parse_kev
from hullmark.advisories.record import Range, Score
from hullmark.advisories.starter_record import StarterHead, StarterRecord
from hullmark.kernel.space import scratch_folder, write_whole

ECOSYSTEMS = (
    "Debian:11", "Debian:12", "Debian:13", "Alpine:v3.20", "Alpine:v3.21", "Alpine:v3.22",
    "Alpine:v3.23", "AlmaLinux:8", "AlmaLinux:9", "AlmaLinux:10", "PyPI", "npm", "Maven", "Go",
    "RubyGems", "Packagist", "NuGet", "crates.io",
)  # fmt: skip
COUNT = 600
LIKELY = 0.25
"""EPSS from which a vulnerability that CISA does not list is a candidate."""
OLDEST = 2014
"""Year of the oldest CVE that is kept without being known as exploited."""
PACKAGES = 40
"""Per vulnerability and ecosystem: kernel updates name a hundred binary packages."""


Kev = dict[str, str]
Epss = dict[str, tuple[float, float]]


@dataclass
class Facts:
    """What is collected of one CVE."""

    packages: dict[tuple[str, str], dict[Range, None]] = field(default_factory=dict)
    scores: dict[Score, None] = field(default_factory=dict)
    aliases: set[str] = field(default_factory=set)


def main() -> None:
    """Write the file."""
    folder = Path(sys.argv[1])
    default = Path("src/hullmark/advisories/starter/starter.jsonl")
    output = Path(sys.argv[2]) if len(sys.argv) > 2 else default
    archives = [p for kind in ("osv", "osv-converted") for p in folder.glob(f"{kind}/*/all.zip")]
    # The rebuilt Debian records infer fixes; the advisories name them.
    osv = sorted(str(p) for p in archives if p.parent.name != "Debian")
    catalogue = decode_catalogue(next(folder.glob("kev/*ties.json")).read_bytes())
    kev, _ = parse_kev(catalogue)
    table = gzip.decompress(next(folder.glob("epss/*.csv.gz")).read_bytes())
    epss = {cve: (score, percentile) for cve, score, percentile in parse_epss(table)}
    candidates = {cve for cve in {*kev, *epss} if is_candidate(cve, kev, epss)}
    with scratch_folder() as scratch:
        build_database(osv, scratch / "all.db")
        with closing(AdvisoryDatabase.open(scratch / "all.db")) as database:
            found = collected(database, candidates)
    order = sorted(found, key=lambda cve: (cve not in kev, -epss.get(cve, (0, 0))[0], cve))
    records = [record(cve, found[cve], kev, epss) for cve in sorted(order[:COUNT])]
    head = StarterHead(
        dated=catalogue.released[:10],
        sources={
            "kev": "CISA KEV catalogue (CC0)",
            "epss": "EPSS of FIRST.org, https://www.first.org/epss",
            "ranges": "facts of OSV records of the ecosystems named",
        },
    )
    lines = [msgspec.json.encode(one) for one in (head, *records)]
    write_whole(output, b"\n".join(lines) + b"\n")
    print(f"{len(records)} vulnerabilities, {output.stat().st_size:,} bytes")


def is_candidate(cve: str, kev: Kev, epss: Epss) -> bool:
    """Return whether a CVE is exploited, or likely to be and young enough to be met in images."""
    year = int(cve.split("-")[1])
    return cve in kev or (year >= OLDEST and epss.get(cve, (0.0, 0.0))[0] >= LIKELY)


def collected(database: AdvisoryDatabase, candidates: set[str]) -> dict[str, Facts]:
    """Return what is known of each candidate in packages of the ecosystems."""
    found: dict[str, Facts] = {}
    for key in database.packages(ECOSYSTEMS):
        for affected in database.affected(*key):
            advisory = database.advisory(affected.id)
            if affected.state or not affected.ranges or advisory is None:
                continue
            own = {advisory.id, *advisory.aliases} & candidates
            for cve in own or candidates.intersection(advisory.covers):
                facts = found.setdefault(cve, Facts())
                facts.packages.setdefault(key, {}).update(dict.fromkeys(affected.ranges))
                if own:
                    facts.scores.update(dict.fromkeys(advisory.scores))
                    facts.aliases.update(
                        i for i in advisory.aliases if i.startswith(("CVE-", "GHSA-"))
                    )
    return found


def record(cve: str, facts: Facts, kev: Kev, epss: Epss) -> StarterRecord:
    """Return the line of one vulnerability."""
    kept: list[tuple[str, str, tuple[Range, ...]]] = []
    counts: dict[str, int] = {}
    for (ecosystem, name), ranges in sorted(facts.packages.items()):
        counts[ecosystem] = counts.get(ecosystem, 0) + 1
        if counts[ecosystem] <= PACKAGES:
            kept.append((ecosystem, name, tuple(ranges)))
    probability, percentile = epss.get(cve, (0.0, 0.0))
    return StarterRecord(
        id=cve,
        aliases=tuple(sorted(facts.aliases - {cve})),
        kev=kev.get(cve, ""),
        epss=round(probability, 4),
        percentile=round(percentile, 4),
        scores=tuple(facts.scores),
        affected=tuple(kept),
    )


if __name__ == "__main__":
    main()
