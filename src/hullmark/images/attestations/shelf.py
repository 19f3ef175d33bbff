"""Where signatures and statements lie: what a layout and a registry have in common."""

import contextlib
from typing import Protocol

from hullmark.formats import oci
from hullmark.images.documents import Descriptor, Index, Manifest
from hullmark.images.errors import InvalidReferenceError
from hullmark.images.reference import check_digest
from hullmark.model.image import Digest
from hullmark.model.scan import Target

BASE_DIGEST = "org.opencontainers.image.base.digest"
BASE_NAME = "org.opencontainers.image.base.name"
ATTESTATION_MANIFEST = "attestation-manifest"
REFERENCE_DIGEST = "vnd.docker.reference.digest"


class Shelf(Protocol):
    """A place that holds artifacts beside images; each of its ways may raise ``HullmarkError``."""

    def referrers(self, subject: Digest) -> tuple[Descriptor, ...]:
        """Return the artifacts that name ``subject``."""

    def tagged(self, tag: str) -> Manifest | Index | None:
        """Return what lies under a tag, ``None`` where nothing does."""

    def document(self, entry: Descriptor) -> Manifest | Index:
        """Return a document, verified."""

    def blob(self, blob: Descriptor, *, limit_bytes: int) -> bytes:
        """Return a whole blob, verified."""


def base_of(target: Target) -> tuple[Digest | None, str]:
    """Return digest and name of the base that an image says it is built upon."""
    labels = target.config.labels if target.config else {}
    with contextlib.suppress(InvalidReferenceError):
        if stated := labels.get(BASE_DIGEST, "").strip():
            return check_digest(stated, stated), labels.get(BASE_NAME, "").strip()
    return None, ""


def statements_about(index: Index, subject: Digest) -> tuple[Descriptor, ...]:
    """Return BuildKit's attestation manifests in an index that are about one of its images."""
    return tuple(
        entry
        for entry in index.manifests
        if entry.annotations.get(oci.REFERENCE_TYPE) == ATTESTATION_MANIFEST
        and entry.annotations.get(REFERENCE_DIGEST) == subject
    )
