"""``cos-package-info.json``: what is installed; what was only there to build it is not."""

from collections.abc import Iterator
from typing import Any

import msgspec

from hullmark.native.catalogers.json_document import decode_json
from hullmark.native.catalogers.record import File, Package


class _Info(msgspec.Struct, rename="camel"):
    installed_packages: list[dict[str, Any]] = []


def parse_package_info(file: File) -> Iterator[Package]:
    """Yield the installed packages; their ebuild's own version is a qualifier."""
    for entry in decode_json(file.data, as_=_Info).installed_packages:
        name, version = entry.get("name"), entry.get("version")
        if isinstance(name, str) and name and isinstance(version, str) and version:
            told = (("category", entry.get("category")), ("ebuild", entry.get("ebuild_version")))
            yield Package(
                type="cos",
                name=name,
                version=version,
                qualifiers=tuple((key, word) for key, word in told if isinstance(word, str)),
            )
