"""Tells placeholders, references and published samples from secrets."""

import hashlib
import math
import re
from functools import cache

from hullmark.native.secrets.rule import Allow, read_allow

_TEMPLATE = re.compile(
    rb"\$\{|\$\(|\{\{|<%|%>|#\{|%\(|^\$[A-Za-z_]|^%[A-Za-z_]+%$|^<[^>]*>$|^@[\w.]+@$|^\[[\w -]+\]$"
    rb"|^\{[A-Za-z_][^{}]*\}$|^ENC[\[(]|^!vault|^!Ref|^!Sub|^arn:aws|^(?:ssm|vault|op|env|secret|file|sops)://?"
    rb"|^\$ANSIBLE_VAULT|^process\.env|^os\.(?:environ|getenv)|^System\.getenv|^vault:|^secretRef"
)
_CALL = re.compile(rb"[A-Za-z_][\w.]*\(")
_OPTION = re.compile(rb"--?[A-Za-z][\w-]*")
_RUNS = re.compile(rb"(.)\1{5,}|(..)\2{3,}|(...)\3{3,}")
_UUID = re.compile(rb"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ASCENDING = (b"12345", b"0123456", b"abcdefg", b"ABCDEFG", b"qwerty", b"98765")


def entropy(value: bytes) -> float:
    """Return the Shannon entropy of ``value`` in bits per byte."""
    size = len(value)
    if not size:
        return 0.0
    counts = [value.count(byte) for byte in set(value)]
    return -sum(each / size * math.log2(each / size) for each in counts)


def is_placeholder(value: bytes) -> bool:
    """Tell whether a value only stands where a secret would stand."""
    allow = _allow()
    lower = value.lower().decode("latin-1")
    return (
        lower.endswith("...")
        or lower.strip("\"'.,;:_- <>()") in allow.whole
        or any(word in lower for word in allow.words)
        or _TEMPLATE.search(value) is not None
        or is_repetitive(value)
        or is_published(value)
    )


def is_reference(value: bytes) -> bool:
    """Tell templates, encrypted values and samples, leaving plain words alone."""
    return (
        _TEMPLATE.search(value) is not None
        or is_published(value)
        or (len(value) <= 48 and b"example" in value.lower())
    )


def is_call(value: bytes) -> bool:
    """Tell code that is to be run from a text: ``re.compile(…``."""
    return _CALL.match(value) is not None


def is_option(value: bytes) -> bool:
    """Tell the name of a command line's option from what would stand behind it."""
    return _OPTION.fullmatch(value) is not None


def is_repetitive(value: bytes) -> bool:
    """Tell runs and ascending sequences from random text."""
    return _RUNS.search(value) is not None or len(set(value)) <= min(4, len(value) // 3)


def is_counting(value: bytes) -> bool:
    """Tell whether it was typed along the keyboard."""
    return any(each in value for each in _ASCENDING)


def is_published(value: bytes) -> bool:
    """Tell whether its owner prints it in public documents."""
    return hashlib.sha256(value).hexdigest() in _allow().published


def is_uuid(value: bytes) -> bool:
    """Tell a UUID, which names things far more often than it opens them."""
    return _UUID.fullmatch(value) is not None


@cache
def _allow() -> Allow:
    return read_allow()
