"""Homebrew and everything without rules of its own: numbers by value, stages before the release."""

import re

from hullmark.versions.key import Key

_TOKEN = re.compile(r"[0-9]+|[a-z]+")
_STAGES = {"dev": 0, "alpha": 1, "a": 1, "beta": 2, "b": 2, "pre": 3, "preview": 3, "rc": 4}
_LATER = frozenset({"p", "patch", "post", "r"})
_STAGE, _END, _WORD, _NUMBER, _AFTER = range(5)


def key(version: str) -> Key:
    """Return tokens flat; trailing zeros do not count; no text is refused."""
    parts: list[int | str] = []
    zeros = 0
    for token in _TOKEN.findall(version.lower()):
        if token[0] <= "9":
            number = int(token)
            if not number:
                zeros += 1
                continue
            parts += (_NUMBER, -zeros, number)
        elif token in _STAGES:
            parts += (_STAGE, _STAGES[token])
        elif token in _LATER:
            parts += (_AFTER,)
        else:
            parts += (_WORD, token)
        zeros = 0
    parts.append(_END)
    return tuple(parts)
