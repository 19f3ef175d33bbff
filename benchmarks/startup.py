#!/usr/bin/env python3
"""What starting costs: `hullmark --version` and the imports of a scan, against bare Python."""

import sys
from pathlib import Path

from measure import in_turn, machine, median, ratio

SCAN = (
    "import hullmark.cli.scan, hullmark.pipeline.scan, hullmark.native.match.components, "
    "hullmark.merge.findings, hullmark.gate.judge, hullmark.advisories.database, "
    "hullmark.report.terminal.screen, isal.igzip_lib, sqlite3"
)


def main() -> None:
    """Measure and print; ``-I`` keeps out what the caller's environment would add."""
    program = str(Path(sys.executable).parent / "hullmark")
    costs = in_turn(
        {
            "bare Python": [sys.executable, "-I", "-c", "0"],
            "hullmark --version": [program, "--version"],
            "imports of a scan": [sys.executable, "-I", "-c", SCAN],
        },
        pairs=25,
    )
    failed = [name for name, taken in costs.items() if any(each.status for each in taken)]
    if failed:
        sys.exit(f"could not be run here, so nothing was measured: {', '.join(failed)}")
    print(machine())
    for (name, taken), goal in zip(costs.items(), (None, 4, 8), strict=True):
        print(
            f"{name:20} {1000 * median(taken, 'wall_s'):7.1f} ms   "
            f"x {ratio(taken, costs['bare Python']):.2f}" + (f"   <= {goal}" if goal else "")
        )


main()
