"""Finds the packages of Google's Container-Optimized OS."""

from hullmark.native.catalogers.record import Cataloger, late

COS = Cataloger(
    name="cos",
    version=1,
    role="os",
    globs=("etc/cos-package-info.json",),
    parse=late("cos.parse_package_info", "parse_package_info"),
)

CATALOGERS = (COS,)
