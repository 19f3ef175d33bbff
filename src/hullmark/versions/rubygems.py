"""RubyGems: ``Gem::Version``.

Words sort before numbers, and a version that ends goes on with zeros for ever. To say that in a
tuple, zeros are counted into the segment after them: before a word more zeros are greater, before a
number they are less.
"""

import re

from hullmark.versions.key import Key, refuse

_VERSION = re.compile(
    r"(?:[0-9]+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)?", re.ASCII
)
_SEGMENT = re.compile(r"[0-9]+|[a-zA-Z]+")
_WORD, _END, _NUMBER = range(3)


def key(version: str) -> Key:
    """Return the canonical segments, flat.

    Raises:
        InvalidVersionError: ``Gem::Version.correct?`` refuses it.
    """
    text = version.strip()
    if _VERSION.fullmatch(text) is None:
        refuse("rubygems", version)
    parts: list[int | str] = []
    zeros = 0
    release = True
    for segment in _SEGMENT.findall(text.replace("-", ".pre.") if "-" in text else text):
        if segment[0] <= "9":
            number = int(segment)
            if number:
                parts += (_NUMBER, -zeros, number)
                zeros = 0
            else:
                zeros += 1
        else:
            # Zeros that end the release part do not count: 1.0.0.rc1 is 1.rc1.
            parts += (_WORD, 0 if release else zeros, segment)
            zeros, release = 0, False
    parts.append(_END)
    return tuple(parts)
