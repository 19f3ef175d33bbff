"""The database of before, as far as a build can take rows from it."""

import sqlite3
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hullmark.advisories.errors import DatabaseMissingError
from hullmark.advisories.layout import SourceFacts
from hullmark.advisories.record import Score
from hullmark.kernel.errors import HullmarkError


@dataclass(frozen=True, slots=True)
class Previous:
    """An intact database of the same schema and kind."""

    path: Path
    facts: dict[int, SourceFacts]
    dictionary: bytes
    scores: tuple[tuple[int, Score], ...]

    def unchanged(self, location: str, digest: str) -> int | None:
        """Return the number of a source with these bytes, the same place preferred."""
        same = [number for number, facts in self.facts.items() if facts.digest == digest]
        same.sort(key=lambda number: self.facts[number].location != location)
        return same[0] if same else None

    def count(self, kinds: AbstractSet[str]) -> int:
        """Return how many sources of these kinds it has."""
        return sum(facts.kind in kinds for facts in self.facts.values())


def find_previous(path: Path, *, texts: bool) -> Previous | None:
    """Return what can be taken over; a missing, damaged or foreign database gives nothing."""
    from hullmark.advisories.database import AdvisoryDatabase  # noqa: PLC0415 - readers and

    # builders share only the layout; this is the one place where a build reads.
    try:
        with closing(AdvisoryDatabase.open(path, thorough=True)) as database:
            if database.info.kind != ("full" if texts else "matching"):
                return None
            return Previous(
                path.absolute(), database.source_facts(), database.dictionary(), database.scores()
            )
    except (DatabaseMissingError, HullmarkError, sqlite3.Error):
        return None
