"""container-manifest-2: the tab-separated list that distroless Azure Linux keeps for a database.

Columns: name, version-release, install time, build time, vendor, epoch, size, architecture,
epoch number, source rpm.
"""

from collections.abc import Iterator

from hullmark.native.catalogers.record import Package, UnreadableFileError
from hullmark.native.catalogers.rpm.header import to_package

_COLUMNS = 10


def parse_manifest(content: bytes) -> Iterator[Package]:
    """Yield one package a line.

    Raises:
        UnreadableFileError: After all readable lines: the first that was not.
    """
    broken = ""
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        if not line.strip():
            continue
        fields = line.split("\t")
        if len(fields) < _COLUMNS or not fields[0] or not fields[1]:
            broken = broken or f"line {number}: {len(fields)} of {_COLUMNS} columns"
            continue
        epoch = fields[8] if fields[8].isdecimal() else fields[5]
        yield to_package(
            name=fields[0],
            version=fields[1],
            epoch=int(epoch[:10]) if epoch.isdecimal() else 0,
            architecture=fields[7],
            source_rpm=fields[9].strip(),
            vendor=fields[4],
        )
    if broken:
        raise UnreadableFileError(broken)
