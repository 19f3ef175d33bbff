"""Reads what other engines reported over the shared images: their packages and their pairs."""

import json
import lzma
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from corpus_data import shared
from hullmark.model.component import Component, Distribution, Location, Purl

BOOKWORM = Distribution(id="debian", version="12", codename="bookworm")
_TYPES = {"debian": "deb", "python-pkg": "pypi", "node-pkg": "npm", "gobinary": "golang"}
_GRYPE_TYPES = {
    "deb": "deb",
    "python": "pypi",
    "npm": "npm",
    "go-module": "golang",
    "java-archive": "maven",
}

Pair = tuple[str, str, str, str]
"""Flaw, purl type, package name in lower case, version."""


def report(engine: str, name: str) -> Any:
    """Return one recorded report as parsed JSON."""
    path = shared("scanner-data", engine, "reports", f"{name}.json.xz")
    return json.loads(lzma.decompress(path.read_bytes()))


def trivy_components(document: Any) -> list[Component]:
    """Return the packages that Trivy listed, as our catalogers would."""
    found = []
    for result in document["Results"]:
        kind = _TYPES.get(result["Type"], "maven")
        for package in result.get("Packages", ()):
            purl = package.get("Identifier", {}).get("PURL", "")
            found.append(
                Component(
                    name=package["Name"],
                    version=_full(package, ""),
                    purl=Purl(unquote(purl)),
                    type=kind,
                    source_name=package.get("SrcName", ""),
                    source_version=_full(package, "Src"),
                    locations=(Location(path="/" + package.get("FilePath", "")),),
                )
            )
    return found


def trivy_pairs(document: Any) -> Iterator[Pair]:
    """Yield what Trivy found, one pair per package."""
    for result in document["Results"]:
        kind = _TYPES.get(result["Type"], "maven")
        for found in result.get("Vulnerabilities", ()):
            yield pair(found["VulnerabilityID"], kind, found["PkgName"], found["InstalledVersion"])


def grype_pairs(document: Any, *, ignored: bool = False) -> Iterator[Pair]:
    """Yield what Grype found, or what its built-in rules took out."""
    for match in document.get("ignoredMatches" if ignored else "matches", ()):
        artifact = match["artifact"]
        name = artifact["name"]
        kind = _GRYPE_TYPES[artifact["type"]]
        if kind == "maven":
            name = _maven_name(artifact["purl"]) or name
        yield pair(match["vulnerability"]["id"], kind, name, artifact["version"])


def clair_pairs(document: Any) -> Iterator[Pair]:
    """Yield what Clair found; its packages have no type but that of the vulnerability."""
    kinds = {"": "deb", "pypi": "pypi", "go": "golang", "maven": "maven"}
    for package_id, ids in document["package_vulnerabilities"].items():
        package = document["packages"][package_id]
        for vulnerability_id in ids:
            found = document["vulnerabilities"][vulnerability_id]
            kind = kinds[found["repository"].get("name", "")]
            yield pair(found["name"], kind, package["name"], package["version"])


def pair(flaw: str, kind: str, name: str, version: str) -> Pair:
    """Return a pair whose spelling does not depend on the engine."""
    if kind == "golang":
        version = version.removeprefix("go").removeprefix("v")
    if kind == "pypi":
        name = name.replace("_", "-").replace(".", "-")
    return (flaw, kind, name.lower(), version)


def _full(package: dict[str, Any], prefix: str) -> str:
    """Return epoch, version and release as one."""
    version = package.get(f"{prefix}Version", "")
    if release := package.get(f"{prefix}Release"):
        version = f"{version}-{release}"
    if epoch := package.get(f"{prefix}Epoch"):
        version = f"{epoch}:{version}"
    return str(version)


def _maven_name(purl: str) -> str:
    path = unquote(purl.removeprefix("pkg:maven/")).partition("@")[0]
    return path.replace("/", ":") if "/" in path else ""


def syft_packages(image: str) -> set[tuple[str, str]]:
    """Return name and version of every package that Grype's own inventory lists.

    It was kept of two images; what is in the smallest one is in both.
    """
    image = "mid" if image == "base" else image
    path = shared("scanner-data", "grype", "sboms", f"{image}.syft.json.xz")
    found = set()
    for artifact in json.loads(lzma.decompress(path.read_bytes()))["artifacts"]:
        name, kind = artifact["name"], _GRYPE_TYPES.get(artifact["type"], "")
        if kind == "maven":
            name = _maven_name(artifact["purl"]) or name
        found.add(pair("", kind, name, artifact["version"])[2:])
    return found
