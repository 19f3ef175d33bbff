"""Judges recorded inventories anew after an update of the advisories, without reading an image.

Only packages of which the advisories now say something else are looked up again; what is new and
what is gone is recorded with the cause *advisory data*.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from hullmark import __version__
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.state import AdvisoryState
from hullmark.config.settings import Settings
from hullmark.formats.document import without_collection
from hullmark.kernel import clock
from hullmark.kernel.paths import database_path
from hullmark.model.component import Component
from hullmark.model.finding import Claim, Finding
from hullmark.model.scan import DataSource, ScanResult
from hullmark.model.severity import Severity
from hullmark.pipeline.ledger import data_row
from hullmark.pipeline.remembering.memory import opened_store
from hullmark.pipeline.remembering.rematch_outcome import Judging, News, news_of
from hullmark.pipeline.remembering.rematch_units import (
    Closing,
    Context,
    Key,
    Unit,
    is_of_distribution,
    names_of,
    signed,
    units_of,
)
from hullmark.pipeline.verdict import verdict_of
from hullmark.store import fleet
from hullmark.store.intervals import open_about
from hullmark.store.rematched import Outcome, record_rematch

if TYPE_CHECKING:
    from hullmark.store.connection import Store

_STATE = "rematch.data"
"""What tells the data of the last re-match from other data."""
_COVERED = "rematch.scan"
"""Number of the newest scan that the last re-match knew."""
_LEVELS = tuple(sorted(Severity, key=lambda level: level.rank))


class Rematched(msgspec.Struct, frozen=True, kw_only=True):
    """What a re-match looked at and found."""

    data: str = ""
    """Date of the newest feed."""
    packages: int = 0
    """Packages looked up again."""
    targets: int = 0
    """Images that hold any of them, one per lineage."""
    new: int = 0
    closed: int = 0
    changed: int = 0
    news: tuple[News, ...] = ()
    duration_s: float = 0.0


def rematch(*, settings: Settings, everything: bool = False) -> Rematched:
    """Judge the last sight of every image by the advisories of today, and record what changed.

    Args:
        settings: Database, store and decisions.
        everything: Look every package up again, whatever has changed.

    Raises:
        HullmarkError: Database or store cannot be used; nothing was recorded.
    """
    began = clock.monotonic()
    path = settings.database or database_path()
    with (
        without_collection(),
        opened_store(settings) as store,
        AdvisoryDatabase.open(path) as database,
        AdvisoryState(path) as state,
    ):
        found = _Rematch(store, database, state, settings).run(everything=everything)
    return replace(found, duration_s=round(clock.monotonic() - began, 4))


class _Rematch:
    """One run; what is loaded once is held here."""

    def __init__(
        self, store: "Store", database: AdvisoryDatabase, state: AdvisoryState, settings: Settings
    ) -> None:
        self._store = store
        self._database = database
        self._state = state
        self._settings = settings
        self._feeds = tuple(
            DataSource(name=each.name, date=each.date, records=each.records)
            for each in database.info.sources
        )

    def run(self, *, everything: bool) -> Rematched:
        """Look, compare and record."""
        store = self._store
        self._covered = int(fleet.load_meta(store, _COVERED) or 0)
        newest_scan = fleet.newest_scan(store)
        self.sights = fleet.last_sights(store)
        self.about = fleet.targets_about(store, self.sights)
        self._judging = Judging(store, self._settings, self.about)
        self.uses = fleet.uses_of(store, {each.image for each in self.sights})
        self.held = fleet.all_packages(store)
        self.packages = signed(self.held)
        contexts = self._contexts()
        known = fleet.known_state(store)
        state, touched = self._delta(contexts, known)
        behind = self._behind(everything=everything or not known)
        if behind:
            late = {use.set_number for use in self.uses if use.image in behind}
            touched |= {n for held in fleet.members_of(store, late).values() for n in held}
        outcomes, news = self._outcomes(contexts, touched)
        found = {
            identifier
            for outcome in outcomes
            for detail in outcome.details
            for identifier in detail.finding.identifiers
        }
        state |= {("", name): said for name, said in self._state.flaws(found)}
        newest = max((feed.date or "" for feed in self._feeds), default="")[:10]
        record_rematch(
            store,
            self._result(),
            outcomes,
            state=state,
            known=known,
            meta={_STATE: fleet.data_digest(self._feeds), _COVERED: str(newest_scan)},
        )
        counts = {kind: sum(each.change == kind for each in news) for kind in ("new", "closed")}
        return Rematched(
            data=newest,
            packages=len(touched),
            targets=self._looked,
            changed=len(news) - sum(counts.values()),
            news=tuple(news),
            **counts,
        )

    def _contexts(self) -> list[tuple[Context, dict[int, Component], set[int]]]:
        """Return each distribution with its packages and images; languages stand by themselves."""
        images: defaultdict[bytes, set[int]] = defaultdict(set)
        distributions = {}
        for sight in self.sights:
            distribution = self.about[sight.about].distribution
            key = msgspec.msgpack.encode(distribution)
            distributions[key] = distribution
            images[key].add(sight.image)
        groups: defaultdict[str, set[int]] = defaultdict(set)
        languages = set()
        for number, each in self.packages.items():
            if is_of_distribution(each):
                groups[self.held[number].ecosystem].add(number)
            else:
                languages.add(number)
        ecosystems: defaultdict[int, set[str]] = defaultdict(set)
        for use in self.uses:
            ecosystems[use.image].add(use.ecosystem)
        found = [(Context(None, self._database), self._only(languages), set[int]())]
        for key, held in images.items():
            names = {name for image in held for name in ecosystems[image]}
            own = {number for name in names for number in groups.get(name, ())}
            found.append((Context(distributions[key], self._database), self._only(own), held))
        return found

    def _only(self, numbers: Collection[int]) -> dict[int, Component]:
        return {number: self.packages[number] for number in numbers}

    def _delta(
        self,
        contexts: Sequence[tuple[Context, dict[int, Component], set[int]]],
        known: Mapping[Key, bytes],
    ) -> tuple[dict[Key, bytes], set[int]]:
        """Return what the advisories say now, and the packages of which that is news."""
        keys: defaultdict[Key, set[int]] = defaultdict(set)
        for context, packages, _ in contexts:
            for key, numbers in context.keys(packages).items():
                keys[key].update(numbers)
        state = dict(self._state.packages(keys))
        touched = {n for key, said in state.items() if known.get(key) != said for n in keys[key]}
        flaws = {
            ("", name): said for name, said in self._state.flaws(fleet.known_flaws(self._store))
        }
        altered = [key[1] for key, said in flaws.items() if known.get(key) != said]
        names = fleet.components_with(self._store, altered) if altered else set()
        names |= names_of(self.packages, touched)
        touched |= {
            number
            for number, each in self.packages.items()
            if each.name in names or each.source_name in names
        }
        return state | flaws, touched

    def _behind(self, *, everything: bool) -> set[int]:
        """Return images whose last look rested on other data than the last re-match."""
        if everything:
            return {each.image for each in self.sights}
        last = fleet.load_meta(self._store, _STATE)
        digests = {
            number: fleet.data_digest(fleet.data_of(self._store, number))
            for number in {each.data for each in self.sights}
        }
        return {
            each.image
            for each in self.sights
            if each.scan > self._covered and digests[each.data] != last
        }

    def _outcomes(
        self,
        contexts: Sequence[tuple[Context, dict[int, Component], set[int]]],
        touched: set[int],
    ) -> tuple[list[Outcome], list[News]]:
        context_of: dict[int, Context] = {}
        for context, packages, images in contexts:
            context.match({n: each for n, each in packages.items() if n in touched})
            context_of |= dict.fromkeys(images, context)
        kin = self._kin(contexts, touched)
        for context, packages, _ in contexts if kin else ():
            context.match({n: each for n, each in packages.items() if n in kin})
        touched |= kin
        languages = contexts[0][0].claims if contexts else {}
        units = self._units(context_of, languages, touched)
        closing = Closing(unit for found in units.values() for unit in found)
        open_now = open_about(self._store, sorted(names_of(self.packages, touched)))
        outcomes: list[Outcome] = []
        news: list[News] = []
        looked = 0
        for sight in self.sights:
            found = closing.close(units.get(sight.image, ()))
            before = open_now.get(sight.lineage, {})
            if not found and not before:
                continue
            looked += 1
            details = [unit.of(sight.name) for unit in found]
            outcome = self._judging.outcome(sight, details, before)
            if outcome is not None:
                outcomes.append(outcome)
                news += news_of(sight.target, outcome)
        self._looked = looked
        return outcomes, news

    def _kin(
        self,
        contexts: Sequence[tuple[Context, dict[int, Component], set[int]]],
        touched: set[int],
    ) -> set[int]:
        """Return packages that share a flaw with those touched: its ids are joined over all."""
        if len(touched) == len(self.packages):
            return set()
        flaws = {
            identifier
            for context, _, _ in contexts
            for claims in context.claims.values()
            for claim in claims
            for identifier in (claim.advisory_id, *claim.aliases)
        }
        names = fleet.components_with(self._store, sorted(flaws)) - names_of(self.packages, touched)
        return {
            number
            for number, each in self.packages.items()
            if number not in touched and (each.name in names or each.source_name in names)
        }

    def _units(
        self,
        context_of: Mapping[int, Context],
        languages: Mapping[int, Sequence[Claim]],
        touched: set[int],
    ) -> dict[int, list[Unit]]:
        """Return the findings of each image, worked out once per set and place."""
        used = {use.set_number for use in self.uses}
        hot: dict[int, list[tuple[int, int]]] = {}
        chosen_sets = used & fleet.sets_with(self._store, touched)
        sets = fleet.members_of(self._store, chosen_sets)
        present = {n for members in sets.values() for n in members}
        rank = {n: at for at, n in enumerate(sorted(present, key=lambda n: self.held[n].key))}
        for number, members in sets.items():
            members.sort(key=rank.__getitem__)
            hot[number] = [(at, n) for at, n in enumerate(members) if n in touched]
        wanted = [use for use in self.uses if use.set_number in hot]
        places = fleet.raw_places(self._store, {use.places for use in wanted})
        known: dict[tuple[int, int, int], list[Unit]] = {}
        units: defaultdict[int, list[Unit]] = defaultdict(list)
        for use in wanted:
            context = context_of[use.image]
            key = (use.set_number, use.places, id(context))
            if key not in known:
                at_places = places[use.places]
                chosen = [(n, bytes(at_places[at])) for at, n in hot[use.set_number]]
                claims = {
                    n: found
                    for n, _ in chosen
                    if (found := context.claims.get(n) or languages.get(n))
                }
                known[key] = units_of(chosen, claims)
            units[use.image] += known[key]
        return units

    def _result(self) -> ScanResult:
        row = data_row(self._database.info, target="", stale_days=self._settings.stale_days)
        findings: list[Finding] = []
        return ScanResult(
            created_at=clock.now(),
            tool_version=__version__,
            verdict=verdict_of(findings, [row], settings=self._settings),
            ledger=(row,),
            data=self._feeds,
            data_kind=self._database.info.kind,
        )
