"""``cabal.project.freeze``: constraints of one version each; ``any.`` is every use of a package."""

import re
from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import numbered_lines

_PIN = re.compile(r"\bany\.(?P<name>[A-Za-z0-9][\w-]{0,200})\s*==\s*(?P<version>\d[\d.]{0,100})")


def parse_cabal_freeze(file: File) -> Iterator[Package]:
    """Yield the frozen packages."""
    for number, line in numbered_lines(file.data):
        for found in _PIN.finditer(line.partition("--")[0]):
            yield Package(
                type="hackage",
                name=found["name"],
                version=found["version"].rstrip("."),
                evidence=Evidence.DECLARED,
                line=number,
            )
