"""Alias groups: ids of one flaw, closed over all feeds."""

from array import array
from collections.abc import Iterable, Iterator

GROUP_IDS = 512
"""Ids of one group; a record that would fuse more is hostile or broken and is not followed."""


class AliasGroups:
    """A union-find over ids; independent of the order in which links arrive, but for the bound."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._parent = array("l")
        self._size = array("H")

    def join(self, identifier: str, links: Iterable[str]) -> bool:
        """Say that all these ids are one flaw; ``False`` where the group would grow too large."""
        whole = True
        first = self._root(self._of(identifier))
        for link in links:
            second = self._root(self._of(link))
            if first == second:
                continue
            if self._size[first] + self._size[second] > GROUP_IDS:
                whole = False
                continue
            if self._size[first] < self._size[second]:
                first, second = second, first
            self._parent[second] = first
            self._size[first] += self._size[second]
        return whole

    def number(self, identifier: str) -> int | None:
        """Return the number of an id's group, ``None`` for an id that was never met."""
        known = self._number.get(identifier)
        return None if known is None else self._root(known)

    def ids(self) -> Iterator[tuple[str, int]]:
        """Yield every id with the number of its group."""
        for identifier, number in self._number.items():
            yield identifier, self._root(number)

    def size(self, number: int) -> int:
        """Return how many ids a group has."""
        return self._size[self._root(number)]

    def _of(self, identifier: str) -> int:
        known = self._number.get(identifier)
        if known is None:
            known = self._number[identifier] = len(self._parent)
            self._parent.append(known)
            self._size.append(1)
        return known

    def _root(self, number: int) -> int:
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number
