"""One row per finding, for spreadsheets and ``awk``."""

import csv
import io

from hullmark.formats.document import repaired
from hullmark.model.finding import Finding
from hullmark.model.scan import ScanResult
from hullmark.report.instruction import to_instruction
from hullmark.report.visible import visible

COLUMNS = (
    "target",
    "kind",
    "id",
    "aliases",
    "severity",
    "score",
    "known_exploited",
    "epss",
    "type",
    "component",
    "version",
    "fixed_in",
    "fix_state",
    "path",
    "layer",
    "instruction",
    "suppressed",
    "purl",
    "title",
    "fingerprint",
    "line",
    "message",
    "scanners",
    "cause",
    "suppression",
    "published",
)
"""Names in the first row; new ones are added at the end."""

_FORMULA = frozenset("=+-@＝＋－＠")
"""Spreadsheets take the full-width forms for the same."""


def write_csv(result: ScanResult) -> bytes:
    """Return RFC 4180 text in UTF-8; no cell can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_cell(value) for value in _values(finding)] for finding in result.findings)
    return out.getvalue().encode("utf-8", "backslashreplace")


def _values(finding: Finding) -> tuple[str, ...]:
    component = finding.component
    at = finding.locations[0] if finding.locations else None
    score = finding.rating.score if finding.rating else None
    index = at.layer_index if at else None
    return (
        finding.target,
        finding.kind.value,
        finding.identifiers[0] if finding.identifiers else "",
        " ".join(finding.identifiers[1:]),
        finding.severity.value,
        "" if score is None else f"{score:.1f}",
        "yes" if finding.priority.known_exploited else "no",
        "" if finding.priority.epss is None else f"{finding.priority.epss:.5f}",
        component.type if component else "",
        component.name if component else "",
        component.version if component else "",
        " ".join(finding.fixed_in),
        finding.fix_state.value,
        at.path if at else "",
        "" if index is None else str(index),
        to_instruction(at.instruction or "") if at else "",
        "yes" if finding.suppressed else "no",
        component.purl if component else "",
        finding.title,
        finding.id,
        "" if at is None or at.line is None else str(at.line),
        finding.message,
        " ".join(dict.fromkeys(source.scanner for source in finding.sources)),
        finding.cause or "",
        finding.suppression,
        finding.published_at or "",
    )


def _cell(text: str) -> str:
    """Return the value; spreadsheets run what begins like a formula, so that gets a quote."""
    if not text:
        return text
    if not text.isprintable():
        text = visible(repaired(text))
    # Some programs drop spaces before they look.
    return f"'{text}" if text.lstrip()[:1] in _FORMULA else text
