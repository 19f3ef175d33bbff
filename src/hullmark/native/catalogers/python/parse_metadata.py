"""Core metadata of a distribution: ``METADATA``, ``PKG-INFO``, in folders, eggs and wheels.

The files are headers like those of a mail, with every liberty that twenty years of tools took;
only the header block is read. https://packaging.python.org/en/latest/specifications/core-metadata/
"""

from collections.abc import Iterator

from hullmark.model.component import Evidence
from hullmark.native.catalogers.archive import Archive, Budget
from hullmark.native.catalogers.record import Buffer, File, Package, UnreadableFileError

_HEADER_BYTES = 1024 * 1024
"""The header block; descriptions follow it and are not read."""
_LICENSE_CHARACTERS = 200
"""Some put the whole text of their licence into the field; its first line is enough."""
_FIELDS = frozenset({"name", "version", "license", "license-expression", "classifier"})
_ZIP = b"PK\x03\x04"
_UNKNOWN = frozenset({"", "unknown", "none", "osi approved"})


def parse_metadata(file: File) -> Iterator[Package]:
    """Yield the installed distribution that a metadata file or a zipped egg describes."""
    if file.path.endswith(".egg") and file.data[:4] == _ZIP:
        yield from _zipped(file, (b"egg-info/pkg-info",), Evidence.INSTALLED)
        return
    yield _package(file.data[:_HEADER_BYTES], evidence=Evidence.INSTALLED)


def parse_wheel(file: File) -> Iterator[Package]:
    """Yield the distribution in a wheel: present, ready to be installed, but not importable."""
    yield from _zipped(file, (b".dist-info/metadata",), Evidence.DECLARED)


def _zipped(file: File, suffixes: tuple[bytes, ...], evidence: Evidence) -> Iterator[Package]:
    archive = Archive(file.data, Budget.of(len(file.data)))
    for member in archive.wanted(suffixes):
        if member.name.count("/") != 1:  # vendored copies inside are not this distribution
            continue
        data = archive.read(member, limit=_HEADER_BYTES, cut=True)
        yield _package(data, evidence=evidence)


def _package(data: Buffer, *, evidence: Evidence) -> Package:
    fields = _headers(bytes(data))
    name, version = _first(fields, "name"), _first(fields, "version")
    if not name or not version:
        missing = "Name" if not name else "Version"
        raise UnreadableFileError(f"Python metadata has no {missing}")
    return Package(
        type="pypi", name=name, version=version, licenses=_licenses(fields), evidence=evidence
    )


def _headers(data: bytes) -> dict[str, list[str]]:
    """Return the values of the fields we read, by lower-cased name, in order."""
    fields: dict[str, list[str]] = {}
    values: list[str] | None = None
    for raw in _decode(data).splitlines():
        if not raw.strip():
            if fields:
                break
            continue
        if raw[0] in " \t":
            if values is not None:
                values[-1] += "\n" + raw.strip()
            continue
        key, colon, value = raw.partition(":")
        key = key.strip().lower()
        values = None
        if colon and key in _FIELDS:
            values = fields.setdefault(key, [])
            values.append(value.strip())
    return fields


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _first(fields: dict[str, list[str]], key: str) -> str:
    """Return the first value; later ones are a description that looks like headers."""
    for value in fields.get(key, ()):
        line = value.partition("\n")[0].strip()
        if line and line.lower() != "unknown":
            return line
    return ""


def _licenses(fields: dict[str, list[str]]) -> tuple[str, ...]:
    """Return the expression; without one the classifiers; without those the free text."""
    expression = _first(fields, "license-expression")
    if expression:
        return (expression[:_LICENSE_CHARACTERS],)
    classified = [
        value.rpartition("::")[2].strip()
        for value in fields.get("classifier", ())
        if value.startswith("License ::")
    ]
    named = [name for name in dict.fromkeys(classified) if name.lower() not in _UNKNOWN]
    if named:
        return tuple(named)
    free = _first(fields, "license")
    return (free[:_LICENSE_CHARACTERS],) if free else ()
