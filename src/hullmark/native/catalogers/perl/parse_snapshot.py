"""``cpanfile.snapshot`` of Carton: one indented block per distribution."""

import re
from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import numbered_lines

_DISTRIBUTION = re.compile(r"  (?P<name>\S[^\s]{0,200}?)-(?P<version>v?\d[\w.]{0,100}(?:-TRIAL)?)")


def parse_snapshot(file: File) -> Iterator[Package]:
    """Yield the locked distributions."""
    opened = False
    for number, line in numbered_lines(file.data):
        opened = opened or line.startswith(("DISTRIBUTIONS", "# carton snapshot"))
        found = _DISTRIBUTION.fullmatch(line.rstrip())
        if opened and found is not None:
            yield Package(
                type="cpan",
                name=found["name"],
                version=found["version"],
                evidence=Evidence.DECLARED,
                line=number,
            )
    if not opened:
        raise UnreadableFileError("file is not a snapshot of Carton")
