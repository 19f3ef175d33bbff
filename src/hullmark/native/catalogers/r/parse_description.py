"""``DESCRIPTION`` of a package of R: fields like those of a Debian control file.

https://cran.r-project.org/doc/manuals/r-release/R-exts.html#The-DESCRIPTION-file
"""

from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import numbered_lines

_DESCRIPTION_BYTES = 1024 * 1024
"""One description; the longest, with hundreds of authors, reach some 50 KiB."""
_LICENSE_CHARACTERS = 200
_FIELDS = frozenset({"Package", "Version", "License"})


def parse_description(file: File) -> Iterator[Package]:
    """Yield the package; other files of this name have no such fields and say nothing."""
    if b"Package:" not in file.data[:_DESCRIPTION_BYTES]:
        return
    fields: dict[str, str] = {}
    key = ""
    for _, line in numbered_lines(file.data, limit_bytes=_DESCRIPTION_BYTES):
        if line[:1] in (" ", "\t"):
            if key:
                fields[key] = f"{fields[key]} {line.strip()}".strip()
            continue
        name, colon, value = line.partition(":")
        key = name if colon and name in _FIELDS and name not in fields else ""
        if key:
            fields[key] = value.strip()
    name, version = fields.get("Package", ""), fields.get("Version", "")
    license_ = fields.get("License", "")[:_LICENSE_CHARACTERS]
    if name and version:
        yield Package(
            type="cran", name=name, version=version, licenses=(license_,) if license_ else ()
        )
