"""Times what secrets and checks add to the scan of an image: interleaved runs in fresh processes.

PYTHONPATH=src python benchmarks/scan_parts.py TARGET [--runs 5] [--db FILE]
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time

WAYS = {
    "packages only": ["--no-secrets", "--no-checks"],
    "with checks": ["--no-secrets"],
    "with secrets": ["--no-checks"],
    "with both": [],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--db", help="advisory database; without it the one in the state folder")
    options = parser.parse_args()
    base = [sys.executable, "-m", "hullmark", "scan", options.target, "--no-cache", "--no-store"]
    base += ["--format", "json", *(["--db", options.db] if options.db else [])]
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}
    subprocess.run(base, stdout=subprocess.DEVNULL, check=False)  # compiles rules and checks
    for _ in range(options.runs):
        for name, flags in WAYS.items():
            taken[name].append(timed([*base, *flags]))
    least = min(wall for wall, _ in taken["packages only"])
    for name, runs in taken.items():
        walls = [wall for wall, _ in runs]
        spent = min(cpu for _, cpu in runs)
        print(
            f"{name:14} wall {min(walls):.3f} (median {statistics.median(walls):.3f}) "
            f"CPU {spent:.3f} s, {min(walls) / least:.2f} x"
        )


def timed(command: list[str]) -> tuple[float, float]:
    """Return wall and processor time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, env=os.environ, check=False)
    wall = time.perf_counter() - began
    if done.returncode not in (0, 10, 11):
        sys.exit(f"scan ended with status {done.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
