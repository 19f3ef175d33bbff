"""Records what is in an image: layers, package sets per ecosystem, packages."""

from collections.abc import Iterable, Sequence
from enum import IntEnum

import msgspec
from msgspec.structs import replace

from hullmark.model.component import Component, Distribution, Location
from hullmark.model.ecosystem import OS_TYPES
from hullmark.model.image import LayerInfo
from hullmark.model.scan import Target
from hullmark.store.connection import Store, rows_in
from hullmark.store.content import (
    clean,
    encode,
    key_of,
    pack_digest,
    pack_numbers,
    short_key,
)
from hullmark.store.places import pack_places
from hullmark.store.rows import (
    document_id,
    document_ids,
    document_key,
    id_of,
    ids_of,
    known_id,
    known_ids,
    text_id,
)

_PACKAGE = (
    "type",
    "ecosystem",
    "name",
    "version",
    "purl",
    "source_name",
    "source_version",
    "facts",
)
_IMAGE = (
    "digest",
    "config_digest",
    "platform_id",
    "about_id",
    "layers",
    "size_bytes",
    "created_at",
)


class Role(IntEnum):
    """What a set of packages is to its image."""

    INSTALLED = 0
    OWNED = 1
    """Belongs to an OS package, which answers for it."""
    REMOVED = 2
    """Gone from the final image."""
    SUPERSEDED = 8
    """Added to the others: a newer scan has seen this image, too."""


class Inventory(msgspec.Struct, frozen=True):
    """What a scan found in one target."""

    target: Target
    components: tuple[Component, ...] = ()
    owned: tuple[Component, ...] = ()
    removed: tuple[Component, ...] = ()


class _Set(msgspec.Struct, frozen=True):
    """Packages of one ecosystem, in the order of their keys."""

    role: Role
    ecosystem: str
    packages: dict[bytes, bytes]
    """Key → the component, encoded, without places."""
    components: dict[bytes, Component]
    places: bytes

    @property
    def key(self) -> bytes:
        return key_of(self.ecosystem.encode("utf-8", "replace"), *self.packages)


class Sighting(msgspec.Struct, frozen=True):
    """An image as a scan has seen it, ready to be recorded."""

    target: Target
    key: bytes
    about: bytes
    """What image it is, encoded."""
    sets: list[_Set]

    def keys(self) -> dict[str, list[bytes]]:
        """Return the keys that recording asks for, by table."""
        words = {each.instruction for each in self.target.layers if each.instruction}
        return {
            "image": [self.key],
            "package_set": [each.key for each in self.sets],
            "document": [
                document_key(("image", self.about)),
                *(document_key(("places", each.places)) for each in self.sets),
                *(document_key(("text", clean(each).encode())) for each in words),
            ],
        }


def sighting_of(inventory: Inventory) -> Sighting:
    """Return an inventory in the form it is kept in."""
    target = inventory.target
    sets = [
        *_sets(Role.INSTALLED, inventory.components, target),
        *_sets(Role.OWNED, inventory.owned, target),
        *_sets(Role.REMOVED, inventory.removed, target),
    ]
    about = encode(_about(target))
    identity = (
        (target.digest or "").encode("utf-8", "replace"),
        (target.config_digest or "").encode("utf-8", "replace"),
        str(target.platform or "").encode("utf-8", "replace"),
        about,
        encode(target.layers),
        b"".join(bytes([one.role]) + one.key + key_of(one.places) for one in sets),
    )
    # Without a digest it is told from others by its content and its name.
    named = b"" if target.digest or target.config_digest else target.name.encode("utf-8", "replace")
    return Sighting(target, key_of(*identity, named), about, sets)


def record_image(store: Store, seen: Sighting) -> int:
    """Record an image as a scan has seen it; the same sight again is the same row."""
    known = known_id(store, "image", seen.key)
    if known is not None:
        return known
    return _write(store, seen.target, seen.key, seen.about, seen.sets)


def ecosystem_of(component: Component, distribution: Distribution | None) -> str:
    """Return what a package is kept under: its ecosystem, its distribution, or its kind."""
    if component.ecosystem:
        return component.ecosystem
    if component.type in OS_TYPES and distribution is not None:
        return f"{distribution.id}:{distribution.version or distribution.codename}"
    return component.type


def _write(store: Store, target: Target, key: bytes, about: bytes, sets: Sequence[_Set]) -> int:
    platform = text_id(store, "platform", clean(str(target.platform))) if target.platform else None
    created = target.config.created_at if target.config else None
    digest = pack_digest(target.digest)
    row = (
        digest,
        pack_digest(target.config_digest),
        platform,
        document_id(store, "image", about),
        encode(_layer_ids(store, target.layers)),
        target.size_bytes,
        int(created.timestamp()) if created else None,
    )
    image = id_of(store, "image", _IMAGE, key, row)
    if digest is not None and any(each.role is Role.INSTALLED for each in sets):
        _supersede(store, digest, image)
    set_ids = _set_ids(store, sets)
    places = document_ids(store, (("places", each.places) for each in sets))
    store.many(
        "INSERT INTO image_set (set_id, image_id, role, places_id) VALUES (?, ?, ?, ?)",
        [
            (
                set_ids[each.key],
                image,
                int(each.role),
                places[document_key(("places", each.places))],
            )
            for each in sets
        ],
    )
    return image


