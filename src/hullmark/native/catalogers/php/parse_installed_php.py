"""``vendor/composer/installed.php``: what Composer 2 tells the running program about itself.

Images that are made small often keep it and lose ``installed.json``. It is PHP that Composer writes
in one fixed shape; nothing is run.
"""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import numbered_lines

_VERSIONS = "    'versions' => array("
_ENTRY = re.compile(r" {8}'([^'/]+/[^'/]+)' => array\(")
_FIELD = re.compile(r" {8,12}'(\w+)' => (?:'([^']*)'|(true|false|null)),")


def parse_installed_php(file: File) -> Iterator[Package]:
    """Yield the installed packages; names that others replace or provide have no version."""
    root: dict[str, str] = {}
    found: dict[str, dict[str, str]] = {}
    fields = root
    in_versions = False
    for _, line in numbered_lines(file.data):
        if line == _VERSIONS:
            in_versions, fields = True, {}
        elif in_versions and (entry := _ENTRY.fullmatch(line)):
            fields = found.setdefault(entry[1], {})
        elif field := _FIELD.fullmatch(line):
            fields.setdefault(field[1], field[2] or field[3] or "")
    if not in_versions:
        raise UnreadableFileError("holds no table of versions")
    for name, fields in found.items():
        version = fields.get("pretty_version", "")
        if version and version != "null" and name != root.get("name"):
            yield Package(
                type="composer",
                name=name,
                version=version,
                development=fields.get("dev_requirement") == "true",
            )
