"""``opam`` files: fields of one package, whose name and version may be those of its folder.

https://opam.ocaml.org/doc/Manual.html#opam
"""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_text

_OPAM_BYTES = 1024 * 1024
"""One file; the longest real ones hold some tens of KiB."""
_BLOCK = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""', re.DOTALL)
_FIELD = re.compile(r'^(name|version|license):\s*(?:\[\s*)?"([^"\n]{1,200})"', re.MULTILINE)


def parse_opam(file: File) -> Iterator[Package]:
    """Yield the package; a development copy without a version is passed over."""
    text = _BLOCK.sub('""', decode_text(file.data, limit_bytes=_OPAM_BYTES))
    fields: dict[str, str] = {}
    for key, value in _FIELD.findall(text):
        fields.setdefault(key, value)
    folder, _, last = file.path.rpartition("/")
    if last == "opam":
        name, _, version = folder.rpartition("/")[2].partition(".")
    else:
        name, version = last.removesuffix(".opam"), ""
    name, version = fields.get("name", name), fields.get("version", version)
    if name and version:
        license_ = fields.get("license", "")
        yield Package(
            type="opam", name=name, version=version, licenses=(license_,) if license_ else ()
        )
