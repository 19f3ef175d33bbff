"""Times the gate over a result of many findings, beside stock OPA where it is on PATH.

python benchmarks/gate.py [--findings 100000] [--runs 3]

The result is made here, seeded, about 1.2 KB per finding as real ones are. OPA is asked the same
question over the same file: the policies that the profile strict chooses, and no other. Without OPA
the floor is reading and decoding the file, which any judge has to do.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from measure import Cost, run  # noqa: E402

LEVELS = ("critical", "high", "medium", "low", "negligible", "unknown")
WEIGHTS = (3, 20, 40, 25, 10, 2)
STRICT = (
    "high_or_critical",
    "known_exploited",
    "not_looked_at",
    "worth_a_look",
    "secret_found",
    "end_of_life",
)
SETTINGS = """[gate]
sla = {critical = 7, high = 30}
new = "high"
require = ["native"]
"""
DECODE = (
    "import sys, msgspec; from hullmark.gate.evidence import Evidence;"
    " Evidence(open(sys.argv[1], 'rb').read(), source='x')"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ["PYTHONPATH"] = str(ROOT / "src")
        os.environ["HULLMARK_HOME"] = f"{place}/home"
        result = Path(place) / "result.json"
        result.write_text(json.dumps(made(options.findings)))
        print(f"{options.findings:,} findings, {result.stat().st_size / 1e6:.0f} MB")
        settings = Path(place) / "hullmark.toml"
        settings.write_text(SETTINGS)
        ours = [sys.executable, "-m", "hullmark", "gate", str(result)]
        strict = [*ours, "--profile", "strict"]
        more = [*strict, "--config", str(settings)]
        best = report("hullmark, strict", strict, options.runs)
        report("hullmark, strict with SLA, new, require", more, options.runs)
        opa = shutil.which("opa")
        if opa is None:
            floor = report(
                "floor: decode", [sys.executable, "-c", DECODE, str(result)], options.runs
            )
            print(f"opa is not on PATH; strict is {best.wall_s / floor.wall_s:.2f} × the floor")
            return
        report("hullmark, engine opa, strict", [*strict, "--engine", "opa"], options.runs)
        report("hullmark, engine opa, more", [*more, "--engine", "opa"], options.runs)
        asked = ", ".join(f"data.hullmark.gate.{name}" for name in STRICT)
        folder = str(ROOT / "policies" / "gate")
        stock = [opa, "eval", "--data", folder, "--input", str(result), f"[{asked}]"]
        peer = report("opa, the same policies", stock, options.runs)
        print(f"strict is {best.wall_s / peer.wall_s:.2f} × stock opa")


def report(name: str, command: list[str], runs: int) -> Cost:
    """Print and return the best of several runs."""
    best = min((run(command) for _ in range(runs)), key=lambda cost: cost.wall_s)
    print(
        f"{name:<42}{best.wall_s:8.2f} s{best.cpu_s:8.2f} s CPU{best.peak_mib:8.0f} MiB"
        f"  status {best.status}"
    )
    return best


def made(count: int) -> dict[str, object]:
    """Return a result of 20 images."""
    dice = random.Random(8)
    targets = [f"registry.example/app{number}" for number in range(20)]
    return {
        "schema": "urn:hullmark:result:1",
        "tool": {"name": "hullmark", "version": "1"},
        "created": "2026-11-24T00:00:00Z",
        "verdict": {"status": "pass", "reasons": []},
        "targets": [
            {"name": name, "kind": "registry", "digest": None, "platform": "linux/amd64"}
            for name in targets
        ],
        "components": [],
        "findings": [finding(number, dice, targets) for number in range(count)],
        "ledger": [
            {
                "target": name,
                "scanner": "native",
                "check": "vulnerabilities",
                "status": "ran",
                "reason": "",
                "data_date": None,
            }
            for name in targets
        ],
        "removed": [],
        "owned": [],
        "data": [],
    }


def finding(number: int, dice: random.Random, targets: list[str]) -> dict[str, object]:
    """Return one vulnerability of an OS package."""
    level = dice.choices(LEVELS, WEIGHTS)[0]
    fixed = dice.random() < 0.4
    name = f"package{number % 5000}"
    return {
        "id": hashlib.sha256(str(number).encode()).hexdigest(),
        "kind": "vulnerability",
        "identifiers": [f"CVE-2024-{number}", f"GHSA-{number}"],
        "title": "A flaw that is described in some words",
        "severity": {"level": level, "score": 7.5, "source": "nvd"},
        "component": {
            "name": name,
            "version": "1.2.3",
            "purl": f"pkg:deb/debian/{name}@1.2.3",
            "type": "deb",
        },
        "locations": [
            {
                "path": "/var/lib/dpkg/status",
                "line": None,
                "column": None,
                "layer": "sha256:" + "a" * 64,
            }
        ],
        "fixed_in": [f"1.2.{dice.randint(4, 400)}"] if fixed else [],
        "sources": [
            {"scanner": "native", "version": "1", "rule": f"CVE-2024-{number}", "severity": level}
        ],
        "suppressed": dice.random() < 0.05,
        "cause": dice.choice(["code", "base image", "advisory data", None]),
        "fix_state": "fixed" if fixed else "not-fixed",
        "known_exploited": dice.random() < 0.01,
        "description": "What an attacker can do, and how. " * 9,
        "references": [f"https://nvd.nist.gov/vuln/detail/CVE-2024-{number}"] * 2,
        "published_at": f"2024-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        "target": targets[number % 20],
    }


if __name__ == "__main__":
    main()
