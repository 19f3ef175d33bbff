"""OCI layouts, in a folder or a tar: indexes in indexes, tags, platforms, verified documents."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from hullmark.formats import oci
from hullmark.images.assembly import Opener, assemble_image, check_readable
from hullmark.images.attestations.in_layout import add_attestations
from hullmark.images.config import parse_config
from hullmark.images.documents import Descriptor, Index, Manifest, is_attestation
from hullmark.images.errors import EmptyTargetError, MissingBlobError, NotAnImageError
from hullmark.images.image import Image, ImageOptions
from hullmark.images.layout_tree import (
    Node,
    blob_path,
    check_size,
    read_blob,
    read_index,
    read_nodes,
)
from hullmark.images.selection import (
    Wanted,
    choose_platforms,
    is_named,
    not_found,
    same_platform,
)
from hullmark.images.storage import FolderStorage, Storage
from hullmark.kernel import limits
from hullmark.kernel.errors import HullmarkError
from hullmark.model.image import Digest, Platform
from hullmark.model.ledger import Issue


class _Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """One manifest that may be an image."""

    node: Node
    entry: int
    """Position of the top-level entry it came from."""
    platform: Platform | None


def read_layout(
    storage: Storage, *, wanted: Wanted, name: str, kind: str, options: ImageOptions
) -> tuple[Image, ...]:
    """Return the images of a layout: all that are named, or the wanted one.

    Documents are verified here; layers are found, their sizes compared, and read later.

    Raises:
        NotAnImageError: It is no layout, or holds artifacts only.
        EmptyTargetError: It holds nothing.
        ImageNotFoundError: It does not hold the wanted tag or digest.
        PlatformNotFoundError: The image is not there for the platform.
        MissingBlobError: A document or layer is not there.
        BlobDigestError: A document or layer is not what its digest says.
    """
    entries = _entries(storage)
    groups = _groups(entries)
    if wanted.tag:
        groups = {key: group for key, group in groups.items() if _names(group, wanted.tag)}
        if not groups:
            raise not_found(storage.name, wanted, map(_label, entries))
    nodes = {key: read_nodes(storage, group) for key, group in groups.items()}
    if wanted.digest:
        nodes = _with_digest(nodes, wanted, storage.name)
    images = _images(storage, nodes, wanted=wanted, name=name, kind=kind, options=options)
    return add_attestations(images, storage, options=options)


def _entries(storage: Storage) -> list[Descriptor]:
    manifests = read_index(storage).manifests
    if not manifests:
        raise EmptyTargetError(f"'{storage.name}' is an OCI layout that holds no image")
    return [entry for entry in manifests if not is_attestation(entry)] or list(manifests)


def _groups(entries: Iterable[Descriptor]) -> dict[str, list[Descriptor]]:
    """Put entries of one name together: they are the platforms of one image."""
    groups: dict[str, list[Descriptor]] = {}
    for entry in entries:
        groups.setdefault(_label(entry), []).append(entry)
    return groups


def _label(entry: Descriptor) -> str:
    return entry.annotations.get(oci.IMAGE_NAME) or entry.annotations.get(oci.REF_NAME) or ""


def _names(group: Sequence[Descriptor], tag: str) -> bool:
    notes = (oci.REF_NAME, oci.IMAGE_NAME)
    names = {
        entry.annotations[note] for entry in group for note in notes if note in entry.annotations
    }
    return is_named(names, tag)


def _with_digest(
    nodes: dict[str, tuple[Node, ...]], wanted: Wanted, name: str
) -> dict[str, tuple[Node, ...]]:
    """Keep the manifest or index of the wanted digest, wherever it hangs in the tree."""
    for key, tops in nodes.items():
        for node in _all(tops):
            if wanted.digest in (node.descriptor.digest, node.descriptor.digest.partition(":")[2]):
                return {key: (node,)}
    raise not_found(
        name, wanted, (node.descriptor.digest for tops in nodes.values() for node in tops)
    )


def _all(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _images(
    storage: Storage,
    groups: dict[str, tuple[Node, ...]],
    *,
    wanted: Wanted,
    name: str,
    kind: str,
    options: ImageOptions,
) -> tuple[Image, ...]:
    images: list[Image] = []
    opened: set[Digest] = set()
    artifact: NotAnImageError | None = None
    for label, tops in groups.items():
        several = not wanted and len(groups) > 1
        leaves = _leaves(storage, tops)
        try:
            chosen, issues = _chosen(leaves, storage=storage, options=options, name=name)
            for leaf in chosen:
                if leaf.node.descriptor.digest in opened:
                    continue  # one image under two tags
                shown = name
                if several:
                    shown = f"{name}:{label}" if label else f"{name}@{leaf.node.descriptor.digest}"
                images.append(_image(storage, leaf, name=shown, kind=kind, issues=issues))
                opened.add(leaf.node.descriptor.digest)
                issues = ()
        except NotAnImageError as error:
            # Signatures and SBOMs lie beside the images they are about, under tags of their own.
            artifact = error
    if not images:
        raise artifact or EmptyTargetError(f"'{storage.name}' holds no image")
    return tuple(images)


def _leaves(storage: Storage, tops: Sequence[Node]) -> list[_Leaf]:
    """Return the manifests below the top-level entries, once each, statements left out."""
    leaves: list[_Leaf] = []
    known: set[str] = set()
    for entry, top in enumerate(tops):
        single = not top.children and not isinstance(top.document, Index)
        for node in (top,) if single else _all(top.children):
            if isinstance(node.document, Index) or node.descriptor.digest in known:
                continue
            if not single and is_attestation(node.descriptor):
                continue
            known.add(node.descriptor.digest)
            platform = node.descriptor.platform or _platform(storage, node)
            leaves.append(_Leaf(node=node, entry=entry, platform=platform))
    return leaves


def _platform(storage: Storage, node: Node) -> Platform | None:
    """Return what a manifest's configuration says, where the index does not say it."""
    document = node.document
    if not isinstance(document, Manifest):
        return None
    if document.pseudo_config is not None:
        return document.pseudo_config.platform
    if document.config is None:
        return None
    try:
        data = read_blob(storage, document.config, limit_bytes=limits.CONFIG_BYTES)
        return parse_config(data, source=str(document.config.digest)).platform
    except HullmarkError:
        return None  # told when the image is opened


