"""Python: PEP 440, and before all of it the order that setuptools gave to legacy versions."""

import math
import re

from hullmark.versions.key import Key

_VERSION = re.compile(
    r"""v?
    (?:([0-9]+)!)?                                             # epoch
    ([0-9]+(?:\.[0-9]+)*)                                      # release
    (?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?([0-9]*))?  # pre-release
    (?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]*))?            # post-release
    (?:[-_.]?(dev)[-_.]?([0-9]*))?                             # development release
    (?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?                      # local version
    """,
    re.VERBOSE | re.ASCII,
)
_SEPARATOR = re.compile(r"[-_.]")
_LEGACY = re.compile(r"([0-9]+|[a-z]+|\.|-)")
_LEGACY_WORDS = {"pre": "c", "preview": "c", "-": "final-", "rc": "c", "dev": "@"}
_STAGES = {"a": 0, "alpha": 0, "b": 1, "beta": 1, "c": 2, "rc": 2, "pre": 2, "preview": 2}
_DEV_ONLY, _NO_STAGE = -1, 3
_NEVER = math.inf


def key(version: str) -> Key:
    """Return epoch, release, stage, post, dev and local version; no text is refused."""
    plain = version.split(".")
    if version.isascii() and all(map(str.isdigit, plain)):
        return (0, _release(plain), _NO_STAGE, 0, -1, _NEVER, ())
    match = _VERSION.fullmatch(version.lower().strip())
    if match is None:
        return (-1, _legacy(version.lower()))
    epoch, release, stage, number, post1, post, post2, dev, dev_number, local = match.groups()
    after = int(post1 or post2 or 0) if post1 or post else -1
    # 1.0.dev1 comes before 1.0a1, but 1.0.post1.dev1 does not.
    without = _DEV_ONLY if dev and after < 0 else _NO_STAGE
    return (
        int(epoch or 0),
        _release(release.split(".")),
        _STAGES[stage] if stage else without,
        int(number or 0),
        after,
        int(dev_number or 0) if dev else _NEVER,
        _local(local) if local else (),
    )


def _release(digits: list[str]) -> Key:
    """Return the numbers without trailing zeros."""
    numbers = list(map(int, digits))
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _local(text: str) -> Key:
    """Return segments, numbers after words."""
    parts: list[int | str] = []
    for segment in _SEPARATOR.split(text):
        parts += (1, int(segment)) if segment.isdigit() else (0, segment)
    return tuple(parts)


def _legacy(text: str) -> Key:
    """Return what ``pkg_resources.parse_version`` made of it before PEP 440."""
    parts: list[str] = []
    for token in (*_LEGACY.split(text), "final"):
        word = _LEGACY_WORDS.get(token, token)
        if not word or word == ".":
            continue
        if "0" <= word[0] <= "9":
            parts.append(word.zfill(8))
            continue
        word = f"*{word}"
        if word < "*final":
            while parts and parts[-1] == "*final-":
                parts.pop()
        while parts and parts[-1] == "00000000":
            parts.pop()
        parts.append(word)
    return tuple(parts)
