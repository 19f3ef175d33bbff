"""Which files speak of Swift packages and pods, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _resolved(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.swift.parse_resolved import (  # noqa: PLC0415 - rare
        parse_resolved,
    )

    return parse_resolved(file)


def _podfile_lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.swift.parse_podfile_lock import (  # noqa: PLC0415 - rare
        parse_podfile_lock,
    )

    return parse_podfile_lock(file)


RESOLVED = Cataloger(
    name="swift-package-resolved",
    version=1,
    role="language",
    globs=("**/Package.resolved", "**/.package.resolved"),
    parse=_resolved,
    declared=True,
)
PODFILE_LOCK = Cataloger(
    name="cocoapods-podfile-lock",
    version=1,
    role="language",
    globs=("**/Podfile.lock",),
    parse=_podfile_lock,
    declared=True,
)

CATALOGERS = (RESOLVED, PODFILE_LOCK)
