"""Places that writers put into prose: our own words, Syft's and Trivy's."""

import re
from collections.abc import Iterator

from hullmark.formats.sbom.document import Place

_LAYER = re.compile(r"layer(?: (\d{1,6}))?(?: ([a-z0-9]+:[0-9a-f]{32,}))?(?:: (.*))?", re.DOTALL)
_OWN_PLACES = "found in "
_OWN_SOURCE = re.compile(r"(?:^|; )built package from: (\S+)(?: (\S+))?")
"""How Trivy and we name the source package of a distribution's package."""
_NEXT_PLACE = re.compile(r"; (?=/)")
_SYFT_PLACES = re.compile(r"acquired package info from [^:]*: (?=/)")


def place_of(path: str, words: str, line: int | None = None) -> Place:
    """Return a place with the layer in ``layer 1 sha256:…: RUN …``, if such words are there."""
    found = _LAYER.fullmatch(words) if words.startswith("layer") else None
    if found is None:
        return Place(path, line=line)
    index = int(found[1]) if found[1] else None
    return Place(path, found[2] or "", line, index, found[3] or "")


def source_in(words: str) -> tuple[str, str]:
    """Return the source package that SPDX's ``sourceInfo`` names, with its version."""
    found = _OWN_SOURCE.search(words) if "built package from" in words else None
    return (found[1], found[2] or "") if found else ("", "")


def places_in(words: str) -> Iterator[Place]:
    """Yield the places that SPDX's ``sourceInfo`` names."""
    if words.startswith(_OWN_PLACES):
        words = _OWN_SOURCE.sub("", words.removeprefix(_OWN_PLACES))
        for place in _NEXT_PLACE.split(words):
            path, layer, rest = place.partition(" (layer")
            yield place_of(path, f"layer{rest.removesuffix(')')}" if layer else "")
    elif found := _SYFT_PLACES.match(words):
        for path in words[found.end() :].split(", "):
            if path.startswith("/"):
                yield Place(path)
