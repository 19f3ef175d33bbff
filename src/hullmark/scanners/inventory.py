"""What a bill of materials lists, as components."""

from hullmark.formats.errors import BrokenDocumentError, NotAnSbomError, SbomVersionError
from hullmark.formats.sbom.read import read_sbom
from hullmark.kernel.errors import InputError
from hullmark.model.component import Component
from hullmark.model.ledger import Issue
from hullmark.ports.adapter import Document
from hullmark.scanners.components import component


def inventory(document: Document) -> list[Component]:
    """Return the packages that a document lists; what is wrong with it is an issue."""
    try:
        bom = read_sbom(document.data, source=document.source)
    except (BrokenDocumentError, NotAnSbomError, SbomVersionError, InputError) as error:
        document.issues.append(
            Issue(path=document.source, cause=error.message[:300], code=error.code)
        )
        return []
    return [
        component(
            entry.package_type,
            f"{entry.group}/{entry.name}" if entry.group else entry.name,
            entry.version,
            purl=entry.purl,
        )
        for part in bom.parts
        for entry in part.entries
        if entry.purl or entry.package_type
    ]
