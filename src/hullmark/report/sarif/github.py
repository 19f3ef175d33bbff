"""SARIF that code scanning takes: within its limits, the most severe first, the rest counted.

Documented limits of an upload: 20 runs, 10 MB after gzip; of a run: 25,000 results, of which the
5,000 most severe are kept. A run per image lineage and platform, in as many files as it takes. What
is left out stands in a file beside them. https://docs.github.com/en/code-security/code-scanning
"""

import zlib
from collections.abc import Iterator
from typing import Final

import msgspec

from hullmark.formats import sarif as wire
from hullmark.formats.document import encode_document
from hullmark.model.scan import ScanResult
from hullmark.report.sarif.write import by_lineage, run_of

RUNS: Final = 20
"""Runs in a file."""
RESULTS: Final = 5_000
"""Results of a run that are kept."""
GZIP_BYTES: Final = 10_000_000
"""Bytes of an upload after gzip."""
_FEWEST: Final = 50
"""A run is not cut further than this; fifty results never come near the limit."""


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """One finding that code scanning is not given."""

    id: str
    target: str
    identifiers: tuple[str, ...]
    severity: str
    suppressed: bool
    reason: str


def github_logs(
    result: ScanResult,
    *,
    runs: int = RUNS,
    results: int = RESULTS,
    gzip_bytes: int = GZIP_BYTES,
) -> list[bytes]:
    """Return SARIF logs, each within the limits; one even where nothing was found."""
    held: list[wire.Run] = []
    logs: list[bytes] = []
    size = 0
    for run, cost in _runs(result, results=results, gzip_bytes=gzip_bytes):
        if held and (len(held) >= runs or size + cost > gzip_bytes):
            logs.append(_log(held))
            held, size = [], 0
        held.append(run)
        size += cost
    if held or not logs:
        logs.append(_log(held))
    return logs


def left_out(result: ScanResult) -> bytes:
    """Return the suppressed findings, which are in no log, as one JSON document."""
    rows = [
        LeftOut(
            id=finding.id,
            target=finding.target,
            identifiers=finding.identifiers,
            severity=finding.severity.value,
            suppressed=finding.suppressed,
            reason=finding.suppression,
        )
        for finding in result.findings
        if finding.suppressed
    ]
    return msgspec.json.format(msgspec.json.encode({"suppressed": rows}), indent=2) + b"\n"


def _runs(result: ScanResult, *, results: int, gzip_bytes: int) -> Iterator[tuple[wire.Run, int]]:
    """Yield runs with the bytes each takes after gzip, cut until it fits by itself."""
    for lineage, (targets, findings) in by_lineage(result).items():
        most = results
        while True:
            run = run_of(result, lineage, targets, findings, most=most)
            cost = len(zlib.compress(msgspec.json.encode(run), 6))
            if cost <= gzip_bytes or most <= _FEWEST:
                break
            most //= 2
        yield run, cost


def _log(runs: list[wire.Run]) -> bytes:
    return encode_document(wire.Log(schema=wire.SCHEMA_URI, version=wire.VERSION, runs=runs))
