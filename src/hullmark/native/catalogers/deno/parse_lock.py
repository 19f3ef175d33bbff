"""``deno.lock``, versions 2 to 5: packages of npm and JSR by ``name@version``."""

from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.line_finder import LineFinder
from hullmark.native.catalogers.record import File, Package


def parse_lock(file: File) -> Iterator[Package]:
    """Yield the locked packages; modules imported by URL have no name and are passed over."""
    lock = decode_object(file.data)
    inner = lock.get("packages")
    tables = {**(inner if isinstance(inner, dict) else {}), **lock}
    lines = LineFinder(file.data)
    seen: set[tuple[str, str, str]] = set()
    for key, table in tables.items():
        if key not in ("npm", "jsr") or not isinstance(table, dict):
            continue
        inner = table.get("packages")  # version 2 keeps specifiers beside the packages of npm
        for identity in inner if isinstance(inner, dict) else table:
            line = lines.key(identity)
            # What follows "_" are the versions of the package's peers.
            name, _, version = identity[1:].partition("@")
            name, version = identity[:1] + name, version.partition("_")[0]
            if name not in ("", "@") and version and (key, name, version) not in seen:
                seen.add((key, name, version))
                yield Package(
                    type=key, name=name, version=version, evidence=Evidence.DECLARED, line=line
                )
