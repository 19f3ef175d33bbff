"""apk's installed database: stanzas of single-letter fields, files after their folder."""

from collections.abc import Iterator

from hullmark.kernel.limits import TEXT_LINE_BYTES
from hullmark.native.catalogers.record import Buffer, Owns, Package, UnreadableFileError

STANZA_BYTES = 64 * TEXT_LINE_BYTES
"""One package; linux-firmware, with tens of thousands of files, stays under 4 MiB."""


def parse_installed(content: Buffer) -> Iterator[Package | Owns]:
    """Yield every package and the files it owns.

    Virtual packages (``.build-deps``) are entries like all others and are kept: that something
    was installed under a name of its own is what the database says.

    Raises:
        UnreadableFileError: After all readable packages: which stanzas were not readable.
    """
    broken: list[str] = []
    for line, stanza in _stanzas(content):
        try:
            yield from _records(stanza, line)
        except UnreadableFileError as error:
            broken.append(f"line {line}: {error}")
    if broken:
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        raise UnreadableFileError(f"{broken[0]}{more}")


def _stanzas(content: Buffer) -> Iterator[tuple[int, bytes]]:
    start, line, end = 0, 1, len(content)
    while start < end:
        stop = content.find(b"\n\n", start)
        if stop < 0:
            stop = end
        stanza = content[start:stop]
        if stripped := stanza.strip():
            yield line + len(stanza) - len(stanza.lstrip(b"\n")), stripped
        line += stanza.count(b"\n") + 2
        start = stop + 2


def _records(stanza: bytes, line: int) -> Iterator[Package | Owns]:
    if len(stanza) > STANZA_BYTES:
        raise UnreadableFileError(f"a stanza of {len(stanza)} bytes")
    fields: dict[bytes, bytes] = {}
    folder = b""
    paths: list[bytes] = []
    for entry in stanza.split(b"\n"):
        key = entry[:2]
        if key == b"R:":
            paths.append(folder + entry[2:])
        elif key == b"F:":
            folder = entry[2:].strip(b"/")
            folder = folder + b"/" if folder else b""
        elif key[1:] == b":":
            fields.setdefault(key, entry[2:])
        elif entry.strip():
            raise UnreadableFileError(f"'{_text(entry[:40])}' is not a field")
    package = _package(fields, line)
    yield package
    if paths:
        yield Owns(type="apk", package=package.name, paths=b"\n".join(paths))


def _package(fields: dict[bytes, bytes], line: int) -> Package:
    name, version = _text(fields.get(b"P:", b"")), _text(fields.get(b"V:", b""))
    if not name:
        raise UnreadableFileError("a stanza without P (name)")
    if not version:
        raise UnreadableFileError(f"package '{name[:80]}' has no V (version)")
    origin = _text(fields.get(b"o:", b""))
    license_ = " ".join(_text(fields.get(b"L:", b"")).split())
    return Package(
        type="apk",
        name=name,
        version=version,
        architecture=_text(fields.get(b"A:", b"")),
        source_name="" if origin == name else origin,
        licenses=(license_,) if license_ else (),
        line=line,
    )


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace").strip()
