"""Signatures and statements in the registry that an image is pulled from."""

from msgspec.structs import replace

from hullmark.images.attestations.check import Subject
from hullmark.images.attestations.search import Search, referrers_in, tag_of
from hullmark.images.attestations.shelf import base_of, statements_about
from hullmark.images.documents import Descriptor, Index, Manifest, verify
from hullmark.images.image import Image, ImageOptions
from hullmark.images.reference import Reference, normalize_reference
from hullmark.images.registry_sources import Sources, connect_sources
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.http import HttpClient
from hullmark.model.image import Digest
from hullmark.model.scan import Target


class RegistryShelf:
    """The artifacts of one repository."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources

    def referrers(self, subject: Digest) -> tuple[Descriptor, ...]:
        """Return what the registry lists, or what lies under the tag where it does not list."""
        listed = self._sources.referrers(subject)
        return listed if listed is not None else referrers_in(self.tagged(tag_of(subject)))

    def tagged(self, tag: str) -> Manifest | Index | None:
        """Return what lies under a tag, ``None`` where nothing does."""
        return self._sources.find(tag)

    def document(self, entry: Descriptor) -> Manifest | Index:
        """Return a document of the repository, verified."""
        return self._sources.document(entry.digest, expected=entry.digest)

    def blob(self, blob: Descriptor, *, limit_bytes: int) -> bytes:
        """Return a blob of the repository, verified."""
        data = self._sources.small_blob(blob, limit_bytes=limit_bytes)
        verify(data, blob.digest, source=f"'{blob.digest}'")
        return data


class RegistrySearch:
    """Looks for what a registry holds about images that are pulled from it, and their bases.

    No registry is asked that the scan of the image does not ask anyway.
    """

    def __init__(
        self, reference: Reference, sources: Sources, *, http: HttpClient, options: ImageOptions
    ) -> None:
        self._reference = reference
        self._sources = sources
        self._http = http
        self._options = options

    def attested(self, image: Image, index: Index | None, *, key: bytes) -> Image:
        """Return the image with what was found; ``index`` is what its name led to."""
        digest = image.target.digest
        if digest is None:
            return image
        search = Search(RegistryShelf(self._sources), key=key)
        repository = self._reference.repository
        listed = statements_about(index, digest) if index else ()
        search.look_for(Subject(digest=digest, repository=repository), statements=listed)
        if index is not None:
            search.look_for(Subject(digest=index.digest, repository=repository))
        _limit_to_mirror(search, self._sources.mirror)
        self._look_for_base(image.target, search, key=key)
        target = replace(
            image.target,
            attestations=tuple(search.found),
            attestation_searches=tuple(search.done),
        )
        return replace(image, target=target)

    def _look_for_base(self, target: Target, search: Search, *, key: bytes) -> None:
        digest, name = base_of(target)
        if digest is None or any(each.subject == digest for each in search.done):
            return
        try:
            base = normalize_reference(name) if name else self._reference
            if base.domain != self._reference.domain:
                search.pass_over(digest, f"the base image is in another registry ({base.domain})")
                return
            sources = connect_sources(base, http=self._http, options=self._options)
            there = Search(RegistryShelf(sources), key=key)
            if sources.find(digest) is None:
                search.pass_over(digest, f"'{base.repository}' does not hold the base image")
                return
            there.look_for(Subject(digest=digest, repository=base.repository))
            _limit_to_mirror(there, sources.mirror)
        except HullmarkError as error:
            search.pass_over(digest, error.message)
            return
        search.found += there.found
        search.done += there.done


def _limit_to_mirror(search: Search, mirror: str) -> None:
    """Say that what a mirror does not hold may still be there."""
    found = {each.subject for each in search.found}
    for at, each in enumerate(search.done):
        if mirror and each.complete and each.subject not in found:
            reason = f"the mirror '{mirror}' holds none, and the registry was not asked"
            search.done[at] = replace(each, complete=False, reason=reason)
