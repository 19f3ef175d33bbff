"""An rpm header: the tagged binary record that every rpm database stores per package.

::

    uint32 entries, uint32 size      big-endian
    entries × (tag, type, offset, count)
    size bytes of data; offsets count from here
"""

import struct
from collections.abc import Iterator

from hullmark.native.catalogers.record import Owns, Package, UnreadableFileError

ENTRIES = 0xFFFF
"""Index entries of one header; rpm itself refuses more."""
DATA_BYTES = 0x0FFF_FFFF
"""Data of one header; rpm itself refuses more (256 MiB)."""
FILES = 2_000_000
"""Files of one package; kernel sources hold about 90,000."""

_NAME, _VERSION, _RELEASE, _EPOCH = 1000, 1001, 1002, 1003
_VENDOR, _LICENSE, _ARCH = 1011, 1014, 1022
_OLD_NAMES, _SOURCE_RPM = 1027, 1044
_DIR_INDEXES, _BASENAMES, _DIRNAMES = 1116, 1117, 1118
_MODULARITY = 5096
_WANTED = frozenset(
    {
        _NAME,
        _VERSION,
        _RELEASE,
        _EPOCH,
        _VENDOR,
        _LICENSE,
        _ARCH,
        _OLD_NAMES,
        _SOURCE_RPM,
        _DIR_INDEXES,
        _BASENAMES,
        _DIRNAMES,
        _MODULARITY,
    }
)
_INT32, _STRING, _STRINGS, _TRANSLATED = 4, 6, 8, 9

_ENTRY = struct.Struct(">4I")
_Values = dict[int, tuple[int, int, int]]
"""Tag → type, offset in the data, count."""


def parse_header(blob: bytes) -> Iterator[Package | Owns]:
    """Yield the package that a header describes, and the files it owns.

    Raises:
        UnreadableFileError: The blob is no header, or one that claims more than it holds.
    """
    values, data = _index(blob)
    name, version = _string(values, data, _NAME), _string(values, data, _VERSION)
    if not name or not version:
        raise UnreadableFileError("an rpm header without a name or version")
    release = _string(values, data, _RELEASE)
    epoch = _number(values, data, _EPOCH)
    yield to_package(
        name=name,
        version=f"{version}-{release}" if release else version,
        epoch=epoch,
        architecture=_string(values, data, _ARCH),
        source_rpm=_string(values, data, _SOURCE_RPM),
        license_=_string(values, data, _LICENSE),
        vendor=_string(values, data, _VENDOR),
        modularity=_string(values, data, _MODULARITY),
    )
    if paths := _paths(values, data):
        yield Owns(type="rpm", package=name, paths=b"\n".join(paths))


def to_package(
    *,
    name: str,
    version: str,
    epoch: int,
    architecture: str,
    source_rpm: str,
    license_: str = "",
    vendor: str = "",
    modularity: str = "",
) -> Package:
    """Return the record of one rpm package; epoch 0 and no epoch are the same to rpm."""
    full = f"{epoch}:{version}" if epoch else version
    source_name, source_version = split_source_rpm(_said(source_rpm))
    if source_version and epoch:
        # The file name of a source package carries no epoch; its binaries share it by default.
        source_version = f"{epoch}:{source_version}"
    qualifiers = []
    if epoch:
        qualifiers.append(("epoch", str(epoch)))
    if _said(modularity):
        qualifiers.append(("modularitylabel", modularity))
    license_ = _said(license_)
    return Package(
        type="rpm",
        name=name,
        version=full,
        architecture=_said(architecture),
        source_name="" if source_name == name else source_name,
        source_version="" if source_version == full else source_version,
        licenses=(license_,) if license_ else (),
        vendor=_said(vendor),
        qualifiers=tuple(qualifiers),
    )


