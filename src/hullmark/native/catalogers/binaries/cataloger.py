"""Which files may be a well-known program, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.binaries.programs import GLOBS, anchors_of
from hullmark.native.catalogers.record import Cataloger, File, Record


def _program(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.binaries.parse_program import (  # noqa: PLC0415 - not at start
        parse_program,
    )

    return parse_program(file)


def _release(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.binaries.parse_release import (  # noqa: PLC0415 - rare
        parse_release,
    )

    return parse_release(file)


PROGRAM = Cataloger(
    name="binary-program",
    version=1,
    role="language",
    globs=GLOBS,
    anchors=anchors_of,
    parse=_program,
)
RELEASE = Cataloger(
    name="binary-release",
    version=1,
    role="language",
    globs=("**/release", "**/go/VERSION", "**/releases/*/OTP_VERSION"),
    parse=_release,
)

CATALOGERS = (PROGRAM, RELEASE)
