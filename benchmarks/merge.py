"""Measures merging 100,000 claims of four scanners, and aggregating SARIF files against peers.

    python benchmarks/merge.py [--files 10] [--results 10000] [--pairs 3] [--sarif-tools PROGRAM]

Aggregation runs as whole commands, in turn with `sarif copy` (sarif-tools, where it is installed
or named) and with the floor: a typed msgspec decode of the same bytes, file by file, and nothing
else. Ratios are medians over pairs. CPU says more than wall on a machine that others use.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

from hullmark.kernel.space import scratch_folder
from hullmark.merge.findings import merge_claims
from hullmark.model.component import Component, Location, Purl
from hullmark.model.finding import Claim
from hullmark.model.scan import Target
from hullmark.model.severity import Rating, Severity
from measure import Cost, in_turn, machine, median, ratio
from sarif_files import write_files

CLAIMS = 100_000
SCANNERS = ("trivy", "grype", "clair", "native")
PACKAGES = 2_500
_DECODE = """
import sys
import msgspec
from hullmark.scanners.sarif.wire import Log
decoder = msgspec.json.Decoder(Log)
held = []
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        held.append(decoder.decode(file.read()))
"""
"""The floor; what is decoded is held, as whoever merges must hold something of it."""


def main() -> None:
    """Print one line for the claims, and a row for each command that reads the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--results", type=int, default=10_000)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--sarif-tools", default=shutil.which("sarif"))
    told = parser.parse_args()
    print(machine())
    _claims(made())
    if told.files:
        with scratch_folder() as folder:
            files = write_files(folder / "in", files=told.files, results=told.results)
            _files(folder, files, pairs=told.pairs, peer=told.sarif_tools)


def _claims(claims: list[Claim]) -> None:
    target = Target(name="shop/web:1", kind="registry")
    best = min(_seconds(claims, target) for _ in range(3))
    print(f"{len(claims):,} claims merged: {best:.2f} s CPU (goal 1.5), best of three")


def _seconds(claims: list[Claim], target: Target) -> float:
    began = time.process_time()
    merge_claims(claims, target=target)
    return time.process_time() - began


def _files(folder: Path, files: list[Path], *, pairs: int, peer: str | None) -> None:
    size = sum(file.stat().st_size for file in files)
    print(f"{len(files)} SARIF files, {size / 2**20:,.0f} MiB:")
    names = [str(file) for file in files]
    script = Path(__file__).resolve().parents[1] / "scripts" / "aggregate_sarif.py"
    out = str(folder / "out.sarif")
    commands = {
        "aggregate": (sys.executable, str(script), *names, "-o", out),
        "typed decode": (sys.executable, "-c", _DECODE, *names),
    }
    if peer:
        commands["sarif copy"] = (peer, "copy", str(folder / "in"), "-o", out)
    else:
        print("sarif-tools is not here: measured against the typed decode alone")
    costs = in_turn(commands, pairs=pairs)
    for name, held in costs.items():
        _row(name, held, costs["aggregate"])
    peak = median(costs["aggregate"], "peak_mib") * 2**20 / size
    print(f"aggregate: peak memory {peak:.2f} x the size of the input (goal 1 at 1,000,000)")


def _row(name: str, held: list[Cost], ours: list[Cost]) -> None:
    if any(cost.status for cost in held):
        raise SystemExit(f"{name} failed")
    wall, cpu, peak = (median(held, of) for of in ("wall_s", "cpu_s", "peak_mib"))
    words = [f"{name:13} {wall:7.2f} s wall {cpu:7.2f} s CPU {peak:7.0f} MiB"]
    if held is not ours:
        shown = (f"{ratio(ours, held, of):.2f}" for of in ("wall_s", "cpu_s", "peak_mib"))
        words.append("aggregate / it: {} wall, {} CPU, {} memory".format(*shown))
    print("; ".join(words))


def made() -> list[Claim]:
    """Return what four scanners would say: each flaw of each package by all of them."""
    each = CLAIMS // len(SCANNERS)
    claims = []
    for scanner in SCANNERS:
        packages = [_package(number) for number in range(PACKAGES)]
        rating = (Rating(source=scanner, level=Severity.HIGH, score=7.5),)
        claims += [
            Claim(
                advisory_id=f"CVE-2024-{10_000 + number}",
                aliases=(f"GHSA-{number:04x}-aaaa-bbbb",) if scanner == "grype" else (),
                component=packages[number % PACKAGES],
                title=f"flaw {number} of a library",
                ratings=rating,
                fixed_in=("2.0.0",),
                scanner=scanner,
                references=(f"https://example.org/{number}",),
            )
            for number in range(each)
        ]
    return claims


def _package(number: int) -> Component:
    name, version = f"package-{number}", f"1.{number % 10}.0"
    return Component(
        name=name,
        version=version,
        purl=Purl(f"pkg:pypi/{name}@{version}"),
        type="pypi",
        locations=(Location(path=f"/usr/lib/python3/{name}/METADATA"),),
    )


if __name__ == "__main__":
    main()
