"""Time every writer on a large result, beside msgspec encoding the same JSON.

    PYTHONPATH=src python benchmarks/report.py [--findings 100000] [--components 20000]

The floor is ``msgspec.json.encode`` of the document's own decoded content: what any writer that
keeps plain values would pay for encoding alone. Seconds are of the processor, so that a busy
machine changes them little.
"""

import argparse
import gc
import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from hullmark.model.component import Component, Location, Purl
from hullmark.model.finding import Finding, Fingerprint, FixState, Kind, Priority, Source
from hullmark.model.image import DiffId, Digest, LayerInfo, Platform
from hullmark.model.scan import ScanResult, Target, Verdict, VerdictStatus
from hullmark.model.severity import Rating, Severity
from hullmark.report.formats import FORMATS, write
from hullmark.report.terminal import render

_TYPES = ("deb", "pypi", "npm", "golang")
_LEVELS = tuple(Severity)
_VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
_SCORES = {Severity.CRITICAL: 9.8, Severity.HIGH: 7.5, Severity.MEDIUM: 5.3, Severity.LOW: 3.1}


def make_result(findings: int, components: int) -> ScanResult:
    """Return a made-up result of one image with eight layers."""
    layers = tuple(
        LayerInfo(
            index=index,
            diff_id=DiffId(f"sha256:{index:064x}"),
            digest=Digest(f"sha256:{index + 99:064x}"),
            instruction=f"RUN step {index} && make install # buildkit",
        )
        for index in range(8)
    )
    held = tuple(_component(number, layers) for number in range(components))
    return ScanResult(
        created_at=datetime(2026, 11, 24, tzinfo=UTC),
        tool_version="0",
        verdict=Verdict(status=VerdictStatus.FAIL),
        targets=(
            Target(
                name="registry.example.com/bench/app:1",
                kind="registry",
                digest=Digest("sha256:" + "a" * 64),
                platform=Platform(os="linux", architecture="amd64"),
                layers=layers,
            ),
        ),
        components=held,
        findings=tuple(_finding(number, held[number % components]) for number in range(findings)),
    )


def _component(number: int, layers: tuple[LayerInfo, ...]) -> Component:
    kind = _TYPES[number % len(_TYPES)]
    layer = layers[number % len(layers)]
    return Component(
        name=f"component-{number}",
        version=f"1.{number % 50}.{number % 7}",
        purl=Purl(f"pkg:{kind}/component-{number}@1.{number % 50}.{number % 7}"),
        type=kind,
        licenses=("MIT",),
        locations=(
            Location(
                path=f"/usr/lib/{kind}/component-{number}/metadata",
                layer=layer.diff_id,
                layer_index=layer.index,
                instruction=layer.instruction,
            ),
        ),
    )


def _finding(number: int, component: Component) -> Finding:
    level = _LEVELS[number % len(_LEVELS)]
    rating = Rating(source="nvd", level=level, score=_SCORES.get(level), vector=_VECTOR)
    return Finding(
        id=Fingerprint(f"{number:064x}"),
        kind=Kind.VULNERABILITY,
        identifiers=(f"CVE-2024-{number:05}", f"GHSA-{number:012}"),
        title=f"Component {component.name} reads past the end of a buffer",
        description="A crafted input makes the parser read past the end of its buffer. " * 6,
        severity=level,
        rating=rating,
        ratings=(rating,),
        component=component,
        locations=component.locations,
        fixed_in=(f"2.{number % 9}.0",) if number % 3 else (),
        fix_state=FixState.FIXED if number % 3 else FixState.UNKNOWN,
        priority=Priority(known_exploited=number % 500 == 0, epss=0.01),
        references=(f"https://example.com/advisories/{number}",),
        sources=(Source(scanner="native", version="0", rule=f"CVE-2024-{number:05}"),),
        target="registry.example.com/bench/app:1",
    )


def _seconds(call: Callable[[], object], runs: int) -> float:
    times = []
    for _ in range(runs):
        gc.collect()
        start = time.process_time()
        call()
        times.append(time.process_time() - start)
    return sorted(times)[len(times) // 2]


def main() -> None:
    """Print seconds, size and ratio to the floor for every format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--components", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    result = make_result(arguments.findings, arguments.components)
    print(f"{arguments.findings:,} findings, {arguments.components:,} components")
    heads = ("seconds", "MB", "MB/s", "× json", "floor s", "× floor")
    print(f"{'format':10} " + " ".join(f"{head:>8}" for head in heads))
    json_s = 0.0
    for name, found in FORMATS.items():
        if found.needs:
            continue
        document = write(result, name)
        spent = _seconds(lambda name=name: write(result, name), arguments.runs)  # type: ignore[misc]
        size = len(document) / 1e6
        json_s = json_s or spent
        row = f"{name:10} {spent:8.2f} {size:8.1f} {size / spent:8.1f} {spent / json_s:8.1f}"
        if document[:1] == b"{":
            plain = msgspec.json.decode(document)
            floor = _seconds(lambda plain=plain: msgspec.json.encode(plain), arguments.runs)  # type: ignore[misc]
            row += f" {floor:8.3f} {spent / floor:8.1f}"
        print(row)
    small = make_result(1_000, 500)
    for limit in (10, 0):
        spent = _seconds(lambda limit=limit: render(small, width=120, limit=limit), 9)  # type: ignore[misc]
        print(f"table of 1,000 findings, limit {limit}: {spent * 1e3:.1f} ms")
    print(f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
