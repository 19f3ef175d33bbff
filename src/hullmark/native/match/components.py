"""Matches components against advisories: what is affected, by what, and what could not be told."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from hullmark.advisories.record import Advisory
from hullmark.model.component import Component, Distribution
from hullmark.model.finding import Claim
from hullmark.native.match.account import ledger_rows, with_end_of_life
from hullmark.native.match.claim import Details, claim_of
from hullmark.native.match.database import Advisories
from hullmark.native.match.kernel import is_kernel, with_signed_source
from hullmark.native.match.plan import Filing, file_components, plan_for
from hullmark.native.match.result import MatchResult
from hullmark.native.match.search import Search


def match_components(
    components: Iterable[Component],
    *,
    distribution: Distribution | None,
    database: Advisories,
    target: str = "",
) -> MatchResult:
    """Return every claim the database supports, with a ledger of what was looked up.

    Left out: components of a lower layer that the image no longer has, and language components
    whose files an OS package owns, because the distribution's own advisories speak for those.

    Args:
        components: What is in the target; order decides the order of claims.
        distribution: The target's own, for its OS packages.
        database: Where advisories are looked up.
        target: Name for the ledger's rows.
    """
    held = [with_signed_source(c) for c in components if c.owner is None and c.removed_in is None]
    plan = plan_for(distribution, database)
    filing = file_components(held, plan, database)
    search = find_matches(held, filing, database)
    distribution = with_end_of_life(distribution, database)
    found = tuple(_claims(held, search, database))
    matches = Counter(ecosystem for ecosystem, _ in found)
    return MatchResult(
        claims=tuple(claim for _, claim in found),
        rows=tuple(
            ledger_rows(
                filing,
                search,
                plan,
                distribution,
                matches=matches,
                kernels=sum(map(is_kernel, held)),
                target=target,
            )
        ),
        issues=tuple(search.issues),
        distribution=distribution,
    )


def find_matches(components: Sequence[Component], filing: Filing, database: Advisories) -> Search:
    """Return which advisories hold for which components, without reading what they say.

    This is all that matching an old inventory against new advisories needs.
    """
    search = Search(components, database, exclusive=filing.exclusive)
    for ecosystem, names in filing.lookups.items():
        search.look_up(ecosystem, names)
    return search


def _claims(
    components: Sequence[Component], search: Search, database: Advisories
) -> Iterator[tuple[str, Claim]]:
    """Yield claims with their ecosystem, in the order of components, then of advisory ids."""
    ids = {advisory_id for hits in search.hits.values() for advisory_id in hits}
    advisories = database.advisories(ids)
    flaws = {flaw for advisory in advisories.values() for flaw in advisory.covers}
    details = Details(advisories, _covered(flaws, database))
    for position in sorted(search.hits):
        component = components[position]
        hits = search.hits[position]
        for advisory_id in sorted(hits):
            match = hits[advisory_id]
            for detail in details.of(advisory_id):
                ecosystem = match.ecosystem
                yield (
                    ecosystem,
                    claim_of(component, match.affected, match.hit, detail, ecosystem=ecosystem),
                )


def _covered(flaws: Iterable[str], database: Advisories) -> dict[str, Advisory]:
    """Return what is known of flaws that notices cover, under whichever id it is filed."""
    known = dict(database.advisories(flaws))
    for flaw in flaws:
        if flaw not in known:
            filed = database.advisories(database.aliases(flaw))
            for identifier in sorted(filed):
                known.setdefault(flaw, filed[identifier])
    return known
