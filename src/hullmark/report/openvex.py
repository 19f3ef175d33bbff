"""OpenVEX: what the scan and its readers hold of each vulnerability in each product.

A finding that counts is *affected*, with the version to move to. What a VEX statement said keeps
its status and reason. What the team accepted is still *affected*: accepting a risk is no claim that
there is none, so the action is the decision, with its owner and its last day.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote

from hullmark.formats import openvex as wire
from hullmark.formats.document import encode_document, lines
from hullmark.model.finding import Finding, Kind
from hullmark.model.scan import ScanResult, Target
from hullmark.report.content_id import document_uuid
from hullmark.report.image_name import purl_of
from hullmark.report.summary import by_importance
from hullmark.report.visible import visible
from hullmark.report.words import fix_words

AUTHOR = "Hullmark"

_VEX = re.compile(
    r"VEX (not_affected|fixed): (.*?)(?: \(says (?P<author>.*?)\))?; (?P<source>.*)", re.DOTALL
)
"""How a suppression that comes of a VEX statement reads."""
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]|%(?![0-9A-Fa-f]{2})", re.ASCII)


class _Claim(NamedTuple):
    """What is said; findings of which the same is said share a statement."""

    name: str
    aliases: tuple[str, ...]
    status: wire.Status
    notes: str = ""
    justification: str = ""
    impact: str = ""
    action: str = ""


def write_openvex(result: ScanResult) -> bytes:
    """Return a document with one statement per vulnerability and answer.

    Without any vulnerability the list is empty. The schema asks for one statement at least, and
    every statement names a vulnerability: there is none to name that would be true.
    """
    targets = {target.name: target for target in result.targets}
    products: dict[_Claim, dict[str, dict[str, None]]] = {}
    for finding in _vulnerabilities(result):
        product = _product(finding.target, targets)
        parts = products.setdefault(_claim(finding), {}).setdefault(product, {})
        parts.update(dict.fromkeys(_parts(finding)))
    return encode_document(
        wire.Document(
            id=f"urn:uuid:{document_uuid(result, 'openvex')}",
            author=AUTHOR,
            timestamp=result.created_at,
            tooling=f"hullmark/{visible(result.tool_version)}",
            statements=lines(_statement(claim, held) for claim, held in products.items()),
        )
    )


def _vulnerabilities(result: ScanResult) -> Iterator[Finding]:
    for suppressed in (False, True):
        for finding in by_importance(result.findings, suppressed=suppressed):
            if finding.kind is Kind.VULNERABILITY:
                yield finding


def _claim(finding: Finding) -> _Claim:
    name, *aliases = [visible(each) for each in finding.identifiers or (finding.id,)]
    names = (name or "unknown", tuple(dict.fromkeys(each for each in aliases if each != name)))
    if not finding.suppressed:
        return _Claim(*names, "affected", notes=_notes(finding), action=_action(finding))
    said = _VEX.fullmatch(finding.suppression)
    if said is None:
        reason = visible(finding.suppression) or "no reason is recorded"
        return _Claim(*names, "affected", notes=_notes(finding), action=f"Accepted: {reason}")
    reason = visible(said[2])
    notes = visible(f"Stated by {said['author'] or 'an unknown author'} in {said['source']}")
    if said[1] == "fixed":
        return _Claim(*names, "fixed", notes=notes)
    if reason in wire.JUSTIFICATIONS:
        return _Claim(*names, "not_affected", notes=notes, justification=reason)
    return _Claim(*names, "not_affected", notes=notes, impact=reason or "no reason is given")


def _notes(finding: Finding) -> str:
    rating = finding.rating
    notes = finding.severity.value + (f" by {visible(rating.source)}" if rating else "")
    if finding.priority.known_exploited:
        notes += ", known to be exploited"
    return notes


def _action(finding: Finding) -> str:
    if finding.fixed_in and finding.component:
        return f"Update {visible(finding.component.name)} to {fix_words(finding)}."
    return f"{fix_words(finding).capitalize() or 'No fix known'}; remove it or limit its use."


def _product(name: str, targets: Mapping[str, Target]) -> str:
    target = targets.get(name)
    if target is not None and (purl := purl_of(target)):
        return _iri(purl)
    kind = target.kind if target else "target"
    return f"urn:hullmark:{kind}:{quote(visible(name), safe='/:@')}"


def _parts(finding: Finding) -> Iterator[str]:
    component = finding.component
    purls = finding.packages or ((component.purl,) if component else ())
    for purl in purls:
        yield _iri(purl)
    if component and not purls:
        yield _iri(f"{component.name}@{component.version}")


def _iri(text: str) -> str:
    """Return a purl as it is, but for what no identifier may hold; other text as a name of ours."""
    if not text.startswith("pkg:"):
        return f"urn:hullmark:component:{quote(visible(text), safe='/:@')}"
    return _NOT_IN_IRI.sub(lambda match: quote(match.group(), safe=""), visible(text))


def _statement(claim: _Claim, products: Mapping[str, Mapping[str, None]]) -> wire.Statement:
    return wire.Statement(
        vulnerability=wire.Vulnerability(name=claim.name, aliases=list(claim.aliases)),
        products=[
            wire.Product(id=product, subcomponents=[wire.Subcomponent(id=part) for part in parts])
            for product, parts in products.items()
        ],
        status=claim.status,
        status_notes=claim.notes,
        justification=claim.justification,
        impact_statement=claim.impact,
        action_statement=claim.action,
    )
