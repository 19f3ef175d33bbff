"""What is kept of images: the facts of each layer, and the inventory of each stack of layers.

Facts belong to bytes: their key is a digest that was verified while those bytes were read. They
are looked up by a digest that may be believed as it stands (a manifest names it, and whoever
uses the image holds its blobs to it), or else by one that the bytes at hand have just shown.
"""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec.structs import replace

from hullmark.formats import docker, oci
from hullmark.images.image import Image, Layer
from hullmark.kernel import log
from hullmark.kernel.decoders import msgpack_decoder
from hullmark.kernel.errors import HullmarkError
from hullmark.native.cache.store import EntryStore
from hullmark.native.contents import Inventory

if TYPE_CHECKING:
    from hullmark.model.image import Digest
    from hullmark.native.facts import LayerFacts

_T = TypeVar("_T")
_NAMED_KINDS = frozenset({"oci", "oci-archive", "registry"})
"""Kinds of targets whose verified manifest names every blob. Paths in an archive of ``docker
save`` claim digests that no engine checks when it loads the archive."""
_FOREIGN = (oci.FOREIGN_LAYER, docker.FOREIGN_LAYER)
_ABOUT_BYTES = "HM2"
"""Codes of issues that the bytes themselves cause; a full disk or a defect is not kept."""
_BASE, _LAYER, _INVENTORY = "base", "layer", "inventory"
_HASH_BYTES = 1024 * 1024


class FactCache:
    """Facts and inventories that one version of the analyzer has read."""

    def __init__(self, store: EntryStore, *, analyzer: str) -> None:
        self.store = store
        self._analyzer = analyzer

    def knows(self, digest: "Digest") -> bool:
        """Return whether a blob was read before, for those who would fetch it."""
        name = f"blob {digest}"
        return self.store.has(_LAYER, self.key(_LAYER, name)) or self.store.has(
            _BASE, self.key(_BASE, name)
        )

    def of(self, image: Image) -> "ImageCache":
        """Return what is known of the layers of one image."""
        return ImageCache(self, image)

    def expects_layer(self, layer: Layer, index: int) -> bool:
        """Return whether there are facts of a layer, so that it is hardly read again."""
        return bool(self._kinds(layer, index))

    def load_layer(self, layer: Layer, index: int, *, named: bool) -> "LayerFacts | None":
        """Return the facts of a layer; where its digest is only claimed, its bytes prove it."""
        kinds = self._kinds(layer, index)
        if not kinds or not (named or _is_proven(layer)):
            return None
        identity = _identity(layer)
        from hullmark.native.facts import LayerFacts  # noqa: PLC0415 - not for known images

        found = (self._load(kind, self.key(kind, identity), LayerFacts) for kind in kinds)
        return next((facts for facts in found if facts is not None), None)

    def keep_layer(self, layer: Layer, index: int, facts: "LayerFacts") -> None:
        """Keep the facts of a layer whose bytes were read to the end and verified."""
        identity = _identity(layer)
        if identity and not _is_foreign(layer) and _is_about_bytes(facts):
            kind = _LAYER if index else _BASE  # the lowest layer's names are not collected
            self._keep(kind, self.key(kind, identity), facts)

    def inventory_key(self, image: Image) -> bytes | None:
        """Return what the inventory of an image depends on; ``None`` where it must be taken."""
        if not image.layers or not all(is_named(image, layer) for layer in image.layers):
            return None
        try:
            infos = msgspec.msgpack.encode([layer.info for layer in image.layers])
        except UnicodeEncodeError:
            return None
        return self.key(_INVENTORY, hashlib.blake2b(infos).hexdigest())

    def load_inventory(self, image: Image) -> Inventory | None:
        """Return the inventory of the same layers, described the same way."""
        key = self.inventory_key(image)
        found = self._load(_INVENTORY, key, Inventory) if key is not None else None
        if key is None or found is None:
            return None
        layers, issues = len(image.layers), (*image.issues, *found.issues)
        return replace(found, issues=issues, cached_layers=layers, key=key)

    def keep_inventory(
        self, image: Image, inventory: Inventory, facts: Sequence["LayerFacts"]
    ) -> Inventory:
        """Keep an inventory of which every layer was read; return it with its key."""
        key = self.inventory_key(image)
        if key is None or not all(map(_is_about_bytes, facts)):
            return inventory
        # What opening the image had to say is said again next time.
        own = inventory.issues[len(image.issues) :]
        self._keep(_INVENTORY, key, replace(inventory, issues=own, cached_layers=0))
        return replace(inventory, key=key)

    def load(self, kind: str, identity: str, as_: type[_T]) -> _T | None:
        """Return what else was concluded, by everything it was concluded from."""
        return self._load(kind, self.key(kind, identity), as_)

    def keep(self, kind: str, identity: str, value: object) -> None:
        """Keep what else was concluded."""
        self._keep(kind, self.key(kind, identity), value)

    def key(self, kind: str, identity: str) -> bytes:
        """Return the key of an entry of this analyzer."""
        text = f"{kind}\0{self._analyzer}\0{identity}"
        return hashlib.blake2b(text.encode(), digest_size=32).digest()

    def _kinds(self, layer: Layer, index: int) -> list[str]:
        """Return the kinds of entries there are of a layer; the lowest does without names."""
        identity = _identity(layer)
        if not identity or _is_foreign(layer):
            return []
        kinds = (_LAYER,) if index else (_BASE, _LAYER)
        return [kind for kind in kinds if self.store.has(kind, self.key(kind, identity))]

    def _load(self, kind: str, key: bytes, as_: type[_T]) -> _T | None:
        content = self.store.get(kind, key)
        if content is None:
            return None
        try:
            return msgpack_decoder(as_).decode(content)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            self.store.drop(kind, key, reason=str(error))
            return None

    def _keep(self, kind: str, key: bytes, value: object) -> None:
        try:
            content = msgspec.msgpack.encode(value)
        except (UnicodeEncodeError, OverflowError, RecursionError) as error:
            # Names that are not UTF-8 have no form in an entry; such a layer is read each time.
            log.info("cache.not-kept", kind=kind, reason=str(error))
            return
        self.store.put(kind, key, content)


