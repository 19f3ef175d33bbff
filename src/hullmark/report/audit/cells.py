"""The cells of the table, the same words in every format."""

from collections.abc import Iterable

from hullmark.model.audit import AuditedImage, Event, Gate, PipelineAudit, PipelineScan

COLUMNS = (
    (Event.PUSH, "push"),
    (Event.PULL_REQUEST, "PR"),
    (Event.SCHEDULE, "schedule"),
    (Event.REGISTRY, "registry"),
    (Event.DEPLOY, "deploy"),
)
"""Events with a column of their own."""
_REST = (Event.RELEASE, Event.MANUAL, Event.OTHER, Event.UNKNOWN)


def built_by(image: AuditedImage) -> str:
    """Return who builds an image: jobs before compose files, each once."""
    found = dict.fromkeys(_job(build.job) for build in image.builds)
    return ", ".join(found) or "-"


def _job(title: str) -> str:
    path, colon, name = title.partition(": ")
    return f"{path.rpartition('/')[2]}{colon}{name}"


def mark(scans: Iterable[PipelineScan], event: Event) -> str:
    """Return ``yes``, ``perhaps`` or a dash."""
    scans = list(scans)
    if any(event in scan.events for scan in scans):
        return "yes"
    return "perhaps" if any(event in scan.perhaps for scan in scans) else "-"


def other_events(scans: Iterable[PipelineScan]) -> str:
    """Return the events without a column."""
    found = {event for scan in scans for event in (*scan.events, *scan.perhaps)}
    return ", ".join(event.value for event in _REST if event in found) or "-"


def outputs(scans: Iterable[PipelineScan]) -> str:
    """Return the formats that scans write."""
    found = dict.fromkeys(each.partition(" ")[0] for scan in scans for each in scan.outputs)
    return ", ".join(found) or "-"


def uploads(scans: Iterable[PipelineScan]) -> str:
    """Return where reports go."""
    return ", ".join(dict.fromkeys(each for scan in scans for each in scan.uploads)) or "-"


def gate(scans: Iterable[PipelineScan]) -> str:
    """Return the strongest gate, so that a scan that only reports beside it takes nothing away."""
    found = {scan.gate for scan in scans}
    return next((each.value for each in Gate if each in found), "-")


def headings() -> tuple[str, ...]:
    """Return the names of the columns."""
    moments = tuple(title for _, title in COLUMNS)
    return ("image", "built by", "scanned by", *moments, "also", "output", "uploaded", "gate")


def row_of(image: AuditedImage) -> tuple[str, ...]:
    """Return the cells of one image."""
    scans = image.scans
    return (
        image.name,
        built_by(image) if image.role.value in ("built", "missing") else f"({image.role.value})",
        ", ".join(image.scanners) or "nobody",
        *(mark(scans, event) for event, _ in COLUMNS),
        other_events(scans),
        outputs(scans),
        uploads(scans),
        gate(scans),
    )


def when(scan: PipelineScan) -> str:
    """Return the events of a scan in words."""
    sure = [event.value for event in scan.events]
    return ", ".join([*sure, *(f"perhaps {event.value}" for event in scan.perhaps)]) or "never"


def counts(audit: PipelineAudit) -> dict[str, int]:
    """Return the numbers that sum an audit up."""
    own = [image for image in audit.images if image.role.value in ("built", "missing")]
    severities = [gap.severity.value for gap in audit.gaps]
    return {
        "images": len(audit.images),
        "built": len(own),
        "built_and_scanned": sum(bool(image.scans) for image in own),
        "gaps": len(audit.gaps),
        **{name: severities.count(name) for name in ("critical", "high", "medium", "low")},
        "unknown": len(audit.unknown),
        "unread": len(audit.issues),
    }
