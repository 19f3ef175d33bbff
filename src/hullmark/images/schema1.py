"""Docker's manifest schema 1: what its history means, and which bytes its signatures cover."""

import base64
import binascii
import hashlib

from hullmark.formats import docker
from hullmark.formats.errors import BrokenDocumentError
from hullmark.formats.strict import decode_json
from hullmark.images.config import parse_time, to_settings, words
from hullmark.kernel import limits
from hullmark.model.image import Digest, HistoryEntry, ImageConfig, Platform


def payload_digest(data: bytes) -> Digest | None:
    """Return the digest a registry knows a signed manifest by; None where it is not signed.

    The signed payload is a prefix of the document plus a tail, both stated in the signature.
    """
    try:
        jws = decode_json(data, as_=docker.Jws, source="signatures")
        if not jws.signatures:
            return None
        protected = decode_json(
            _from_base64url(jws.signatures[0].protected),
            as_=docker.JwsProtected,
            source="signature",
        )
        tail = _from_base64url(protected.format_tail)
    except (BrokenDocumentError, binascii.Error, ValueError):
        return None  # no signatures, or broken ones: they prove nothing either way
    if not 0 <= protected.format_length <= len(data):
        return None
    payload = data[: protected.format_length] + tail
    return Digest(f"sha256:{hashlib.sha256(payload).hexdigest()}")


def pseudo_config(manifest: docker.Schema1, *, source: str) -> tuple[ImageConfig, list[int]]:
    """Return what the history says as a configuration, and the layers that hold something.

    The second value lists positions in ``fs_layers``, lowest layer first.
    """
    steps = [
        decode_json(
            entry.v1_compatibility.encode(),
            as_=docker.V1Image,
            source=f"{source}: $.history[{at}].v1Compatibility",
            limit_bytes=limits.MANIFEST_BYTES,
        )
        for at, entry in enumerate(manifest.history or ())
    ]
    positions = range(len(manifest.fs_layers) - 1, -1, -1)
    paired = len(steps) == len(manifest.fs_layers)
    kept = [at for at in positions if not (paired and steps[at].throwaway)]
    top = steps[0] if steps else docker.V1Image()
    config = v1_config(top, steps[::-1], architecture=manifest.architecture or "")
    return config, kept


def v1_config(
    top: docker.V1Image, steps: list[docker.V1Image], *, architecture: str = ""
) -> ImageConfig:
    """Return the configuration of an image whose layers each carry their own document.

    ``steps`` are in the order they were built.
    """
    return to_settings(
        top.config,
        platform=Platform(
            os=top.os or "linux", architecture=top.architecture or architecture or "amd64"
        ),
        created_at=parse_time(top.created),
        diff_ids=(),
        history=tuple(_step(step) for step in steps),
    )


def _step(step: docker.V1Image) -> HistoryEntry:
    command = words(step.container_config.cmd) if step.container_config else ()
    return HistoryEntry(
        created_by=" ".join(command),
        comment=step.comment or "",
        empty_layer=bool(step.throwaway),
        created_at=parse_time(step.created),
    )


def _from_base64url(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
