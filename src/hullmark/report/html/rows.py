"""Findings, components and ledger as rows of short values: for the script, and for the page.

The index holds what tables show and filters ask for; what only an opened row shows stands in
blocks of their own, which the script parses when a row of theirs is opened.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from hullmark.formats.document import lines
from hullmark.model.component import Location
from hullmark.model.finding import Finding, Kind, Priority, Source
from hullmark.model.ledger import INCOMPLETE, LedgerRow, Status
from hullmark.model.scan import ScanResult
from hullmark.model.severity import Rating
from hullmark.report.instruction import to_instruction
from hullmark.report.links import help_link, web_links
from hullmark.report.summary import WORST_FIRST, by_importance
from hullmark.report.visible import visible
from hullmark.report.words import fix_words, short_names

T = TypeVar("T")

BLOCK = 500
"""Findings whose details are parsed at once."""
PART = 10_000
"""Rows of a table that are parsed at once: some 20 ms, in which nobody notices a pause."""
_DESCRIPTION = 1_500
"""Characters of an advisory's text; the JSON result holds all of it."""
_LISTED = 20
"""References, places or packages of one finding that are listed; more are counted."""
_INSTRUCTION = 200

_NONE: list[str] = []
"""Nothing is listed; nobody adds to it."""

EXPLOITED, SUPPRESSED, FIXABLE = 1, 2, 4
"""Bits of a finding's flags."""

LEVELS = {level: position for position, level in enumerate(WORST_FIRST)}
KINDS = {kind: position for position, kind in enumerate(Kind)}


