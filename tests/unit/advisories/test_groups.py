"""Alias groups are closed over all links, within bounds."""

from hullmark.advisories.groups import GROUP_IDS, AliasGroups


def test_links_are_transitive_and_symmetric() -> None:
    """Ids linked over a third one are in one group, others are not."""
    groups = AliasGroups()
    assert groups.join("A", ["B"])
    assert groups.join("C", ["B"])
    assert groups.join("D", [])
    assert groups.number("A") == groups.number("C")
    assert groups.number("A") != groups.number("D")
    assert groups.number("E") is None
    assert groups.size(groups.number("A") or 0) == 3


def test_a_record_cannot_fuse_everything() -> None:
    """A group stops growing at its bound, and says so."""
    groups = AliasGroups()
    assert not groups.join("X", [str(n) for n in range(GROUP_IDS + 10)])
    number = groups.number("X")
    assert number is not None
    assert groups.size(number) == GROUP_IDS
