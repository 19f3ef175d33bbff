"""The installed packages of Portage: ``var/db/pkg/<category>/<name>-<version>/``.

How names and versions part is said in https://projects.gentoo.org/pms/latest/pms.html, 3.1 and 3.2.
"""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Licenses, Owns, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import decode_text

_TYPE = "ebuild"
_NAME_BYTES = 4096
"""A file that holds a name and a version."""
_NAMED = re.compile(
    r"(?P<name>[\w+][\w+-]{0,200})"
    r"-(?P<version>\d[\d.]{0,60}[a-z]?(?:_(?:alpha|beta|pre|rc|p)\d{0,20}){0,5}(?:-r\d{1,20})?)"
)
_LICENSE = re.compile(r"[\w+.@-]+")


def parse_name(file: File) -> Iterator[Package]:
    """Yield the package that a ``PF`` file names."""
    yield _package(file, decode_text(file.data, limit_bytes=_NAME_BYTES).strip())


def parse_contents(file: File) -> Iterator[Package | Owns]:
    """Yield the package whose ``CONTENTS`` this is, and the files it owns."""
    package = _package(file, file.path.split("/")[-2])
    yield package
    paths = [path for line in file.data[:].split(b"\n") if (path := _path(line))]
    if paths:
        yield Owns(type=_TYPE, package=package.name, paths=b"\n".join(paths))


def parse_license(file: File) -> Iterator[Licenses]:
    """Yield the licences of a ``LICENSE`` file; conditions between them are left out."""
    words = decode_text(file.data, limit_bytes=_NAME_BYTES).split()
    named = tuple(
        dict.fromkeys(word for word in words if _LICENSE.fullmatch(word) and word != "||")
    )
    if named:
        package = _package(file, file.path.split("/")[-2])
        yield Licenses(type=_TYPE, package=package.name, licenses=named)


def _package(file: File, text: str) -> Package:
    found = _NAMED.fullmatch(text)
    if found is None:
        raise UnreadableFileError(f"'{text[:80]}' is not a name with a version")
    category = file.path.split("/")[-3]
    return Package(type=_TYPE, name=f"{category}/{found['name']}", version=found["version"])


def _path(line: bytes) -> bytes:
    """Return the path of ``obj <path> <digest> <time>`` or ``sym <path> -> <target> <time>``."""
    kind, _, rest = line.partition(b" ")
    if kind == b"obj":
        rest = rest.rsplit(b" ", 2)[0]
    elif kind == b"sym":
        rest = rest.partition(b" -> ")[0]
    else:
        return b""
    return rest.lstrip(b"/")
