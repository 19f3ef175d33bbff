"""CycloneDX: components, and vulnerabilities with what they affect, of any tool."""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.xml import Element, parse_xml
from hullmark.kernel import limits
from hullmark.model.component import Component
from hullmark.model.ledger import Status
from hullmark.model.report import Marks, ScannerReport
from hullmark.model.severity import Rating
from hullmark.ports.adapter import Adapter, Document, Format
from hullmark.scanners.components import UNKNOWN, component
from hullmark.scanners.errors import BrokenReportError
from hullmark.scanners.gathering import Gathering, rating, words
from hullmark.scanners.inventory import inventory
from hullmark.scanners.lenient import load

_DONE: Final = frozenset({"not_affected", "false_positive", "resolved", "resolved_with_pedigree"})


def _parse(document: Document) -> Iterator[ScannerReport]:
    whole = load(document)
    if "predicate" in whole and isinstance(whole["predicate"], dict):
        whole = whole["predicate"]
    gathering = _gathering(
        document, "cyclonedx-json", _dict(whole.get("metadata")), link=_link(whole)
    )
    parts = dict(_parts(whole.get("components")))
    top = _dict(_dict(whole.get("metadata")).get("component"))
    if top:
        parts.update(_parts([top]))
    flaws = _dicts(whole.get("vulnerabilities"))
    for flaw in flaws:
        _flaw(gathering, flaw, parts)
    if "vulnerabilities" not in whole:
        gathering.status = Status.PARTIAL
        gathering.reason = (
            "it lists components, not what is wrong with them: scan it with sbom:FILE"
        )
    _inventory(gathering)
    gathering.dependents = _dependents(whole, parts)
    yield gathering.finish()


def _link(whole: dict[str, Any]) -> str:
    """Return the BOM-Link under which other documents speak of this one."""
    serial = str(whole.get("serialNumber") or "").removeprefix("urn:uuid:")
    return f"urn:cdx:{serial}/{whole.get('version') or 1}" if serial else ""


def _dependents(whole: dict[str, Any], parts: dict[str, Component]) -> dict[str, list[str]]:
    """Return purl → what needs it; the top of the document, which is all of it, needs nothing."""
    top = str(_dict(_dict(whole.get("metadata")).get("component")).get("bom-ref") or "")
    found: dict[str, list[str]] = {}
    for each in _dicts(whole.get("dependencies")):
        ref = str(each.get("ref") or "")
        if ref == top or ref not in parts:
            continue
        found.setdefault(parts[ref].purl, [])
        for child in words(each.get("dependsOn")):
            if child in parts:
                found.setdefault(parts[child].purl, []).append(parts[ref].purl)
    return found


def _gathering(
    document: Document, form: str, metadata: dict[str, Any], *, link: str = ""
) -> Gathering:
    top = _dict(metadata.get("component"))
    tools = metadata.get("tools")
    named = _dicts(tools) or _dicts(_dict(tools).get("components"))
    tool = named[0] if named else {}
    name = str(top.get("name") or "")
    gathering = Gathering(
        document, "cyclonedx", form, target=name, version=str(tool.get("version") or "")
    )
    tool_name = str(tool.get("name") or "").lower()
    for known in ("trivy", "grype", "syft"):
        if known in tool_name:
            gathering.scanner = known
    purl = str(top.get("purl") or "")
    said = (str(top.get("version") or ""), unquote(purl.partition("@")[2].partition("?")[0]))
    digest = next((each for each in said if each.startswith("sha256:")), "")
    gathering.marks = Marks(digests=words(digest), names=words(name, purl, link))
    return gathering


def _inventory(gathering: Gathering) -> None:
    gathering.components += inventory(gathering.document)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _parts(components: Any) -> Iterator[tuple[str, Component]]:
    waiting = _dicts(components)
    while waiting:
        each = waiting.pop(0)
        group, name = str(each.get("group") or ""), str(each.get("name") or "")
        made = component(
            "",
            f"{group}/{name}" if group else name,
            str(each.get("version") or ""),
            purl=str(each.get("purl") or ""),
        )
        for reference in words(each.get("bom-ref"), each.get("purl")):
            yield reference, made
        waiting += _dicts(each.get("components"))


