"""Paket's lock file, and what its list of dependencies pins.

https://fsprojects.github.io/Paket/lock-file.html
"""

import re
from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import numbered_lines

_SPEC = re.compile(r" {4}(?P<name>\S+) \((?P<version>[^\s()]+)\)(?:\s.*)?")
_REMOTE = re.compile(r" {2}remote: (?P<remote>\S+)")
_DEVELOPMENT = frozenset({"build", "test", "tests", "dev", "development", "docs", "fake"})
_PIN = re.compile(
    r"\s*nuget\s+(?P<name>[A-Za-z0-9_.-]+)\s+(?:={1,2}\s*)?(?P<version>\d[0-9A-Za-z.+-]*)"
    r"(?:\s.*)?"
)
_GROUP = re.compile(r"\s*group\s+(?P<name>\S+)\s*", re.IGNORECASE)


def parse_paket_lock(file: File) -> Iterator[Package]:
    """Yield the packages of NuGet, and the repositories that files are taken from."""
    section = remote = ""
    development = False
    for number, line in numbered_lines(file.data):
        if line[:1].strip():
            section, remote = line.strip(), ""
            if section.startswith("GROUP "):
                development = section[6:].strip().lower() in _DEVELOPMENT
        elif found := _REMOTE.fullmatch(line):
            remote = found["remote"]
        elif (spec := _SPEC.fullmatch(line)) and section in ("NUGET", "GITHUB"):
            yield Package(
                type="nuget" if section == "NUGET" else "github",
                name=spec["name"] if section == "NUGET" else remote,
                version=spec["version"],
                evidence=Evidence.DECLARED,
                line=number,
                development=development,
            )


def parse_paket_dependencies(file: File) -> Iterator[Package]:
    """Yield what is pinned to one version; ranges say what may be taken, not what is."""
    development = False
    for number, line in numbered_lines(file.data):
        if group := _GROUP.fullmatch(line):
            development = group["name"].lower() in _DEVELOPMENT
        elif pin := _PIN.fullmatch(line.partition(" //")[0]):
            yield Package(
                type="nuget",
                name=pin["name"],
                version=pin["version"],
                evidence=Evidence.DECLARED,
                line=number,
                direct=True,
                development=development,
            )
