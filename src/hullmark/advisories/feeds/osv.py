"""OSV records, as osv.dev, GitHub and the distributions publish them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec

from hullmark.advisories.feeds.entry import (
    FROM_START,
    Bad,
    Entry,
    Package,
    Parsed,
    Withdrawn,
    usable_id,
)
from hullmark.advisories.feeds.osv_wire import (
    AffectedPackage,
    EcosystemSpecific,
    OsvRecord,
    Rated,
    VersionRange,
)
from hullmark.advisories.names import normal_ecosystem, normal_name
from hullmark.advisories.ranges import bounded, merged, to_ranges
from hullmark.advisories.ratings import (
    CACHED_VECTORS,
    base_score,
    level_of,
    source_of,
    vector_score,
    word_score,
)
from hullmark.advisories.record import Affected, Range, Score
from hullmark.advisories.withdrawn import takes_itself_back

ALIASES = 64
"""Aliases of one record; more are kept as what it covers, not as one flaw."""
COVERS = 4_096
"""Flaws one distribution advisory fixes together; kernel updates reach about 2,000."""
REFERENCES = 64
"""Links kept per record."""
TEXT_CHARACTERS = 16_384
"""Of a summary or description; longer texts are cut, people follow the link."""
VERSIONS = 20_000
"""Listed versions of one package."""

_DISTRIBUTION_ADVISORY = re.compile(
    r"^(?:AL[SBE]A|ALINUX\d|ALPA|CLEANSTART|DSA|DLA|ELA|ELSA|FEDORA|MGASA|OESA|RH[SBE]A|RLSA|RXSA"
    r"|SUSE|openSUSE|USN|LSN|AZL|CGA|ECHO|MINI|PHSA)[-:]"
)
_SEVERE_SUMMARY = re.compile(r"^(Critical|Important|Moderate|Low):\s")
_MODULE_STREAM = re.compile(r"[?&]rpmmod=([^&]+)")
_decode = msgspec.json.Decoder(OsvRecord).decode
_sole_missing_id = "missing required field `id`"


def is_missing_id(error: msgspec.ValidationError) -> bool:
    """Return whether a document failed to be OSV only because it has no id at its top."""
    text = str(error)
    return _sole_missing_id in text and " - at " not in text


def parse_osv(name: str, data: bytes) -> Parsed:
    """Yield the record of one OSV document.

    Raises:
        msgspec.ValidationError: It is JSON of another shape.
        msgspec.DecodeError: It is not JSON.
    """
    record = _decode(data)
    if not usable_id(record.id):
        yield Bad(name, "its id is empty or not an id")
    elif record.withdrawn or takes_itself_back(record.summary or "", record.details or ""):
        yield Withdrawn(record.id)
    else:
        yield _entry(record)


def _entry(record: OsvRecord) -> Entry:
    problems: list[str] = []
    links, covers = _relations(record)
    specific = record.database_specific
    return Entry(
        id=record.id,
        links=links,
        covers=covers,
        scores=_scores(record, problems),
        cwes=_words(specific.cwe_ids) if specific and specific.cwe_ids else (),
        published=_date(record.published),
        modified=_date(record.modified),
        summary=(record.summary or "")[:TEXT_CHARACTERS],
        details=(record.details or "")[:TEXT_CHARACTERS],
        references=tuple([r.url for r in (record.references or ())[:REFERENCES] if r.url]),
        packages=_packages(record.id, record.affected or (), problems),
        problems=tuple(problems),
    )


def _relations(record: OsvRecord) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tell the record's other names from the flaws it bundles.

    ``aliases`` are the same flaw. ``upstream`` is the same flaw too where it names at most one id
    of each family (a DEBIAN-CVE its CVE); several CVEs are a bundle. A distribution advisory's
    ``related`` CVEs are what it fixes.
    """
    own = record.id
    aliases = [i for i in record.aliases if i != own and usable_id(i)] if record.aliases else []
    upstream = [i for i in record.upstream if i != own and usable_id(i)] if record.upstream else []
    if not record.related and len(upstream) <= 1 and len(aliases) <= ALIASES:
        links = aliases + upstream
        return (tuple(dict.fromkeys(links)) if len(links) > 1 else tuple(links)), ()
    covers: list[str] = []
    if record.related and _DISTRIBUTION_ADVISORY.match(own):
        bundled = [i for i in record.related if usable_id(i) and i.startswith("CVE-")]
        (upstream if len(bundled) == 1 and not upstream else covers).extend(bundled)
    if len(upstream) > 1:
        families = [i.partition("-")[0] for i in upstream]
        if len(set(families)) < len(families):
            covers, upstream = upstream + covers, []
    if len(aliases) > ALIASES:
        covers, aliases = covers + aliases, []
    return tuple(dict.fromkeys(aliases + upstream)), tuple(dict.fromkeys(covers))[:COVERS]


