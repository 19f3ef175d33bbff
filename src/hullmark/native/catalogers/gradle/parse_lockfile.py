"""Gradle's lock files: ``group:artifact:version=configuration,configuration``.

https://docs.gradle.org/current/userguide/dependency_locking.html
"""

import re
from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import numbered_lines

_ENTRY = re.compile(
    r"(?P<group>[^\s:=#]+):(?P<artifact>[^\s:=]+):(?P<version>[^\s:=]+)(?:=(?P<used>\S*))?\s*"
)
_OF_BUILDS = ("buildscript-gradle.lockfile", "settings-gradle.lockfile")


def parse_lockfile(file: File) -> Iterator[Package]:
    """Yield the locked artifacts; what only tests or the build itself use is marked."""
    name = file.path.rpartition("/")[2]
    for number, line in numbered_lines(file.data):
        if entry := _ENTRY.fullmatch(line):
            yield Package(
                type="maven",
                name=f"{entry['group']}:{entry['artifact']}",
                version=entry["version"],
                evidence=Evidence.DECLARED,
                line=number,
                development=name in _OF_BUILDS or _serves_tests(entry["used"] or name),
            )


def _serves_tests(configurations: str) -> bool:
    """Tell configurations of tests, which Gradle names after their source set."""
    return all("test" in each.lower() for each in configurations.split(","))