def _flaw(gathering: Gathering, flaw: dict[str, Any], parts: dict[str, Component]) -> None:
    affected = [str(each.get("ref") or "") for each in _dicts(flaw.get("affects"))]
    analysis = _dict(flaw.get("analysis"))
    state = str(analysis.get("state") or "")
    related = [str(each.get("id") or "") for each in _dicts(flaw.get("references"))]
    source = str(_dict(flaw.get("source")).get("name") or "")
    links = [each.get("url") for each in _dicts(flaw.get("advisories"))]
    gathering.result(
        gathering.made(
            str(flaw.get("id") or ""),
            parts.get(reference) or _referred(reference),
            aliases=words(related),
            title=str(flaw.get("title") or ""),
            description=str(flaw.get("description") or flaw.get("detail") or ""),
            references=words(_dict(flaw.get("source")).get("url"), links),
            ratings=[_rating(each, source) for each in _dicts(flaw.get("ratings"))],
            fixed_in=_fixes(str(flaw.get("recommendation") or "")),
            published_at=str(flaw.get("published") or "") or None,
            ignored=": ".join(words(state, analysis.get("justification")))
            if state in _DONE
            else "",
        )
        for reference in dict.fromkeys(affected or [""])
    )


def _referred(reference: str) -> Component:
    """Return a component of another document, as far as the reference says it."""
    if not reference:
        return UNKNOWN
    name = reference.rpartition("#")[2] or reference
    return component("", name, purl=name if name.startswith("pkg:") else "")


def _rating(said: dict[str, Any], source: str) -> Rating:
    name = str(_dict(said.get("source")).get("name") or source or "unknown").lower()
    return rating(
        name,
        str(said.get("severity") or ""),
        score=said.get("score"),
        vector=str(said.get("vector") or "") or None,
    )


def _fixes(recommendation: str) -> tuple[str, ...]:
    """Return the versions in a recommendation like Trivy's: ``Upgrade x to version 1.2``."""
    return words(re.findall(r"to version ([^\s;,]+)", recommendation))


def _parse_xml(document: Document) -> Iterator[ScannerReport]:
    try:
        root = parse_xml(document.data, source=document.source, limit_bytes=limits.JSON_BYTES)
    except BrokenDocumentError as error:
        raise BrokenReportError(error.message) from error
    metadata = root.first("metadata", "component")
    name = metadata.value("name") if metadata else ""
    gathering = Gathering(document, "cyclonedx", "cyclonedx-xml", target=name)
    parts: dict[str, Component] = {}
    owners: dict[int, Component] = {}
    for element in root.walk():
        if element.name == "component":
            made = component(
                "",
                "/".join(words(element.value("group"), element.value("name"))),
                element.value("version"),
                purl=element.value("purl"),
            )
            parts[element.attributes.get("bom-ref", "")] = made
            for own in element.all("vulnerabilities", "vulnerability"):
                owners[id(own)] = made
    for element in root.walk():
        if element.name == "vulnerability":
            _xml_flaw(gathering, element, parts, owners.get(id(element)))
    _inventory(gathering)
    yield gathering.finish()


def _xml_flaw(
    gathering: Gathering, flaw: Element, parts: dict[str, Component], owner: Component | None
) -> None:
    held = [
        parts.get(each.text) or _referred(each.text)
        for each in flaw.all("affects", "target", "ref")
    ]
    if not held and owner is None and "ref" in flaw.attributes:
        held = [parts.get(flaw.attributes["ref"]) or _referred(flaw.attributes["ref"])]
    state = flaw.value("analysis", "state")
    ratings = []
    for each in flaw.all("ratings", "rating"):
        source = each.value("source", "name") or flaw.value("source", "name") or "unknown"
        ratings.append(
            rating(
                source.lower(),
                each.value("severity"),
                score=each.value("score", "base") or each.value("score"),
                vector=each.value("vector") or None,
            )
        )
    gathering.result(
        gathering.made(
            flaw.value("id"),
            each,
            aliases=words([other.value("id") for other in flaw.all("references", "reference")]),
            title=flaw.value("title"),
            description=flaw.value("description") or flaw.value("detail"),
            references=words(
                flaw.value("source", "url"),
                [other.value("url") or other.text for other in flaw.all("advisories", "advisory")],
            ),
            ratings=ratings,
            fixed_in=_fixes(flaw.value("recommendation")),
            published_at=flaw.value("published") or None,
            ignored=state if state in _DONE else "",
        )
        for each in held or [owner or UNKNOWN]
    )


def _is_json(document: Document) -> bool:
    if document.shape != "object":
        return False
    if document.value("bomFormat") == "CycloneDX" or document.has("specVersion", "bomFormat"):
        return True
    if document.has("specVersion") and document.any(
        "components", "vulnerabilities", "serialNumber"
    ):
        return True
    return "bomFormat" in document.inner("predicate")


def _is_xml(document: Document) -> bool:
    return document.shape == "xml" and "cyclonedx.org/schema/" in document.head


CYCLONEDX = Adapter(
    name="cyclonedx",
    title="CycloneDX",
    formats=(
        Format(name="cyclonedx-json", looks=_is_json, parse=_parse),
        Format(name="cyclonedx-xml", looks=_is_xml, parse=_parse_xml),
    ),
)
