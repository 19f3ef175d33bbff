"""A path of a Nix store: images that Nix builds hold the paths, and often no database of them.

A path is ``/nix/store/<hash>-<name>-<version>[-<output>]``; a name ends before the first dash that
a digit follows, as Nix itself splits it.
https://nix.dev/manual/nix/latest/language/builtins#builtins-parseDrvName
"""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.record import File, Package

_STORE = re.compile(r"/nix/store/[0-9a-z]{32}-(?P<rest>[^/]+)")
_SPLIT = re.compile(r"(?P<name>.+?)-(?P<version>\d.*)")
_OUTPUT = re.compile(r"-(?:bin|dev|devdoc|doc|debug|info|lib|man|out|static|data|dist|terminfo)$")
_SOURCES = (".drv", ".patch", ".diff", ".tar", ".zip", ".lock", ".nix", ".sh", ".json", ".pem")
_COMPRESSED = (".gz", ".xz", ".bz2", ".zst", ".lz", ".tgz")


def parse_store_path(file: File) -> Iterator[Package]:
    """Yield what the folder of a store is named after."""
    found = split_path(f"/{file.path}")
    if found is not None:
        yield Package(type="nix", name=found[0], version=found[1])


def split_path(path: str) -> tuple[str, str] | None:
    """Return name and version, ``None`` for sources, recipes and what has no version."""
    store = _STORE.fullmatch(path)
    if store is None or store["rest"].endswith((*_SOURCES, *_COMPRESSED)):
        return None
    split = _SPLIT.fullmatch(_OUTPUT.sub("", store["rest"]))
    return (split["name"], split["version"]) if split else None
