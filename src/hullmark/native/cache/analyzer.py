"""Which code reads and judges: a hash over our own source, so that no change is forgotten.

Declared versions of catalogers are part of that source. Facts that other code wrote are simply
not found; they leave the cache by not being used.
"""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import hullmark
from hullmark.native.cache.store import EntryStore

if TYPE_CHECKING:
    from hullmark.native.catalogers.record import Cataloger

FACTS_SCHEMA = 1
"""Of what is kept; raised when its meaning changes and the types do not show it."""
_ROOMS = ("kernel", "model", "formats", "versions", "advisories", "images", "native", "merge")
"""Rooms whose code decides what is found: everything below the reports."""
_KIND = "code"


def analyzer_version(catalogers: "Iterable[Cataloger]") -> str:
    """Return a hash over what catalogers declare: for callers that bring their own."""
    hasher = hashlib.blake2b(digest_size=32, person=b"hullmark-catalog")
    for each in catalogers:
        declared = (each.name, each.version, each.globs, each.needles, each.sections)
        hasher.update(repr((FACTS_SCHEMA, hullmark.__version__, declared)).encode())
    return hasher.hexdigest()


def code_version(store: EntryStore) -> str | None:
    """Return the hash of the installed code; ``None`` where its source cannot be seen.

    Hashing 3 MB at every start would cost more than a warm scan, so the answer is kept under the
    sizes and times of the files.
    """
    root = Path(hullmark.__file__).parent
    try:
        files = sorted(_sources(root))
        stamp = hashlib.blake2b(repr((str(root), files)).encode(), digest_size=32).digest()
        known = store.get(_KIND, stamp)
        if known is None:
            known = _hash(root, [name for name, _, _ in files])
            store.put(_KIND, stamp, known)
    except OSError:
        return None
    return known.hex()


def _hash(root: Path, names: list[str]) -> bytes:
    environment = (FACTS_SCHEMA, hullmark.__version__, sys.version_info[:2], msgspec.__version__)
    hasher = hashlib.blake2b(repr(environment).encode(), digest_size=32)
    for name in names:
        with (root / name).open("rb", buffering=0) as file:
            content = hashlib.file_digest(file, "blake2b")
        hasher.update(f"\0{name}\0{content.hexdigest()}".encode())
    return hasher.digest()


def _sources(root: Path) -> Iterator[tuple[str, int, int]]:
    """Yield path below the package, size and time of every source file and data file."""
    yield _stamp(root / "shipped.py", "shipped.py")
    waiting = [(str(root / room), room) for room in _ROOMS]
    while waiting:
        folder, name = waiting.pop()
        with os.scandir(folder) as found:
            for each in found:
                below = f"{name}/{each.name}"
                if each.is_dir():
                    if each.name != "__pycache__":
                        waiting.append((each.path, below))
                else:
                    facts = each.stat()
                    yield below, facts.st_size, facts.st_mtime_ns


def _stamp(path: Path, name: str) -> tuple[str, int, int]:
    facts = path.stat()
    return name, facts.st_size, facts.st_mtime_ns
