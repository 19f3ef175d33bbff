"""What a repository's own pipeline does with its images, and what it leaves undone."""

from enum import StrEnum

import msgspec

from hullmark.model.graph import Place
from hullmark.model.ledger import Issue
from hullmark.model.severity import Severity


class Event(StrEnum):
    """When something runs."""

    PUSH = "push"
    PULL_REQUEST = "pull_request"
    """A merge request of GitLab as well."""
    SCHEDULE = "schedule"
    REGISTRY = "registry"
    """An image arrives in a registry."""
    DEPLOY = "deploy"
    RELEASE = "release"
    """A tag or a release is made."""
    MANUAL = "manual"
    """Somebody starts it, or types it."""
    OTHER = "other"
    UNKNOWN = "unknown"


class Gate(StrEnum):
    """What becomes of a scan that finds something."""

    FAILS = "fails"
    REPORTS = "reports only"
    """The scanner is not told to fail."""
    THROWN_AWAY = "thrown away"
    """The scanner fails, and the pipeline goes on."""
    UNKNOWN = "unknown"


class ScanKind(StrEnum):
    """What a scanner looks at."""

    IMAGE = "image"
    DOCKERFILE = "dockerfile"
    CONFIGURATION = "configuration"
    FILESYSTEM = "filesystem"
    SECRETS = "secrets"
    CODE = "code"
    POLICY = "policy"


class PipelineScan(msgspec.Struct, frozen=True, kw_only=True):
    """One call of a scanner in a pipeline."""

    scanner: str
    kind: ScanKind
    place: Place
    job: str
    """File and job, target or script: ``.github/workflows/ci.yml: scan``."""
    subject: str
    """What it is told to look at, as far as that can be worked out."""
    events: tuple[Event, ...] = ()
    """When it runs for sure."""
    perhaps: tuple[Event, ...] = ()
    """When it runs under a condition that the repository does not decide."""
    outputs: tuple[str, ...] = ()
    """Formats, with the file where one is named: ``sarif results.sarif``."""
    uploads: tuple[str, ...] = ()
    """Where results go: ``code scanning (category api)``, ``artifact``, ``GitLab report``."""
    gate: Gate = Gate.UNKNOWN
    reason: str = ""
    """Why the gate is what it is."""
    pin: str = ""
    """How the scanner's action or image is named: ``digest``, ``version``, ``moving``."""
    built_here: bool | None = None
    """Images: the same run builds what is scanned; ``None`` where that is not known."""


class PipelineBuild(msgspec.Struct, frozen=True, kw_only=True):
    """One place that builds an image."""

    tool: str
    place: Place
    job: str
    events: tuple[Event, ...] = ()
    perhaps: tuple[Event, ...] = ()
    tags: tuple[str, ...] = ()
    pushed: bool | None = None


class ImageRole(StrEnum):
    """Why an image is in the table."""

    BUILT = "built"
    """A Dockerfile of the repository makes it."""
    MISSING = "missing"
    """It is to be built from a Dockerfile that does not exist."""
    RUNS = "runs"
    """A service or workload runs it; others build it."""
    NAMED = "named"
    """Only a pipeline names it."""


class AuditedImage(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table."""

    name: str
    role: ImageRole
    place: Place
    dockerfile: str = ""
    target: str = ""
    references: tuple[str, ...] = ()
    """Names it is known by."""
    builds: tuple[PipelineBuild, ...] = ()
    scans: tuple[PipelineScan, ...] = ()
    """Of the image itself."""
    lints: tuple[PipelineScan, ...] = ()
    """Of its Dockerfile."""

    @property
    def scanners(self) -> tuple[str, ...]:
        """Return who scans the image, each once."""
        return tuple(sorted({scan.scanner for scan in self.scans}))

    @property
    def events(self) -> tuple[Event, ...]:
        """Return when the image is scanned for sure."""
        found = {event for scan in self.scans for event in scan.events}
        return tuple(event for event in Event if event in found)

    @property
    def perhaps(self) -> tuple[Event, ...]:
        """Return when the image may be scanned."""
        found = {event for scan in self.scans for event in scan.perhaps} - set(self.events)
        return tuple(event for event in Event if event in found)


class AuditGap(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the pipeline lacks or does wrong."""

    id: str
    """``HM-AUDIT-0001`` …"""
    severity: Severity
    message: str
    place: Place
    subject: str
    """What it is about: an image, an action, a job; ``repository`` for all of it."""
    remedy: str


class UnknownPart(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """Something of a pipeline that could not be worked out."""

    place: Place
    message: str


class PipelineFile(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A file of a pipeline that was read."""

    path: str
    kind: str
    """``github``, ``github-action``, ``gitlab``, ``make``, ``shell``, ``jenkins`` …"""
    events: tuple[Event, ...] = ()


class PipelineAudit(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was found out about a repository's pipeline."""

    root: str
    files: tuple[PipelineFile, ...] = ()
    images: tuple[AuditedImage, ...] = ()
    repository: tuple[PipelineScan, ...] = ()
    """Scans of the repository's files rather than of an image."""
    gaps: tuple[AuditGap, ...] = ()
    unknown: tuple[UnknownPart, ...] = ()
    issues: tuple[Issue, ...] = ()
    """Files that could not be read."""


AUDIT_GAPS = {
    "HM-AUDIT-0001": "An image is scanned by nobody",
    "HM-AUDIT-0002": "An image is scanned by a single scanner",
    "HM-AUDIT-0003": "An image is not scanned on pull requests",
    "HM-AUDIT-0004": "Images are not scanned on a schedule",
    "HM-AUDIT-0005": "A Dockerfile is built by nothing",
    "HM-AUDIT-0006": "A Dockerfile that is to be built does not exist",
    "HM-AUDIT-0007": "A scan reads an image that the run did not build",
    "HM-AUDIT-0008": "The result of a scan is thrown away",
    "HM-AUDIT-0009": "A scan cannot fail: no exit code is asked for",
    "HM-AUDIT-0010": "SARIF is written and not uploaded",
    "HM-AUDIT-0011": "Results of several scans are uploaded under one category",
    "HM-AUDIT-0012": "The action of a scanner is not pinned",
    "HM-AUDIT-0013": "The image or program of a scanner is not pinned",
    "HM-AUDIT-0014": "No policy judges what is built",
    "HM-AUDIT-0015": "Nothing looks for secrets",
    "HM-AUDIT-0016": "No history of results is kept",
    "HM-AUDIT-0017": "A Makefile scans without writing SARIF",
    "HM-AUDIT-0018": "A scan runs only when somebody types it",
    "HM-AUDIT-0019": "An image is pushed before it is scanned",
    "HM-AUDIT-0020": "A scan can never run",
    "HM-AUDIT-0021": "A Dockerfile is checked by nobody",
    "HM-AUDIT-0022": "No pipeline was found",
    "HM-AUDIT-0023": "An image that is run and built elsewhere is scanned by nobody",
}
"""Id → what it says, never reused."""
