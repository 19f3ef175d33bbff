"""Secrets of an image or root file system: in its layers, its files, and what it says of itself."""

import hashlib
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.images.image import Image
from hullmark.kernel import secret_identity
from hullmark.kernel.errors import StoreError
from hullmark.model.finding import Finding
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import Target
from hullmark.model.violation import Violation
from hullmark.native.secrets.hit import Placed
from hullmark.native.secrets.sink import SecretReader

if TYPE_CHECKING:
    from hullmark.native.cache.facts import FactCache
    from hullmark.native.contents import Inventory
    from hullmark.native.secrets.said import ImageText

CHECK = "secrets"
_TEXT, _JOINED = "text", "secrets"
"""Kinds of cache entries: what an image says without its secrets; secrets with their places."""


class _Violations(msgspec.Struct, frozen=True):
    """What is kept of secrets that were joined."""

    all: tuple[Violation, ...]


class SecretSearch:
    """Who looks for secrets in one run; off where the settings say so."""

    def __init__(self, settings: Settings, *, warn: Callable[[str], None]) -> None:
        """Get the key ready.

        Raises:
            ConfigError: The key that was given is too short.
        """
        self._key = _key(warn) if settings.secrets else None
        self.reader = SecretReader(self._key) if self._key is not None else None
        self._said: tuple[Placed, ...] = ()

    @property
    def identity(self) -> str:
        """What facts of this run depend on: whether secrets are looked for, and under which key."""
        if self._key is None:
            return "no secrets"
        return f"secrets {secret_identity.identify(self._key, b'which key')[:32]}"

    def recalled(self, image: Image, cache: "FactCache | None") -> Image | None:
        """Return ``masked`` of an image where that takes no work."""
        if self.reader is None or image.target.config is None:
            self._said = ()
            return image
        if cache is None:
            return None
        identity = self._identity(image)
        from hullmark.native.secrets.said import ImageText  # noqa: PLC0415 - not when off

        known = cache.load(_TEXT, identity, ImageText) if identity else None
        return self._without(image, known) if known is not None else None

    def masked(self, image: Image, cache: "FactCache | None") -> Image:
        """Return the image as it may be told: without the secrets that it quotes of itself."""
        known = self.recalled(image, cache)
        if known is not None:
            return known
        assert self.reader is not None
        from hullmark.native.secrets.image_text import mask_text  # noqa: PLC0415 - not when off

        layers = tuple(layer.info for layer in image.layers)
        text = mask_text(self.reader.scanner(), image.target.config, layers)
        if cache is not None and (identity := self._identity(image)):
            cache.keep(_TEXT, identity, text)
        return self._without(image, text)

    def _identity(self, image: Image) -> str:
        infos = [layer.info for layer in image.layers]
        return self._digest((image.target.config, infos))

    def _without(self, image: Image, said: "ImageText") -> Image:
        self._said = said.secrets
        if not said.secrets:
            return image
        layers = zip(image.layers, said.layers, strict=True)
        return replace(
            image,
            target=replace(image.target, config=said.config, layers=said.layers),
            layers=tuple(replace(layer, info=info) for layer, info in layers),
        )

    def findings(
        self, target: Target, inventory: "Inventory", cache: "FactCache | None"
    ) -> tuple[list[Finding], list[LedgerRow]]:
        """Return the secrets of what was read last, and the row that says that they were sought."""
        if self.reader is None:
            reason = "switched off"
            return [], [_row(target, Status.SKIPPED, reason)]
        row = _row(target, Status.RAN, f"{inventory.texts} text files")
        places = (*inventory.secrets, *self._said)
        if not places:
            return [], [row]
        from hullmark.merge.violations import findings_of  # noqa: PLC0415 - most images have none

        violations = self._joined(target, places, cache)
        return list(findings_of(violations, target)), [row]

    def _joined(
        self, target: Target, places: tuple[Placed, ...], cache: "FactCache | None"
    ) -> tuple[Violation, ...]:
        identity = self._digest((places, target.layers)) if cache is not None else ""
        if cache is not None and identity:
            known = cache.load(_JOINED, identity, _Violations)
            if known is not None:
                return known.all
        from hullmark.native.secrets.join import join_hits  # noqa: PLC0415 - loads the rules

        violations = join_hits(places, layers=target.layers, rooted=True)
        if cache is not None and identity:
            cache.keep(_JOINED, identity, _Violations(violations))
        return violations

    def _digest(self, value: object) -> str:
        """Return a keyed hash: what is hashed may hold a guessable secret."""
        assert self._key is not None
        try:
            content = msgspec.msgpack.encode(value)
        except UnicodeEncodeError:
            return ""
        return hashlib.blake2b(content, key=self._key[:64], digest_size=32).hexdigest()


def _key(warn: Callable[[str], None]) -> bytes:
    """Return the key of this installation, or one for this run where none can be kept."""
    try:
        return secret_identity.secret_key()
    except StoreError as error:
        warn(f"{error.code}: {error.message}; secrets of this scan get ids that no other has")
        return os.urandom(secret_identity.KEY_BYTES)


def _row(target: Target, status: Status, reason: str) -> LedgerRow:
    return LedgerRow(
        target=target.name, scanner="native", check=CHECK, status=status, reason=reason
    )
