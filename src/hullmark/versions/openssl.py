"""OpenSSL: three numbers, before 3.0 a letter for the patch, pre-releases before the release."""

import re

from hullmark.versions.key import Key, refuse

_VERSION = re.compile(
    r"v?([0-9]+)\.([0-9]+)(?:\.([0-9]+))?([a-z]*?)"
    r"(?:-?(dev|alpha|beta|pre|rc)([0-9]*))?(?:[-+](?:fips|lts).*)?",
    re.IGNORECASE,
)
_STAGES = {"dev": 0, "alpha": 1, "beta": 2, "pre": 3, "rc": 4, "": 5}


def key(version: str) -> Key:
    """Return numbers, letters and stage; ``z`` < ``za`` as OpenSSL counted on.

    Raises:
        InvalidVersionError: Not a version as OpenSSL writes them.
    """
    match = _VERSION.fullmatch(version.strip())
    if match is None:
        refuse("openssl", version)
    major, minor, fix, letters, stage, number = match.groups()
    return (
        int(major),
        int(minor),
        int(fix or 0),
        letters.lower(),
        _STAGES[(stage or "").lower()],
        int(number or 0),
    )
