"""Places in which a manifest is part of something installed, and asks for nothing by itself."""

from typing import Final

_PLACES: Final = (
    "node_modules/",
    "site-packages/",
    "dist-packages/",
    "bower_components/",
    "vendor/",
    "_vendor/",
    "gems/",
    "go/pkg/mod/",
    ".cargo/registry/",
)


def is_installed_place(path: str) -> bool:
    """Say whether a path lies below a folder that a package manager fills.

    Packages ship what their authors worked with: an ``.nvmrc``, a ``setup.py`` with pins of years
    ago. What they need is installed beside them and found there.
    """
    return any(f"/{place}" in f"/{path}" for place in _PLACES)
