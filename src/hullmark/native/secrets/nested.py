"""Finds base64 text that hides telling words, by how those words look in base64."""

import base64
import binascii
import re
from functools import cache

_WORDS = (
    b"-----BEGIN ", b"password", b"Password", b"PASSWORD", b"secret", b"Secret", b"SECRET", b"_TOKEN", b"_token",
    b"api_key", b"API_KEY", b"apiVersion", b'"auths"', b'"auth"', b"eyJhbGciOi", b"private_key", b"aws_access", b"AccountKey=",
    b"Authorization", b"mongodb://", b"postgres://", b"mysql://", b"access_key", b"client_secret",
)  # fmt: skip
_LEAST = 7
MAX_BYTES = 1024 * 1024
"""Bytes of one base64 text; larger ones are archives and pictures."""
DEPTH = 3
_RUN = re.compile(rb"[0-9A-Za-z+/_-]+={0,2}")
_BACKWARDS = re.compile(rb"[0-9A-Za-z+/_-]*")


@cache
def literals() -> tuple[bytes, ...]:
    """Return how the words look in base64, at each of the three positions, once and twice coded."""
    once = {each for word in _WORDS for each in _coded(word)}
    return tuple(sorted(once | {each for word in once for each in _coded(word)}))


def _coded(word: bytes) -> list[bytes]:
    found = []
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + word)
        first = -(-shift * 8 // 6)
        last = (shift + len(word)) * 8 // 6
        if last - first >= _LEAST:
            found.append(text[first:last])
    return found


def blob_around(data: bytes, at: int) -> tuple[int, int]:
    """Return the bounds of the base64 text around a position, over line breaks where it is wrapped."""
    start = end = at
    low = max(0, at - MAX_BYTES)
    before = _BACKWARDS.match(data[low:at][::-1])
    start -= before.end() if before else 0
    match = _RUN.match(data, at, min(len(data), at + MAX_BYTES))
    end = match.end() if match else at
    while (
        end < len(data) - 1 and data[end : end + 1] == b"\n" and (more := _RUN.match(data, end + 1))
    ):
        if more.end() - more.start() < 4 or end - start > MAX_BYTES:
            break
        end = more.end()
    while start > low + 1 and data[start - 1] == 10:
        line = data.rfind(b"\n", low, start - 1) + 1
        if _RUN.fullmatch(data, line, start - 1) is None:
            break
        start = line
    return start, end


def decode_blob(blob: bytes) -> bytes | None:
    """Return what base64 text stands for, where that is text."""
    text = blob.translate(None, b"\r\n").rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    text = text[: len(text) - 1] if len(text) % 4 == 1 else text
    try:
        inner = base64.b64decode(text + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return inner if inner and b"\0" not in inner[:4096] else None
