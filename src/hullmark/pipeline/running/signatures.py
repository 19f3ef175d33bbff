"""Checks signatures of release files: minisign, and keys as cosign uses them."""

import base64
import binascii
import hashlib

from hullmark.kernel import public_key
from hullmark.kernel.errors import HullmarkError
from hullmark.pipeline.running.tool_errors import BadSignatureError, NoSignatureSupportError

_PLAIN, _HASHED = b"Ed", b"ED"
_ID_BYTES = 8
_KEY_BYTES = 2 + _ID_BYTES + 32
_SIGNATURE_BYTES = 2 + _ID_BYTES + 64


def verify(data: bytes, signature: bytes, key: bytes, *, name: str) -> None:
    """Check that ``data`` was signed with the private half of ``key``.

    Args:
        data: What was signed.
        signature: A minisign file, or base64 of a bare signature as `cosign sign-blob` writes it.
        key: A minisign public key, or a PEM public key (Ed25519 or ECDSA).
        name: What to call the data in messages.

    Raises:
        BadSignatureError: It was not, or signature or key cannot be read.
        NoSignatureSupportError: The part that can tell is not installed.
    """
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - only for signatures
    except ImportError as error:
        raise NoSignatureSupportError(
            "signatures cannot be checked: the package 'cryptography' is not installed",
            hint="pip install 'hullmark[sign]'",
        ) from error
    try:
        if b"-----BEGIN" in key:
            _verify_pem(data, signature, key)
        else:
            _verify_minisign(data, signature, key)
    except (InvalidSignature, ValueError, binascii.Error, IndexError) as error:
        raise _bad(name) from error


def _verify_pem(data: bytes, signature: bytes, key: bytes) -> None:
    raw = base64.b64decode(b"".join(signature.split()), validate=True)
    if not public_key.is_signed(data, raw, key):
        raise ValueError("made with another key")


def _verify_minisign(data: bytes, signature: bytes, key: bytes) -> None:
    """Check the signature and the one over its trusted comment."""
    from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415

    held = base64.b64decode(_lines(key)[-1], validate=True)
    lines = _lines(signature)
    told = base64.b64decode(lines[1], validate=True)
    if len(held) != _KEY_BYTES or len(told) != _SIGNATURE_BYTES:
        raise ValueError("of another length")
    if held[2 : 2 + _ID_BYTES] != told[2 : 2 + _ID_BYTES]:
        raise ValueError("made with another key")
    public = ed25519.Ed25519PublicKey.from_public_bytes(held[2 + _ID_BYTES :])
    form, raw = told[:2], told[2 + _ID_BYTES :]
    if form not in (_PLAIN, _HASHED):
        raise ValueError("of another form")
    public.verify(raw, hashlib.blake2b(data).digest() if form == _HASHED else data)
    comment = lines[2].removeprefix(b"trusted comment: ")
    public.verify(base64.b64decode(lines[3], validate=True), raw + comment)


def _lines(text: bytes) -> list[bytes]:
    return [line.rstrip(b"\r") for line in text.strip().split(b"\n")]


def _bad(name: str) -> HullmarkError:
    return BadSignatureError(
        f"'{name}' was not signed with the key that is trusted",
        hint="do not use it; ask whoever runs the mirror",
    )
