"""The passes over a filled database: newest copy of a record, alias groups, what groups share."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hullmark.advisories.feeds.epss import parse_epss
from hullmark.advisories.feeds.sniff import SideFacts
from hullmark.advisories.groups import AliasGroups
from hullmark.advisories.record import Facts, Group, Score
from hullmark.advisories.rows import decode_facts, encode
from hullmark.advisories.writer import DatabaseWriter

GROUP_SCORES = 32
"""Ratings kept per group; real ones have under ten."""

_STAGED = "SELECT id, facts FROM staged.advisory ORDER BY source, id"
# In this order whatever order workers delivered in: same data, same groups.


@dataclass(slots=True)
class _Shared:
    ids: list[str] = field(default_factory=list)
    scores: tuple[int, ...] = ()
    epss: float = 0.0
    percentile: float = 0.0
    kev: str = ""
    number: int = 0


def drop_older_copies(writer: DatabaseWriter, kinds: Mapping[int, str]) -> dict[int, set[int]]:
    """Keep the newest of the copies of a record in several OSV sources.

    Returns:
        Which sources had records that lost, and to which sources.
    """
    copies: dict[str, list[tuple[str, int]]] = {}
    query = (
        "SELECT id, source, facts FROM staged.advisory WHERE id IN"
        " (SELECT id FROM staged.advisory GROUP BY id HAVING count(*) > 1)"
    )
    for identifier, source, facts in writer.connection.execute(query):
        if kinds.get(source) == "osv":
            copies.setdefault(identifier, []).append((decode_facts(facts).modified, -source))
    losers: dict[int, set[str]] = {}
    shadows: dict[int, set[int]] = {}
    for identifier, found in copies.items():
        winner = max(found)
        for copy in found:
            if copy is not winner:
                losers.setdefault(-copy[1], set()).add(identifier)
                shadows.setdefault(-copy[1], set()).add(-winner[1])
    for source, ids in losers.items():
        writer.drop(source, ids)
    return shadows


def close_groups(writer: DatabaseWriter, side: SideFacts) -> list[str]:
    """Close alias groups over all feeds and write advisories with what their groups share.

    Returns:
        Ids whose groups would have grown beyond all reason and were cut.
    """
    groups, bundles, cut = _joined(writer)
    shared = _with_scores(writer, groups)
    for identifier, number in groups.ids():
        if groups.size(number) > 1:
            shared.setdefault(number, _Shared()).ids.append(identifier)
    _add_priorities(groups, shared, side)
    for number, one in enumerate(sorted(shared.values(), key=lambda one: min(one.ids)), 1):
        one.number = number
    scores = writer.scores_by_number
    worst = {
        identifier: _worst(scores, groups, shared, identifier, covers)
        for identifier, covers in bundles.items()
    }
    _write(writer, groups, shared, {i: group for i, group in worst.items() if group is not None})
    return cut


def _joined(writer: DatabaseWriter) -> tuple[AliasGroups, dict[str, tuple[str, ...]], list[str]]:
    groups = AliasGroups()
    cut: list[str] = []
    bundles: dict[str, tuple[str, ...]] = {}
    for identifier, facts in writer.connection.execute(_STAGED):
        record: Facts = decode_facts(facts)
        if not groups.join(identifier, record.links):
            cut.append(identifier)
        if record.covers:
            bundles[identifier] = record.covers
            for covered in record.covers:
                groups.join(covered, ())
    return groups, bundles, cut


def _with_scores(writer: DatabaseWriter, groups: AliasGroups) -> dict[int, _Shared]:
    shared: dict[int, _Shared] = {}
    for identifier, facts in writer.connection.execute(_STAGED):
        scores = decode_facts(facts).scores
        number = groups.number(identifier)
        if not scores or number is None or groups.size(number) == 1:
            continue
        one = shared.get(number)
        if one is None:
            shared[number] = _Shared(scores=scores)
        elif scores != one.scores:
            one.scores = tuple(dict.fromkeys((*one.scores, *scores)))[:GROUP_SCORES]
    return shared


def _add_priorities(groups: AliasGroups, shared: dict[int, _Shared], side: SideFacts) -> None:
    for cve, day in side.kev.items():
        number = groups.number(cve)
        if number is not None:
            one = shared.setdefault(number, _Shared())
            one.kev = min(day, one.kev or day)
            one.ids = one.ids or [cve]
    tables = (parse_epss(document.data) for document in side.epss)
    for cve, probability, percentile in itertools.chain(side.epss_rows, *tables):
        number = groups.number(cve)
        if number is None:
            continue
        one = shared.setdefault(number, _Shared())
        one.ids = one.ids or [cve]
        if probability >= one.epss:
            one.epss, one.percentile = probability, percentile


def _worst(
    scores: Mapping[int, Score],
    groups: AliasGroups,
    shared: Mapping[int, _Shared],
    identifier: str,
    covers: tuple[str, ...],
) -> Group | None:
    """Give an advisory that fixes several flaws the worst of what is known of each."""
    numbers = dict.fromkeys(groups.number(i) for i in (*covers, identifier))
    parts = [shared[n] for n in numbers if n is not None and n in shared]
    if not parts:
        return None
    own = groups.number(identifier)
    ids = shared[own].ids if own is not None and own in shared else [identifier]
    likely = max(parts, key=lambda part: part.epss)
    return Group(
        tuple(sorted(ids)),
        _worst_scores(scores, parts),
        likely.epss,
        likely.percentile,
        min((part.kev for part in parts if part.kev), default=""),
    )


def _worst_scores(by_number: Mapping[int, Score], parts: Iterable[_Shared]) -> tuple[int, ...]:
    worst: dict[str, tuple[float, int]] = {}
    for part in parts:
        for number in part.scores:
            score = by_number[number]
            if score.score > worst.get(score.source, (-1.0, 0))[0]:
                worst[score.source] = (score.score, number)
    return tuple(number for _, number in worst.values())


def _write(
    writer: DatabaseWriter,
    groups: AliasGroups,
    shared: Mapping[int, _Shared],
    bundles: Mapping[str, Group],
) -> None:
    execute_many = writer.connection.executemany
    ordered = sorted(bundles)
    own = {identifier: n for n, identifier in enumerate(ordered, len(shared) + 1)}
    execute_many("INSERT INTO shared VALUES (?, ?)", _shared_rows(shared.values()))
    execute_many(
        "INSERT INTO shared VALUES (?, ?)", ((own[i], encode(bundles[i])) for i in ordered)
    )
    published: set[str] = set()
    execute_many(
        "INSERT INTO main.advisory VALUES (?, ?, ?, ?, ?)",
        _advisory_rows(writer, groups, shared, own, published),
    )
    execute_many(
        "INSERT INTO member VALUES (?, ?)",
        sorted(
            (identifier, one.number)
            for one in shared.values()
            for identifier in one.ids
            if identifier not in published
        ),
    )


def _shared_rows(groups: Iterable[_Shared]) -> Iterator[tuple[int, bytes]]:
    for one in groups:
        ids = tuple(sorted(one.ids))
        yield one.number, encode(Group(ids, one.scores, one.epss, one.percentile, one.kev))


def _advisory_rows(
    writer: DatabaseWriter,
    groups: AliasGroups,
    shared: Mapping[int, _Shared],
    own: Mapping[str, int],
    published: set[str],
) -> Iterator[tuple[str, int, int | None, int | None, bytes]]:
    query = "SELECT id, source, text, facts FROM staged.advisory ORDER BY id, source"
    for identifier, source, text, facts in writer.connection.execute(query):
        published.add(identifier)
        number = own.get(identifier)
        if number is None:
            group = groups.number(identifier)
            one = shared.get(group) if group is not None else None
            number = one.number if one is not None else None
        yield identifier, source, text, number, facts
