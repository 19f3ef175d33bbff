"""The registry of PEAR, which PECL uses as well: one file per installed package."""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.php.php_values import Value, parse_values
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_REGISTRY_BYTES = 32 * 1024 * 1024
"""One entry; those that list thousands of files reach a megabyte."""
_CHANNEL = re.compile(r"/\.channel\.([^/]+)/[^/]+$")
_DEFAULT_CHANNEL = "pear.php.net"


def parse_pear_registry(file: File) -> Iterator[Package]:
    """Yield the package of an entry, under the channel that it came from."""
    if len(file.data) > _REGISTRY_BYTES:
        raise UnreadableFileError(f"entry is larger than {_REGISTRY_BYTES} bytes")
    entry = parse_values(file.data[:])
    if not isinstance(entry, dict):
        raise UnreadableFileError("entry of the registry is no array")
    name = _text(entry.get("name")) or _text(entry.get("package"))
    version = _text(entry.get("version"), "release")
    if not name or not version:
        raise UnreadableFileError("entry of the registry has no name or no version")
    folder = _CHANNEL.search(f"/{file.path}")
    channel = _text(entry.get("channel")) or (folder[1] if folder else _DEFAULT_CHANNEL)
    license_ = _text(entry.get("license"), "_content")
    yield Package(
        type="pear",
        name=f"{channel}/{name}",
        version=version,
        licenses=(license_,) if license_ else (),
    )


def _text(value: "Value | None", key: str = "") -> str:
    """Return a text, or the one under ``key`` where the value is an array."""
    if isinstance(value, dict):
        value = value.get(key)
    return value.strip() if isinstance(value, str) else ""
