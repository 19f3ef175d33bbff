"""SARIF as scanners write it, of any size: what the benchmarks of aggregation read.

    python benchmarks/sarif_files.py FOLDER [FILES [RESULTS]]

Each pair of files is about one image, as Trivy and as Grype would report it: five-digit CVE ids,
each of them named by several packages, hundreds of packages, texts of the usual length.
"""

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FINDINGS_PER_RULE = 4
"""Results that name one rule: the binaries of one source package."""
SOURCE_PACKAGES = 300
"""Of one image; four times as many are installed."""
_SHARED = 0.6
"""Part of the results of the second scanner that the first one has as well."""
_WORDS = (
    *("buffer", "overflow", "in", "the", "parser", "of", "compressed", "headers", "lets", "a"),
    *("remote", "attacker", "crash", "the", "service", "by", "sending", "a", "crafted", "archive"),
    *("whose", "declared", "length", "is", "larger", "than", "what", "follows", "it", "and"),
    *("is", "read", "before", "its", "checksum", "was", "compared", "with", "the", "index"),
)
_LEVELS = (("error", "9.8"), ("error", "7.5"), ("warning", "5.5"), ("note", "2.0"))


def write_files(folder: Path, *, files: int = 10, results: int = 10_000) -> list[Path]:
    """Write ``files`` SARIF files of ``results`` results each, and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number in range(files):
        image, grype = divmod(number, 2)
        path = folder / f"{number:04}.sarif"
        chance = random.Random(image)
        flaws = list(_flaws(chance, image, results))
        if grype:
            kept = int(results * _SHARED)
            flaws = flaws[:kept] + list(_flaws(chance, image + 5_000, results - kept))
        log = _log(f"registry.example/team/service-{image}:1.{image}", flaws, grype=bool(grype))
        path.write_text(json.dumps(log, indent=None, separators=(",", ":")), encoding="utf-8")
        written.append(path)
    return written


def _flaws(chance: random.Random, image: int, results: int) -> Iterator[tuple[str, str, str, int]]:
    """Yield id, package, version and place in the levels of what is wrong with one image."""
    for number in range(results):
        rule = number // FINDINGS_PER_RULE
        identifier = f"CVE-{2015 + rule % 10}-{10_000 + (rule * 7 + image * 13) % 89_999}"
        source = rule % SOURCE_PACKAGES
        package = f"lib{_WORDS[source % len(_WORDS)]}{source}-{number % FINDINGS_PER_RULE}"
        version = f"{1 + image % 9}.{source % 30}.{source % 7}-{1 + source % 3}+deb12u{source % 5}"
        yield identifier, package, version, chance.randrange(len(_LEVELS))


def _log(image: str, flaws: list[tuple[str, str, str, int]], *, grype: bool) -> dict[str, Any]:
    rules: dict[str, int] = {}
    described: list[dict[str, Any]] = []
    held: list[dict[str, Any]] = []
    for flaw in flaws:
        rule_id = f"{flaw[0]}-{flaw[1]}" if grype else flaw[0]
        if rule_id not in rules:
            rules[rule_id] = len(rules)
            described.append(_rule(rule_id, flaw, grype=grype))
        held.append(_result(rule_id, rules[rule_id], flaw, image, grype=grype))
    name = "Grype" if grype else "Trivy"
    driver = {
        "name": name,
        "fullName": f"{name} Vulnerability Scanner",
        "informationUri": f"https://example.org/{name.lower()}",
        "version": "0.121.2" if grype else "0.74.0",
        "rules": described,
    }
    run = {
        "tool": {"driver": driver},
        "results": held,
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {"ROOTPATH": {"uri": "file:///"}},
        "properties": {"imageName": image, "repoTags": [image], "imageID": f"sha256:{image:a<64}"},
    }
    schema = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-schema-2.1.0.json"
    return {"version": "2.1.0", "$schema": schema, "runs": [run]}


def _rule(rule_id: str, flaw: tuple[str, str, str, int], *, grype: bool) -> dict[str, Any]:
    identifier, package, version, place = flaw
    level, score = _LEVELS[place]
    text = " ".join(_WORDS[: 20 + place * 5])
    said = f"Vulnerability {identifier}\nSeverity: {level}\nPackage: {package}\nVersion: {version}"
    if grype:
        said += "\nFix Version: 9.1\nType: deb\nLocation: /var/lib/dpkg/status"
        said += "\nData Namespace: debian:distro:debian:12"
    link = f"https://example.org/nvd/{identifier.lower()}"
    return {
        "id": rule_id,
        "name": "OsPackageVulnerability",
        "shortDescription": {"text": f"{package}: {text[:60]}"},
        "fullDescription": {"text": text},
        "defaultConfiguration": {"level": level},
        "helpUri": link,
        "help": {"text": said, "markdown": f"**Vulnerability {identifier}**\n| a | b |\n{text}"},
        "properties": {
            "precision": "very-high",
            "security-severity": score,
            "tags": ["vulnerability", "security", level.upper()],
        },
    }


def _result(
    rule_id: str, index: int, flaw: tuple[str, str, str, int], image: str, *, grype: bool
) -> dict[str, Any]:
    identifier, package, version, place = flaw
    level, _ = _LEVELS[place]
    text = (
        f"Package: {package}\nInstalled Version: {version}\nVulnerability {identifier}\n"
        f"Severity: {level.upper()}\nFixed Version: 9.1\n"
        f"Link: [{identifier}](https://example.org/nvd/{identifier.lower()})"
    )
    if grype:
        text = f"A {level} vulnerability in deb package: {package}, version {version} was found"
    path = "var/lib/dpkg/status" if grype else image.partition("/")[2].partition(":")[0]
    region = {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    place_of = {"artifactLocation": {"uri": path, "uriBaseId": "ROOTPATH"}, "region": region}
    return {
        "ruleId": rule_id,
        "ruleIndex": index,
        "level": level,
        "message": {"text": text},
        "locations": [
            {"physicalLocation": place_of, "message": {"text": f"{image}: {package}@{version}"}}
        ],
    }


if __name__ == "__main__":
    counts = [int(each) for each in sys.argv[2:4]]
    write_files(Path(sys.argv[1]), **dict(zip(("files", "results"), counts, strict=False)))
