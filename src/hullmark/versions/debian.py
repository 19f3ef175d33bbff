"""Debian policy 5.6.12, as ``dpkg --compare-versions`` does it; opam's order is its middle part.

Characters that policy forbids are accepted, as dpkg accepts them with a warning.

A version becomes text, number, text, number … in one flat tuple. ``~`` takes the place of a number
and is -1, less than the 0 that stands for an end; every text and every number is followed by the
other kind, so that two tuples meet like with like.
"""

import re

from hullmark.versions.key import Key, refuse

_TOKEN = re.compile(r"([0-9]+|~)")
_MAX_EPOCH = 2_147_483_647
_REVISION = "\1"
"""Ends the upstream version: less than every other character."""


def _weights() -> dict[int, int]:
    """Return code points by dpkg's weight: letters as they are, other characters above them."""
    weights = {code: code for code in range(128) if chr(code).isalnum() or code == ord("~")}
    others = (code for code in range(128) if code not in weights)
    return weights | {code: 128 + place for place, code in enumerate(others)}


_WEIGHTS = _weights()
_ASCII = bytes(_WEIGHTS.get(code, code) for code in range(256))


def key(version: str) -> Key:
    """Return epoch, upstream version and revision, flat.

    Raises:
        InvalidVersionError: Empty, with inner white space, a bad epoch or an empty revision.
    """
    text = version.strip()
    if len(text.split()) != 1:
        refuse("debian", version, "empty or with white space inside")
    epoch = 0
    if ":" in text:
        head, _, text = text.partition(":")
        if not (head.isascii() and head.isdigit() and int(head) <= _MAX_EPOCH):
            refuse("debian", version, "the epoch is not a number")
        epoch = int(head)
    upstream, dash, revision = text.rpartition("-")
    if not dash:
        upstream, revision = text, "0"
    elif not revision:
        refuse("debian", version, "the revision is empty")
    if not upstream:
        refuse("debian", version, "nothing between epoch and revision")
    weighed = f"{_ended(_weighed(upstream))}{_REVISION}{_ended(_weighed(revision))}"
    return (epoch, *_pieces(weighed))


def opam_key(version: str) -> Key:
    """Return opam's order: Debian's characters and numbers, without epoch and revision.

    Raises:
        InvalidVersionError: Empty.
    """
    if not version:
        refuse("opam", version, "empty")
    return tuple(_pieces(_ended(_weighed(version))))


def _weighed(text: str) -> str:
    """Return text whose characters sort by weight; bytes are five times as fast as text."""
    if text.isascii():
        return text.encode().translate(_ASCII).decode("latin-1")
    return "".join(
        chr(_WEIGHTS[code]) if code < 128 else chr(min(code + 256, 0x10FFFF))
        for code in map(ord, text)
    )


def _ended(text: str) -> str:
    """Return text that ends with a number; a missing one counts as zero."""
    return text if "0" <= text[-1] <= "9" else f"{text}0"


def _pieces(text: str) -> list[str | int]:
    pieces: list[str | int] = list(_TOKEN.split(text))
    if "~" in text:
        pieces[1::2] = (-1 if piece == "~" else int(piece) for piece in pieces[1::2])
    else:
        pieces[1::2] = map(int, pieces[1::2])
    pieces.append(0)
    return pieces
