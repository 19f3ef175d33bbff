"""The database of a Nix store: every path that is valid, named after what it holds."""

from collections.abc import Iterator

from hullmark.native.catalogers.nix.parse_store_path import split_path
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.sqlite_file import rows_of


def parse_database(file: File) -> Iterator[Package]:
    """Yield one package per name and version; its outputs are parts of it."""
    known: set[tuple[str, str]] = set()
    for (path,) in rows_of(file.data, "ValidPaths", ("path",)):
        found = split_path(path.decode("utf-8", "replace"))
        if found is not None and found not in known:
            known.add(found)
            yield Package(type="nix", name=found[0], version=found[1])
