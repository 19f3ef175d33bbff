"""A command that a script would run, and how the script is run."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hullmark.audit.shell.expand import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command that a script would run."""

    words: tuple[str, ...]
    line: int
    ignored: str = ""
    """Why its exit status counts for nothing; empty where it counts."""
    kept: str = ""
    """Why what becomes of its exit status is not known."""
    fed_by: tuple[str, ...] = ()
    """The command whose output it reads."""
    reads: str = ""
    """File on its standard input."""
    writes: str = ""
    """File on its standard output."""
    appends: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    """What is set for it."""
    folder: str = ""
    """Where ``cd`` has led to, relative to where the script began."""
    condition: str = ""
    """The words of the branch that it stands in, where they are not decided."""


@dataclass(slots=True)
class Shell:
    """How a script is run."""

    values: Values = field(default_factory=dict)
    errexit: bool = True
    pipefail: bool = False
    restore: Callable[[str], str] = str
    """Puts texts of unknown value back into a finished word."""
