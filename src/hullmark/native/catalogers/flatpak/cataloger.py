"""Finds applications of Flatpak by the metadata they export."""

from hullmark.native.catalogers.record import Cataloger, late

FLATPAK = Cataloger(
    name="flatpak",
    version=1,
    role="language",
    globs=("**/flatpak/app/**/metainfo/*", "**/flatpak/app/**/appdata/*"),
    parse=late("flatpak.parse_metainfo", "parse_metainfo"),
)

CATALOGERS = (FLATPAK,)
