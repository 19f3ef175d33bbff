"""Measures merging 100,000 claims of four scanners about one image, and joining SARIF files.

    python benchmarks/merge.py [FILE.sarif…]

Prints seconds of the processor (the machine may do other things meanwhile) and of the wall.
"""

import sys
import time
from pathlib import Path

from hullmark.merge.findings import merge_claims
from hullmark.model.component import Component, Location, Purl
from hullmark.model.finding import Claim
from hullmark.model.scan import Target
from hullmark.model.severity import Rating, Severity

CLAIMS = 100_000
SCANNERS = ("trivy", "grype", "clair", "native")
PACKAGES = 2_500


def main(files: list[str]) -> None:
    """Print one line for the claims, and one for the files where any are named."""
    claims = made()
    wall, processor = time.perf_counter(), time.process_time()
    findings = merge_claims(claims, target=Target(name="shop/web:1", kind="registry"))
    _told(f"{len(claims):,} claims → {len(findings):,} findings", wall, processor)
    if files:
        from hullmark.config.settings import Settings
        from hullmark.pipeline.aggregate import aggregate
        from hullmark.report.formats import write

        wall, processor = time.perf_counter(), time.process_time()
        result = aggregate([Path(each) for each in files], settings=Settings(), aliases=False)
        _told(f"{len(files)} files → {len(result.findings):,} findings", wall, processor)
        wall, processor = time.perf_counter(), time.process_time()
        size = len(write(result, "sarif"))
        _told(f"written as {size:,} bytes of SARIF", wall, processor)


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


def _told(what: str, wall: float, processor: float) -> None:
    now = time.perf_counter() - wall
    print(f"{what}: {time.process_time() - processor:.2f} s processor, {now:.2f} s wall")


if __name__ == "__main__":
    main(sys.argv[1:])
