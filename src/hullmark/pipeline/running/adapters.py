"""The scanners that can be run, by every name they are called."""

from collections.abc import Iterable

from hullmark.pipeline.running.errors import UnknownScannerError
from hullmark.ports.adapter import Adapter
from hullmark.ports.running import Runs
from hullmark.scanners.extra import extra_adapters
from hullmark.scanners.registry import ADAPTERS

EVERY = frozenset({"all", "auto"})
"""Words for every scanner that is present."""
NATIVE = "native"
"""Our own engine: it always runs, and may be named."""
_ALIASES = {"docker_bench_security": "dockerbench", "docker_bench": "dockerbench"}


def runnable() -> dict[str, Adapter]:
    """Return every scanner that can be run, by its registry name."""
    return {each.name: each for each in (*ADAPTERS, *extra_adapters()) if each.runs is not None}


def runs_of(adapter: Adapter) -> Runs:
    """Return how a scanner of ``runnable`` is run."""
    assert adapter.runs is not None
    return adapter.runs


def registry_name(name: str) -> str:
    """Return the registry name that a user's spelling means."""
    plain = name.strip().lower().replace("-", "_")
    return _ALIASES.get(plain, plain)


def spoken_name(name: str) -> str:
    """Return a registry name as its makers spell it: ``detect-secrets``; both are understood."""
    return name.replace("_", "-")


def named_scanners(names: Iterable[str]) -> tuple[list[Adapter], bool]:
    """Return the scanners that are named, and whether every one that is present was asked for.

    Raises:
        UnknownScannerError: There is none of a name.
    """
    known = runnable()
    found: dict[str, Adapter] = {}
    every = False
    for name in (word for each in names for word in each.split(",")):
        plain = registry_name(name)
        if plain in EVERY:
            every = True
        elif plain in known:
            found[plain] = known[plain]
        elif plain != NATIVE:
            raise UnknownScannerError(
                f"no scanner that can be run is called '{name}'",
                hint=f"these are: {', '.join(map(spoken_name, sorted(known)))}; or all",
            )
    return list(found.values()), every
