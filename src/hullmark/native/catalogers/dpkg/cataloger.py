"""Finds packages of dpkg and opkg, the files they own and the licences they declare."""

from collections.abc import Iterator

from hullmark.native.catalogers.dpkg.parse_copyright import parse_copyright
from hullmark.native.catalogers.dpkg.parse_info import package_of, parse_list, parse_md5sums
from hullmark.native.catalogers.dpkg.parse_status import parse_status
from hullmark.native.catalogers.record import Cataloger, File, Record


def parse(file: File) -> Iterator[Record]:
    """Yield what one file of a dpkg or opkg database says."""
    folder, _, name = file.path.rpartition("/")
    type_ = "opkg" if folder.rpartition("opkg")[1] else "deb"
    if name.endswith(".list"):
        yield from parse_list(file.data[:], type_=type_, package=package_of(file.path))
    elif name.endswith(".md5sums"):
        yield from parse_md5sums(file.data[:], type_=type_, package=package_of(file.path))
    elif name == "copyright":
        package = folder.rpartition("/")[2]
        yield from parse_copyright(file.data[:], package=package)
    else:
        in_folder = folder.endswith("status.d")
        yield from parse_status(file.data, type_=type_, always_installed=in_folder)


DPKG = Cataloger(
    name="dpkg",
    version=1,
    role="os",
    globs=(
        "var/lib/dpkg/status",
        "var/lib/dpkg/status.d/*",
        "var/lib/dpkg/info/*.list",
        "usr/share/doc/*/copyright",
        "usr/lib/opkg/status",
        "usr/lib/opkg/info/*.list",
        "var/lib/opkg/status",
        "var/lib/opkg/info/*.list",
        "opt/lib/opkg/status",
    ),
    parse=parse,
)
