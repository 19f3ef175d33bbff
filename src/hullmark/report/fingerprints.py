"""What code scanning tells alerts apart by: the same alert through all releases of an image.

Tag, digest, version, line, title and severity change while the problem stays, so none of them
goes in; what does is the lineage of the image, the rule, the component and the path. The path
sets this apart from the finding's own fingerprint: an alert belongs to one file.
"""

import hashlib

from hullmark.model.component import Component, Location
from hullmark.model.finding import Finding, Kind
from hullmark.report.visible import visible

_BEFORE = frozenset(("", *"-_@/+="))
"""What stands before a version in a path (``jinja2-3.1.2.dist-info``, ``a@1.0``), or nothing."""

_RULE_ID = 255
"""Characters of a rule id; GitHub takes as many of a rule's name."""


def rule_id_of(finding: Finding) -> str:
    """Return the id of the rule: the vulnerability in one component, whatever its version.

    Code scanning shows title, severity and help of the rule, not of the result, so a rule that
    spanned several components would show one component's words on another's alert.
    """
    name = finding.identifiers[0] if finding.identifiers else str(finding.id)
    component = finding.component
    if component is not None and finding.kind is Kind.VULNERABILITY:
        name = f"{name}/{component.type}/{component.name}"
    name = visible(name)
    if len(name) > _RULE_ID:
        return f"{name[: _RULE_ID - 17]}-{_digest(name)[:16]}"
    return name


def places_of(finding: Finding) -> list[tuple[str, Location]]:
    """Return the places in a stable order, each with its path free of the version."""
    locations = finding.locations
    if not locations and finding.component is not None:
        locations = finding.component.locations
    places = [(versionless(location.path, finding.component), location) for location in locations]
    if len(places) > 1:
        places.sort(key=lambda place: (place[0], place[1].path, place[1].line or 0))
    return places


def versionless(path: str, component: Component | None) -> str:
    """Return the path with the component's version, as a whole word, replaced by ``*``."""
    version = component.version if component else ""
    if not version or version not in path:
        return path
    out: list[str] = []
    start = 0
    while (found := path.find(version, start)) >= 0:
        end = found + len(version)
        whole = path[max(found - 1, 0) : found] in _BEFORE and not _continues(path, end)
        out.append(path[start:found] + ("*" if whole else version))
        start = end
    return "".join(out) + path[start:]


def identity_of(finding: Finding, rule_id: str, *, lineage: str, path: str) -> str:
    """Return a hash of what stays the same about a finding."""
    # Secrets and misconfigurations have an identity of their own, made without version or line.
    own = "" if finding.kind is Kind.VULNERABILITY else str(finding.id)
    parts = ("alert", lineage, finding.kind, rule_id, path, own)
    return _digest("\0".join(parts))[:16]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _continues(path: str, end: int) -> bool:
    after = path[end : end + 2]
    return after[:1].isalnum() or (after[:1] == "." and after[1:].isdigit())
