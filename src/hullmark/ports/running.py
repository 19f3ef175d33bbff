"""What the pipeline asks of a scanner that it runs: what it takes, its calls, what it needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

MIB = 1024 * 1024


class Form(StrEnum):
    """What a scanner is handed of a target."""

    LAYOUT = "layout"
    """Folder with an OCI layout of one image."""
    ARCHIVE = "archive"
    """Tar of one image as ``docker save`` writes it."""
    TREE = "tree"
    """Copy of a repository without what git ignores and without configuration of scanners."""
    ROOT = "root"
    """A root file system as it lies on disk."""
    DOCKERFILES = "dockerfiles"
    """The Dockerfiles of such a copy, by name."""
    CONFIGURATION = "configuration"
    """The Dockerfiles, compose files, manifests and workflows of such a copy, by name."""
    SBOM = "sbom"
    """A bill of materials."""
    SERVICE = "service"
    """An OCI layout whose blobs a server fetches from us."""
    HOST = "host"
    """The machine itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One target as one scanner is given it; every path exists and is readable."""

    kind: str
    """``image``, ``repo``, ``rootfs``, ``sbom`` or ``host``."""
    form: Form
    path: Path
    """The layout, the archive, the tree, the file."""
    files: tuple[str, ...] = ()
    """Paths below ``path``, for forms that name files."""
    work: Path
    """The scanner's own working folder; ``Call.files`` are written here."""
    data: Path | None = None
    """Folder with the scanner's database, to be read only."""
    config: Path | None = None
    """What the team's configuration names for it: a file, or a folder of policies."""
    extra: tuple[str, ...] = ()
    """Arguments that the team's configuration adds."""
    program: Path = Path()
    """The program itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """How a scanner is called; the runner owns the process, its room and its bounds."""

    arguments: Sequence[str]
    """Without the program."""
    variables: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Files to write into the working folder first: name → content."""
    links: Mapping[str, Path] = field(default_factory=dict)
    """Links to make in the working folder first: name, with folders, → where it leads."""
    report: str = ""
    """File in the working folder that holds the report; standard output without it."""
    shell: str = ""
    """Folder to work in instead, for the one program that sources files beside itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """The database of a scanner."""

    marks: tuple[str, ...]
    """Globs below the folder; one match says that a database is there."""
    dated: Callable[[Path], str | None] = lambda _: None
    """Date of the data, where its report does not say it."""
    required: bool = True
    """Whether the scanner has nothing to do without."""
    fetch: Callable[[Path], Call] | None = None
    """How it is fetched into a folder; needs the network."""
    load: Callable[[Path, Path], Call] | None = None
    """How a file that was brought by hand is taken into a folder, without any network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """Facts and functions of a scanner that is run as a program."""

    binary: str
    takes: Mapping[str, Form]
    """Kind of target → what it is handed; kinds that are not there it cannot look at."""
    calls: Callable[[Job], Sequence[Call]]
    check: str
    """What it looks for, as a ledger row names it."""
    success: frozenset[int] = frozenset({0})
    """Exit statuses after which there is a report; findings or not."""
    nothing: Mapping[int, str] = field(default_factory=dict)
    """Exit statuses that say that there was nothing for it to look at → why."""
    retryable: frozenset[int] = frozenset()
    """Exit statuses after which the same call may succeed a moment later."""
    version: Sequence[str] = ("--version",)
    network: str = ""
    """Why it cannot work without a network; empty where it can."""
    credentials: tuple[str, ...] = ()
    """Variables that it needs to see; withheld from all others."""
    memory_bytes: int = 512 * MIB
    """What it usually takes, for planning."""
    weight: float = 1.0
    """How long it takes beside others, for planning: the longest go first."""
    data: Data | None = None
    inventory: bool = False
    """Whether it lists what is there and never says what is wrong with it."""
    configured: str = ""
    """What ``scanner_config`` must name before it can do anything; empty where it need not."""
    asks: bool = True
    """Whether ``auto`` and ``all`` include it; the others must be named."""
    shortfalls: tuple[str, ...] = ()
    """Words on standard error that say of a run which ended well that it did not see everything."""
    blank_is_nothing: bool = False
    """Whether an empty report means that nothing was found."""
    ignored_files: tuple[str, ...] = ()
    """Files in a scanned folder that would change what it says: left out of the copy."""
