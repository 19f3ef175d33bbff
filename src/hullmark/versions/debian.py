"""Debian policy 5.6.12, as ``dpkg --compare-versions`` does it; opam's order is its middle part.

Characters that policy forbids are accepted, as dpkg accepts them with a warning.
"""

import re

from hullmark.versions.key import Key, refuse

_DIGITS = re.compile(r"([0-9]+)")
_MAX_EPOCH = 2_147_483_647


class _Order(dict[int, int]):
    """Code points by dpkg's weight: ``~`` < end < letters < everything else."""

    def __missing__(self, code: int) -> int:
        return min(code + 256, 0x10FFFF)


_ORDER = _Order({code: code for code in b"0123456789"})
_ORDER.update({code: code for code in range(ord("A"), ord("Z") + 1)})
_ORDER.update({code: code for code in range(ord("a"), ord("z") + 1)})
# The four legal ones stay inside ASCII, where str.translate is four times as fast.
_ORDER.update({ord("+"): 0x7B, ord("-"): 0x7C, ord("."): 0x7D, ord(":"): 0x7F, ord("~"): 0})

_END = "\1"
_BREAK = "\2"
_ABSENT: Key = (_END, 0, _END)


def key(version: str) -> Key:
    """Return epoch, upstream version and revision, flat.

    Raises:
        InvalidVersionError: Empty, with inner white space, a bad epoch or an empty revision.
    """
    text = version.strip()
    if not text or len(text.split(None, 1)) > 1:
        refuse("debian", version, "empty or with white space inside")
    epoch = 0
    if ":" in text:
        head, _, text = text.partition(":")
        if not (head.isascii() and head.isdigit() and int(head) <= _MAX_EPOCH):
            refuse("debian", version, "the epoch is not a number")
        epoch = int(head)
    upstream, dash, revision = text.rpartition("-")
    if not dash:
        upstream = text
    elif not revision:
        refuse("debian", version, "the revision is empty")
    if not upstream:
        refuse("debian", version, "nothing between epoch and revision")
    return (epoch, *_part(upstream), *(_part(revision) if dash else _ABSENT))


def opam_key(version: str) -> Key:
    """Return opam's order: Debian's characters and numbers, without epoch and revision."""
    if not version:
        refuse("opam", version, "empty")
    return tuple(_part(version))


def _part(text: str) -> list[str | int]:
    """Return text, number, text … text; every text ends with the mark for its end."""
    pieces: list[str | int] = list(_DIGITS.split(text.translate(_ORDER)))
    if pieces[-1] or len(pieces) == 1:
        pieces += ("0", "")  # a missing number counts as zero
    texts = _BREAK.join(f"{piece}{_END}" for piece in pieces[::2]).split(_BREAK)
    pieces[::2] = texts
    pieces[1::2] = map(int, pieces[1::2])
    return pieces
