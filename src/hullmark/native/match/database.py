"""What matching asks of an advisory database."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from hullmark.advisories.record import Advisory, Affected


class Advisories(Protocol):
    """Read access to advisories, by package and by id."""

    def affected(self, ecosystem: str, name: str) -> tuple[Affected, ...]:
        """Return what is known of a package, empty where nothing is."""

    def advisories(self, ids: Iterable[str]) -> Mapping[str, Advisory]:
        """Return the advisories of ``ids`` that exist, by id."""

    def aliases(self, identifier: str) -> tuple[str, ...]:
        """Return every id of the same flaw, the one given included; empty for an unknown one."""

    def has_ecosystem(self, ecosystem: str) -> bool:
        """Say whether the database holds a feed of this ecosystem."""

    def end_of_life(self, distribution: str, version: str) -> str | None:
        """Return the ISO date on which a release stops getting updates, where it is known."""
