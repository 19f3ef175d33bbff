"""Copies of packages that another package carries with it.

They are found like any other and have the same flaws, but nobody can upgrade them alone: the fix is
a release of the package that carries them.
"""

import re
from typing import Final

_CARRIED: Final = {
    "pypi": re.compile(r"(?:^|/)(?P<carrier>[^/]+)/(?:_vendor|_vendored|vendored)/"),
    "npm": re.compile(
        r"(?:^|/)node_modules/(?P<carrier>npm|pnpm|corepack|yarn)/(?:.*/)?node_modules/"
    ),
}
"""Type → where carriers keep copies. npm and its kin ship their dependencies inside; elsewhere a
nested ``node_modules`` was installed and can be upgraded."""


def carrier_of(purl_type: str, path: str) -> str:
    """Return the name of the package that carries what was found at a path, empty for none."""
    pattern = _CARRIED.get(purl_type)
    found = pattern.search(path) if pattern is not None else None
    return found["carrier"] if found else ""
