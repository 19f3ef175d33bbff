"""References of Conan: ``name/version@user/channel#revision:package``."""

import re

from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import Package

_REFERENCE = re.compile(
    r"(?P<name>[\w.+-]+)/(?P<version>[^\s@#:%/\[\]]+)"
    r"(?:@(?P<user>[^\s/#:%]+)/(?P<channel>[^\s#:%]+)|@)?(?:[#:%].*)?"
)
_REFERENCE_CHARACTERS = 1000


def to_package(
    reference: str,
    *,
    evidence: Evidence = Evidence.DECLARED,
    line: int | None = None,
    direct: bool | None = None,
    development: bool = False,
) -> Package | None:
    """Return the package of a reference; ``None`` where it names no version, or a range."""
    found = _REFERENCE.fullmatch(reference.strip()[:_REFERENCE_CHARACTERS])
    if found is None:
        return None
    pairs = (("user", found["user"]), ("channel", found["channel"]))
    return Package(
        type="conan",
        name=found["name"],
        version=found["version"],
        evidence=evidence,
        line=line,
        qualifiers=tuple((key, value) for key, value in pairs if value and value != "_"),
        direct=direct,
        development=development,
    )
