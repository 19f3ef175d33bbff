"""The cache of one run, and the use cases about it: status, prune, clear."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from hullmark.config.settings import Settings
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.paths import cache_folder
from hullmark.model.component import Distribution
from hullmark.model.finding import Finding
from hullmark.model.ledger import LedgerRow
from hullmark.model.scan import Target

if TYPE_CHECKING:
    from hullmark.native.cache.facts import FactCache
    from hullmark.native.cache.store import Usage

_MATCHED = "matched"


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """What matching one inventory against one state of the advisories gave."""

    distribution: Distribution | None
    findings: list[Finding]
    rows: list[LedgerRow]


class Recollection:
    """What is remembered of matching; everything an answer depends on is in its identity."""

    def __init__(self, cache: "FactCache | None") -> None:
        self._cache = cache

    def recall(self, identity: str) -> Matched | None:
        """Return the earlier outcome, if there is one."""
        if self._cache is None or not identity:
            return None
        return self._cache.load(_MATCHED, identity, Matched)

    def keep(self, identity: str, matched: Matched) -> None:
        """Remember an outcome."""
        if self._cache is not None and identity:
            self._cache.keep(_MATCHED, identity, matched)


def identity_of(inventory_key: bytes, target: Target, *, advisories: str, today: date) -> str:
    """Return all that the findings of a target depend on; empty where that cannot be said."""
    if not inventory_key:
        return ""
    import hashlib  # noqa: PLC0415 - scans without a cache come here too

    try:
        described = hashlib.blake2b(msgspec.msgpack.encode(target)).hexdigest()
    except UnicodeEncodeError:  # the name of a folder that is not UTF-8
        return ""
    return f"{inventory_key.hex()} {described} {today.isoformat()} {advisories}"


def open_cache(
    settings: Settings, *, warn: Callable[[str], None], reads: str = ""
) -> "FactCache | None":
    """Return the cache that the settings want, or ``None`` and a warning where there can be none.

    Args:
        settings: Whether there is to be one, and how large it may be.
        warn: Told in one line why the scan goes on without it.
        reads: What else facts depend on beside the code that reads them.
    """
    if not settings.cache or settings.cache_limit <= 0:
        return None
    from hullmark.native.cache.analyzer import code_version  # noqa: PLC0415 - not with --no-cache
    from hullmark.native.cache.facts import FactCache  # noqa: PLC0415
    from hullmark.native.cache.store import EntryStore  # noqa: PLC0415

    try:
        store = EntryStore(cache_folder(), limit_bytes=settings.cache_limit)
    except HullmarkError as error:
        warn(_words(error))
        return None
    analyzer = code_version(store)
    return FactCache(store, analyzer=f"{analyzer} {reads}") if analyzer is not None else None


def close_cache(cache: "FactCache | None", *, warn: Callable[[str], None]) -> None:
    """Bring the cache under its limit, and say where it could not be written."""
    if cache is None:
        return
    try:
        cache.store.close()
    except HullmarkError as error:
        warn(_words(error))
    if cache.store.problem is not None:
        warn(_words(cache.store.problem))


def describe(settings: Settings) -> "Usage":
    """Return what the cache holds.

    Raises:
        CacheFolderError: The folder cannot be read.
    """
    from hullmark.native.cache.store import usage  # noqa: PLC0415

    return usage(cache_folder(), limit_bytes=settings.cache_limit)


def prune(settings: Settings) -> int:
    """Bring the cache under the limit of the settings; return the bytes freed.

    Raises:
        CacheFolderError: Something cannot be removed.
    """
    from hullmark.native.cache.store import prune_folder  # noqa: PLC0415

    return prune_folder(cache_folder(), settings.cache_limit)


def clear() -> int:
    """Forget everything; return the bytes freed.

    Raises:
        CacheFolderError: Something cannot be removed.
    """
    from hullmark.native.cache.store import clear_folder  # noqa: PLC0415

    return clear_folder(cache_folder())


def _words(error: HullmarkError) -> str:
    hint = f" ({error.hint})" if error.hint else ""
    return f"{error.code}: {error.message}{hint}; the scan goes on without"
