"""Images in registries: resolved, verified, their layers pulled while they are read."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from hullmark.images.assembly import Opener, assemble_image, check_readable
from hullmark.images.attestations.in_registry import RegistrySearch
from hullmark.images.attestations.search import read_key
from hullmark.images.blobs import Pull, pulling
from hullmark.images.config import parse_config
from hullmark.images.documents import Descriptor, Index, Manifest, is_attestation, verify
from hullmark.images.errors import (
    EmptyTargetError,
    NotAnImageError,
    UnsupportedMediaTypeError,
)
from hullmark.images.image import Image, ImageOptions, Layer
from hullmark.images.reference import DEFAULT_TAG, Reference
from hullmark.images.registry_sources import Sources, connect_sources
from hullmark.images.selection import check_wish, choose_platforms
from hullmark.kernel import limits, log
from hullmark.kernel.http import HttpClient, HttpOptions
from hullmark.model.image import Platform
from hullmark.ports.progress import Progress

_INDEX_DEPTH = 8
"""Indexes inside indexes; real ones have two."""
_INDEX_ENTRIES = 1_000
"""Manifests below one tag; the largest public index has about 60."""
_CERTIFICATE_FOLDERS = ("/etc/containers/certs.d", "/etc/docker/certs.d")


@contextlib.contextmanager
def open_registry(
    reference: Reference, *, options: ImageOptions, progress: Progress
) -> Iterator[tuple[Image, ...]]:
    """Give the images that ``reference`` names; their layers can be read until the block is left.

    Layers are pulled in the background from the start, the largest first. A stream over a layer
    gives what has arrived, waits for more, and ends only once the layer is verified.

    Raises:
        TagNotFoundError: The repository has no such tag or digest.
        NotAnImageError: It names a chart, a signature or another artifact.
        PlatformNotFoundError: The image is not there for the platform.
        NetworkError: The registry cannot be reached, or does not give the image.
        IntegrityError: A document or layer is not what its digest says.
    """
    check_wish(options)
    key = read_key(options.verify_key)
    name = reference.familiar
    progress.stage(f"asking {reference.domain} for {name}")
    with HttpClient(http_options(reference.domain, options)) as http:
        sources = connect_sources(reference, http=http, options=options)
        finder = _Finder(sources, name=name, options=options)
        found = finder.find(reference)
        blobs = [
            blob
            for each in found
            for blob in sorted(each.manifest.layers, key=lambda one: -one.size_bytes)
        ]
        fetch = sources.blob
        known = options.is_known or (lambda _: False)
        later = {blob.digest for blob in blobs if known(blob.digest)}
        with pulling(blobs, http=http, fetch=fetch, parallel=options.parallel, later=later) as pull:
            images = [_image(each, pull, name=name) for each in found]
            # The layers come in meanwhile.
            search = RegistrySearch(reference, sources, http=http, options=options)
            yield tuple(search.attested(image, finder.index, key=key) for image in images)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """An image whose documents are here."""

    manifest: Manifest
    config: bytes | None
    platform: Platform | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaf:
    """A manifest below the name that was asked for."""

    descriptor: Descriptor | None
    """None for the manifest that the name itself leads to."""
    manifest: Manifest | None = None
    """Where it had to be read already."""
    platform: Platform | None = None


class _Finder:
    """Follows a name through indexes to the manifests that are meant."""

    def __init__(self, sources: Sources, *, name: str, options: ImageOptions) -> None:
        self._sources = sources
        self._name = name
        self._options = options
        self.index: Index | None = None
        """What the name led to, where that is an index."""

    def find(self, reference: Reference) -> tuple[_Found, ...]:
        """Return the images to read, each verified down to its configuration."""
        wanted = reference.digest or reference.tag or DEFAULT_TAG
        document = self._sources.document(wanted, expected=reference.digest)
        if isinstance(document, Manifest):
            return self._single(document)
        self.index = document
        leaves = self._leaves(document, depth=0, seen=[0])
        if not leaves:
            raise EmptyTargetError(f"'{self._name}' is an index without an image")
        chosen = choose_platforms(
            leaves, platform_of=lambda leaf: leaf.platform, options=self._options, name=self._name
        )
        found: list[_Found] = []
        artifact: NotAnImageError | None = None
        for leaf in chosen:
            try:
                found.append(self._found(self._manifest(leaf), leaf.platform))
            except NotAnImageError as error:
                # Charts and signatures may stand beside images in one index.
                artifact = error
        if artifact is not None and not found:
            raise artifact
        return tuple(found)

    def _single(self, manifest: Manifest) -> tuple[_Found, ...]:
        found = self._found(manifest, None)
        if self._options.platform is not None and not self._options.all_platforms:
            choose_platforms(
                [found],
                platform_of=lambda one: _platform(one.manifest, one.config),
                options=self._options,
                name=self._name,
            )
        return (found,)

    def _found(self, manifest: Manifest, platform: Platform | None) -> _Found:
        check_readable(manifest, name=self._name)
        config = None
        if manifest.config is not None:
            config = self._sources.small_blob(manifest.config, limit_bytes=limits.CONFIG_BYTES)
            verify(config, manifest.config.digest, source=f"config of '{self._name}'")
        return _Found(manifest=manifest, config=config, platform=platform)

    def _leaves(self, index: Index, *, depth: int, seen: list[int]) -> list[_Leaf]:
        seen[0] += len(index.manifests)
        if depth > _INDEX_DEPTH or seen[0] > _INDEX_ENTRIES:
            raise UnsupportedMediaTypeError(
                f"'{self._name}' is an index of more than {_INDEX_ENTRIES:,} manifests,"
                f" or nested more than {_INDEX_DEPTH} deep"
            )
        leaves: list[_Leaf] = []
        known: set[str] = set()
        for entry in index.manifests:
            if is_attestation(entry) or entry.digest in known:
                continue
            known.add(entry.digest)
            if entry.platform is not None and "index" not in entry.media_type:
                leaves.append(_Leaf(descriptor=entry, platform=entry.platform))
                continue
            # Only the document itself tells what an entry without a platform is.
            document = self._sources.document(entry.digest, expected=entry.digest)
            if isinstance(document, Index):
                leaves += self._leaves(document, depth=depth + 1, seen=seen)
            else:
                leaves.append(self._looked_into(entry, document))
        return leaves

    def _looked_into(self, entry: Descriptor, manifest: Manifest) -> _Leaf:
        platform = entry.platform
        if platform is None:
            with contextlib.suppress(NotAnImageError):
                found = self._found(manifest, None)
                platform = _platform(found.manifest, found.config)
        return _Leaf(descriptor=entry, manifest=manifest, platform=platform)

    def _manifest(self, leaf: _Leaf) -> Manifest:
        if leaf.manifest is not None:
            return leaf.manifest
        assert leaf.descriptor is not None
        digest = leaf.descriptor.digest
        document = self._sources.document(digest, expected=digest)
        if isinstance(document, Index):
            raise NotAnImageError(f"'{self._name}' has an index where a manifest is expected")
        return document


def _image(found: _Found, pull: Pull, *, name: str) -> Image:
    def find_layer(blob: Descriptor) -> Opener:
        return lambda: pull.open(blob.digest)

    image = assemble_image(
        found.manifest,
        found.config,
        name=name,
        kind="registry",
        find_layer=find_layer,
        platform=found.platform,
    )
    return replace(image, layers=tuple(map(_verified, image.layers)))


def _verified(layer: Layer) -> Layer:
    return replace(layer, verified=True)


def _platform(manifest: Manifest, config: bytes | None) -> Platform | None:
    if manifest.pseudo_config is not None:
        return manifest.pseudo_config.platform
    if config is None:
        return None
    return parse_config(config, source="config").platform


def http_options(domain: str, options: ImageOptions) -> HttpOptions:
    """Return how to speak to a registry: its authorities, the user's, time and plainness."""
    ca_files = tuple(_certificates(domain))
    if options.ca_file is not None:
        ca_files = (options.ca_file, *ca_files)
    return HttpOptions(timeout_s=options.timeout_s, ca_files=ca_files, insecure=options.insecure)


def _certificates(domain: str) -> Iterator[Path]:
    """Yield the authorities that Docker and Podman would trust for this registry."""
    home = Path("~/.config/containers/certs.d")
    with contextlib.suppress(RuntimeError):
        home = home.expanduser()
    for folder in (home, *map(Path, _CERTIFICATE_FOLDERS)):
        try:
            yield from sorted((folder / domain).glob("*.crt"))
        except OSError as error:
            log.debug("registry.certificates", folder=str(folder), error=str(error))
