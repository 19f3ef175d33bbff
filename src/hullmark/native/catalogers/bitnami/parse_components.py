"""``.bitnami_components.json``: name → version, architecture and distribution."""

from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.line_finder import LineFinder
from hullmark.native.catalogers.record import File, Package


def parse_components(file: File) -> Iterator[Package]:
    """Yield the components of the list."""
    lines = LineFinder(file.data)
    for name, entry in decode_object(file.data).items():
        line = lines.key(name)
        version = entry.get("version") if isinstance(entry, dict) else None
        if name and isinstance(version, str) and version:
            pairs = (("arch", entry.get("arch")), ("distro", entry.get("distro")))
            yield Package(
                type="bitnami",
                name=name,
                version=version,
                evidence=Evidence.SBOM,
                line=line,
                qualifiers=tuple(
                    (key, value) for key, value in pairs if isinstance(value, str) and value
                ),
            )
