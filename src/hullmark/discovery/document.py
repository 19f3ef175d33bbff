"""YAML of a repository with the place of every value; what cannot be read is a manifest's error."""

from typing import Any

from hullmark.discovery.errors import BrokenManifestError
from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.placed_yaml import Items, Map, Null, Text
from hullmark.formats.placed_yaml import read_yaml as read_placed_yaml

__all__ = ["Items", "Map", "Null", "Text", "read_yaml"]


def read_yaml(data: bytes, *, path: str) -> list[Any]:
    """Return the documents of a file as ``Map``, ``Items`` and ``Text``.

    Raises:
        BrokenManifestError: Not YAML, too large, nested too deep or expanding without end.
    """
    try:
        return read_placed_yaml(data, path=path)
    except BrokenDocumentError as error:
        raise BrokenManifestError(error.message, hint=error.hint) from error
