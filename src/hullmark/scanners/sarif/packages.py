"""Packages that rules of SARIF name in their texts: Grype in its help, Snyk in its description."""

import re
from typing import Final

from hullmark.scanners.sarif.wire import Rule, Text

_SNYK: Final = re.compile(
    r"(?:\((?P<ids>[^)]*)\) )?(?:(?P<source>[^/@\s]+)/)?(?P<name>[^@\s]+)@(?P<version>\S+)"
)
_SNYK_ID: Final = re.compile(r"SNYK-(?P<distribution>[A-Z]+?)(?P<release>\d+)?-")
_DISTRIBUTIONS: Final = {
    "DEBIAN": ("deb", "debian"),
    "UBUNTU": ("deb", "ubuntu"),
    "ALPINE": ("apk", "alpine"),
    "RHEL": ("rpm", "redhat"),
    "CENTOS": ("rpm", "centos"),
    "AMZN": ("rpm", "amazon"),
    "ORACLE": ("rpm", "oracle"),
    "ROCKY": ("rpm", "rocky"),
    "SLES": ("rpm", "sles"),
}
_LANGUAGES: Final = {
    "JS": "npm",
    "PYTHON": "pypi",
    "JAVA": "maven",
    "GOLANG": "golang",
    "RUBY": "gem",
    "PHP": "composer",
    "DOTNET": "nuget",
    "RUST": "cargo",
}
_LINES: Final = 12
_GRYPE: Final = frozenset({"package", "version", "type", "fix version", "data namespace"})


def package_of(rule: Rule, identifier: str, scanner: str) -> dict[str, str]:
    """Return name, version, type and distribution of the package that a rule is about."""
    if scanner == "grype":
        return _of_grype(rule)
    return _of_snyk(rule, identifier) if scanner == "snyk" else {}


def named_cves(rule: Rule, scanner: str) -> tuple[str, ...]:
    """Return ids that a rule of Snyk names beside its own."""
    if scanner != "snyk":
        return ()
    found = _SNYK.fullmatch(_text(rule.full_description))
    return tuple((found["ids"] or "").replace(",", " ").split()) if found else ()


def _of_grype(rule: Rule) -> dict[str, str]:
    said: dict[str, str] = {}
    for line in _text(rule.help).split("\n", _LINES)[:_LINES]:
        name, colon, value = line.partition(":")
        if colon and (name := name.strip().lower()) in _GRYPE:
            said[name] = value.strip()
    if not said.get("package"):
        return {}
    space = said.get("data namespace", "").split(":")
    told = {
        "package": said["package"],
        "version": said.get("version", ""),
        "type": said.get("type", ""),
        "fixed version": said.get("fix version", ""),
    }
    if len(space) == 4 and space[1] == "distro":  # debian:distro:debian:12
        told |= {"distribution": space[2], "release": space[3]}
    return told


def _of_snyk(rule: Rule, identifier: str) -> dict[str, str]:
    found = _SNYK.fullmatch(_text(rule.full_description))
    spelled = _SNYK_ID.match(identifier)
    if found is None or spelled is None:
        return {}
    name, source = found["name"], found["source"] or ""
    told = {"package": name, "version": found["version"]}
    if distribution := _DISTRIBUTIONS.get(spelled["distribution"]):
        kind, vendor = distribution
        return told | {
            "type": kind,
            "distribution": vendor,
            "release": spelled["release"] or "",
            "source": source,
        }
    kind = _LANGUAGES.get(spelled["distribution"], "")
    return told | {"type": kind, "package": f"{source}/{name}" if source else name}


def _text(held: Text | None) -> str:
    return ((held.text if held else None) or "").strip()
