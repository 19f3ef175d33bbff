"""One signature or statement: read as far as needed, held against the key where there is one."""

from collections.abc import Iterator

import msgspec

from hullmark.images.attestations import kinds
from hullmark.images.attestations.identity import printable, stated_identity
from hullmark.images.attestations.shelf import Shelf
from hullmark.images.attestations.signed import Signed, stated_certificate, take_apart
from hullmark.images.documents import Descriptor, Manifest
from hullmark.images.reference import parse_reference
from hullmark.kernel import limits, public_key
from hullmark.kernel.errors import HullmarkError
from hullmark.model.attestation import Attestation, AttestationKind
from hullmark.model.image import Digest

NO_KEY = "it was not checked: no key was given"
_UNSIGNED = "it bears no signature that can be checked"
_OTHER_FORM = "signatures of its form are not checked"


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What signatures are looked for."""

    digest: Digest
    repository: str = ""
    """Where it is from, as far as that is known: signatures may name it."""


def attestations_in(
    manifest: Manifest, subject: Subject, *, shelf: Shelf, place: str, key: bytes
) -> Iterator[Attestation]:
    """Yield what the blobs of one artifact say about ``subject``."""
    for blob in manifest.layers[: limits.ATTESTATIONS]:
        predicate = kinds.predicate_type(manifest, blob)
        kind = kinds.kind_of(manifest, blob, predicate)
        if kind is None:
            continue
        found = Attestation(
            subject=subject.digest,
            kind=kind,
            digest=blob.digest,
            place=place,
            predicate_type=printable(predicate),
        )
        yield _read(found, blob, subject, shelf=shelf, key=key)


def _read(
    found: Attestation, blob: Descriptor, subject: Subject, *, shelf: Shelf, key: bytes
) -> Attestation:
    certificate = stated_certificate(blob)
    if not _needs_blob(found, blob, key):
        return _with_identity(found, certificate, reason=_unread(blob, found.kind))
    try:
        data = shelf.blob(blob, limit_bytes=limits.ATTESTATION_BYTES)
        signed = take_apart(blob, data, source=f"'{blob.digest}'")
    except HullmarkError as error:
        return _with_identity(found, certificate, reason=f"it cannot be read: {error.message}")
    if not found.predicate_type and signed.predicate_type:
        found = msgspec.structs.replace(
            found,
            predicate_type=printable(signed.predicate_type),
            kind=kinds.kind_of_predicate(signed.predicate_type),
        )
    found = _with_identity(found, signed.certificate or certificate, reason="")
    checked, verified, reason = check(signed, subject, key=key)
    return msgspec.structs.replace(found, checked=checked, verified=verified, reason=reason)


def _unread(blob: Descriptor, kind: AttestationKind) -> str:
    """Return why what is told by its annotations alone is not verified."""
    if blob.media_type in (kinds.SIMPLE_SIGNING, kinds.DSSE):
        return NO_KEY
    return _OTHER_FORM if kind is AttestationKind.SIGNATURE else _UNSIGNED


def _needs_blob(found: Attestation, blob: Descriptor, key: bytes) -> bool:
    """Whether the annotations do not say it all: each blob may be a request."""
    if blob.media_type.startswith(kinds.BUNDLE):
        return True
    if blob.media_type == kinds.IN_TOTO:
        return not found.predicate_type
    signed = blob.media_type in (kinds.SIMPLE_SIGNING, kinds.DSSE)
    return signed and (bool(key) or not (found.predicate_type or stated_certificate(blob)))


def check(signed: Signed, subject: Subject, *, key: bytes) -> tuple[bool, bool, str]:
    """Return whether a document was held against the key, whether it stands, and why not."""
    if reason := _uncheckable(signed, subject, key=key):
        return False, False, reason
    if not any(public_key.is_signed(signed.message, each, key) for each in signed.signatures):
        return True, False, "it was not made with the key that was given"
    if subject.repository and signed.repository and not _is_for(signed, subject):
        return True, False, f"it was made for '{printable(signed.repository)}'"
    return True, True, ""


def _uncheckable(signed: Signed, subject: Subject, *, key: bytes) -> str:
    """Return why a document cannot be held against the key, empty where it can."""
    if signed.digests and subject.digest not in signed.digests:
        return "it is about another image"
    if signed.other_form:
        return _OTHER_FORM
    if not (signed.digests and signed.signatures):
        return _UNSIGNED
    if not key:
        return NO_KEY
    return "" if public_key.is_available() else public_key.MISSING


def _is_for(signed: Signed, subject: Subject) -> bool:
    """Whether the repository that was signed for is the one the image is from."""
    try:
        named = parse_reference(signed.repository).repository
        return _normal(named) == _normal(parse_reference(subject.repository).repository)
    except HullmarkError:
        return False


def _normal(repository: str) -> str:
    for start in ("index.docker.io/", "docker.io/", "library/"):
        repository = repository.removeprefix(start)
    return repository


def _with_identity(found: Attestation, certificate: bytes, *, reason: str) -> Attestation:
    signer, issuer = stated_identity(certificate) if certificate else ("", "")
    return msgspec.structs.replace(found, signer=signer, issuer=issuer, reason=reason)
