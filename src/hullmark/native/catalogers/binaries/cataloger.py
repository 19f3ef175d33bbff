"""Which files may be a well-known program, and who reads them."""

from hullmark.native.catalogers.binaries.programs import GLOBS, anchors_of
from hullmark.native.catalogers.record import Cataloger, late

PROGRAM = Cataloger(
    name="binary-program",
    version=1,
    role="language",
    globs=GLOBS,
    anchors=anchors_of,
    parse=late("binaries.parse_program", "parse_program"),
)
RELEASE = Cataloger(
    name="binary-release",
    version=1,
    role="language",
    globs=("**/release", "**/go/VERSION", "**/releases/*/OTP_VERSION"),
    parse=late("binaries.parse_release", "parse_release"),
)

CATALOGERS = (PROGRAM, RELEASE)
