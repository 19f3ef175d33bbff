"""Debian copyright files: machine-readable (DEP-5) or free text that names common licences."""

import re
from collections.abc import Iterable, Iterator

from hullmark.native.catalogers.record import Licenses, UnreadableFileError

COPYRIGHT_BYTES = 8 * 1024 * 1024
"""One copyright file; chromium's, the largest in Debian, holds about 3 MiB."""

LICENSES = 200
"""Licences kept of one package; texts beyond that are lists of a whole distribution."""

_COMMON = b"/usr/share/common-licenses/"
_COMMON_NAME = re.compile(rb"[A-Za-z][A-Za-z0-9.+-]{0,60}")
_FORMAT = re.compile(rb"^format(-specification)?:", re.IGNORECASE)
_TITLE = re.compile(r"[A-Za-z0-9][\w.+() ,/-]{0,119}\Z")


def parse_copyright(content: bytes, *, package: str) -> Iterator[Licenses]:
    """Yield the licences that a copyright file declares, none where it names none.

    Raises:
        UnreadableFileError: The file is larger than any copyright file.
    """
    if len(content) > COPYRIGHT_BYTES:
        raise UnreadableFileError(f"is larger than {COPYRIGHT_BYTES} bytes")
    found: Iterable[str] = ()
    if _FORMAT.match(content[:256].lstrip()):
        found = _declared(content)
    licenses = tuple(dict.fromkeys(found)) or tuple(dict.fromkeys(_referred(content)))
    if licenses:
        yield Licenses(type="deb", package=package, licenses=licenses[:LICENSES])


def _declared(content: bytes) -> Iterator[str]:
    """Yield the short names of ``License:`` fields."""
    at = content.find(b"\nLicense:")
    while at >= 0:
        stop = content.find(b"\n", at + 9)
        line = content[at + 9 :] if stop < 0 else content[at + 9 : stop]
        name = " ".join(line.decode("utf-8", "replace").split())
        if _TITLE.match(name):
            yield name
        at = content.find(b"\nLicense:", at + 9)


def _referred(content: bytes) -> Iterator[str]:
    """Yield the common licences whose full text the file points to."""
    at = content.find(_COMMON)
    while at >= 0:
        at += len(_COMMON)
        if match := _COMMON_NAME.match(content, at):
            yield match[0].decode("ascii").rstrip(".")
        at = content.find(_COMMON, at)
