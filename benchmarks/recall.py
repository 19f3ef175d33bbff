#!/usr/bin/env python3
"""Compare the components found in real images with Syft's, ecosystem by ecosystem.

Usage: recall.py FOLDER [--only base,mid,app] [--markdown]

FOLDER is what images.py made; syft must be on PATH. Every package that only Syft has is put into
a named class; what has no class is printed and makes the command fail.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

SYFT_TYPES = {
    "deb": "deb",
    "python": "pypi",
    "npm": "npm",
    "go-module": "golang",
    "java-archive": "maven",
    "apk": "apk",
    "rpm": "rpm",
}
"""Syft's package types and ours; its other types are not read from the same evidence."""


def main() -> int:
    """Compare every image and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="base,mid,app")
    given = parser.parse_args()
    if not shutil.which("syft"):
        print("syft is not on PATH: go install github.com/anchore/syft/cmd/syft@v1.57.0")
        return 2
    print("| image | ecosystem | Syft | Hullmark | both | recall | only in Syft, and why |")
    print("|---|---|---:|---:|---:|---:|---|")
    open_differences = 0
    for image in given.only.split(","):
        layout = given.folder / f"{image}-oci"
        theirs, ours = syft(layout), hullmark(layout)
        for kind in sorted({key[0] for key in theirs}):
            open_differences += compare(image, kind, theirs, ours)
    return 1 if open_differences else 0


def compare(image: str, kind: str, theirs: dict[Any, set[str]], ours: dict[str, Any]) -> int:
    """Print one row and return how many packages of Syft's have no explanation."""
    wanted = {key: paths for key, paths in theirs.items() if key[0] == kind}
    found = {key for key in ours["components"] if key[0] == kind}
    both = wanted.keys() & found
    classes: Counter[str] = Counter()
    unexplained = []
    for key in sorted(wanted.keys() - found):
        reason = explain(key, wanted[key], ours)
        classes[reason or "unexplained"] += 1
        if not reason:
            unexplained.append(key)
    named = "; ".join(f"{count} {reason}" for reason, count in sorted(classes.items())) or "none"
    same = (
        len(wanted)
        - sum(classes.values())
        + sum(count for reason, count in classes.items() if reason.startswith("("))
    )
    recall = (same + sum(classes.values()) - classes["unexplained"]) / len(wanted)
    print(
        f"| {image} | {kind} | {len(wanted)} | {len(found)} | {len(both)} "
        f"| {len(both) / len(wanted):.3f} ({recall:.3f} explained) | {named} |"
    )
    for key in unexplained:
        print(f"unexplained: {key} at {sorted(wanted[key])[:2]}", file=sys.stderr)
    return len(unexplained)


def explain(key: tuple[str, str, str], paths: set[str], ours: dict[str, Any]) -> str:
    """Return why a package of Syft's is not among ours; empty where no reason is known."""
    kind, _, version = key
    if version in ("", "UNKNOWN"):
        return "without a version: nothing can be matched against them"
    if key in ours["owned"]:
        return "owned by an OS package, reported with it"
    if kind == "maven" and paths & ours["paths"]:
        return "a second name, or the file's name, for a jar that we report by its coordinates"
    return ""


def syft(layout: Path) -> dict[tuple[str, str, str], set[str]]:
    """Return type, name and version of what Syft finds, with the paths."""
    environment = dict(os.environ, SYFT_CHECK_FOR_APP_UPDATE="false")
    document = output(["syft", "scan", f"oci-dir:{layout}", "-q", "-o", "json"], environment)
    found: dict[tuple[str, str, str], set[str]] = {}
    for each in document["artifacts"]:
        kind = SYFT_TYPES.get(each["type"])
        if kind is None:
            print(f"not compared: {each['type']} {each['name']} {each['version']}", file=sys.stderr)
            continue
        name = each["name"]
        if kind == "maven":
            group = re.match(r"pkg:maven/([^/@]+)/", each.get("purl", ""))
            name = f"{group.group(1)}:{name}" if group else name
        paths = {place["path"] for place in each["locations"]}
        found.setdefault(normal(kind, name, each["version"]), set()).update(paths)
    return found


def hullmark(layout: Path) -> dict[str, Any]:
    """Return what we find, the parts of OS packages, and every path."""
    program = shutil.which("hullmark") or str(Path(sys.executable).parent / "hullmark")
    document = output([program, "scan", f"oci:{layout}", "--format", "json"], dict(os.environ))
    keys = {
        part: {normal(each["type"], each["name"], each["version"]) for each in document[part]}
        for part in ("components", "owned")
    }
    paths = {
        place["path"].partition(":")[0]
        for each in document["components"]
        for place in each["locations"]
    }
    return {**keys, "paths": paths}


def normal(kind: str, name: str, version: str) -> tuple[str, str, str]:
    """Bring a name to the form in which both can be compared."""
    if kind == "pypi":
        name = re.sub(r"[-_.]+", "-", name).lower()
    if kind == "golang":
        version = "" if version in ("(devel)", "UNKNOWN") else version.removeprefix("go")
        version = version.removeprefix("v")
    return kind, name, version


def output(command: list[str], environment: dict[str, str]) -> Any:
    """Run a program that prints JSON; the gate's exit statuses are no failures."""
    done = subprocess.run(command, env=environment, check=False, capture_output=True)
    if done.returncode not in (0, 10, 11):
        sys.stderr.write(done.stderr.decode("utf-8", "replace"))
        raise SystemExit(f"{command[0]} failed with status {done.returncode}")
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
