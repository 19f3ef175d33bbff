"""Holds findings against the published records, with other people's version arithmetic.

Our own order of versions is what is on trial, so it is not asked: `univers` compares.
"""

import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from univers.versions import (
    DebianVersion,
    GolangVersion,
    MavenVersion,
    PypiVersion,
    SemverVersion,
)

from hullmark.advisories.withdrawn import takes_itself_back

_ORDER: dict[str, Any] = {
    "deb": DebianVersion,
    "pypi": PypiVersion,
    "npm": SemverVersion,
    "golang": GolangVersion,
    "maven": MavenVersion,
}
_ECOSYSTEMS = {
    "deb": "Debian:12",
    "pypi": "PyPI",
    "npm": "npm",
    "golang": "Go",
    "maven": "Maven",
}

Pair = tuple[str, str, str, str]


@dataclass
class Proof:
    """What the records say of a set of findings."""

    proven: int = 0
    unproven: dict[Pair, str] = field(default_factory=dict)
    """Finding → what was found instead."""


def prove(
    pairs: Iterable[Pair],
    *,
    ids: Callable[[str], tuple[str, ...]],
    archives: Iterable[Path],
    sources: Mapping[tuple[str, str, str], tuple[str, str]],
) -> Proof:
    """Look for a record of each flaw that calls the package at its version affected.

    Args:
        pairs: Flaw, purl type, name and version.
        ids: Every id of a flaw.
        archives: Zips of OSV records, one file per id.
        sources: Package → name and version of its source package.
    """
    records = _Records(archives)
    proof = Proof()
    for one in pairs:
        flaw, kind, name, version = one
        source, source_version = sources.get(one[1:], ("", ""))
        known = records.of(ids(flaw))
        entries = [
            entry
            for record in known
            for entry in record.get("affected", ())
            if _is_about(entry, kind, {name, source.lower()})
        ]
        used = source_version if kind == "deb" and source_version else version
        if any(_affects(entry, kind, used) for entry in entries):
            proof.proven += 1
        else:
            proof.unproven[one] = f"{len(known)} records, {len(entries)} entries of the package"
    return proof


def withdrawn_ids(archives: Iterable[Path]) -> set[str]:
    """Return every id of the records that take themselves back, by field or in words."""
    found: set[str] = set()
    for path in archives:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                data = archive.read(name)
                if any(word in data for word in (b"ithdrawn", b"uplicate", b"REJECT", b"ejected")):
                    record = json.loads(data)
                    words = record.get("summary") or "", record.get("details") or ""
                    if record.get("withdrawn") or takes_itself_back(*words):
                        found.update((record["id"], *record.get("aliases", ())))
    return found


class _Records:
    """OSV records by id, read when asked for."""

    def __init__(self, archives: Iterable[Path]) -> None:
        self._files: dict[str, list[tuple[zipfile.ZipFile, str]]] = {}
        for path in archives:
            archive = zipfile.ZipFile(path)
            for name in archive.namelist():
                stem = name.rpartition("/")[2].removesuffix(".json")
                self._files.setdefault(stem, []).append((archive, name))

    def of(self, ids: Iterable[str]) -> list[Any]:
        """Return the records of a flaw."""
        return [
            json.loads(archive.read(name))
            for identifier in ids
            for archive, name in self._files.get(identifier, ())
        ]


def _is_about(entry: Any, kind: str, names: set[str]) -> bool:
    package = entry["package"]
    name = package["name"].lower()
    if kind == "pypi":
        name = name.replace("_", "-").replace(".", "-")
    return package["ecosystem"] == _ECOSYSTEMS[kind] and name in names


def _affects(entry: Any, kind: str, version: str) -> bool:
    if version in entry.get("versions", ()):
        return True
    return any(
        _holds(span["events"], kind, version)
        for span in entry.get("ranges", ())
        if span["type"] != "GIT"
    )


def _holds(events: Iterable[Any], kind: str, version: str) -> bool:
    """Walk the events of a range in the order of their versions, as the OSV schema says."""
    order = _ORDER[kind]
    own = order(version)
    held = False
    for name, bound in sorted(
        ((name, bound) for event in events for name, bound in event.items()),
        key=lambda pair: (pair[1] != "0", order(pair[1]) if pair[1] != "0" else own),
    ):
        at = None if bound == "0" else order(bound)
        if name == "introduced" and (at is None or own >= at):
            held = True
        elif (name == "fixed" and own >= at) or (name == "last_affected" and own > at):
            held = False
    return held
