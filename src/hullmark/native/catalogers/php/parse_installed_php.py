"""``vendor/composer/installed.php``: what Composer 2 tells the running program about itself.

Images that are made small often keep it and lose ``installed.json``. It is PHP that Composer writes
in one fixed shape; nothing is run.
"""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import decode_text

_ROOT = re.compile(r"""^    'root' => array\(\n        'name' => '([^'\n]*)'""", re.MULTILINE)
_ENTRY = re.compile(r"""^        '([^'\n/]+/[^'\n/]+)' => array\($""", re.MULTILINE)
_FIELD = re.compile(
    r"""^            '(\w+)' => (?:'([^'\n]*)'|(true|false|null)),$""", re.MULTILINE
)
_END = "\n        ),"


def parse_installed_php(file: File) -> Iterator[Package]:
    """Yield the installed packages; names that others replace or provide have no version."""
    text = decode_text(file.data).replace("\r\n", "\n")
    if "'versions' => array(" not in text:
        raise UnreadableFileError("holds no table of versions")
    root = _ROOT.search(text)
    versions = text.index("'versions' => array(")
    for entry in _ENTRY.finditer(text, versions):
        if root is not None and entry[1] == root[1]:
            continue
        end = text.find(_END, entry.end())
        fields = {
            field[1]: field[2] or field[3] or ""
            for field in _FIELD.finditer(text, entry.end(), end if end >= 0 else len(text))
        }
        version = fields.get("pretty_version", "")
        if version and version != "null":
            yield Package(
                type="composer",
                name=entry[1],
                version=version,
                development=fields.get("dev_requirement") == "true",
            )
