"""Applies suppressions to findings and says what each of them did."""

from collections.abc import Iterable, Sequence
from datetime import date
from fnmatch import fnmatchcase
from typing import Final

import msgspec
from msgspec.structs import replace

from hullmark.merge.vex_products import purl_matches
from hullmark.model.finding import Finding
from hullmark.model.suppression import Suppression

_BROAD: Final = ("id", "component", "path", "image", "layer", "scanner")
"""Fields that narrow an entry down; one that has none of them accepts everything."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """Findings after all entries, and how many findings each entry suppressed."""

    findings: tuple[Finding, ...]
    hits: tuple[int, ...]
    """By position of the entry; an entry that cannot be applied has 0."""


def problem_of(entry: Suppression, *, today: date) -> str:
    """Return why an entry is not applied; empty for one that is."""
    missing = [name for name in ("owner", "reason") if not getattr(entry, name).strip()]
    if entry.expires is None:
        missing.append("expires")
    if missing:
        return f"it has no {' and no '.join(missing)}"
    if not any(getattr(entry, name) for name in _BROAD):
        return "it names nothing and would accept everything"
    assert entry.expires is not None
    if entry.expires < today:
        return f"it expired on {entry.expires.isoformat()}"
    return ""


def suppress(
    findings: Iterable[Finding], entries: Sequence[Suppression], *, today: date
) -> Outcome:
    """Return findings with those suppressed that an entry in force accepts.

    The first entry that matches is named; entries that cannot be applied match nothing.
    """
    usable = [
        (index, entry) for index, entry in enumerate(entries) if not problem_of(entry, today=today)
    ]
    hits = [0] * len(entries)
    out = []
    for finding in findings:
        decided = finding
        for index, entry in usable:
            if matches(entry, finding):
                hits[index] += 1
                if not decided.suppressed:
                    decided = replace(finding, suppressed=True, suppression=_words(entry))
        out.append(decided)
    return Outcome(findings=tuple(out), hits=tuple(hits))


def matches(entry: Suppression, finding: Finding) -> bool:
    """Say whether an entry is about a finding: everything that it names has to fit."""
    return (
        (not entry.kind or entry.kind == finding.kind.value)
        and (not entry.id or _any(finding.identifiers, entry.id.upper(), upper=True))
        and (not entry.image or fnmatchcase(finding.target, entry.image))
        and (not entry.scanner or {s.scanner for s in finding.sources} == {entry.scanner})
        and (not entry.component or _is_component(entry.component, finding))
        and _is_place(entry, finding)
    )


def _is_place(entry: Suppression, finding: Finding) -> bool:
    """Say whether all places of a finding are meant: one place more is a new problem."""
    places = finding.locations
    if not (entry.path or entry.layer or entry.line):
        return True
    return bool(places) and all(
        (not entry.path or fnmatchcase(place.path, entry.path))
        and (not entry.layer or place.layer == entry.layer)
        and (not entry.line or place.line == entry.line)
        for place in places
    )


def _is_component(stated: str, finding: Finding) -> bool:
    component = finding.component
    if component is None:
        return False
    purls = (component.purl, *finding.packages)
    if stated.startswith("pkg:") and "*" not in stated:
        return any(purl_matches(stated, purl) for purl in purls)
    names = (*purls, component.name, f"{component.name}@{component.version}")
    return _any(names, stated)


def _any(texts: Iterable[str], pattern: str, *, upper: bool = False) -> bool:
    return any(fnmatchcase(text.upper() if upper else text, pattern) for text in texts)


def _words(entry: Suppression) -> str:
    until = f", until {entry.expires.isoformat()}" if entry.expires else ""
    return f"{entry.reason} ({entry.owner}{until}; {entry.source})"
