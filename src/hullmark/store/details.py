"""A finding as the store keeps it: what outlives a build once, what changes daily apart."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from hullmark.model.finding import Finding, Fingerprint, FixState, Priority, Source
from hullmark.model.image import LayerInfo
from hullmark.store.content import clean, encode, key_of, pack_fingerprint
from hullmark.store.places import pack_places
from hullmark.store.rows import document_key

NO_FINGERPRINT = Fingerprint("")

Sources = dict[str, tuple[str, str | None]]
"""Scanner → its version and the date of its data."""


class Detail(msgspec.Struct, frozen=True):
    """One finding, taken apart."""

    fingerprint: bytes
    key: bytes
    """Of everything that makes a new interval when it changes."""
    body: bytes
    text: bytes
    places: bytes
    places_key: bytes
    finding: Finding


def sources_of(findings: Iterable[Finding]) -> Sources:
    """Return version and data date of each scanner that has the same everywhere."""
    found: dict[str, set[tuple[str, str | None]]] = {}
    for finding in findings:
        for source in finding.sources:
            found.setdefault(source.scanner, set()).add((source.version, source.data_date))
    return {name: next(iter(said)) for name, said in sorted(found.items()) if len(said) == 1}


def take_apart(
    findings: Iterable[Finding], *, layers: Sequence[LayerInfo], sources: Sources
) -> list[Detail]:
    """Return findings as they are kept, each fingerprint once."""
    seen: dict[str, int] = {}
    taken = []
    for finding in findings:
        count = seen[finding.id] = seen.get(finding.id, 0) + 1
        name = finding.id if count == 1 else f"{finding.id}#{count}"
        taken.append(_taken(finding, name, layers, sources))
    return taken


def put_together(
    detail: bytes,
    text: bytes,
    *,
    fingerprint: str,
    sources: Sources,
    epss: tuple[float | None, float | None],
) -> Finding:
    """Return a finding, without its places and its target.

    Raises:
        msgspec.DecodeError: It is not what was kept.
    """
    finding = msgspec.msgpack.decode(detail, type=Finding)
    description, references = msgspec.msgpack.decode(text, type=tuple[str, tuple[str, ...]])
    return replace(
        finding,
        id=Fingerprint(fingerprint.partition("#")[0]),
        description=description,
        references=references,
        sources=tuple(_filled(source, sources) for source in finding.sources),
        priority=replace(finding.priority, epss=epss[0], epss_percentile=epss[1]),
    )


def scanners_of(finding: Finding) -> str:
    """Return who says so, as a list that can be searched."""
    names = sorted({clean(source.scanner) for source in finding.sources})
    return f",{','.join(names)}," if names else ""


def is_fixable(finding: Finding) -> bool:
    """Say whether there is a version that fixes it."""
    return bool(finding.fixed_in) or finding.fix_state is FixState.FIXED


def _taken(finding: Finding, name: str, layers: Sequence[LayerInfo], sources: Sources) -> Detail:
    component = finding.component
    seen = component.locations if component is not None else ()
    same = seen == finding.locations
    places = pack_places([finding.locations] if same else [finding.locations, seen], layers)
    text = encode((finding.description, finding.references))
    bare = replace(
        finding,
        id=NO_FINGERPRINT,
        description="",
        references=(),
        locations=(),
        component=replace(component, locations=()) if component is not None and seen else component,
        priority=_without_epss(finding.priority),
        sources=tuple(_emptied(source, sources) for source in finding.sources),
        cause=None,
        baseline_state=None,
        first_seen_at=None,  # its span knows
        target="",
    )
    body = encode(bare)
    return Detail(
        fingerprint=pack_fingerprint(name),
        key=key_of(body, text),
        body=body,
        text=text,
        places=places,
        places_key=document_key(("places", places)),
        finding=finding,
    )


def _without_epss(priority: Priority) -> Priority:
    """Drop what changes every day; the flaw's own row has the latest."""
    if priority.epss is None and priority.epss_percentile is None:
        return priority
    return replace(priority, epss=None, epss_percentile=None)


def _emptied(source: Source, sources: Sources) -> Source:
    if source.scanner in sources:
        return replace(source, version="", data_date=None)
    return source


def _filled(source: Source, sources: Sources) -> Source:
    known = sources.get(source.scanner)
    if known is None or source.version or source.data_date:
        return source
    return replace(source, version=known[0], data_date=known[1])
