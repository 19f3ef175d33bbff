"""Conan 2: dotted items, pre-release after ``-``, build after ``+``, trailing zeros do not count.

Conan compares an item that is a number with one that is not as text, which is not an order
(2 < 10 < ``1a`` < 2). Here an item begins with its number, if it has one: 1 < ``1a`` < 2 < 10.
"""

import re

from hullmark.versions.key import Key

_ITEM = re.compile(r"([0-9]+)?(.*)", re.DOTALL)
_BEFORE_NUMBERS, _NUMBER, _WORD = range(3)


def key(version: str) -> Key:
    """Return items, pre-release and build; no text is refused."""
    rest, plus, build = version.rpartition("+")
    if not plus:
        rest = version
    main, dash, stage = rest.partition("-")
    return (
        _items(main),
        not dash,
        _items(stage) if dash else (),
        (1, *_items(build)) if plus else (),
    )


def _items(text: str) -> Key:
    items = [_item(word) for word in text.split(".")]
    while items and items[-1] == (_NUMBER, 0, ""):
        items.pop()
    return tuple(items)


def _item(word: str) -> Key:
    if word.isascii() and word.isdigit():
        return (_NUMBER, int(word), "")
    match = _ITEM.fullmatch(word)
    assert match is not None
    number, rest = match.groups()
    if number:
        return (_NUMBER, int(number), rest)
    return (_WORD if rest > "9" else _BEFORE_NUMBERS, 0, rest)
