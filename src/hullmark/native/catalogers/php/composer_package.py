"""One package as Composer's JSON files describe it."""

from typing import Any

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import Package


def to_package(
    entry: object,
    *,
    evidence: Evidence,
    line: int | None = None,
    development: bool = False,
) -> Package | None:
    """Return the package of an entry; ``None`` where it has no name or no version."""
    if not isinstance(entry, dict):
        return None
    name, version = entry.get("name"), entry.get("version")
    if not isinstance(name, str) or not isinstance(version, str) or not name or not version:
        return None
    return Package(
        type="composer",
        name=name,
        version=version,
        licenses=_licenses(entry.get("license")),
        evidence=evidence,
        line=line,
        qualifiers=_repository(entry, version),
        development=development,
    )


def _licenses(value: object) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(name for name in names if isinstance(name, str) and name))


def _repository(entry: dict[str, Any], version: str) -> tuple[tuple[str, str], ...]:
    """Return where a branch was taken from; releases are the registry's own."""
    source = entry.get("source")
    if not version.startswith("dev-") or not isinstance(source, dict):
        return ()
    url, reference = source.get("url"), source.get("reference")
    if source.get("type") != "git" or not isinstance(url, str) or not isinstance(reference, str):
        return ()
    return (("vcs_url", f"git+{url}@{reference}"),)
