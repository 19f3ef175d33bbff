"""``go.sum``: checksums of the modules that a Go project's builds may have fetched.

A module whose content was needed has a line of its own; one that was only asked for what it
requires has but a line for its ``go.mod``. Of the versions of one module a build selects the
highest, and Go keeps the file in the order of versions, so a module's last line counts.

https://go.dev/ref/mod#go-sum-files
"""

import re
from collections.abc import Iterator
from typing import Final

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_TEXT_BYTES: Final = 32 * 1024 * 1024
"""A go.sum; the largest of well-known projects has 200 KB."""
_LINE: Final = re.compile(r"(?P<path>\S+)\s+(?P<version>v[^\s/]+)(?P<only>/go\.mod)?\s+h\d+:\S+")


def parse_go_sum(file: File) -> Iterator[Package]:
    """Yield the highest version of every module whose content has a checksum."""
    if len(file.data) > _TEXT_BYTES:
        raise UnreadableFileError(f"go.sum is larger than {_TEXT_BYTES} bytes")
    found: dict[str, tuple[str, int]] = {}
    wrong = 0
    for number, line in enumerate(file.data[:].decode("utf-8-sig", "replace").split("\n"), 1):
        if not line.strip():
            continue
        read = _LINE.fullmatch(line.strip())
        if read is None:
            wrong = wrong or number
        elif read["only"] is None:
            found[read["path"]] = (read["version"], number)
    for path, (version, number) in found.items():
        yield Package(
            type="golang",
            name=path,
            version=version,
            evidence=Evidence.DECLARED,
            line=number,
            direct=False,
        )
    if wrong:
        raise UnreadableFileError(f"line {wrong} of go.sum is no module, version and checksum")
