"""A file kept in a registry as an artifact of one layer, such as an advisory database."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from hullmark.images.blobs import pulling
from hullmark.images.documents import Descriptor, Index
from hullmark.images.errors import NotAnImageError
from hullmark.images.image import ImageOptions
from hullmark.images.inflate import READ_BYTES
from hullmark.images.reference import complete_reference
from hullmark.images.registry import http_options
from hullmark.images.registry_sources import connect_sources
from hullmark.kernel.http import HttpClient
from hullmark.kernel.space import replacing
from hullmark.ports.progress import SILENT, Progress


def fetch_artifact(
    name: str,
    target: Path,
    *,
    media_type: str,
    options: ImageOptions,
    progress: Progress = SILENT,
) -> str:
    """Write the one layer of an artifact to ``target`` and return its digest.

    Args:
        name: Reference of the artifact (``registry/repository:tag@digest``).
        target: File to write, whole or not at all.
        media_type: Type the layer must have; of several layers the one that has it is taken.
        options: How to reach the registry.
        progress: Told about bytes that have come.

    Raises:
        NotAnImageError: It is an index, or has no such layer.
        NetworkError: No such artifact, no access, or no answer.
        IntegrityError: The layer is not what its digest says.
    """
    reference = complete_reference(name)
    with HttpClient(http_options(reference.domain, options)) as http:
        sources = connect_sources(reference, http=http, options=options)
        asked = reference.digest or reference.tag
        found = sources.document(asked, expected=reference.digest or None)
        if isinstance(found, Index):
            raise NotAnImageError(
                f"'{name}' is an index of images, not an artifact of one file",
                hint="name the artifact that holds the advisory database",
            )
        layer = _only_layer(found.layers, media_type=media_type, name=name)
        progress.stage(f"fetching {reference.familiar}", total=layer.size_bytes)
        with (
            pulling([layer], http=http, fetch=sources.blob, parallel=1) as pull,
            contextlib.closing(pull.open(layer.digest)) as stream,
            replacing(target) as file,
        ):
            while block := stream.read(READ_BYTES):
                file.write(block)
                progress.advance(len(block))
    return layer.digest


def _only_layer(held: Sequence[Descriptor], *, media_type: str, name: str) -> Descriptor:
    """Return the layer of the type, or the only one where a pushing tool gave it no type."""
    typed = [layer for layer in held if layer.media_type == media_type]
    if len(typed) == 1:
        return typed[0]
    if len(held) == 1:
        return held[0]
    types = ", ".join(sorted({layer.media_type for layer in held})) or "none"
    raise NotAnImageError(
        f"'{name}' holds no layer of type '{media_type}' (it has: {types})",
        hint="push one file with that type, for example with: oras push",
    )