class Detail(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What an opened finding shows."""

    id: str
    description: str
    message: str
    remediation: str
    links: list[str]
    sources: list[str]
    ratings: list[str]
    places: list[str]
    packages: list[str]
    facts: list[tuple[str, str]]
    suppression: str


class Rows:
    """A result in the order and with the names that every table uses."""

    def __init__(self, result: ScanResult) -> None:
        self.result = result
        ordered = by_importance(result.findings)
        self.open = len(ordered)
        """Findings that count; the suppressed ones come after them."""
        hidden = by_importance(result.findings, suppressed=True)
        self.findings: list[Finding] = [*ordered, *hidden]
        self.targets = list(dict.fromkeys(target.name for target in result.targets))
        names = short_names(result)
        self.target_names = [names[name] for name in self.targets]
        self.position = {name: position for position, name in enumerate(self.targets)}
        self.ledger = sorted(result.ledger, key=_missing_first)
        self._layers: dict[Any, str] = {}

    def target(self, name: str) -> int:
        """Return the position of a target; names that are no target's are added."""
        position = self.position.get(name)
        if position is None:
            position = self.position[name] = len(self.targets)
            self.targets.append(name)
            self.target_names.append(visible(name))
        return position

    def finding_row(self, position: int) -> tuple[Any, ...]:
        """Return level, kind, target, flags, ids, subject, version, fix, title, place, numbers."""
        finding = self.findings[position]
        component = finding.component
        place = finding.locations[0] if finding.locations else None
        flags = EXPLOITED if finding.priority.known_exploited else 0
        flags |= SUPPRESSED if finding.suppressed else 0
        flags |= FIXABLE if finding.fixed_in else 0
        score = finding.rating.score if finding.rating else None
        names = finding.identifiers or (finding.id,)
        epss = finding.priority.epss
        return (
            LEVELS[finding.severity],
            KINDS[finding.kind],
            self.target(finding.target),
            flags,
            shown(" ".join(names)),
            help_link(finding),
            shown(component.name) if component else _place_words(place, finding),
            shown(component.version) if component else "",
            fix_words(finding),
            shown(finding.title or finding.message or names[0]),
            # JSON has no infinity and no NaN.
            score if score is not None and 0 <= score <= 10 else -1,
            epss if epss is not None and 0 <= epss <= 1 else -1,
            shown(finding.cause) if finding.cause else "",
            shown(place.path) if component and place else "",
        )

    def detail(self, position: int) -> Detail:
        """Return what an opened row shows."""
        finding = self.findings[position]
        references = finding.references
        return Detail(
            shown(finding.id),
            _text(finding.description) if finding.description else "",
            _text(finding.message) if finding.message else "",
            _text(finding.remediation) if finding.remediation else "",
            web_links(references[:_LISTED]) if references else _NONE,
            _listed(_source, finding.sources) if finding.sources else _NONE,
            _listed(_rating, finding.ratings) if finding.ratings else _NONE,
            _listed(self._place, finding.locations) if finding.locations else _NONE,
            _listed(shown, finding.packages) if finding.packages else _NONE,
            _facts(finding),
            shown(finding.suppression or "no reason is recorded") if finding.suppressed else "",
        )

    def component_row(self, position: int) -> tuple[Any, ...]:
        """Return name, version, type, licenses, path, layer and target."""
        component = self.result.components[position]
        targets = self.result.component_targets
        place = component.locations[0] if component.locations else None
        return (
            visible(component.name),
            visible(component.version),
            visible(component.type),
            visible(", ".join(component.licenses)),
            visible(place.path) if place else "",
            -1 if place is None or place.layer_index is None else place.layer_index,
            self.target(targets[position]) if position < len(targets) else 0,
        )

    def ledger_row(self, position: int) -> tuple[Any, ...]:
        """Return status, 1 where it leaves the answer open, scanner, check, target, why, date."""
        row = self.ledger[position]
        return (
            row.status.value,
            int(row.status in INCOMPLETE),
            visible(row.scanner),
            visible(row.check),
            self.target(row.target) if row.target else -1,
            visible(row.reason),
            visible(row.data_date or ""),
        )

    def _place(self, location: Location) -> str:
        words = shown(location.path) or "the image"
        if location.line and location.line > 0:
            words += f":{location.line}"
        if location.layer_index is None:
            return words
        key = (location.layer_index, location.instruction)
        layer = self._layers.get(key)
        if layer is None:
            instruction = shown(to_instruction(location.instruction or "")[:_INSTRUCTION])
            layer = f"layer {location.layer_index}" + (f", {instruction}" if instruction else "")
            self._layers[key] = layer
        return f"{words} ({layer})"


def shown(text: str) -> str:
    """Return text as ``visible`` does; the usual case takes no second call."""
    return text if text.isprintable() else visible(text)


def data_blocks(rows: Rows) -> Iterator[bytes]:
    """Yield the rows as script elements that hold JSON and no markup."""
    findings = range(len(rows.findings))
    tables: dict[str, tuple[range, Callable[[int], tuple[Any, ...]]]] = {
        "findings": (findings, rows.finding_row),
        "components": (range(len(rows.result.components)), rows.component_row),
        "ledger": (range(len(rows.ledger)), rows.ledger_row),
    }
    for name, (positions, row_of) in tables.items():
        for start in positions[::PART]:
            part = map(row_of, positions[start : start + PART])
            yield _block(f"{name}-{start // PART}", _lines(part))
    for start in findings[::BLOCK]:
        details = map(rows.detail, findings[start : start + BLOCK])
        yield _block(f"details-{start // BLOCK}", _lines(details))
    # Last, as rows may name targets that the result does not list.
    names = {
        "targets": rows.target_names,
        "levels": [level.value for level in WORST_FIRST],
        "kinds": [kind.value for kind in Kind],
        "open": rows.open,
        "block": BLOCK,
    }
    yield _block("names", msgspec.json.encode(names))


def _block(name: str, encoded: bytes) -> bytes:
    # ``<`` stands only inside strings, and no end tag or comment can begin without it.
    safe = encoded.replace(b"<", b"\\u003c")
    return b'<script type="application/json" id="data-%s">%s</script>\n' % (name.encode(), safe)


def _lines(items: Iterable[Any]) -> bytes:
    return msgspec.json.encode(lines(items))


def _missing_first(row: LedgerRow) -> tuple[int, str, str, str]:
    if row.status in INCOMPLETE:
        order = 0 if row.status in {Status.FAILED, Status.ABSENT} else 1
    else:
        order = 2 if row.status in {Status.SKIPPED, Status.END_OF_LIFE} else 3
    return order, row.target, row.scanner, row.check


def _place_words(place: Location | None, finding: Finding) -> str:
    if place is None:
        return visible(finding.subject or finding.target)
    return visible(f"{place.path}:{place.line}" if place.line else place.path)


def _text(text: str) -> str:
    """Return foreign text with its line breaks; they are shown as such."""
    cut = text if len(text) <= _DESCRIPTION else text[: _DESCRIPTION - 1] + "…"
    return cut if cut.isprintable() else "\n".join(map(visible, cut.splitlines()))


def _listed(words_of: Callable[[T], str], items: Sequence[T]) -> list[str]:
    if len(items) == 1:
        return [words_of(items[0])]
    listed = list(map(words_of, items[:_LISTED]))
    if (rest := len(items) - _LISTED) > 0:
        listed.append(f"and {rest:,} more")
    return listed


def _source(source: Source) -> str:
    words = f"{source.scanner} {source.version}" if source.version else source.scanner
    if source.rule:
        words += f": {source.rule}"
    return shown(f"{words} ({source.severity.value})")


@lru_cache(maxsize=16_384)
def _rating(rating: Rating) -> str:
    score = f" {rating.score:.1f}" if rating.score is not None else ""
    vector = f" {rating.vector}" if rating.vector else ""
    label = f" “{rating.label}”" if rating.label else ""
    return shown(f"{rating.source}: {rating.level.value}{score}{label}{vector}")


def _facts(finding: Finding) -> list[tuple[str, str]]:
    facts = []
    if len(finding.identifiers) > 1:
        facts.append(("Also known as", shown(", ".join(finding.identifiers[1:]))))
    if finding.component is not None:
        facts.append(("Package URL", shown(finding.component.purl)))
    if len(finding.fixed_in) > 1:
        facts.append(("Fixed in", shown(", ".join(finding.fixed_in))))
    if finding.published_at:
        facts.append(("Published", shown(finding.published_at)))
    if finding.first_seen_at:
        facts.append(("First seen", shown(finding.first_seen_at)))
    if finding.priority.epss is not None:
        facts.append(("EPSS", _percent(finding.priority)))
    if finding.kind is not Kind.VULNERABILITY:
        more = (
            ("Secret", finding.secret_masked),
            ("Part", finding.anchor),
            ("Controls", ", ".join(finding.controls)),
        )
        facts += [(label, shown(value)) for label, value in more if value]
    return facts


@lru_cache(maxsize=16_384)
def _percent(priority: Priority) -> str:
    rank = priority.epss_percentile
    above = f", above {rank:.0%} of all" if rank is not None else ""
    return f"{priority.epss:.2%} in the next 30 days{above}"
