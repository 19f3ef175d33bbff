"""Packagist: PHP's ``version_compare`` on versions without ``v``.

Not Composer's own normal form, in which ``1.0`` equals ``1.0.0`` and stages have no case: the
published vectors follow version_compare. A word that PHP does not know (``BETA``) is below ``dev``.

PHP's own placeholder ``#`` stands for *any* number, so it equals numbers that differ: no order.
Keys take it for a number below all others, and ``compare`` follows PHP.
"""

import re

from hullmark.versions.key import Key

_ELEMENT = re.compile(r"[0-9]+|[A-Za-z]+|#")
_STAGES = (("dev", 0), ("a", 1), ("b", 2), ("rc", 3), ("RC", 3), ("#", 5), ("p", 6))
_UNKNOWN, _END, _NUMBER = -1, 4, 5
_ANY: Key = (_NUMBER, -1)


def key(version: str) -> Key:
    """Return elements flat: dev < alpha < beta < RC < end < number < pl; no text is refused."""
    parts: list[int] = []
    for element in _elements(version):
        parts += element
    parts.append(_END)
    return tuple(parts)


def compare(left: str, right: str) -> int:
    """Return PHP's answer: -1, 0 or 1."""
    first, second = key(left), key(right)
    if "#" in left or "#" in right:
        ones, others = list(_elements(left)), list(_elements(right))
        common = min(len(ones), len(others))
        for index in range(common):
            if _ANY in (ones[index], others[index]) and ones[index][0] == others[index][0]:
                ones[index] = others[index] = _ANY
        # What follows the shorter one is compared with a number of any value.
        ones[common:], others[common:] = _open_end(ones[common:]), _open_end(others[common:])
        first = (*(n for one in ones for n in one), _END)
        second = (*(n for other in others for n in other), _END)
    return (first > second) - (first < second)


def _open_end(rest: list[Key]) -> list[Key]:
    return rest[1:] if rest and rest[0] == _ANY else rest


def _elements(version: str) -> list[Key]:
    text = version.strip()
    if text[:1] in {"v", "V"}:
        text = text[1:]
    return [
        (_NUMBER, int(element)) if "0" <= element[0] <= "9" else _stage(element)
        for element in _ELEMENT.findall(text)
    ]


def _stage(word: str) -> Key:
    for name, weight in _STAGES:
        if word.startswith(name):
            return _ANY if name == "#" else (weight,)
    return (_UNKNOWN,)
