"""Text files as catalogers meet them: TOML, YAML, XML and lines, each bounded.

Every fault of theirs becomes the one kind of error that catalogers raise.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from hullmark.native.catalogers.record import Buffer, UnreadableFileError

if TYPE_CHECKING:
    from hullmark.formats.xml import Element
    from hullmark.formats.yaml import YamlMap

TEXT_BYTES = 64 * 1024 * 1024
"""One lock file or manifest; those of the largest monorepos reach a few megabytes."""
_DOTS = 5_000
_STEPS = 100_000_000
"""Steps on keys in one TOML file, if every dot were one of a key: a second or two."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode_text(data: Buffer, *, limit_bytes: int = TEXT_BYTES) -> str:
    """Return the text of a file; bytes that are not UTF-8 are marked as such, not refused.

    Raises:
        UnreadableFileError: It is too large, or binary.
    """
    if len(data) > limit_bytes:
        raise UnreadableFileError(f"file is larger than {limit_bytes} bytes")
    raw = data[:]
    if raw[:2] in _UTF16:
        return raw.decode("utf-16", "replace")
    if b"\0" in raw[:8192]:
        raise UnreadableFileError("file is binary, not text")
    return raw.decode("utf-8-sig", "replace")


def numbered_lines(data: Buffer, *, limit_bytes: int = TEXT_BYTES) -> Iterator[tuple[int, str]]:
    """Yield 1-based numbers and lines, without line ends."""
    for number, line in enumerate(decode_text(data, limit_bytes=limit_bytes).split("\n"), 1):
        yield number, line.removesuffix("\r")


def decode_toml(data: Buffer) -> tuple[dict[str, Any], str]:
    """Return the document, and its text to find lines in."""
    if len(data) > TEXT_BYTES:
        raise UnreadableFileError(f"TOML is larger than {TEXT_BYTES} bytes")
    import tomllib  # noqa: PLC0415 - images rarely hold such a file, every scan starts

    try:
        text = data[:].decode("utf-8-sig")
        _check_keys(text)
        return tomllib.loads(text), text
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(f"not valid TOML: {error}") from error


def _check_keys(text: str) -> None:
    """Refuse keys of very many parts, for each of which the decoder walks over all before it."""
    if text.count(".") > _DOTS and sum(line.count(".") ** 2 for line in text.split("\n")) > _STEPS:
        raise UnreadableFileError("TOML has a key of too many parts")


def decode_yaml(data: Buffer) -> list["YamlMap"]:
    """Return the documents of a file that are mappings; empty documents are passed over."""
    from hullmark.formats.errors import BrokenDocumentError  # noqa: PLC0415 - as above
    from hullmark.formats.yaml import YamlMap, parse_yaml  # noqa: PLC0415

    try:
        documents = parse_yaml(data[:], source="file", limit_bytes=TEXT_BYTES)
    except BrokenDocumentError as error:
        raise UnreadableFileError(error.message.removeprefix("file: ")) from error
    found = [document for document in documents if isinstance(document, YamlMap)]
    if documents and not found and any(documents):
        raise UnreadableFileError("YAML holds no mapping")
    return found


def decode_xml(data: Buffer, *, root: str) -> "Element":
    """Return the root element, which must be called ``root``."""
    from hullmark.formats.errors import BrokenDocumentError  # noqa: PLC0415 - as above
    from hullmark.formats.xml import parse_xml  # noqa: PLC0415

    try:
        element = parse_xml(data[:], source="file")
    except BrokenDocumentError as error:
        raise UnreadableFileError(error.message.removeprefix("file: ")) from error
    if element.name != root:
        raise UnreadableFileError(f"root element is '{element.name[:40]}', not '{root}'")
    return element
