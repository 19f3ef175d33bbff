"""Takes versions out of executables of known names."""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.binaries.programs import anchors_of, programs_of
from hullmark.native.catalogers.record import File, Package
from hullmark.native.windows import windows_in


def parse_program(file: File) -> Iterator[Package]:
    """Yield every program that a file is, at the version written in it most often."""
    found = windows_in(file.data, anchors_of(file.path)) if file.whole else file.data[:]
    for program in programs_of(file.path):
        versions = re.findall(program.version, found)
        if versions:
            version = max(dict.fromkeys(versions), key=versions.count)
            yield Package(type="generic", name=program.name, version=version.decode("ascii"))
