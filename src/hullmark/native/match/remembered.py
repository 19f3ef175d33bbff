"""What was looked up before: images of one scan that share a base ask the same questions."""

from collections.abc import Iterable, Mapping
from typing import Final

from hullmark.advisories.record import Advisory, Affected
from hullmark.native.match.database import Advisories

PACKAGES: Final = 50_000
"""Packages whose advisories are remembered; a large image has a few thousand."""
ADVISORIES: Final = 20_000
"""Advisories remembered with all their details, about 3 KB each."""


class Remembered:
    """A database whose answers are kept for the length of a scan.

    Nothing is thrown away when it is full: the first images of a scan are as good as the last.
    """

    def __init__(self, database: Advisories) -> None:
        self._database = database
        self._affected: dict[tuple[str, str], tuple[Affected, ...]] = {}
        self._advisories: dict[str, Advisory | None] = {}
        self.has_ecosystem = database.has_ecosystem
        self.end_of_life = database.end_of_life
        self.aliases = database.aliases

    def affected(self, ecosystem: str, name: str) -> tuple[Affected, ...]:
        """Return what is known of a package, empty where nothing is."""
        key = (ecosystem, name)
        known = self._affected.get(key)
        if known is None:
            known = self._database.affected(ecosystem, name)
            if len(self._affected) < PACKAGES:
                self._affected[key] = known
        return known

    def advisories(self, ids: Iterable[str]) -> Mapping[str, Advisory]:
        """Return the advisories of ``ids`` that exist, by id."""
        wanted = list(ids)
        known = self._advisories
        missing = [identifier for identifier in wanted if identifier not in known]
        if not missing:
            return _existing((identifier, known[identifier]) for identifier in wanted)
        read = self._database.advisories(missing)
        if len(known) < ADVISORIES:
            known.update((identifier, read.get(identifier)) for identifier in missing)
        return _existing(
            (identifier, known.get(identifier) or read.get(identifier)) for identifier in wanted
        )


def _existing(found: Iterable[tuple[str, Advisory | None]]) -> dict[str, Advisory]:
    return {identifier: advisory for identifier, advisory in found if advisory is not None}
