"""The status database of dpkg and opkg: blank-line separated stanzas of ``Field: value``."""

import re
from collections.abc import Iterator

from hullmark.kernel.limits import TEXT_LINE_BYTES
from hullmark.native.catalogers.record import Buffer, Package, UnreadableFileError

_UNPACKED = frozenset(
    {
        "installed",
        "unpacked",
        "half-installed",
        "half-configured",
        "triggers-awaited",
        "triggers-pending",
    }
)
"""States in which files of the package are on disk, whether or not its scripts have run."""

STANZA_BYTES = 4 * TEXT_LINE_BYTES
"""One stanza: the longest real ones (kernel headers with conffiles) hold some hundred KiB."""

_NEWLINE = 10
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
    if content.find(b"\r\n") >= 0:
        content = content[:].replace(b"\r\n", b"\n")
    broken: list[str] = []
    for line, start, stop in _stanzas(content):
        try:
            package = _package(content, start, stop, type_, line, always_installed=always_installed)
        except UnreadableFileError as error:
            broken.append(f"line {line}: {error}")
            continue
        if package is not None:
            yield package
    if broken:
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        raise UnreadableFileError(f"{broken[0]}{more}")


def _stanzas(content: Buffer) -> Iterator[tuple[int, int, int]]:
    """Yield the 1-based first line of each stanza, and where it starts and stops."""
    start, line, end = 0, 1, len(content)
    while start < end:
        if content[start] == _NEWLINE:
            start += 1
            line += 1
            continue
        stop = content.find(b"\n\n", start)
        if stop < 0:
            stop = end
        yield line, start, stop
        line += content[start:stop].count(b"\n") + 2
        start = stop + 2


def _package(
    content: Buffer, start: int, stop: int, type_: str, line: int, *, always_installed: bool
) -> Package | None:
    if stop - start > STANZA_BYTES:
        raise UnreadableFileError(f"a stanza of {stop - start} bytes")
    name = _value(content, b"Package", start, stop)
    if not name:
        # dpkg writes field names like this, and reads them in any case.
        stanza = _FIELD_NAME.sub(lambda match: match[0].title(), content[start:stop])
        content, start, stop = stanza, 0, len(stanza)
        name = _value(content, b"Package", start, stop)
    status = _value(content, b"Status", start, stop)
    if status:
        if status.rpartition(" ")[2] not in _UNPACKED:
            return None
    elif name and not always_installed:
        # dpkg reads a missing status as "not installed".
        return None
    if not name:
        raise UnreadableFileError("a stanza without Package")
    version = _value(content, b"Version", start, stop)
    if not version:
        raise UnreadableFileError(f"package '{name[:80]}' has no Version")
    source = _value(content, b"Source", start, stop)
    source_name, source_version = _source(source, version)
    return Package(
        type=type_,
        name=name,
        version=version,
        architecture=_value(content, b"Architecture", start, stop),
        source_name="" if source_name == name else source_name,
        source_version="" if source_version == version else source_version,
        line=line,
    )


def _value(content: Buffer, field: bytes, start: int, stop: int) -> str:
    """Return the first line of a field."""
    at = start + len(field) + 1
    if content[start:at] != field + b":":
        at = content.find(b"\n" + field + b":", start, stop)
        if at < 0:
            return ""
        at += len(field) + 2
    end = content.find(b"\n", at, stop)
    return content[at : stop if end < 0 else end].decode("utf-8", "replace").strip()


def _source(source: str, version: str) -> tuple[str, str]:
    """Split ``Source: name (version)``; a rebuilt binary (``+b1``) has its source's version."""
    if not source and "+b" not in version:
        return "", ""
    match = _SOURCE.match(source) if source else None
    stated = match[2].strip() if match and match[2] else ""
    return (match[1] if match else ""), stated or _BINARY_REBUILD.sub("", version)
