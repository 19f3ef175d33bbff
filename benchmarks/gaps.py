"""Times ``hullmark gaps`` on a made repository of 2,000 files and 25 workflows.

Run: ``python benchmarks/gaps.py [RUNS]``. The goal is 1.5 s for the whole command.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_SERVICES = 40
_WORKFLOWS = 25
_FILES = 2_000
_STEP = """      - uses: docker/build-push-action@v6
        with:
          context: services/${{ matrix.service }}
          push: ${{ github.event_name == 'push' }}
          tags: ghcr.io/acme/${{ matrix.service }}:${{ github.sha }}
      - uses: aquasecurity/trivy-action@0.33.1
        with:
          image-ref: ghcr.io/acme/${{ matrix.service }}:${{ github.sha }}
          format: sarif
          output: trivy.sarif
          exit-code: "1"
      - run: |
          set -euo pipefail
          for image in $IMAGES; do
            grype "$image" --fail-on high || true
          done
          make check SERVICE=${{ matrix.service }}
      - uses: github/codeql-action/upload-sarif@v3
        if: always()
        with:
          sarif_file: trivy.sarif
          category: ${{ matrix.service }}
"""


def make_repository(root: Path) -> int:
    """Write the repository; return how many files it has."""
    names = [f"service{number}" for number in range(_SERVICES)]
    files: dict[str, str] = {}
    for name in names:
        files[f"services/{name}/Dockerfile"] = (
            "FROM golang:1.24 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /out .\n"
            'FROM alpine:3.22\nCOPY --from=build /out /app\nUSER 1000\nCMD ["/app"]\n'
        )
    files["compose.yaml"] = "services:\n" + "".join(
        f"  {name}:\n    build: services/{name}\n    image: ghcr.io/acme/{name}:dev\n"
        for name in names
    )
    files["Makefile"] = "check:\n\thadolint services/$(SERVICE)/Dockerfile\n\n" + "".join(
        f"scan-{name}:\n\ttrivy image ghcr.io/acme/{name}:dev\n\n" for name in names
    )
    for number in range(_WORKFLOWS):
        legs = ", ".join(names[number % _SERVICES :][:10] or names[:10])
        jobs = "".join(
            f"  job{job}:\n    runs-on: ubuntu-latest\n    strategy:\n      matrix:\n"
            f"        service: [{legs}]\n    env:\n      IMAGES: a b c\n    steps:\n"
            f"      - uses: actions/checkout@v4\n{_STEP}"
            for job in range(2)
        )
        files[f".github/workflows/w{number}.yml"] = (
            "on:\n  push:\n    branches: [main]\n  pull_request:\n  schedule:\n"
            f"    - cron: '{number} 3 * * *'\njobs:\n{jobs}"
        )
    for number in range(_FILES - len(files)):
        files[f"services/{names[number % _SERVICES]}/pkg{number % 7}/file{number}.go"] = (
            "package x\n"
        )
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return len(files)


def main() -> None:
    """Print the best and the median of some runs."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        count = make_repository(Path(folder))
        times = []
        for _ in range(runs):
            began, used = time.perf_counter(), _used()
            command = [sys.executable, "-m", "hullmark", "gaps", folder, "--format", "json"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times.append((time.perf_counter() - began, _used() - used))
    best, processor = min(each[0] for each in times), min(each[1] for each in times)
    print(f"{count} files, {_WORKFLOWS} workflows: {best:.2f} s, of a processor {processor:.2f} s")


def _used() -> float:
    """Return the processor time of all finished runs, which other work does not stretch."""
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime


if __name__ == "__main__":
    main()
