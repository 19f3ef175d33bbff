"""Why a finding is new or gone, as far as two looks at one lineage tell it.

A cause that the scan itself knows (``Finding.cause``) goes before.
"""

import msgspec

from hullmark.model.component import Component
from hullmark.model.finding import Finding
from hullmark.store.connection import Store, one, rows_in
from hullmark.store.content import unpack_numbers
from hullmark.store.intervals import Open
from hullmark.store.inventory import Inventory, Role

FIRST = "first scan"
CODE = "code"
"""What is in the image has changed."""
DATA = "advisory data"
"""The image is as it was, and more, or less, is known of it."""

_Named = frozenset[tuple[str, str]]


class Looked(msgspec.Struct, frozen=True):
    """What is known of the look before this one."""

    is_first: bool = True
    same_image: bool = False
    before: _Named = frozenset()
    """Name and version of what was in the image."""
    now: _Named = frozenset()


def looked_at(store: Store, latest: int, image: int, inventory: Inventory) -> Looked:
    """Return how the last look at a lineage and this one differ."""
    found = one(store, "SELECT image_id FROM scan_target WHERE id = ?", latest)
    if found is None:
        return Looked()
    if found[0] == image:
        return Looked(is_first=False, same_image=True)
    return Looked(
        is_first=False,
        before=packages_of(store, int(found[0])),
        now=frozenset(_named(inventory.components)),
    )


def why_new(finding: Finding, looked: Looked) -> str:
    """Return the cause of a finding that was not there before."""
    if looked.is_first:
        return FIRST
    if finding.cause:
        return finding.cause
    if looked.same_image:
        return DATA
    component = finding.component
    if component is not None and (component.name, component.version) in looked.before:
        return DATA
    return CODE


def why_gone(interval: Open, looked: Looked) -> str:
    """Return the cause of a finding that is no more."""
    if looked.same_image or (interval.component, interval.version) in looked.now:
        return DATA
    return CODE


def packages_of(store: Store, image: int) -> _Named:
    """Return name and version of all that is in an image, source packages included."""
    sets = store.rows(
        "SELECT s.members FROM image_set i JOIN package_set s ON s.id = i.set_id"
        " WHERE i.image_id = ? AND i.role IN (?, ?)",
        image,
        Role.INSTALLED.value,
        Role.SUPERSEDED.value,
    )
    members = [number for (packed,) in sets for number in unpack_numbers(bytes(packed))]
    named: set[tuple[str, str]] = set()
    statement = (
        "SELECT name, version, source_name, source_version FROM package WHERE id IN ({list})"
    )
    for name, version, source, source_version in rows_in(store, statement, members):
        named.add((name, version))
        named.add((source or name, source_version or version))
    return frozenset(named)


def _named(components: tuple[Component, ...]) -> set[tuple[str, str]]:
    named = {(each.name, each.version) for each in components}
    return named | {
        (each.source_name or each.name, each.source_version or each.version) for each in components
    }
