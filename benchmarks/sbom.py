"""Measures a scan of a large bill of materials, as a whole process.

    python benchmarks/sbom.py DATABASE [--components 20000] [--known 0.05] [--pairs 5]

Writes a CycloneDX document in the manner of an image scanner: OS packages with their source,
libraries with file and layer. A part of the libraries has names of the database at versions that
its advisories speak of (5 %; in our largest bench image, old on purpose, 13 % are); the others have
names of their own. Prints seconds, and the ratio to a process that only decodes the JSON.
"""

import argparse
import json
import random
import sqlite3
import sys
import tempfile
from pathlib import Path

from hullmark.advisories.database import AdvisoryDatabase
from hullmark.formats.purl import build_purl
from hullmark.model.ecosystem import LANGUAGE_ECOSYSTEMS
from matching import a_version
from measure import in_turn, machine, median, ratio

SEED = 2026
TYPES = {"npm": "npm", "PyPI": "pypi", "Go": "golang", "Maven": "maven", "Debian:12": "deb"}
SHARES = (("npm", 0.45), ("maven", 0.15), ("pypi", 0.15), ("golang", 0.15), ("deb", 0.10))
LAYERS = [f"sha256:{number:064x}" for number in range(1, 13)]
assert set(TYPES) - {"Debian:12"} <= set(LANGUAGE_ECOSYSTEMS.values())


def main() -> None:
    """Write, scan, decode, print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("database", type=Path)
    arguments.add_argument("--components", type=int, default=20_000)
    arguments.add_argument("--known", type=float, default=0.05)
    arguments.add_argument("--pairs", type=int, default=5)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "large.cdx.json"
        path.write_text(json.dumps(document(options)), encoding="utf-8")
        scan = [sys.executable, "-m", "hullmark", "scan", str(path), "-q", "--plain"]
        scan += ["--db", str(options.database)]
        decode = "import json, sys; json.load(open(sys.argv[1], 'rb'))"
        costs = in_turn(
            {"scan": scan, "decode": [sys.executable, "-c", decode, str(path)]},
            pairs=options.pairs,
        )
        size = path.stat().st_size / 1e6
    print(machine())
    print(f"{options.components:,} components, {size:.1f} MB, {options.known:.0%} known")
    print(
        f"scan {median(costs['scan'], 'wall_s'):.2f} s"
        f" ({median(costs['scan'], 'cpu_s'):.2f} s of processor time,"
        f" {median(costs['scan'], 'peak_mib'):.0f} MiB)"
    )
    print(
        f"decode {median(costs['decode'], 'wall_s'):.2f} s;"
        f" ratio {ratio(costs['scan'], costs['decode']):.1f}"
    )
    if any(cost.status not in {0, 10, 11} for cost in costs["scan"]):
        raise SystemExit("a scan failed")


def document(options: argparse.Namespace) -> dict[str, object]:
    """Return the document, the same for the same database."""
    chance = random.Random(SEED)
    known = drawn(options.database, chance)
    components: list[dict[str, object]] = [
        {"type": "operating-system", "name": "debian", "version": "12.5", "bom-ref": "os"}
    ]
    for kind, share in SHARES:
        count = int(options.components * share)
        affected = known[kind]
        named = chance.sample(affected, min(len(affected), int(count * options.known)))
        own = [
            (f"{kind}-package-{number}", f"1.{number % 90}.{number % 7}") for number in range(count)
        ]
        for number, (name, version) in enumerate((named + own)[:count]):
            components.append(component(kind, name, version, number))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": "2026-01-01T00:00:00Z",
            "tools": {"components": [{"type": "application", "name": "bench", "version": "1"}]},
            "component": {"type": "container", "name": "bench", "bom-ref": "image"},
        },
        "components": components,
        "dependencies": [{"ref": each["bom-ref"], "dependsOn": []} for each in components],
    }


def drawn(path: Path, chance: random.Random) -> dict[str, list[tuple[str, str]]]:
    """Return purl type → packages of the database at versions that advisories name."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    rows = connection.execute(
        "SELECT DISTINCT ecosystem.name, affected.name FROM affected"
        " JOIN ecosystem ON ecosystem.no = affected.ecosystem ORDER BY 1, 2"
    ).fetchall()
    connection.close()
    found: dict[str, list[tuple[str, str]]] = {kind: [] for kind, _ in SHARES}
    with AdvisoryDatabase.open(path) as database:
        for ecosystem, name in rows:
            kind = TYPES.get(ecosystem)
            if kind is not None and not (kind == "maven" and ":" not in name):
                found[kind].append((name, a_version(database, ecosystem, name, chance)))
    return found


def component(kind: str, name: str, version: str, number: int) -> dict[str, object]:
    """Return a component with what scanners write about one."""
    namespace, _, plain = name.rpartition(":" if kind == "maven" else "/")
    if kind == "deb":
        namespace = "debian"
    elif kind == "maven" and not namespace:
        namespace = "org.example"
    qualifiers = (("arch", "amd64"), ("distro", "debian-12.5")) if kind == "deb" else ()
    purl = build_purl(kind, plain, namespace=namespace, version=version, qualifiers=qualifiers)
    values = {"LayerDiffID": LAYERS[number % len(LAYERS)], "PkgType": kind}
    if kind == "deb":
        values |= {"SrcName": plain, "SrcVersion": version}
    else:
        values["FilePath"] = f"srv/app/vendor/{plain}/{number}/metadata"
    return {
        "bom-ref": f"{kind}-{number}",
        "type": "library",
        "name": plain,
        "version": version,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "hashes": [{"alg": "SHA-256", "content": f"{number:064x}"}],
        "purl": purl,
        "properties": [
            {"name": f"aquasecurity:trivy:{key}", "value": value} for key, value in values.items()
        ],
    }


if __name__ == "__main__":
    main()