def split_source_rpm(file_name: str) -> tuple[str, str]:
    """Split ``util-linux-2.32.1-42.el8.src.rpm`` into name and version-release."""
    for suffix in (".src.rpm", ".nosrc.rpm"):
        if file_name.endswith(suffix):
            stem = file_name.removesuffix(suffix)
            break
    else:
        return "", ""
    parts = stem.rsplit("-", 2)
    if len(parts) < 3 or not parts[0]:
        return "", ""
    return parts[0], f"{parts[1]}-{parts[2]}"


def _said(value: str) -> str:
    return "" if value == "(none)" else value


def _index(blob: bytes) -> tuple[_Values, memoryview]:
    if len(blob) < 8:
        raise UnreadableFileError("an rpm header of less than 8 bytes")
    entries, size = struct.unpack_from(">2I", blob)
    start = 8 + entries * _ENTRY.size
    if entries > ENTRIES or size > DATA_BYTES or start + size > len(blob):
        raise UnreadableFileError(
            f"an rpm header that claims {entries} entries and {size} bytes in {len(blob)}"
        )
    values: _Values = {}
    for tag, type_, offset, count in _ENTRY.iter_unpack(blob[8:start]):
        if tag in _WANTED and tag not in values:
            if offset >= size and count:
                raise UnreadableFileError(f"an rpm header whose tag {tag} lies outside of it")
            values[tag] = (type_, offset, count)
    return values, memoryview(blob)[start : start + size]


def _string(values: _Values, data: memoryview, tag: int) -> str:
    type_, offset, count = values.get(tag, (0, 0, 0))
    if type_ not in {_STRING, _STRINGS, _TRANSLATED} or not count:
        return ""
    raw = bytes(data[offset : offset + 64 * 1024])
    return raw.partition(b"\0")[0].decode("utf-8", "replace")


def _number(values: _Values, data: memoryview, tag: int) -> int:
    numbers = _numbers(values, data, tag)
    return numbers[0] if numbers else 0


def _numbers(values: _Values, data: memoryview, tag: int) -> tuple[int, ...]:
    type_, offset, count = values.get(tag, (0, 0, 0))
    if type_ != _INT32 or not count:
        return ()
    if offset + 4 * count > len(data):
        raise UnreadableFileError(f"an rpm header whose tag {tag} runs out of it")
    return struct.unpack_from(f">{count}I", data, offset)


def _strings(values: _Values, data: memoryview, tag: int) -> list[bytes]:
    type_, offset, count = values.get(tag, (0, 0, 0))
    if type_ not in {_STRING, _STRINGS} or not count:
        return []
    if count > FILES or count > len(data) - offset:
        raise UnreadableFileError(f"an rpm header that claims {count} strings in tag {tag}")
    found = bytes(data[offset:]).split(b"\0", count)
    if len(found) <= count:
        raise UnreadableFileError(f"an rpm header whose tag {tag} runs out of it")
    return found[:count]


def _paths(values: _Values, data: memoryview) -> list[bytes]:
    basenames = _strings(values, data, _BASENAMES)
    if not basenames:
        return [path.lstrip(b"/") for path in _strings(values, data, _OLD_NAMES)]
    folders = [folder.lstrip(b"/") for folder in _strings(values, data, _DIRNAMES)]
    indexes = _numbers(values, data, _DIR_INDEXES)
    if len(indexes) != len(basenames) or (indexes and max(indexes) >= len(folders)):
        raise UnreadableFileError("an rpm header whose file names do not fit its folders")
    _check_length(folders, indexes, basenames)
    return [folders[index] + name for index, name in zip(indexes, basenames, strict=True)]


def _check_length(folders: list[bytes], indexes: tuple[int, ...], basenames: list[bytes]) -> None:
    """Refuse one long folder that is named a million times: names far larger than the header."""
    sizes = [len(folder) for folder in folders]
    if sum(sizes[index] for index in indexes) + len(basenames) > DATA_BYTES:
        raise UnreadableFileError("an rpm header whose file names exceed all bounds")
