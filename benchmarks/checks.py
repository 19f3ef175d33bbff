"""Times ``hullmark check`` on one Dockerfile and on 200 real ones, in fresh processes.

python benchmarks/checks.py [--runs 3] [--beside "checkov --quiet --framework dockerfile -d"]
"""

import argparse
import json
import os
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from corpus_data import corpus  # noqa: E402


def timed(command: list[str], runs: int) -> tuple[float, float]:
    """Return the best wall time and processor time of several runs."""
    walls, spent = [], []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        walls.append(time.perf_counter() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(walls), min(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--beside", help="another program, called with the folder")
    options = parser.parse_args()
    folder = corpus("dockerfiles") / "real-world"
    cases = json.loads((folder / "index.json").read_text())["cases"][:200]
    os.environ["PYTHONPATH"] = str(ROOT / "src")
    with tempfile.TemporaryDirectory() as place:
        os.environ["HULLMARK_HOME"] = f"{place}/home"
        for name, count in (("one", 1), ("two hundred", len(cases))):
            files = Path(place) / name
            for number, case in enumerate(cases[:count]):
                (files / str(number)).mkdir(parents=True)
                shutil.copy(folder / case["file"], files / str(number) / "Dockerfile")
            ours = [sys.executable, "-m", "hullmark", "check", str(files), "--format", "json"]
            report(f"{name}, hullmark", [*ours, "--no-hadolint"], options.runs)
            report(f"{name}, hullmark with hadolint", ours, options.runs)
            if options.beside:
                other = [*shlex.split(options.beside), str(files)]
                report(f"{name}, {other[0]}", other, options.runs)


def report(name: str, command: list[str], runs: int) -> None:
    wall, spent = timed(command, runs)
    print(f"{name:<36}{wall:8.3f} s wall {spent:8.3f} s processor")


if __name__ == "__main__":
    main()
