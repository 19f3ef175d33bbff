"""Media and predicate types to what an artifact says about an image."""

from hullmark.images.documents import Descriptor, Manifest
from hullmark.model.attestation import AttestationKind

SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json"
DSSE = "application/vnd.dsse.envelope.v1+json"
IN_TOTO = "application/vnd.in-toto+json"
BUNDLE = "application/vnd.dev.sigstore.bundle"
"""What the types of Sigstore bundles of every version begin with."""
NOTARY = "application/vnd.cncf.notary.signature"

_PREDICATE_NOTES = (
    "in-toto.io/predicate-type",
    "predicateType",
    "dev.sigstore.bundle.predicateType",
)
_SIGNS = ("https://sigstore.dev/cosign/sign/", "https://cosign.sigstore.dev/sign/")
_BUNDLE_CONTENT = "dev.sigstore.bundle.content"
_BILLS = ("spdx", "cyclonedx", "syft")


def predicate_type(manifest: Manifest, blob: Descriptor) -> str:
    """Return what a statement says that it states, as its annotations have it."""
    for note in _PREDICATE_NOTES:
        found = blob.annotations.get(note) or manifest.annotations.get(note)
        if found:
            return found
    return ""


def kind_of(manifest: Manifest, blob: Descriptor, predicate: str) -> AttestationKind | None:
    """Return what a blob of an artifact is, ``None`` where it says nothing about an image."""
    media_type = blob.media_type.lower()
    artifact = manifest.artifact_type.lower()
    if media_type == SIMPLE_SIGNING or artifact == NOTARY:
        return AttestationKind.SIGNATURE
    if predicate:
        return kind_of_predicate(predicate)
    if media_type.startswith(BUNDLE):
        bare = manifest.annotations.get(_BUNDLE_CONTENT) == "message-signature"
        return AttestationKind.SIGNATURE if bare else AttestationKind.STATEMENT
    if media_type in (DSSE, IN_TOTO):
        return AttestationKind.STATEMENT
    if any(word in media_type or word in artifact for word in _BILLS):
        return AttestationKind.SBOM
    return None


def kind_of_predicate(predicate: str) -> AttestationKind:
    """Return the kind of statement that a predicate type names."""
    lowered = predicate.lower()
    if lowered.startswith(_SIGNS):
        return AttestationKind.SIGNATURE
    if "slsa" in lowered and "provenance" in lowered:
        return AttestationKind.PROVENANCE
    if any(word in lowered for word in _BILLS):
        return AttestationKind.SBOM
    return AttestationKind.STATEMENT
