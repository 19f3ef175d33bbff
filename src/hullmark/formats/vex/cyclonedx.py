"""CycloneDX 1.4 to 1.7 as VEX.

https://cyclonedx.org/capabilities/vex/
"""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

from hullmark.formats.vex.fields import table, tables, text
from hullmark.model.vex import VexDocument, VexProduct, VexStatement, VexStatus

_STATES: Final = {
    "resolved": VexStatus.FIXED,
    "resolved_with_pedigree": VexStatus.FIXED,
    "exploitable": VexStatus.AFFECTED,
    "in_triage": VexStatus.UNDER_INVESTIGATION,
    "false_positive": VexStatus.NOT_AFFECTED,
    "not_affected": VexStatus.NOT_AFFECTED,
}
_DEPTH: Final = 64
"""Levels of components; real ones have three."""


def is_cyclonedx(document: dict[str, Any]) -> bool:
    """Tell by the format's own word."""
    return text(document.get("bomFormat")) == "CycloneDX"


def cyclonedx_document(document: dict[str, Any], source: str) -> VexDocument:
    """Return a statement per vulnerability that has been analysed."""
    known = {
        ref: purl
        for component in _components(document, 0)
        if (ref := text(component.get("bom-ref"))) and (purl := text(component.get("purl")))
    }
    dated = text(table(document.get("metadata")).get("timestamp"))
    statements: list[VexStatement] = []
    problems: list[str] = []
    for index, each in enumerate(tables(document.get("vulnerabilities"))):
        place = f"{source}: $.vulnerabilities[{index}]"
        analysis = table(each.get("analysis"))
        state = text(analysis.get("state"))
        if not analysis or not state:
            continue  # found, and nobody has looked at it yet
        status = _STATES.get(state)
        name = text(each.get("id"))
        if status is None or not name:
            what = f"'{state}' is not a state" if name else "no vulnerability is named"
            problems.append(f"{place}: {what}")
            continue
        statements.append(
            VexStatement(
                vulnerability=name,
                aliases=tuple(
                    i for r in tables(each.get("references")) if (i := text(r.get("id")))
                ),
                status=status,
                justification=text(analysis.get("justification")),
                detail=text(analysis.get("detail")),
                products=tuple(_products(each, known, affects=status is VexStatus.AFFECTED)),
                stated_at=text(analysis.get("lastUpdated")) or text(each.get("updated")) or dated,
                source=place,
            )
        )
    return VexDocument(
        format="cyclonedx",
        version=text(document.get("specVersion")),
        statements=tuple(statements),
        problems=tuple(problems),
    )


def _products(
    vulnerability: dict[str, Any], known: dict[str, str], *, affects: bool
) -> Iterator[VexProduct]:
    for affected in tables(vulnerability.get("affects")):
        ref = text(affected.get("ref"))
        if not ref:
            continue
        document, _, inner = ref.partition("#") if ref.startswith("urn:cdx:") else ("", "", ref)
        ids = [each for each in (known.get(inner, ""), inner, unquote(inner)) if each]
        ids = list(dict.fromkeys(ids))
        versions = tuple(_versions(affected, affects=affects))
        # The component of another document is a part of what that document describes.
        if document:
            parts = (tuple(ids),) if ids else ()
            yield VexProduct(ids=(document,), subcomponents=parts, versions=versions)
        else:
            yield VexProduct(ids=tuple(ids), versions=versions)


def _versions(affected: dict[str, Any], *, affects: bool) -> Iterator[str]:
    """Yield the versions that an analysis is about: one that finds harm, of the affected alone."""
    for each in tables(affected.get("versions")):
        said = text(each.get("version")) or text(each.get("range"))
        if said and not (affects and text(each.get("status")) == "unaffected"):
            yield said


def _components(holder: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEPTH:
        return
    main = table(table(holder.get("metadata")).get("component"))
    for each in [main, *tables(holder.get("components"))]:
        if each:
            yield each
            yield from _components(each, depth + 1)