def _scores(record: OsvRecord, problems: list[str]) -> tuple[Score, ...]:
    publisher = source_of(record.id)
    found: dict[Score, None] = {}
    for rated in record.severity or ():
        _rate(rated, publisher, found, problems)
    for affected in record.affected or ():
        for rated in affected.severity or ():
            _rate(rated, publisher, found, problems)
    word = record.database_specific and record.database_specific.severity
    if isinstance(word, str):
        # The databases that use a word here follow GitHub, whose records may be named by CVE.
        score = _word_score("ghsa" if publisher == "nvd" else publisher, word)
        if score:
            found[score] = None
    title = _SEVERE_SUMMARY.match(record.summary) if record.summary else None
    if title and (score := _word_score(publisher, title[1])):
        found[score] = None
    return tuple(found)


def _rate(rated: Rated, publisher: str, found: dict[Score, None], problems: list[str]) -> None:
    text = str(rated.score or "")
    source = rated.source.lower() if rated.source else publisher
    if rated.type.startswith("CVSS") or not rated.type:
        score = _vector_score(source, text)
        if score is None and text:
            problems.append(f"unreadable rating '{text[:80]}'")
    else:
        score = _word_score(rated.type.lower(), text)
    if score is not None:
        found[score] = None


_vector_score = lru_cache(maxsize=CACHED_VECTORS)(vector_score)
_word_score = lru_cache(maxsize=CACHED_VECTORS)(word_score)


def _packages(
    advisory_id: str, entries: Sequence[AffectedPackage], problems: list[str]
) -> list[Package]:
    found: dict[tuple[str, str], list[Affected]] = {}
    for entry in entries:
        package = entry.package
        if package is None or not package.name or not package.ecosystem:
            continue
        if not _usable_name(package.name):
            problems.append(f"unusable package name '{package.name[:80]!r}'")
            continue
        affected = _affected(advisory_id, entry)
        if not affected.ranges and not affected.versions:
            continue  # only git commits: nothing an installed version could be compared with
        ecosystem = normal_ecosystem(package.ecosystem)
        key = (ecosystem, normal_name(ecosystem, package.name))
        if key in found:
            _join(found[key], affected)
        else:
            found[key] = [affected]
    return [(*key, affected) for key, variants in found.items() for affected in variants]


def _affected(advisory_id: str, entry: AffectedPackage) -> Affected:
    ecosystem = entry.package.ecosystem if entry.package else ""
    ranges, plain = _ranges(entry.ranges, ecosystem) if entry.ranges else ((), False)
    specific = entry.database_specific
    if specific and isinstance(specific.last_known_affected_version_range, str):
        ranges = bounded(ranges, specific.last_known_affected_version_range)
    versions: tuple[str, ...] = ()
    if entry.versions and not (ranges and plain):
        versions = tuple(entry.versions[:VERSIONS])
    if not ranges and not versions and not entry.ranges:
        ranges = (FROM_START,)  # OSV: neither ranges nor versions means every version
    extra = entry.ecosystem_specific
    state, severity = _judgement(extra) if extra else ("", "")
    purl = entry.package.purl if entry.package else None
    return Affected(
        advisory_id,
        ranges,
        versions,
        state,
        severity,
        _package_score(entry.severity) if entry.severity else 0.0,
        _modules(extra, purl) if extra or (purl and "rpmmod=" in purl) else (),
    )


