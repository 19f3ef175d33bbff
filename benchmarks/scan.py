#!/usr/bin/env python3
"""Cold scans of whole images against peers and against the floor, in one run.

Usage: scan.py FOLDER [--pairs N] [--database FILE] [--only base,mid,app]

FOLDER is what images.py made. Peers are run where they are on PATH: syft (packages only),
trivy and grype (with their databases as configured). Every figure is a whole process.
``hullmark`` is inventory and matching, which is what the peers do; ``everything`` looks for
secrets and checks the image's configuration, too. Nothing is recorded.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from measure import in_turn, machine, median, ratio

HERE = Path(__file__).resolve().parent
GOALS = {
    ("base", "syft"): 0.16,
    ("mid", "syft"): 0.16,
    ("app", "syft"): 0.20,
    ("base", "trivy"): 0.40,
    ("mid", "trivy"): 0.40,
    ("app", "trivy"): 0.36,
    ("base", "floor"): 1.25,
    ("mid", "floor"): 1.25,
    ("app", "floor"): 1.40,
    ("base", "grype"): 0.20,
    ("mid", "grype"): 0.20,
    ("app", "grype"): 0.20,
}
EVERYTHING = "everything"
EVERYTHING_GOALS = {"hullmark": 1.35, "syft": 0.27, "trivy": 0.10}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--database", type=Path)
    parser.add_argument("--only", default="base,mid,app")
    given = parser.parse_args()
    print(machine())
    print("image  command            wall s   CPU s  peak MiB   ours/it wall  CPU   goal")
    with tempfile.TemporaryDirectory() as scratch:
        for image in given.only.split(","):
            layout = given.folder / f"{image}-oci"
            table(image, commands(layout, scratch, given.database), given.pairs)
        app = given.folder / "app-oci"
        if "app" in given.only and app.exists():
            workers(app, given.database, given.pairs)
    return 0


def commands(layout: Path, scratch: str, database: Path | None) -> dict[str, list[str]]:
    """Return what is run for one image; ours and the floor first."""
    chosen = {
        "hullmark": ours(layout, database, "--no-secrets", "--no-checks"),
        EVERYTHING: ours(layout, database),
        "floor": [sys.executable, "-I", str(HERE / "floor.py"), str(layout), "2"],
    }
    if shutil.which("syft"):
        os.environ |= {"SYFT_CHECK_FOR_APP_UPDATE": "false", "SYFT_CACHE_DIR": scratch}
        chosen["syft"] = ["syft", "scan", f"oci-dir:{layout}", "-q", "-o", "json"]
    if shutil.which("trivy"):
        chosen["trivy"] = [
            "trivy",
            "image",
            "--input",
            str(layout),
            "--format",
            "json",
            "--quiet",
            "--scanners",
            "vuln",
            "--skip-db-update",
            "--skip-java-db-update",
            "--offline-scan",
            "--skip-version-check",
            "--disable-telemetry",
            "--cache-backend",
            "memory",
        ]
    if shutil.which("grype"):
        os.environ |= {
            "GRYPE_DB_AUTO_UPDATE": "false",
            "GRYPE_DB_VALIDATE_AGE": "false",
            "GRYPE_CHECK_FOR_APP_UPDATE": "false",
        }
        chosen["grype"] = ["grype", f"oci-dir:{layout}", "-q", "-o", "json"]
    return chosen


def ours(layout: Path, database: Path | None, *more: str) -> list[str]:
    """Return our own command: inventory and matching, JSON out."""
    program = shutil.which("hullmark") or str(Path(sys.executable).parent / "hullmark")
    data = ["--db", str(database)] if database else []
    scan = [program, "scan", f"oci:{layout}", "--format", "json", "--no-cache", "--no-store"]
    return [*scan, *data, *more]


def table(image: str, chosen: dict[str, list[str]], pairs: int) -> None:
    """Measure one image and print a row per command."""
    costs = in_turn(chosen, pairs=pairs)
    for name, taken in costs.items():
        row = (
            f"{image:6} {name:16} {median(taken, 'wall_s'):8.3f} {median(taken, 'cpu_s'):7.3f}"
            f" {median(taken, 'peak_mib'):9.1f}"
        )
        if name not in ("hullmark", EVERYTHING):
            goal = GOALS.get((image, name))
            row += (
                f"   {ratio(costs['hullmark'], taken):10.3f} "
                f"{ratio(costs['hullmark'], taken, 'cpu_s'):8.3f}"
                + (f"   <= {goal}" if goal else "")
            )
        failed = {cost.status for cost in taken} - {0, 10, 11}
        print(row + (f"   exit {sorted(failed)}" if failed else ""))
    for name, goal in EVERYTHING_GOALS.items():
        if name in costs:
            pair = (costs[EVERYTHING], costs[name])
            print(
                f"{image:6} everything against {name:8} {ratio(*pair):22.3f} "
                f"{ratio(*pair, 'cpu_s'):8.3f}   <= {goal}"
            )


def workers(layout: Path, database: Path | None, pairs: int) -> None:
    """Compare two workers with one."""
    costs = in_turn(
        {
            "two": ours(layout, database, "--no-secrets", "--no-checks", "--workers", "2"),
            "one": ours(layout, database, "--no-secrets", "--no-checks", "--workers", "1"),
        },
        pairs=pairs,
    )
    print(f"app    two workers against one: {ratio(costs['two'], costs['one']):.3f}   <= 0.6")


if __name__ == "__main__":
    sys.exit(main())