class ImageCache:
    """What is known of the layers of one image; used by several threads at once."""

    def __init__(self, cache: FactCache, image: Image) -> None:
        self._cache = cache
        self._image = image
        self.hits = 0
        """Layers whose facts came from the cache."""

    def load(self, index: int) -> "LayerFacts | None":
        """Return the facts of a layer, if it need not be read."""
        layer = self._image.layers[index]
        facts = self._cache.load_layer(layer, index, named=is_named(self._image, layer))
        if facts is not None:
            self.hits += 1
        return facts

    def keep(self, index: int, facts: "LayerFacts") -> None:
        """Keep the facts of a layer that was read to its end."""
        self._cache.keep_layer(self._image.layers[index], index, facts)


def is_named(image: Image, layer: Layer) -> bool:
    """Return whether a verified manifest names the layer, so that its digest is no mere claim."""
    target = image.target
    return (
        target.kind in _NAMED_KINDS
        and target.digest is not None
        and layer.info.digest is not None
        and not _is_foreign(layer)
    )


def _identity(layer: Layer) -> str:
    """Return the digest that reading the layer verifies; empty where there is none."""
    if layer.info.digest is not None:
        return f"blob {layer.info.digest}"
    return f"tar {layer.info.diff_id}" if layer.info.diff_id is not None else ""


def _is_foreign(layer: Layer) -> bool:
    return layer.media_type.startswith(_FOREIGN)


def _is_about_bytes(facts: "LayerFacts") -> bool:
    return all(issue.code.startswith(_ABOUT_BYTES) for issue in facts.issues)


def _is_proven(layer: Layer) -> bool:
    """Hash the layer's bytes; false where they are not what they are said to be."""
    try:
        if layer.info.digest is None:
            from hullmark.images.layers import verified_blocks  # noqa: PLC0415

            for _ in verified_blocks(layer):
                pass
            return True
        hasher = hashlib.sha256()
        stream = layer.open()
        try:
            while block := stream.read(_HASH_BYTES):
                hasher.update(block)
        finally:
            stream.close()
    except HullmarkError as error:
        log.debug("cache.unproven", layer=layer.info.index, error=error.message)
        return False  # read anew, which says what is wrong with it
    return f"sha256:{hasher.hexdigest()}" == layer.info.digest
