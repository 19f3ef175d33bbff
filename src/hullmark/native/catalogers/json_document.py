"""JSON files as catalogers meet them: bounded, with every fault of theirs one kind of error."""

from typing import Any, TypeVar

import msgspec

from hullmark.kernel import limits
from hullmark.native.catalogers.record import Buffer, UnreadableFileError

_T = TypeVar("_T")
_BOM = b"\xef\xbb\xbf"


def decode_json(data: Buffer, *, as_: type[_T]) -> _T:
    """Return the document as ``as_``.

    Raises:
        UnreadableFileError: It is not JSON, of another shape, nested too deep or too large.
    """
    if len(data) > limits.JSON_BYTES:
        raise UnreadableFileError(f"JSON is larger than {limits.JSON_BYTES} bytes")
    content = data[:].removeprefix(_BOM)
    try:
        return msgspec.json.decode(content, type=as_)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise UnreadableFileError(f"not valid JSON: {error}") from error


def decode_object(data: Buffer) -> dict[str, Any]:
    """Return the document, which must be an object; see ``decode_json``."""
    return decode_json(data, as_=dict[str, Any])
