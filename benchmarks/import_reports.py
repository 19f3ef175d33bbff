"""Measures reading reports against a typed msgspec decode of the same bytes.

    python benchmarks/import_reports.py FILE…

For each file: megabytes, milliseconds of the typed decode alone, of `read_report`, and their ratio
(1.0 would be as fast as the decode; the aim is 0.4 or more). Best of several runs.
"""

import lzma
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from hullmark.scanners.clair.wire import Report as ClairReport
from hullmark.scanners.grype.wire import Report as GrypeReport
from hullmark.scanners.sarif.wire import Log
from hullmark.scanners.sniff import read_report
from hullmark.scanners.snyk.wire import Project
from hullmark.scanners.trivy.wire import Report as TrivyReport

_TYPES: dict[str, Any] = {
    "trivy-json": TrivyReport,
    "grype-json": GrypeReport,
    "clair-v4-report-json": ClairReport,
    "sarif-2.1.0": Log,
    "snyk-json": Project,
}
_RUNS = 7


def main(files: list[str]) -> None:
    """Print one line per file."""
    for name in files:
        data = Path(name).read_bytes()
        if name.endswith(".xz"):
            data = lzma.decompress(data)
        reports = read_report(data, source=name)
        kind = _TYPES.get(reports[0].format)
        if kind is None:
            print(f"{name}: no typed form to compare with ({reports[0].format})")
            continue
        decoder = msgspec.json.Decoder(kind)
        alone = _best(partial(decoder.decode, data))
        ours = _best(partial(read_report, data, source=name))
        print(
            f"{Path(name).name:40} {len(data) / 1e6:7.2f} MB  decode {alone * 1e3:7.2f} ms  "
            f"import {ours * 1e3:7.2f} ms  ratio {alone / ours:.2f}"
        )


def _best(call: Callable[[], object]) -> float:
    times = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return min(times)


if __name__ == "__main__":
    main(sys.argv[1:])
