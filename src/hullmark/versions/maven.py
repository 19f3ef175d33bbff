"""Maven 3: ``ComparableVersion``, as the POM reference's "Version Order Specification" tells it.

Tokens are split at dots, hyphens and between digits and letters; null tokens before a hyphen or the
end are dropped; a version that ends goes on with null tokens for ever. A tuple cannot go on, so
zeros inside are counted into the token after them.

ComparableVersion runs in circles where ``.word`` meets ``-word`` on both sides of the end
(``1.sp`` < ``1-alpha`` < ``1`` < ``1.sp``); there the side of the end decides. Maven 4 also joins a
qualifier and its number into one item and so tells ``1-ga-1`` from ``1-1``; we keep to Maven 3.
"""

import re

from hullmark.versions.key import Key

_TOKEN = re.compile(r"([.-]?)([0-9]+|[^0-9.-]+|)")
_QUALIFIERS = {"alpha": 0, "beta": 1, "milestone": 2, "rc": 3, "cr": 3, "snapshot": 4}
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}
_RELEASE = frozenset({"", "ga", "final", "release"})
(
    _DOT_EARLIER,
    _HYPHEN_EARLIER,
    _ZEROS_EARLIER,
    _END,
    _DOT_LATER,
    _HYPHEN_LATER,
    _HYPHEN_NUMBER,
    _ZEROS_LATER,
    _DOT_NUMBER,
) = range(9)

_Token = tuple[str, str | int]


def key(version: str) -> Key:
    """Return prefixed tokens, flat; no text is refused."""
    parts: list[int | str] = []
    zeros = 0
    for separator, value in _trimmed(_tokens(version.lower())):
        if isinstance(value, int):
            if separator == "-":
                parts += (_HYPHEN_NUMBER, value)
            elif value:
                # More zeros before a number are less, before a word they are more.
                parts += (_DOT_NUMBER, -zeros, value)
                zeros = 0
            else:
                zeros += 1
            continue
        if value in _RELEASE:
            zeros += 1
            continue
        earlier = value in _QUALIFIERS
        if zeros:
            parts += (_ZEROS_EARLIER if earlier else _ZEROS_LATER, zeros)
            zeros = 0
        if earlier:
            parts += (_HYPHEN_EARLIER if separator == "-" else _DOT_EARLIER, _QUALIFIERS[value])
        else:
            parts += (_HYPHEN_LATER if separator == "-" else _DOT_LATER, value != "sp", value)
    parts.append(_END)
    return tuple(parts)


def _tokens(text: str) -> list[_Token]:
    """Return (separator, value); a change between digits and letters counts as a hyphen."""
    found: list[_Token] = []
    matches = _TOKEN.findall(text)[:-1]  # the last one is the empty match at the end
    for index, (separator, word) in enumerate(matches):
        separator = separator or ("-" if found else ".")
        if not word:
            found.append((separator, 0))
        elif "0" <= word[0] <= "9":
            found.append((separator, int(word)))
        else:
            if word in _SHORT and index + 1 < len(matches) and not matches[index + 1][0]:
                word = _SHORT[word]  # "a1", but neither "a" nor "a-1"
            found.append((separator, word))
    return found


def _trimmed(tokens: list[_Token]) -> list[_Token]:
    """Drop null tokens before every hyphen and the end."""
    kept: list[_Token] = []
    for token in tokens:
        if token[0] == "-":
            _drop_nulls(kept)
        kept.append(token)
    _drop_nulls(kept)
    return kept


def _drop_nulls(kept: list[_Token]) -> None:
    while kept and (kept[-1][1] == 0 or kept[-1][1] in _RELEASE):
        kept.pop()
