"""``haxelib.json``: one Haxe library.

https://lib.haxe.org/documentation/creating-a-haxelib-package/
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from hullmark.native.catalogers.json_document import decode_json
from hullmark.native.catalogers.record import File, Package


class _Library(msgspec.Struct):
    name: Any = None
    version: Any = None
    license: Any = None


def parse_haxelib(file: File) -> Iterator[Package]:
    """Yield the library, if the file names one with a version."""
    library = decode_json(file.data, as_=_Library)
    name, version, declared = library.name, library.version, library.license
    if isinstance(name, str) and name and isinstance(version, str) and version:
        licenses = (declared,) if isinstance(declared, str) and declared else ()
        yield Package(type="haxe", name=name, version=version, licenses=licenses)
