"""The formats of ``hullmark gaps`` by name."""

from collections.abc import Callable

import msgspec

from hullmark.formats import audit as wire
from hullmark.formats.document import repaired
from hullmark.formats.graph import Place as WirePlace
from hullmark.model.audit import (
    AUDIT_GAPS,
    AuditedImage,
    PipelineAudit,
    PipelineBuild,
    PipelineScan,
)
from hullmark.model.graph import Place
from hullmark.report.audit.cells import counts, headings, row_of
from hullmark.report.audit.markdown import write_markdown
from hullmark.report.errors import UnknownFormatError
from hullmark.report.visible import visible

_WIDEST = 60
"""Characters of one cell of the table."""


def write_table(audit: PipelineAudit) -> str:
    """Return the table of images, the gaps, and what is not known."""
    lines: list[str] = []
    if audit.images:
        lines += _columns([tuple(h.upper() for h in headings()), *map(row_of, audit.images)])
    if audit.repository:
        lines += ["", "scans of the repository"]
        lines += _columns(
            [
                (
                    f"  {scan.scanner}",
                    scan.kind.value,
                    ", ".join(e.value for e in (*scan.events, *scan.perhaps)),
                    scan.gate.value,
                    f"{scan.place.path}:{scan.place.line}",
                )
                for scan in audit.repository
            ]
        )
    if audit.gaps:
        lines += ["", f"gaps: {len(audit.gaps)}"]
        for gap in audit.gaps:
            place = f"{gap.place.path}:{gap.place.line}"
            lines.append(f"  {gap.severity.value:<7} {gap.id}  {place}  {gap.message}")
            lines.append(f"          → {gap.remedy}")
    if audit.unknown:
        lines += ["", f"not known: {len(audit.unknown)}"]
        lines += [
            f"  {each.place.path}:{each.place.line}  {each.message}" for each in audit.unknown
        ]
    if audit.issues:
        lines += ["", f"not read: {len(audit.issues)}"]
        lines += [f"  {each.path}: {each.cause}" for each in audit.issues]
    found = counts(audit)
    lines += [
        "",
        f"{found['built_and_scanned']} of {found['built']} built images scanned, {_levels(found)}",
    ]
    return "\n".join(visible(line) for line in lines).lstrip("\n") + "\n"


def _levels(found: dict[str, int]) -> str:
    levels = ", ".join(f"{found[level]} {level}" for level in ("high", "medium", "low"))
    return f"{found['gaps']} gaps ({levels})"


def _columns(rows: list[tuple[str, ...]]) -> list[str]:
    shown = [tuple(visible(_short(cell)) for cell in row) for row in rows]
    widths = [max(len(row[at]) for row in shown) for at in range(len(shown[0]))]
    return [
        "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in shown
    ]


def _short(cell: str) -> str:
    return cell if len(cell) <= _WIDEST else f"{cell[: _WIDEST - 1]}…"


def write_json(audit: PipelineAudit) -> str:
    """Return the audit as JSON; ``hullmark.formats.audit`` has its schema."""
    document = wire.Audit(
        schema=wire.SCHEMA,
        root=repaired(audit.root),
        summary=counts(audit),
        images=[_image(image) for image in audit.images],
        repository=[_scan(scan) for scan in audit.repository],
        gaps=[
            wire.Gap(
                id=gap.id,
                title=AUDIT_GAPS[gap.id],
                severity=gap.severity,
                message=repaired(gap.message),
                place=_place(gap.place),
                subject=repaired(gap.subject),
                remedy=repaired(gap.remedy),
            )
            for gap in audit.gaps
        ],
        unknown=[
            wire.Unknown(place=_place(each.place), message=repaired(each.message))
            for each in audit.unknown
        ],
        issues=[
            wire.UnreadFile(path=repaired(each.path), code=each.code, cause=repaired(each.cause))
            for each in audit.issues
        ],
        files=[
            wire.File(path=repaired(each.path), kind=each.kind, on=list(each.events))
            for each in audit.files
        ],
    )
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _image(image: AuditedImage) -> wire.Image:
    return wire.Image(
        name=repaired(image.name),
        role=image.role,
        place=_place(image.place),
        dockerfile=repaired(image.dockerfile) or None,
        target=repaired(image.target) or None,
        references=[repaired(each) for each in image.references],
        built_by=[_build(each) for each in image.builds],
        scanned_by=list(image.scanners),
        on=list(image.events),
        perhaps_on=list(image.perhaps),
        scans=[_scan(each) for each in image.scans],
        checked_by=[_scan(each) for each in image.lints],
    )


def _build(build: PipelineBuild) -> wire.Build:
    return wire.Build(
        tool=build.tool,
        place=_place(build.place),
        job=repaired(build.job),
        on=list(build.events),
        perhaps_on=list(build.perhaps),
        tags=[repaired(each) for each in build.tags],
        pushed=build.pushed,
    )


def _scan(scan: PipelineScan) -> wire.Scan:
    return wire.Scan(
        scanner=scan.scanner,
        kind=scan.kind,
        subject=repaired(scan.subject),
        place=_place(scan.place),
        job=repaired(scan.job),
        on=list(scan.events),
        perhaps_on=list(scan.perhaps),
        output=[repaired(each) for each in scan.outputs],
        uploaded=[repaired(each) for each in scan.uploads],
        gate=scan.gate,
        gate_reason=repaired(scan.reason),
        pin=scan.pin or None,
        built_here=scan.built_here,
    )


def _place(place: Place) -> WirePlace:
    return WirePlace(path=repaired(place.path), line=place.line, column=place.column)


AUDIT_FORMATS: dict[str, Callable[[PipelineAudit], str]] = {
    "table": write_table,
    "json": write_json,
    "markdown": write_markdown,
}
"""Name → writer; SARIF is written from a scan's result, as everything that holds findings."""
_SUFFIXES = {".json": "json", ".md": "markdown", ".txt": "table", ".sarif": "sarif"}


def write_audit(audit: PipelineAudit, format_name: str) -> bytes:
    """Return the audit in one format.

    Raises:
        UnknownFormatError: There is no such format.
    """
    writer = AUDIT_FORMATS.get(format_name)
    if writer is None:
        known = ", ".join((*AUDIT_FORMATS, "sarif"))
        raise UnknownFormatError(f"unknown format '{format_name}'; formats are: {known}")
    return writer(audit).encode("utf-8", "backslashreplace")


def audit_format_of(path: str) -> str | None:
    """Return the format that a file's suffix means."""
    dot = path.rfind(".")
    return _SUFFIXES.get(path[dot:].lower()) if dot >= 0 else None
