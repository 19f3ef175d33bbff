"""Which distribution an image is, from os-release and its elders."""

from hullmark.native.catalogers.distribution.choose import choose
from hullmark.native.catalogers.distribution.ecosystem import (
    Ecosystem,
    ecosystem_of,
    find_ecosystem,
)

__all__ = ["Ecosystem", "choose", "ecosystem_of", "find_ecosystem"]
