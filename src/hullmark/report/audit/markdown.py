"""The audit as a document for people who decide: what is covered, what is not, what to do."""

from collections.abc import Iterator, Sequence

from hullmark.model.audit import AUDIT_GAPS, AuditGap, Gate, PipelineAudit
from hullmark.model.severity import Severity
from hullmark.report.audit.cells import COLUMNS, counts, headings, row_of, when
from hullmark.report.visible import visible

_LEVELS = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)


def write_markdown(audit: PipelineAudit) -> str:
    """Return the document."""
    return "\n".join(_lines(audit)) + "\n"


def _lines(audit: PipelineAudit) -> Iterator[str]:
    found = counts(audit)
    yield "# Container security of the pipeline"
    yield ""
    yield from _summary(audit, found)
    yield ""
    yield "## Who scans what, and when"
    yield ""
    if audit.images:
        yield from _table(headings(), [row_of(image) for image in audit.images])
    else:
        yield "No image was found."
    if audit.repository:
        yield from ("", "## Scans of the repository itself", "")
        rows = [
            (
                scan.scanner,
                scan.kind.value,
                scan.subject,
                when(scan),
                scan.gate.value,
                str(scan.place),
            )
            for scan in audit.repository
        ]
        yield from _table(("scanner", "looks at", "of", "on", "gate", "where"), rows)
    yield from ("", "## Gaps", "")
    if not audit.gaps:
        yield "None was found."
    for level in _LEVELS:
        gaps = [gap for gap in audit.gaps if gap.severity is level]
        if gaps:
            yield from (f"### {level.value.capitalize()} ({len(gaps)})", "")
            yield from _gaps(gaps)
    if audit.unknown:
        yield from ("## What could not be worked out", "")
        for each in audit.unknown:
            yield f"- `{_code(f'{each.place.path}:{each.place.line}')}`: {_text(each.message)}"
        yield ""
    if audit.issues:
        yield from ("## What could not be read", "")
        for issue in audit.issues:
            yield f"- `{_code(issue.path)}`: {_text(issue.cause)}"
        yield ""
    yield from ("## What this rests on", "")
    yield "These files were read; nothing was run."
    yield ""
    for file in audit.files:
        events = ", ".join(event.value for event in file.events) or "no trigger"
        yield f"- `{_code(file.path)}` ({file.kind}; {events})"


def _summary(audit: PipelineAudit, found: dict[str, int]) -> Iterator[str]:
    built = [image for image in audit.images if image.role.value == "built"]
    yield f"- {found['built_and_scanned']} of {found['built']} images built here are scanned."
    for event, title in COLUMNS[:3]:
        number = sum(event in image.events for image in built)
        yield f"- On {title}: {number} of {len(built)}."
    gated = sum(any(scan.gate is Gate.FAILS for scan in image.scans) for image in built)
    yield f"- A scan that can stop the pipeline: {gated} of {len(built)}."
    yield (
        f"- Gaps: {found['gaps']} ({found['high']} high, {found['medium']} medium, "
        f"{found['low']} low)."
    )
    if found["unknown"] or found["unread"]:
        yield f"- Not known: {found['unknown']}; not read: {found['unread']}."


def _gaps(gaps: list[AuditGap]) -> Iterator[str]:
    for gap in gaps:
        yield f"- **{AUDIT_GAPS[gap.id]}** (`{gap.id}`): {_text(gap.message)}."
        yield f"  Where: `{_code(f'{gap.place.path}:{gap.place.line}')}`."
        yield f"  What to do: {_text(gap.remedy)}."
    yield ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(_text(cell) for cell in row) + " |"


def _text(text: str) -> str:
    shown = visible(text)
    for char in "\\`*_[]<>|#":
        shown = shown.replace(char, f"\\{char}")
    return shown


def _code(text: str) -> str:
    return visible(text).replace("`", "'")
