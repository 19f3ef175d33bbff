"""What a pipeline does, step by step, before it is joined with the images."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hullmark.audit.triggers import Moments
from hullmark.model.audit import Event, Gate, PipelineFile, UnknownPart
from hullmark.model.graph import Place
from hullmark.model.ledger import Issue

_ACTIVITIES = 20_000
"""Things that a pipeline does; a real one does some hundreds, a matrix of everything more."""


@dataclass(slots=True, kw_only=True)
class Job:
    """One job, one leg of its matrix, or one make target that somebody types."""

    pipeline: str
    path: str
    name: str
    moments: Moments
    run: str = ""
    """What belongs to one run: the workflow's file."""
    leg: str = ""
    needs: tuple[str, ...] = ()
    """Names of jobs that go before, all the way up."""
    soft: str = ""
    """Why a failure of it counts for nothing."""
    line: int = 1
    roots: list[str] = field(default_factory=list)
    """Folders that the job has checked the repository out into."""

    @property
    def title(self) -> str:
        """Return the job as people look for it."""
        return f"{self.path}: {self.name}" if self.name else self.path

    def is_needed_by(self, other: "Job") -> bool:
        """Tell whether it, or the call that it belongs to, is among what another waits for."""
        return self.name in other.needs or any(
            self.name.startswith(f"{each} / ") for each in other.needs
        )


@dataclass(slots=True, kw_only=True)
class Activity:
    """One thing that is done: a build, a scan, an upload and so on."""

    does: str
    tool: str
    place: Place
    job: Job
    moments: Moments
    looks: str = ""
    subjects: tuple[str, ...] = ()
    folder: str = ""
    """Where it is done, relative to the repository."""
    dockerfile: str = ""
    stage: str = ""
    tags: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """Compose or bake files."""
    pushed: bool | None = None
    outputs: tuple[tuple[str, str], ...] = ()
    """Format and file of each report."""
    gate: Gate = Gate.UNKNOWN
    reason: str = ""
    pin: str = ""
    pinned_as: str = ""
    """The action or image as written."""
    category: str | None = None
    uploads_itself: bool = False
    policy: bool = False
    secrets: bool = False
    keeps: bool = False
    condition: str = ""
    arguments: tuple[str, ...] = ()
    within: str = ""
    """The scanner that runs this one along: its command, its report and its verdict."""


@dataclass(slots=True)
class Trail:
    """Everything that was found while reading the pipeline."""

    activities: list[Activity] = field(default_factory=list)
    unknown: dict[UnknownPart, None] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    files: dict[str, PipelineFile] = field(default_factory=dict)
    never: list[Activity] = field(default_factory=list)
    """What stands in jobs or steps whose condition never holds."""
    _takers: dict[str, list[Activity]] = field(default_factory=dict)

    def takers(self, run: str) -> list[Activity]:
        """Return what takes reports in one run: uploads, artifacts, reports to the system."""
        return self._takers.get(run, [])

    def add(self, activity: Activity) -> None:
        """Keep an activity; one that can never happen is kept apart."""
        if len(self.activities) + len(self.never) >= _ACTIVITIES:
            return
        (self.activities if activity.moments else self.never).append(activity)
        if activity.moments and activity.does in ("upload", "artifact", "report", "history"):
            self._takers.setdefault(activity.job.run, []).append(activity)

    def say(self, place: Place, message: str) -> None:
        """Keep what could not be worked out."""
        self.unknown[UnknownPart(place=place, message=message)] = None

    def read(self, path: str, kind: str, events: tuple[Event, ...] = ()) -> None:
        """Keep that a file was read."""
        known = self.files.get(path)
        both = tuple(
            event for event in Event if event in {*events, *(known.events if known else ())}
        )
        self.files[path] = PipelineFile(path=path, kind=known.kind if known else kind, events=both)

    def issue(self, path: str, cause: str, code: str) -> None:
        """Keep that a file, or a part of it, could not be read."""
        issue = Issue(path=path, cause=cause, code=code)
        if issue not in self.issues:
            self.issues.append(issue)


Read = Callable[[str], bytes | None]
"""Returns the bytes of a file of the repository; ``None`` where it is not there.

Raises an ``InputError`` for one that is too large or unreadable.
"""


@dataclass(slots=True)
class Repository:
    """The files of a repository, and what is known of its images."""

    read: Read
    paths: tuple[str, ...]
    """Files of pipelines that the walk met."""
    matrices: Mapping[str, str] = field(default_factory=dict)
    """What ``hullmark images --format NAME`` would print, by the format's name."""
    pulled: tuple[str, ...] = ()
    cached: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Frame:
    """Where a command stands."""

    job: Job
    path: str
    moments: Moments
    variables: Mapping[str, str]
    folder: str = ""
    soft: str = ""
    line: int = 1
    errexit: bool = True
    pipefail: bool = False
    depth: int = 0
    in_make: bool = False
    overrides: Mapping[str, str] = field(default_factory=dict)
    """Variables of make's command line: they hold in every make that make calls."""
    chain: tuple[str, ...] = ()
    condition: str = ""
