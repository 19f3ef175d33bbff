"""Signatures and statements that lie in the same OCI layout as an image."""

from functools import cached_property

from msgspec.structs import replace

from hullmark.formats import oci
from hullmark.images.attestations.check import Subject
from hullmark.images.attestations.search import Search, read_key, referrers_in, tag_of
from hullmark.images.attestations.shelf import base_of, statements_about
from hullmark.images.documents import Descriptor, Index, Manifest
from hullmark.images.errors import UnsupportedMediaTypeError
from hullmark.images.image import Image, ImageOptions
from hullmark.images.layout_tree import Node, read_blob, read_index, read_nodes
from hullmark.images.storage import Storage
from hullmark.kernel.errors import HullmarkError
from hullmark.model.image import Digest

_ENTRIES = 1_000
"""Entries of a layout in which artifacts are looked for: every one has to be read."""


class LayoutShelf:
    """The artifacts of a layout; its documents are read once, and only if they are asked for."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    @cached_property
    def tops(self) -> tuple[Node, ...]:
        """Return the entries of the layout with their documents."""
        entries = read_index(self._storage).manifests
        if len(entries) > _ENTRIES:
            raise UnsupportedMediaTypeError(
                f"'{self._storage.name}' holds more than {_ENTRIES:,} manifests:"
                " signatures are not looked for"
            )
        return read_nodes(self._storage, entries)

    @cached_property
    def _by_subject(self) -> dict[Digest, tuple[Descriptor, ...]]:
        listed: dict[Digest, tuple[Descriptor, ...]] = {}
        for node in self.tops:
            subject = node.document.subject if node.document else None
            if subject is not None:
                listed[subject.digest] = (*listed.get(subject.digest, ()), node.descriptor)
        return listed

    @cached_property
    def _by_tag(self) -> dict[str, Node]:
        tags = ((node.descriptor.annotations.get(oci.REF_NAME, ""), node) for node in self.tops)
        return {tag.rpartition(":")[2]: node for tag, node in tags if tag}

    def referrers(self, subject: Digest) -> tuple[Descriptor, ...]:
        """Return what names ``subject``, and what the index under its tag lists."""
        return (*self._by_subject.get(subject, ()), *referrers_in(self.tagged(tag_of(subject))))

    def tagged(self, tag: str) -> Manifest | Index | None:
        """Return what lies under a tag, ``None`` where nothing does."""
        node = self._by_tag.get(tag)
        if node is not None and node.problem is not None:
            raise node.problem
        return node.document if node else None

    def document(self, entry: Descriptor) -> Manifest | Index:
        """Return a document of the layout, verified."""
        (node,) = read_nodes(self._storage, (entry,))
        if node.document is None:
            assert node.problem is not None
            raise node.problem
        return node.document

    def blob(self, blob: Descriptor, *, limit_bytes: int) -> bytes:
        """Return a blob of the layout, verified."""
        return read_blob(self._storage, blob, limit_bytes=limit_bytes)

    def indexes_above(self, digest: Digest) -> tuple[Index, ...]:
        """Return the indexes, the top one first, through which a manifest is reached."""
        return next(filter(None, (_above(node, digest) for node in self.tops)), ())


def add_attestations(
    images: tuple[Image, ...], storage: Storage, *, options: ImageOptions
) -> tuple[Image, ...]:
    """Return the images with what the layout holds about them and their bases."""
    shelf = LayoutShelf(storage)
    key = read_key(options.verify_key)
    return tuple(_attested(image, shelf, key=key) for image in images)


def _attested(image: Image, shelf: LayoutShelf, *, key: bytes) -> Image:
    digest = image.target.digest
    if digest is None:
        return image
    search = Search(shelf, key=key)
    try:
        above = shelf.indexes_above(digest)
    except HullmarkError as error:
        search.pass_over(digest, error.message)
    else:
        listed = [each for index in above for each in statements_about(index, digest)]
        search.look_for(Subject(digest=digest), statements=listed)
        for index in above:
            search.look_for(Subject(digest=index.digest))
        base, name = base_of(image.target)
        if base is not None:
            _look_for_base(search, shelf, base, name)
    target = replace(
        image.target,
        attestations=tuple(search.found),
        attestation_searches=tuple(search.done),
    )
    return replace(image, target=target)


def _look_for_base(search: Search, shelf: LayoutShelf, base: Digest, name: str) -> None:
    """Look for the base's signatures; a layout without the base need not hold them either."""
    held = any(_holds(node, base) for node in shelf.tops)
    search.look_for(Subject(digest=base, repository=name.partition("@")[0]))
    last = search.done[-1]
    if not held and not any(each.subject == base for each in search.found):
        reason = "the layout does not hold the base image"
        search.done[-1] = replace(last, complete=False, reason=last.reason or reason)


def _holds(node: Node, digest: Digest) -> bool:
    return node.descriptor.digest == digest or any(_holds(each, digest) for each in node.children)


def _above(node: Node, digest: Digest) -> tuple[Index, ...]:
    if not isinstance(node.document, Index):
        return ()
    if any(child.descriptor.digest == digest for child in node.children):
        return (node.document,)
    for child in node.children:
        if deeper := _above(child, digest):
            return (node.document, *deeper)
    return ()
