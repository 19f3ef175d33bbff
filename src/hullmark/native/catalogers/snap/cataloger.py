"""Finds snaps, and what their manifests say was put into them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def parse(file: File) -> Iterable[Record]:
    """Read one file of a snap."""
    from hullmark.native.catalogers.snap import parse_snap  # noqa: PLC0415 - rare

    if file.path.endswith("/snap.yaml"):
        return parse_snap.parse_snap(file)
    return parse_snap.parse_staged(file)


SNAP = Cataloger(
    name="snap",
    version=1,
    role="language",
    globs=("**/meta/snap.yaml", "**/snap/manifest.yaml", "**/usr/share/snappy/dpkg.yaml"),
    parse=parse,
)

CATALOGERS = (SNAP,)
