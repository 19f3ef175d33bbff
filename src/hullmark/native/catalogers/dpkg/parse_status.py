"""The status database of dpkg and opkg: blank-line separated stanzas of ``Field: value``."""

import re
from collections.abc import Iterator

from hullmark.kernel.limits import TEXT_LINE_BYTES
from hullmark.native.catalogers.record import Buffer, Package, UnreadableFileError

_UNPACKED = frozenset(
    {
        b"installed",
        b"unpacked",
        b"half-installed",
        b"half-configured",
        b"triggers-awaited",
        b"triggers-pending",
    }
)
"""States in which files of the package are on disk, whether or not its scripts have run."""

STANZA_BYTES = 4 * TEXT_LINE_BYTES
"""One stanza: the longest real ones (kernel headers with conffiles) hold some hundred KiB."""

_FIELDS = (b"Package", b"Version", b"Status", b"Architecture", b"Source")
_FIELD_NAME = re.compile(rb"^[A-Za-z-]{1,40}:", re.MULTILINE)
_SOURCE = re.compile(r"(\S+)(?:\s*\(([^()]*)\))?")
_BINARY_REBUILD = re.compile(r"\+b\d+$")


def parse_status(content: Buffer, *, type_: str, always_installed: bool) -> Iterator[Package]:
    """Yield every package whose files are on disk.

    Args:
        content: The database.
        type_: purl type of the packages.
        always_installed: Whether a stanza without ``Status`` counts as installed (status.d).

    Raises:
        UnreadableFileError: After all readable packages: which stanzas were not readable.
    """
    broken: list[str] = []
    for line, stanza in _stanzas(content):
        try:
            package = _package(stanza, line, type_, always_installed=always_installed)
        except UnreadableFileError as error:
            broken.append(f"line {line}: {error}")
            continue
        if package is not None:
            yield package
    if broken:
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        raise UnreadableFileError(f"{broken[0]}{more}")


def _stanzas(content: Buffer) -> Iterator[tuple[int, bytes]]:
    """Yield each stanza with the 1-based number of its first line, a line break put in front."""
    start, line, end = 0, 1, len(content)
    while start < end:
        stop = content.find(b"\n\n", start)
        if stop < 0:
            stop = end
        stanza = b"\n" + content[start:stop]
        if b"\r" in stanza:
            stanza = stanza.replace(b"\r\n", b"\n")
        stripped = stanza.strip()
        if stripped:
            lead = len(stanza) - len(stanza.lstrip(b"\n")) - 1
            yield line + lead, b"\n" + stripped
        line += stanza.count(b"\n") + 1
        start = stop + 2


def _package(stanza: bytes, line: int, type_: str, *, always_installed: bool) -> Package | None:
    if len(stanza) > STANZA_BYTES:
        raise UnreadableFileError(f"a stanza of {len(stanza)} bytes")
    if b"\nPackage:" not in stanza:
        # dpkg writes names like this and reads them in any case.
        stanza = _FIELD_NAME.sub(lambda match: match[0].title(), stanza)
    name, version, status, architecture, source = (_value(stanza, field) for field in _FIELDS)
    if status:
        if status.rpartition(b" ")[2] not in _UNPACKED:
            return None
    elif name and not always_installed:
        # dpkg reads a missing status as "not installed".
        return None
    if not name:
        raise UnreadableFileError("a stanza without Package")
    if not version:
        raise UnreadableFileError(f"package '{_text(name)[:80]}' has no Version")
    source_name, source_version = _source(_text(source), _text(version))
    return Package(
        type=type_,
        name=_text(name),
        version=_text(version),
        architecture=_text(architecture),
        source_name="" if source_name == _text(name) else source_name,
        source_version="" if source_version == _text(version) else source_version,
        line=line,
    )


def _value(stanza: bytes, field: bytes) -> bytes:
    """Return the first line of a field."""
    at = stanza.find(b"\n" + field + b":")
    if at < 0:
        return b""
    at += len(field) + 2
    stop = stanza.find(b"\n", at)
    return (stanza[at:] if stop < 0 else stanza[at:stop]).strip()


def _source(source: str, version: str) -> tuple[str, str]:
    """Split ``Source: name (version)``; a rebuilt binary (``+b1``) has its source's version."""
    match = _SOURCE.match(source) if source else None
    stated = match[2].strip() if match and match[2] else ""
    return (match[1] if match else ""), stated or _BINARY_REBUILD.sub("", version)


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
