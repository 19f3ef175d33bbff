"""SPDX license expressions: told from prose, and spelled as the License List spells them.

https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/
"""

import re
from functools import lru_cache

from hullmark.formats.spdx_licenses import EXCEPTIONS, LICENSES

_TOKEN = re.compile(r"\(|\)|[A-Za-z0-9.+-]+", re.ASCII)
_FILLING = re.compile(r"[A-Za-z0-9.+() \t-]*", re.ASCII)
_LONGEST = 4_096
"""Characters of an expression; the longest real ones list some fifty licenses."""

_LICENSES = {name.lower(): name for name in LICENSES}
_EXCEPTIONS = {name.lower(): name for name in EXCEPTIONS}


@lru_cache(maxsize=4_096)
def canonical(text: str) -> str | None:
    """Return the expression in its normal spelling, or ``None`` where it is none.

    ``LicenseRef-…`` is refused: what it refers to is not at hand.
    """
    if len(text) > _LONGEST or not _FILLING.fullmatch(text):
        return None
    out: list[str] = []
    depth = 0
    expects = "operand"
    for token in _TOKEN.findall(text):
        word: str | None
        match expects, token.upper():
            case "operand", "(":
                word, depth = "(", depth + 1
            case "operand", _:
                word, expects = _license(token), "operator"
            case "exception", _:
                word, expects = _EXCEPTIONS.get(token.lower()), "junction"
            case _, ")":
                word, depth, expects = ")", depth - 1, "junction"
            case "operator", "WITH":
                word, expects = "WITH", "exception"
            case _, "AND" | "OR":
                word, expects = token.upper(), "operand"
            case _:
                word = None
        if word is None or depth < 0:
            return None
        out.append(word)
    if depth or expects in {"operand", "exception"}:
        return None
    return " ".join(out).replace("( ", "(").replace(" )", ")")


def is_license(expression: str) -> bool:
    """Tell whether a canonical expression is the id of one license."""
    return expression in LICENSES


def _license(token: str) -> str | None:
    name = _LICENSES.get(token.lower())
    if name is None and token.endswith("+"):
        name = _LICENSES.get(token[:-1].lower())
        return f"{name}+" if name else None
    return name
