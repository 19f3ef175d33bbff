"""JSON files as catalogers meet them: bounded, with every fault of theirs one kind of error."""

import re
from typing import Any, TypeVar

import msgspec

from hullmark.kernel import limits
from hullmark.kernel.decoders import json_decoder
from hullmark.native.catalogers.record import Buffer, UnreadableFileError

_T = TypeVar("_T")
_BOM = b"\xef\xbb\xbf"
# What is not closed reaches to the end, so that no text is searched twice.
_STRINGS_AND_COMMENTS = re.compile(
    rb'"(?:[^"\\]|\\.)*(?:"|\Z)|//[^\n]*|/\*.*?(?:\*/|\Z)|,(?=\s*[}\]])', re.DOTALL
)


def decode_json(data: Buffer, *, as_: type[_T]) -> _T:
    """Return the document as ``as_``.

    Raises:
        UnreadableFileError: It is not JSON, of another shape, nested too deep or too large.
    """
    if len(data) > limits.JSON_BYTES:
        raise UnreadableFileError(f"JSON is larger than {limits.JSON_BYTES} bytes")
    content = data[:].removeprefix(_BOM)
    try:
        return json_decoder(as_).decode(content)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise UnreadableFileError(f"not valid JSON: {error}") from error


def decode_object(data: Buffer) -> dict[str, Any]:
    """Return the document, which must be an object; see ``decode_json``."""
    return decode_json(data, as_=dict[str, Any])


def decode_lenient_object(data: Buffer) -> dict[str, Any]:
    """Return an object written with comments and trailing commas, as people and Bun write JSON."""
    if len(data) > limits.JSON_BYTES:
        raise UnreadableFileError(f"JSON is larger than {limits.JSON_BYTES} bytes")
    plain = _STRINGS_AND_COMMENTS.sub(_blank_comment, data[:])
    return decode_object(_STRINGS_AND_COMMENTS.sub(_drop_comma, plain))


def _blank_comment(found: re.Match[bytes]) -> bytes:
    """Return white space for a comment, with its line ends."""
    text = found[0]
    return text if text[:1] != b"/" else b" " + b"\n" * text.count(b"\n")


def _drop_comma(found: re.Match[bytes]) -> bytes:
    return b"" if found[0] == b"," else found[0]
