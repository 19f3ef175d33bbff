"""Signatures and statements that were found beside an image."""

from enum import StrEnum

import msgspec

from hullmark.model.image import Digest


class AttestationKind(StrEnum):
    """What was said about an image."""

    SIGNATURE = "signature"
    PROVENANCE = "provenance"
    SBOM = "sbom"
    STATEMENT = "statement"
    """Anything else: test results, a vulnerability scan, a kind that is not known."""


class Attestation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One signature or statement. That it lies there verifies nothing."""

    subject: Digest
    """Manifest or index that it hangs on."""
    kind: AttestationKind
    digest: Digest
    """Blob that holds it."""
    place: str
    """``referrers``, ``tag`` or ``index``."""
    predicate_type: str = ""
    signer: str = ""
    """Who its certificate names; nobody has checked that unless ``verified``."""
    issuer: str = ""
    """Who vouched for the signer, as the certificate says."""
    checked: bool = False
    """Whether its signature was held against a key."""
    verified: bool = False
    reason: str = ""
    """Why it is not verified."""


class AttestationSearch(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A manifest or index for which signatures were looked for."""

    subject: Digest
    complete: bool
    """Whether every place could be asked: only then is nothing found nothing there."""
    reason: str = ""
    """Why it is not complete."""
