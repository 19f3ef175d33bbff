"""JSON bytes to typed wire values: anything that does not fit is refused with its place."""

from typing import TypeVar

import msgspec

from hullmark.formats.errors import BrokenDocumentError
from hullmark.kernel import limits
from hullmark.kernel.decoders import json_decoder

_T = TypeVar("_T")
_BOM = b"\xef\xbb\xbf"


def decode_json(
    data: bytes, *, as_: type[_T], source: str, limit_bytes: int = limits.JSON_BYTES
) -> _T:
    """Return ``data`` decoded as ``as_``; fields that the type does not name are ignored.

    ``source`` names the document in messages: a path, a digest, ``manifest of 'x'``.

    Raises:
        BrokenDocumentError: Too large, not UTF-8, not JSON, nested too deeply, or of another shape.
    """
    if len(data) > limit_bytes:
        raise BrokenDocumentError(
            f"{source}: larger than {limit_bytes:,} bytes, too large for a document of its kind"
        )
    if data[:3] == _BOM:
        data = data[3:]
    try:
        return json_decoder(as_).decode(data)
    except msgspec.DecodeError as error:
        raise BrokenDocumentError(f"{source}: {error}", hint=_hint(data)) from error
    except UnicodeDecodeError as error:
        raise BrokenDocumentError(f"{source}: not UTF-8 text", hint=_hint(data)) from error
    except RecursionError as error:
        raise BrokenDocumentError(f"{source}: nested too deeply") from error


def _hint(data: bytes) -> str | None:
    """Say what the bytes look like, where that is not JSON at all."""
    start = data[:512].lstrip()
    if not start:
        return "the document is empty"
    if start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "the document is UTF-16; JSON is UTF-8"
    if start[:2] == b"\x1f\x8b":
        return "the document is gzip-compressed"
    if start[:1] == b"<":
        return "the document looks like HTML or XML"
    return None
