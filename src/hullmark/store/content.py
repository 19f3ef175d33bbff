"""Content as the store keeps it: keys, compressed bodies, lists of numbers, compact digests."""

import hashlib
import itertools
import zlib
from collections.abc import Iterable

import msgspec

from hullmark.store.errors import DamagedStoreError

KEY_BYTES = 20
"""Length of a content's key: 160 bits, so that a made collision is out of reach."""
BODY_BYTES = 256 * 1024 * 1024
"""One document, expanded; the largest are reports, which have the same bound."""
_SHA256 = "sha256:"
_PLAIN, _DEFLATED = b"\0", b"\1"
UNREADABLE = (TypeError, ValueError, LookupError, AttributeError, OverflowError)
"""What Python raises over rows that hold something else than was written."""
_WORTH_BYTES = 64
"""Shorter bodies do not get smaller."""


def key_of(*parts: bytes) -> bytes:
    """Return the key of some content; parts are kept apart."""
    hashed = hashlib.blake2b(digest_size=KEY_BYTES)
    for part in parts:
        hashed.update(len(part).to_bytes(8, "little"))
        hashed.update(part)
    return hashed.digest()


def short_key(content: bytes) -> int:
    """Return 63 bits that find content fast; who looks compares the content itself."""
    hashed = hashlib.blake2b(content, digest_size=8).digest()
    return int.from_bytes(hashed, "little") >> 1


def pack(raw: bytes) -> bytes:
    """Compress a body, where that is worth it."""
    if len(raw) > _WORTH_BYTES:
        small = zlib.compress(raw, 6)
        if len(small) < len(raw):
            return _DEFLATED + small
    return _PLAIN + raw


def unpack(body: bytes) -> bytes:
    """Return what was packed.

    Raises:
        DamagedStoreError: It is not what ``pack`` wrote.
    """
    body = bytes(body)
    if body[:1] == _PLAIN:
        return body[1:]
    expander = zlib.decompressobj()
    try:
        raw = expander.decompress(body[1:], BODY_BYTES)
    except zlib.error as error:
        raise damaged(f"a body cannot be expanded: {error}") from error
    if body[:1] != _DEFLATED or not expander.eof or expander.unused_data:
        raise damaged("a body is cut short or has a form that is not known")
    return raw


def pack_numbers(numbers: Iterable[int]) -> bytes:
    """Return ascending numbers as steps of one byte where they are small."""
    packed = bytearray()
    before = 0
    for number in numbers:
        step, before = number - before, number
        while step > 0x7F:
            packed.append(step & 0x7F | 0x80)
            step >>= 7
        packed.append(step)
    return bytes(packed)


def unpack_numbers(packed: bytes) -> list[int]:
    """Return what was packed by ``pack_numbers``.

    Raises:
        DamagedStoreError: The last number is cut short.
    """
    if not packed or max(packed) < 0x80:
        return list(itertools.accumulate(packed))
    numbers: list[int] = []
    total = step = shift = 0
    for byte in packed:
        step |= (byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
        else:
            total += step
            numbers.append(total)
            step = shift = 0
    if shift:
        raise damaged("a list of numbers is cut short")
    return numbers


def pack_digest(digest: str | None) -> bytes | None:
    """Return a digest in as few bytes as it needs; SHA-256 in 32."""
    if not digest:
        return None
    if digest.startswith(_SHA256) and len(digest) == 71:
        try:
            raw = bytes.fromhex(digest[7:])
        except ValueError:
            pass
        else:
            if raw.hex() == digest[7:]:
                return raw
    return b"t" + digest.encode("utf-8", "surrogateescape")


def unpack_digest(packed: bytes | None) -> str | None:
    """Return a digest as people write it."""
    if packed is None:
        return None
    packed = bytes(packed)
    if len(packed) == 32:
        return _SHA256 + packed.hex()
    return packed[1:].decode("utf-8", "surrogateescape")


def pack_fingerprint(fingerprint: str) -> bytes:
    """Return a fingerprint in as few bytes as it needs."""
    packed = pack_digest(_SHA256 + fingerprint)
    assert packed is not None
    return packed if len(packed) == 32 else b"t" + fingerprint.encode("utf-8", "surrogateescape")


def unpack_fingerprint(packed: bytes) -> str:
    """Return a fingerprint as results have it."""
    packed = bytes(packed)
    return packed.hex() if len(packed) == 32 else packed[1:].decode("utf-8", "surrogateescape")


def encode(value: object) -> bytes:
    """Return a value as msgpack; text that is not UTF-8 is kept, marked."""
    try:
        return msgspec.msgpack.encode(value)
    except UnicodeEncodeError:
        return msgspec.msgpack.encode(_clean(msgspec.to_builtins(value)))


def clean(text: str) -> str:
    """Return text that any database takes: no lone surrogates, no zero characters."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def damaged(cause: str) -> DamagedStoreError:
    """Return the error for rows that cannot be what was written."""
    return DamagedStoreError(f"the store is damaged: {cause}", hint="hullmark store check")


def _clean(value: object) -> object:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {_clean(key): _clean(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value
