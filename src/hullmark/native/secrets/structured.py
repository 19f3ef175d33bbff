"""Secrets that only the shape of their file gives away: values of Kubernetes manifests."""

import base64
import binascii
import re
from collections.abc import Iterator

from hullmark.native.secrets.allow import is_placeholder, is_reference
from hullmark.native.secrets.generic import decoded
from hullmark.native.secrets.hit import Found

_SECTION = re.compile(rb"^([ -]*)[\"']?(data|stringData)[\"']?:[ \t]*(?:#.*)?$")
_ENTRY = re.compile(rb"^( *)[\"']?([\w.-]+)[\"']?:[ \t]*(.*?)[ \t]*$")
_NOT_ENCODED = re.compile(rb"[^0-9A-Za-z+/=\s]")


def manifest_secrets(data: bytes, at: int) -> Iterator[Found]:
    """Yield the values of the Kubernetes Secret whose ``kind`` ends at ``at``."""
    start = max(data.rfind(b"\n---", 0, at), at - 262_144, 0)
    end = data.find(b"\n---", at)
    end = min(len(data) if end < 0 else end, at + 262_144)
    section, indent, position = b"", -1, start
    block: tuple[int, int] | None = None
    for line in data[start:end].splitlines(keepends=True):
        text = line.rstrip(b"\r\n")
        begin, position = position, position + len(line)
        head = _SECTION.match(text)
        depth = len(text) - len(text.lstrip(b" -"))
        if block and text.strip() and depth > block[0]:
            yield from _entry(section, begin + depth, text[depth:].strip(), data)
            continue
        block = None
        if head:
            section, indent = head[2], len(head[1])
            continue
        if not text.strip() or text.lstrip().startswith(b"#"):
            continue
        if depth <= indent:
            section, indent = b"", -1
        entry = _ENTRY.match(text) if section else None
        if entry is None:
            continue
        value = entry[3]
        if re.fullmatch(rb"[|>][-+0-9]*", value):
            block = (depth, begin)
            continue
        value = re.sub(rb"\s+#.*$", b"", value)
        offset = begin + entry.start(3)
        if value[:1] in (b'"', b"'") and value[-1:] == value[:1] and len(value) > 1:
            value, offset = value[1:-1], offset + 1
        yield from _entry(section, offset, value, data)


def _entry(section: bytes, start: int, value: bytes, _data: bytes) -> Iterator[Found]:
    if len(value) < 4 or is_placeholder(value):
        return
    plain = value
    if section == b"data":
        if len(value) % 4 or _NOT_ENCODED.search(value):
            return
        try:
            plain = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            return
        if len(plain) < 3 or is_reference(plain) or _is_sample(plain):
            return
    elif plain.startswith((b"$", b"[", b"{")) or len(plain) < 6:
        return
    yield "kubernetes-secret", start, start + len(value), plain


def _is_sample(plain: bytes) -> bool:
    """Look one coding deeper for keys that call themselves examples."""
    inner = decoded(plain.strip()) or plain
    return b"EXAMPLE PRIVATE" in inner or b"example purposes" in inner
