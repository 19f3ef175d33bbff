"""``build.sbt.lock``, written by the plugin sbt-dependency-lock.

https://stringbean.github.io/sbt-dependency-lock/file-formats/version-1.html
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from hullmark.model.component import Evidence
from hullmark.native.catalogers.json_document import decode_json
from hullmark.native.catalogers.line_finder import LineFinder
from hullmark.native.catalogers.record import File, Package

_RUN = frozenset({"compile", "runtime", "default"})


class _Module(msgspec.Struct):
    org: str = ""
    name: str = ""
    version: str = ""
    configurations: Any = None


class _Lock(msgspec.Struct):
    modules: list[_Module] = []


def parse_sbt_lock(file: File) -> Iterator[Package]:
    """Yield the locked modules; those of no configuration that runs are for development."""
    lines = LineFinder(file.data)
    for module in decode_json(file.data, as_=_Lock).modules:
        line = lines.value("name", module.name)
        used = module.configurations if isinstance(module.configurations, list) else []
        if module.org and module.name and module.version:
            yield Package(
                type="maven",
                name=f"{module.org}:{module.name}",
                version=module.version,
                evidence=Evidence.DECLARED,
                line=line,
                development=bool(used) and _RUN.isdisjoint(map(str, used)),
            )