def _chosen(
    leaves: list[_Leaf], *, storage: Storage, options: ImageOptions, name: str
) -> tuple[tuple[_Leaf, ...], tuple[Issue, ...]]:
    """Return the manifests to read, and what is listed but not held.

    Engines save an index whole and only the platform they have; what is there goes first.
    """
    if not leaves:
        raise EmptyTargetError(f"'{name}' is an index without an image")
    held = [leaf for leaf in leaves if not isinstance(leaf.node.problem, MissingBlobError)]
    asked = options.platform is not None and not options.all_platforms
    candidates = leaves if asked else held or leaves
    chosen = choose_platforms(
        candidates, platform_of=lambda leaf: leaf.platform, options=options, name=name
    )
    if options.all_platforms:
        return chosen, tuple(
            _not_held(leaf, storage.name) for leaf in leaves if leaf not in candidates
        )
    # Two entries of one name and platform are two images: neither is left out.
    twins = {
        leaf.entry: leaf
        for leaf in reversed(candidates)
        if same_platform(leaf.platform, chosen[0].platform)
    }
    twins[chosen[0].entry] = chosen[0]
    return tuple(twins[entry] for entry in sorted(twins)), ()


def _not_held(leaf: _Leaf, name: str) -> Issue:
    return Issue(
        path=str(leaf.node.descriptor.digest),
        cause=f"'{name}' lists platform '{leaf.platform or 'unknown'}' and does not hold it",
        hint="save or copy the image with all platforms",
        code=MissingBlobError.code,
    )


def _image(
    storage: Storage, leaf: _Leaf, *, name: str, kind: str, issues: tuple[Issue, ...]
) -> Image:
    if leaf.node.problem is not None:
        raise leaf.node.problem
    manifest = leaf.node.document
    if not isinstance(manifest, Manifest):
        raise NotAnImageError(f"'{name}' is an index where a manifest is expected")
    check_readable(manifest, name=name)
    data = None
    if manifest.config is not None:
        data = read_blob(storage, manifest.config, limit_bytes=limits.CONFIG_BYTES)

    def find_layer(blob: Descriptor) -> Opener | None:
        if not check_size(storage, blob):
            return None
        return lambda: storage.open(blob_path(blob.digest))

    def find_file(blob: Descriptor) -> Path | None:
        return storage.file(blob_path(blob.digest)) if isinstance(storage, FolderStorage) else None

    image = assemble_image(
        manifest,
        data,
        name=name,
        kind=kind,
        find_layer=find_layer,
        find_file=find_file,
        platform=leaf.node.descriptor.platform,
    )
    if not issues:
        return image
    return replace(image, issues=(*image.issues, *issues))
