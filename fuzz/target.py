"""What one fuzz target is: bytes go in; a value or a named error comes out, and nothing else."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from hullmark.kernel.errors import HullmarkError
from hullmark.native.catalogers.record import NeedsWholeFileError, UnreadableFileError

NAMED: tuple[type[BaseException], ...] = (HullmarkError, UnreadableFileError, NeedsWholeFileError)
"""What a parser may raise: the room's own errors, and the two answers of a cataloger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One parser, or one chain of them."""

    name: str
    """``room-parser``, stable: corpora are kept under it."""
    run: Callable[[bytes], object]
    """Parses one input; raises nothing but ``allowed``."""
    modules: tuple[str, ...]
    """Where its words are taken from for the dictionary."""
    seeds: Callable[[], Iterable[bytes]] = tuple
    """Inputs to begin with, made by scripts."""
    paths: tuple[str, ...] = ()
    """File names under which such documents stand, to draw further seeds from a shared corpus."""
    prefixes: int = 0
    """Number of variants that the first byte chooses between; 0 where there is one."""
    weight: float = 1.0
    """Share of the inputs: less for those that take a millisecond each."""
    allowed: tuple[type[BaseException], ...] = field(default=NAMED)
