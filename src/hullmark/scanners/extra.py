"""Scanners that others add: packages that declare the entry point group ``hullmark.scanners``."""

from functools import lru_cache
from importlib.metadata import entry_points
from typing import Final

from hullmark.kernel import log
from hullmark.ports.adapter import Adapter

GROUP: Final = "hullmark.scanners"


@lru_cache(maxsize=1)
def extra_adapters() -> tuple[Adapter, ...]:
    """Return the adapters of installed packages; one that cannot be loaded is logged and left out.

    An entry point names an ``Adapter``, or a function without parameters that returns one.
    """
    found: list[Adapter] = []
    for point in sorted(entry_points(group=GROUP), key=lambda each: each.name):
        try:
            held = point.load()
            adapter = held if isinstance(held, Adapter) else held()
        except Exception as error:  # noqa: BLE001 - foreign code, and it must not end the run
            log.warning("scanner.not-loaded", entry_point=point.value, error=str(error))
            continue
        if isinstance(adapter, Adapter):
            found.append(adapter)
        else:
            log.warning("scanner.not-loaded", entry_point=point.value, error="it is no Adapter")
    return tuple(found)
