"""Turns a stream of header blobs into records; one broken header does not hide the others."""

from collections.abc import Iterable, Iterator

from hullmark.native.catalogers.record import Owns, Package, UnreadableFileError
from hullmark.native.catalogers.rpm.header import parse_header


def parse_headers(blobs: Iterable[bytes]) -> Iterator[Package | Owns]:
    """Yield the records of every header.

    Raises:
        UnreadableFileError: After all readable packages: what was not readable.
    """
    broken: list[str] = []
    for blob in blobs:
        try:
            yield from list(parse_header(blob))
        except UnreadableFileError as error:
            broken.append(str(error))
    if broken:
        more = f" (and {len(broken) - 1} more)" if len(broken) > 1 else ""
        raise UnreadableFileError(f"{broken[0]}{more}")
