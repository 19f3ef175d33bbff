"""The documents of an OCI layout: every one verified before it is believed."""

from collections.abc import Sequence

import msgspec

from hullmark.formats import oci
from hullmark.formats.strict import decode_json
from hullmark.images.documents import (
    Descriptor,
    Index,
    Manifest,
    parse_index,
    parse_manifest,
    verify,
)
from hullmark.images.errors import BlobDigestError, NotAnImageError, UnsupportedMediaTypeError
from hullmark.images.storage import Storage, read_file
from hullmark.kernel import limits
from hullmark.kernel.errors import HullmarkError
from hullmark.model.image import Digest

_INDEX_DEPTH = 8
"""Indexes inside indexes; real layouts have two."""
_MANIFESTS = 10_000
"""Manifests read of one layout; a mirror of a whole registry stays below."""


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of an index, with the document it points to."""

    descriptor: Descriptor
    document: Manifest | Index | None = None
    problem: HullmarkError | None = None
    """Why there is no document."""
    children: tuple["Node", ...] = ()
    """Entries of an index."""


def read_tree(storage: Storage) -> tuple[Node, ...]:
    """Return every document of a layout, as far as it can be read."""
    return read_nodes(storage, read_index(storage).manifests)


def read_index(storage: Storage) -> Index:
    """Return ``index.json`` of a layout of a version that is read.

    Raises:
        NotAnImageError: It has none.
        UnsupportedMediaTypeError: It is of another version.
    """
    if storage.size("oci-layout") is not None:
        mark = read_file(storage, "oci-layout", limit_bytes=limits.MANIFEST_BYTES)
        version = decode_json(
            mark, as_=oci.Layout, source=f"oci-layout of '{storage.name}'"
        ).image_layout_version
        if not version.startswith("1."):
            raise UnsupportedMediaTypeError(
                f"'{storage.name}' is an OCI layout of version '{version}'",
                hint="version 1 is read",
            )
    if storage.size("index.json") is None:
        raise NotAnImageError(
            f"'{storage.name}' is not an OCI layout: it has no index.json",
            hint="name the folder or archive that holds oci-layout, index.json and blobs",
        )
    data = read_file(storage, "index.json", limit_bytes=limits.MANIFEST_BYTES)
    return parse_index(data, source=f"index.json of '{storage.name}'")


def read_nodes(storage: Storage, entries: Sequence[Descriptor]) -> tuple[Node, ...]:
    """Return the documents behind index entries, indexes followed."""
    return _nodes(storage, entries, depth=0, seen=[0])


def read_blob(storage: Storage, blob: Descriptor, *, limit_bytes: int) -> bytes:
    """Return a document whose size and digest are right.

    Raises:
        MissingBlobError: It is not there.
        BlobDigestError: It has another size or digest.
    """
    path = blob_path(blob.digest)
    check_size(storage, blob)
    data = read_file(storage, path, limit_bytes=limit_bytes)
    verify(data, blob.digest, source=f"'{path}' in '{storage.name}'")
    return data


def check_size(storage: Storage, blob: Descriptor) -> bool:
    """Whether the blob is there, with the size its descriptor names.

    Raises:
        BlobDigestError: It has another size.
    """
    size = storage.size(blob_path(blob.digest))
    if size is None:
        return False
    if blob.size_bytes not in (-1, size):
        raise BlobDigestError(
            f"'{blob.digest}' in '{storage.name}' has {size:,} bytes, not {blob.size_bytes:,}",
            hint="the copy was cut short or changed: export the image again",
        )
    return True


def blob_path(digest: Digest) -> str:
    """Return where a layout keeps a blob."""
    algorithm, _, encoded = digest.partition(":")
    return f"blobs/{algorithm}/{encoded}"


def _nodes(
    storage: Storage, entries: Sequence[Descriptor], *, depth: int, seen: list[int]
) -> tuple[Node, ...]:
    if depth > _INDEX_DEPTH:
        raise UnsupportedMediaTypeError(
            f"'{storage.name}' nests indexes more than {_INDEX_DEPTH} deep"
        )
    seen[0] += len(entries)
    if seen[0] > _MANIFESTS:
        raise UnsupportedMediaTypeError(
            f"'{storage.name}' holds more than {_MANIFESTS:,} manifests",
            hint="choose one image by its tag or digest",
        )
    nodes: list[Node] = []
    for entry in entries:
        document, problem = _document(storage, entry)
        children: tuple[Node, ...] = ()
        if isinstance(document, Index):
            children = _nodes(storage, document.manifests, depth=depth + 1, seen=seen)
        nodes.append(Node(descriptor=entry, document=document, problem=problem, children=children))
    return tuple(nodes)


def _document(
    storage: Storage, entry: Descriptor
) -> tuple[Manifest | Index | None, HullmarkError | None]:
    path = blob_path(entry.digest)
    try:
        check_size(storage, entry)
        data = read_file(storage, path, limit_bytes=limits.MANIFEST_BYTES)
        source = f"'{path}' in '{storage.name}'"
        document = parse_manifest(
            data, source=source, media_type=entry.media_type, expected=entry.digest
        )
    except HullmarkError as problem:
        return None, problem
    return document, None
