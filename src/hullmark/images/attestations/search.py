"""Looks in every place where signatures and statements of an image may lie."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from hullmark.images.attestations.check import Subject, attestations_in
from hullmark.images.attestations.shelf import Shelf
from hullmark.images.documents import Descriptor, Index, Manifest
from hullmark.images.errors import VerifyKeyError
from hullmark.kernel import limits, log, public_key
from hullmark.kernel.errors import HullmarkError
from hullmark.model.attestation import Attestation, AttestationSearch
from hullmark.model.image import Digest

_TAG_ENDS = (".sig", ".att", ".sbom")
"""How cosign's tags end: signatures, attestations, and bare bills of materials."""
_KEY_BYTES = 64 * 1024


class Search:
    """Looks for attestations of one subject after another on one shelf."""

    def __init__(self, shelf: Shelf, *, key: bytes) -> None:
        self._shelf = shelf
        self._key = key
        self.found: list[Attestation] = []
        self.done: list[AttestationSearch] = []

    def look_for(self, subject: Subject, *, statements: Iterable[Descriptor] = ()) -> None:
        """Look for what is about ``subject``; ``statements`` are those that an index lists."""
        known: dict[Digest, Attestation] = {}
        reasons: list[str] = []
        places: list[tuple[str, Callable[[], Iterable[Descriptor | Manifest]]]] = [
            ("index", lambda: statements),
            ("referrers", lambda: self._shelf.referrers(subject.digest)),
            *(("tag", partial(self._tagged, subject.digest, end)) for end in _TAG_ENDS),
        ]
        for place, listed in places:
            for one in self._artifacts(listed, reasons):
                for each in attestations_in(
                    one, subject, shelf=self._shelf, place=place, key=self._key
                ):
                    known.setdefault(each.digest, each)
        if len(known) > limits.ATTESTATIONS:
            reasons.append(f"there are more than {limits.ATTESTATIONS}")
        self.found += list(known.values())[: limits.ATTESTATIONS]
        reason = "; ".join(dict.fromkeys(reasons))
        self.done.append(
            AttestationSearch(subject=subject.digest, complete=not reasons, reason=reason)
        )

    def pass_over(self, subject: Digest, reason: str) -> None:
        """Say that ``subject`` was not looked for, and why."""
        self.done.append(AttestationSearch(subject=subject, complete=False, reason=reason))

    def _artifacts(
        self, listed: Callable[[], Iterable[Descriptor | Manifest]], reasons: list[str]
    ) -> Iterator[Manifest]:
        """Yield the manifests of a place; what cannot be had is told in ``reasons``."""
        try:
            entries = tuple(listed())
        except HullmarkError as error:
            reasons.append(_told(error))
            return
        if len(entries) > limits.ATTESTATIONS:
            reasons.append(f"there are more than {limits.ATTESTATIONS}")
        for entry in entries[: limits.ATTESTATIONS]:
            try:
                found = entry if isinstance(entry, Manifest) else self._shelf.document(entry)
            except HullmarkError as error:
                reasons.append(_told(error))
                continue
            if isinstance(found, Manifest):
                yield found

    def _tagged(self, subject: Digest, end: str) -> tuple[Manifest, ...]:
        found = self._shelf.tagged(tag_of(subject) + end)
        return (found,) if isinstance(found, Manifest) else ()


def tag_of(subject: Digest) -> str:
    """Return the tag under which artifacts about a manifest lie where nothing else is known."""
    return subject.replace(":", "-", 1)


def read_key(path: Path | None) -> bytes:
    """Return the key that signatures are held against, empty without one.

    Raises:
        VerifyKeyError: It is no public key that can be read.
    """
    if path is None:
        return b""
    try:
        with path.open("rb") as file:
            key = file.read(_KEY_BYTES)
        if public_key.is_available():
            public_key.check_key(key)
    except (OSError, ValueError) as error:
        raise VerifyKeyError(
            f"'{path}' is no public key that can be read",
            hint="a PEM file is expected, such as cosign.pub: ECDSA, Ed25519 or RSA",
        ) from error
    return key


def referrers_in(index: Index | Manifest | None) -> tuple[Descriptor, ...]:
    """Return the artifacts that an index of referrers lists."""
    return index.manifests if isinstance(index, Index) else ()


def _told(error: HullmarkError) -> str:
    log.debug("attestation.place", error=error.message)
    return error.message
