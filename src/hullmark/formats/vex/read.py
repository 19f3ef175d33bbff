"""The door: bytes to statements, whichever standard they follow."""

from collections.abc import Callable
from typing import Any, Final

from hullmark.formats.strict import decode_json
from hullmark.formats.vex.csaf import csaf_document, is_csaf
from hullmark.formats.vex.cyclonedx import cyclonedx_document, is_cyclonedx
from hullmark.formats.vex.errors import NotVexError
from hullmark.formats.vex.openvex import is_openvex, openvex_document
from hullmark.model.vex import VexDocument

_Known = tuple[Callable[[dict[str, Any]], bool], Callable[[dict[str, Any], str], VexDocument]]
_KINDS: Final[tuple[_Known, ...]] = (
    (is_openvex, openvex_document),
    (is_csaf, csaf_document),
    (is_cyclonedx, cyclonedx_document),
)


def read_vex(data: bytes, *, source: str) -> VexDocument:
    """Return the statements of a document.

    Args:
        data: The document.
        source: What to call it in messages and statements: its path.

    Raises:
        BrokenDocumentError: It is not JSON, too large, or nested too deeply.
        NotVexError: It follows none of the standards.
    """
    document = decode_json(data, as_=dict[str, Any], source=source)
    for looks, read in _KINDS:
        if looks(document):
            return read(document, source)
    members = ", ".join(f"'{name[:40]}'" for name in list(document)[:6])
    raise NotVexError(
        f"'{source}' makes no VEX statements: an object with the members {members or 'none'}",
        hint="OpenVEX, CSAF and CycloneDX documents do",
    )