def _about(target: Target) -> Target:
    """Return what is left of a target beside name, digests and layers; no values of variables."""
    config = target.config
    if config is not None:
        config = replace(config, env=(), history=(), diff_ids=(), created_at=None)
    return replace(
        target, name="", digest=None, config_digest=None, config=config, layers=(), size_bytes=0
    )


def _supersede(store: Store, digest: bytes, image: int) -> None:
    """Let one sight of an image answer for it: the newest with an inventory."""
    older = store.rows("SELECT id FROM image WHERE digest = ? AND id <> ?", digest, image)
    for (number,) in older:
        store.run(
            "UPDATE image_set SET role = role + ? WHERE image_id = ? AND role < ?",
            Role.SUPERSEDED.value,
            number,
            Role.SUPERSEDED.value,
        )


def _sets(role: Role, components: Iterable[Component], target: Target) -> list[_Set]:
    groups: dict[str, dict[bytes, tuple[bytes, Component, list[Location]]]] = {}
    for component in components:
        bare = replace(component, locations=())
        facts = encode(bare)
        ecosystem = clean(ecosystem_of(component, target.distribution))
        key = key_of(facts, ecosystem.encode())
        held = groups.setdefault(ecosystem, {}).setdefault(key, (facts, bare, []))
        held[2].extend(component.locations)
    return [_set(role, name, group, target.layers) for name, group in sorted(groups.items())]


def _set(
    role: Role,
    ecosystem: str,
    group: dict[bytes, tuple[bytes, Component, list[Location]]],
    layers: Sequence[LayerInfo],
) -> _Set:
    ordered = sorted(group.items())
    return _Set(
        role,
        ecosystem,
        {key: facts for key, (facts, _, _) in ordered},
        {key: bare for key, (_, bare, _) in ordered},
        pack_places((places for _, (_, _, places) in ordered), layers),
    )


def _set_ids(store: Store, sets: Sequence[_Set]) -> dict[bytes, int]:
    wanted = {each.key: each for each in sets}
    known = known_ids(store, "package_set", wanted)
    new = {key: each for key, each in wanted.items() if key not in known}
    if not new:
        return known
    packages = ids_of(
        store,
        "package",
        _PACKAGE,
        {
            key: _package_row(each.components[key], each.ecosystem, facts)
            for each in new.values()
            for key, facts in each.packages.items()
        },
    )
    members = {key: sorted(packages[k] for k in each.packages) for key, each in new.items()}
    rows = {key: (each.ecosystem, pack_numbers(members[key])) for key, each in new.items()}
    known |= ids_of(store, "package_set", ("ecosystem", "members"), rows)
    store.many(
        "INSERT INTO package_set_member (package_id, set_id) VALUES (?, ?)",
        [(member, known[key]) for key, held in members.items() for member in held],
    )
    return known


def _package_row(component: Component, ecosystem: str, facts: bytes) -> tuple[object, ...]:
    return (
        clean(component.type),
        ecosystem,
        clean(component.name),
        clean(component.version),
        clean(component.purl),
        clean(component.source_name),
        clean(component.source_version),
        facts,
    )


def _layer_ids(store: Store, layers: Sequence[LayerInfo]) -> list[int]:
    """Return the number of each layer, in the order of the image."""
    rows = []
    said = {each.instruction: ("text", clean(each.instruction).encode()) for each in layers}
    said.pop("", None)
    instructions = document_ids(store, said.values())
    for layer in layers:
        words = said.get(layer.instruction)
        instruction = instructions[document_key(words)] if words else None
        rows.append(
            (pack_digest(layer.diff_id), pack_digest(layer.digest), layer.size_bytes, instruction)
        )
    shorts = [short_key(encode(row)) for row in rows]
    known = _known_layers(store, shorts)
    new = {row: short for row, short in zip(rows, shorts, strict=True) if row not in known}
    if new:
        store.many(
            "INSERT INTO layer (short_key, diff_id, digest, size_bytes, instruction_id)"
            " VALUES (?, ?, ?, ?, ?)",
            [(short, *row) for row, short in new.items()],
        )
        known |= _known_layers(store, list(new.values()))
    return [known[row] for row in rows]


def _known_layers(
    store: Store, shorts: Sequence[int]
) -> dict[tuple[bytes | None, bytes | None, int, int | None], int]:
    statement = (
        "SELECT id, diff_id, digest, size_bytes, instruction_id FROM layer"
        " WHERE short_key IN ({list})"
    )
    return {
        (
            bytes(diff) if diff is not None else None,
            bytes(digest) if digest is not None else None,
            size,
            instruction,
        ): number
        for number, diff, digest, size, instruction in rows_in(store, statement, shorts)
    }
