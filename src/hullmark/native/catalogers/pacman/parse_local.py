"""The local database of pacman: one folder per package, sections of ``%NAME%`` and lines.

https://man.archlinux.org/man/alpm_local_db.5
"""

from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Owns, Package, UnreadableFileError
from hullmark.native.catalogers.text_document import numbered_lines

_FILES = "FILES"


def parse_desc(file: File) -> Iterator[Package]:
    """Yield the package that a ``desc`` file describes."""
    fields = _sections(file)
    name, version = _first(fields, "NAME"), _first(fields, "VERSION")
    if not name or not version:
        raise UnreadableFileError(f"package has no {'version' if name else 'name'}")
    base = _first(fields, "BASE")
    yield Package(
        type="alpm",
        name=name,
        version=version,
        architecture=_first(fields, "ARCH"),
        source_name="" if base == name else base,
        licenses=tuple(fields.get("LICENSE", ())),
    )


def parse_files(file: File) -> Iterator[Owns]:
    """Yield the paths of a ``files`` file; its folder is named after package and version."""
    paths = [path for path in _sections(file).get(_FILES, ()) if not path.endswith("/")]
    folder = file.path.split("/")[-2]
    package = folder.rsplit("-", 2)[0]
    if paths:
        joined = "\n".join(paths).encode("utf-8", "surrogateescape")
        yield Owns(type="alpm", package=package, paths=joined)


def _sections(file: File) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    values: list[str] = []
    for _, line in numbered_lines(file.data):
        text = line.strip()
        if len(text) > 2 and text[0] == text[-1] == "%":
            values = fields.setdefault(text[1:-1], [])
        elif text:
            values.append(text)
    return fields


def _first(fields: dict[str, list[str]], key: str) -> str:
    return next(iter(fields.get(key, ())), "")
