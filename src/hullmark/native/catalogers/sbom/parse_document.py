"""Tells CycloneDX from SPDX, and either from what merely has its name."""

from collections.abc import Iterator

from hullmark.native.catalogers.json_document import decode_object
from hullmark.native.catalogers.record import File, Package, UnreadableFileError
from hullmark.native.catalogers.sbom.parse_cyclonedx import components_in
from hullmark.native.catalogers.sbom.parse_spdx import packages_in

_OTHERS = frozenset({"bom.json"})
"""Names that other files have as well; such a file says nothing instead of being refused."""


def parse_document(file: File) -> Iterator[Package]:
    """Yield the components of a document, or of the attestation around one."""
    folder, _, name = file.path.rpartition("/")
    if not name.endswith((".json", ".spdx")) and folder.startswith(("usr/", "var/")):
        return
    document = decode_object(file.data)
    predicate = document.get("predicate")
    if isinstance(predicate, dict):
        document = predicate
    if document.get("bomFormat") == "CycloneDX":
        yield from components_in(document)
    elif isinstance(document.get("spdxVersion"), str):
        yield from packages_in(document)
    elif name not in _OTHERS:
        raise UnreadableFileError("neither CycloneDX nor SPDX 2")