def _ranges(entries: Sequence[VersionRange], ecosystem: str) -> tuple[tuple[Range, ...], bool]:
    if len(entries) == 1 and entries[0].type != "GIT":
        events = entries[0].events or ()
        if len(events) == 2 and events[0].introduced is not None and events[1].fixed is not None:
            return (_fixed_range(events[0].introduced, events[1].fixed),), True
    ranges: tuple[Range, ...] = ()
    plain = True
    for entry in entries:
        if entry.type == "GIT":
            continue
        events_found = [
            pair
            for event in entry.events or ()
            for pair in (
                ("introduced", event.introduced),
                ("fixed", event.fixed),
                ("last_affected", event.last_affected),
            )
            if pair[1] is not None
        ]
        more, in_order = to_ranges(
            [(kind, version or "") for kind, version in events_found], ecosystem
        )
        ranges = merged(ranges, more) if ranges else more
        plain = plain and in_order
    return ranges, plain


@lru_cache(maxsize=20_000)
def _fixed_range(introduced: str, fixed: str) -> Range:
    return Range(introduced, fixed)


def _judgement(extra: EcosystemSpecific) -> tuple[str, str]:
    """Return state and the publisher's word of a Debian urgency, Ubuntu status or severity."""
    try:
        return _judged(extra.urgency, extra.ubuntu_priority, extra.severity, extra.status)
    except TypeError:  # a list or table where others have a word
        return "", ""


@lru_cache(maxsize=1024)
def _judged(urgency: Any, priority: Any, severity: Any, status: Any) -> tuple[str, str]:
    word = ""
    for value in (urgency, priority, severity):
        if isinstance(value, str) and level_of(value):
            word = value.rstrip("*").lower()
            break
    if word == "unimportant":
        return "unimportant", word
    if urgency == "end-of-life" or status == "ignored":
        return "wont-fix", word
    if status in {"deferred", "postponed"}:
        return "postponed", word
    return "", word


def _package_score(ratings: Sequence[Rated]) -> float:
    return max((base_score(str(r.score or "")) or 0.0 for r in ratings), default=0.0)


def _modules(extra: EcosystemSpecific | None, purl: str | None) -> tuple[str, ...]:
    if purl and (stream := _MODULE_STREAM.search(purl)):
        return (stream[1].replace("%3A", ":").replace("%3a", ":"),)
    if extra is None:
        return ()
    if isinstance(extra.rpm_modularity, str) and extra.rpm_modularity:
        return (extra.rpm_modularity,)
    if isinstance(extra.imports, list):
        paths = (i.get("path") for i in extra.imports if isinstance(i, dict))
        return tuple(dict.fromkeys(p for p in paths if isinstance(p, str) and p))
    return ()


def _join(variants: list[Affected], new: Affected) -> None:
    """Add ranges to the statement that is otherwise the same, or keep the new one beside it."""
    for at, one in enumerate(variants):
        if (one.state, one.severity, one.score, one.modules) == (
            new.state, new.severity, new.score, new.modules
        ):  # fmt: skip
            variants[at] = msgspec.structs.replace(
                one,
                ranges=merged(one.ranges, new.ranges),
                versions=tuple(dict.fromkeys((*one.versions, *new.versions))),
            )
            return
    variants.append(new)


def _usable_name(name: str) -> bool:
    return len(name) <= 512 and name.isprintable()


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(word for word in value[:64] if isinstance(word, str))


def _date(text: str | None) -> str:
    # Seconds are enough; "0001-01-01" is how Go writes an unset time.
    if not text or text.startswith("0001-"):
        return ""
    # Midnight stands for a day without a time.
    return text[:10] if len(text) == 10 or text[10:19] == "T00:00:00" else f"{text[:19]}Z"
