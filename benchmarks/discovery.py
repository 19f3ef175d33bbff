"""How long finding the images of a repository takes, beside merely walking it.

    python benchmarks/discovery.py [--files 10000] [--matter 500]

Makes a repository of which a part matters, walks it with os.walk and a stat per file, and lets
``discover`` work on it; each in a process of its own, the best of several runs.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

WALK = """
import os, sys, time
start = time.perf_counter()
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        os.stat(os.path.join(folder, name))
print(time.perf_counter() - start)
"""
READ = """
import os, sys, time
start = time.perf_counter()
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            file.read()
print(time.perf_counter() - start)
"""
DISCOVER = """
import sys, time
from pathlib import Path
start = time.perf_counter()
from hullmark.discovery.graph import discover
graph = discover(Path(sys.argv[1]))
print(time.perf_counter() - start, len(graph.nodes), len(graph.edges), len(graph.issues))
"""


def make(root: Path, files: int, matter: int) -> None:
    for number in range(files - matter):
        folder = root / f"src/p{number // 100}/m{number % 100 // 20}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"f{number}.{('py', 'ts', 'go', 'md', 'json')[number % 5]}").write_text(
            "x\n" * 80
        )
    for number in range(matter):
        folder = root / f"services/s{number // 5}"
        folder.mkdir(parents=True, exist_ok=True)
        match number % 5:
            case 0:
                (folder / "Dockerfile").write_text(
                    f"ARG V=1.{number}\nFROM golang:${{V}} AS build\nRUN go build ./...\n"
                    "FROM gcr.io/distroless/static:nonroot\nCOPY --from=build /a /a\n"
                )
            case 1:
                (folder / "compose.yaml").write_text(
                    f"services:\n  web:\n    build: .\n    image: acme/s{number}:1\n"
                    "  db:\n    image: postgres:16\n"
                )
            case 2 | 3:
                (folder / f"deploy{number}.yaml").write_text(
                    f"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: d{number}\nspec:\n"
                    "  template:\n    spec:\n      containers:\n      - name: c\n"
                    f"        image: acme/s{number}:1\n"
                )
            case _:
                (folder / f"service{number}.yaml").write_text(
                    "apiVersion: v1\nkind: Service\nmetadata:\n  name: s\nspec:\n  ports: []\n"
                )


def best(code: str, root: Path, runs: int) -> tuple[float, str]:
    results = []
    for _ in range(runs):
        done = subprocess.run(
            [sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=True
        )
        first, _, rest = done.stdout.strip().partition(" ")
        results.append((float(first), rest))
    return min(results)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--matter", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root, given.files, given.matter)
        walk, _ = best(WALK, root, given.runs)
        read, _ = best(READ, root, given.runs)
        found, counts = best(DISCOVER, root, given.runs)
    print(f"walk with stat  {walk * 1000:8.1f} ms")
    print(f"walk and read   {read * 1000:8.1f} ms")
    print(f"discover        {found * 1000:8.1f} ms  (nodes, edges, issues: {counts})")
    print(f"ratio           {found / walk:8.2f} × walk with stat, {found / read:.2f} × reading")


if __name__ == "__main__":
    main()
