"""Kegs of Homebrew: the folder names say which formula at which version was poured."""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_text

_RECIPE_BYTES = 1024 * 1024
"""The longest formulae, with hundreds of resources, stay under 200 KiB."""
_LICENSE = re.compile(r"""^[ \t]*license[ \t]+["']([^"'\n]{1,200})["']""", re.MULTILINE)


def parse_keg(file: File) -> Iterator[Package]:
    """Yield the formula or cask in whose folder the file stands."""
    parts = file.path.split("/")
    recipe = parts[-2] == ".brew"
    if recipe and not file.path.endswith(".rb"):
        return
    above = parts[-4:-2] if recipe else parts[-3:-1]
    if len(above) < 2 or not all(above):
        return
    name, version = above
    licenses: tuple[str, ...] = ()
    if recipe:
        found = _LICENSE.search(decode_text(file.data, limit_bytes=_RECIPE_BYTES))
        licenses = (found[1],) if found else ()
    yield Package(type="brew", name=name, version=version, licenses=licenses)
