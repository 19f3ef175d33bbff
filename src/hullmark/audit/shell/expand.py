"""Works words out: variables, defaults, cuts, braces; what is not known stays as it is written."""

import re
from collections.abc import Callable
from fnmatch import fnmatchcase

from hullmark.audit.shell.lexer import Part, Token

Values = dict[str, "str | list[str]"]
_OPERATION = re.compile(r"(!?)([A-Za-z_]\w*|[0-9@*#?])(?:\[([^\]]*)\])?(.*)", re.DOTALL)
_BRACES = re.compile(r"^(.*?)\{([^{}\s]*,[^{}\s]*)\}(.*)$", re.DOTALL)
_RANGE = re.compile(r"^(.*?)\{(\d{1,4})\.\.(\d{1,4})\}(.*)$", re.DOTALL)
_WORDS = 256
"""Words that one written word may become."""


def expand(token: Token, values: Values, command: Callable[[Part], str]) -> list[str]:
    """Return the words that a written word becomes.

    ``command`` is given every substitution and returns the text to put in its place.
    """
    texts = [""]
    split: list[str] | None = None
    alone = len(token.parts) == 1
    for part in token.parts:
        if part.kind == "text":
            piece = part.text
        elif part.kind == "command":
            piece = command(part)
        elif part.kind == "array":
            piece = part.text
        else:
            value = variable(part.text, values)
            if isinstance(value, list):
                if alone:
                    return value[:_WORDS]
                value = " ".join(value)
            piece = value
        if alone and not part.quoted and part.kind != "text":
            split = _split(piece)
        texts = [text + piece for text in texts]
    if split is not None:
        return split[:_WORDS]
    bare = token.bare()
    if bare and "{" in bare:
        return _braces(bare)
    return texts


def joined(token: Token, values: Values, command: Callable[[Part], str]) -> str:
    """Return a word as one text, never split."""
    pieces = []
    for part in token.parts:
        if part.kind in ("text", "array"):
            pieces.append(part.text)
        elif part.kind == "command":
            pieces.append(command(part))
        else:
            value = variable(part.text, values)
            pieces.append(" ".join(value) if isinstance(value, list) else value)
    return "".join(pieces)


def variable(inside: str, values: Values) -> str | list[str]:
    """Return what ``${inside}`` is; where that is not known, ``${inside}`` itself."""
    match = _OPERATION.fullmatch(inside)
    if match is None:
        return f"${{{inside}}}"
    mark, name, index, rest = match.groups()
    if name in ("#", "?", "$", "!") or mark:
        return f"${{{inside}}}"
    value = values.get(name)
    if name in ("@", "*"):
        value = values.get("@")
        if value is None:
            return f"${{{inside}}}"
    if isinstance(value, list) and index is not None and index not in ("@", "*"):
        number = int(index) if index.isdigit() else -1
        value = value[number] if 0 <= number < len(value) else None
    elif isinstance(value, list) and index is None and name not in ("@", "*"):
        value = value[0] if value else ""
    if not rest:
        return f"${{{inside}}}" if value is None else value
    text = " ".join(value) if isinstance(value, list) else value
    return _operated(inside, rest, text, values)


def _operated(inside: str, rest: str, text: str | None, values: Values) -> str:  # noqa: PLR0911 - one operator, one line
    operator = rest[:2] if rest[:2] in (":-", ":=", ":?", ":+", "##", "%%", "//") else rest[:1]
    operand = _plain(rest[len(operator) :], values)
    if operator in (":-", "-", ":=", "="):
        return text or operand if operator[0] == ":" else operand if text is None else text
    if operator in (":?", "?"):
        return f"${{{inside}}}" if text is None else text
    if operator in (":+", "+"):
        return operand if text else ""
    if text is not None and rest in (",", ",,", "^", "^^"):
        return _cased(text, rest)
    if text is None or "$" in text:
        return f"${{{inside}}}"
    if operator in ("#", "##"):
        cuts = range(len(text) + 1) if operator == "#" else range(len(text), -1, -1)
        return next((text[cut:] for cut in cuts if fnmatchcase(text[:cut], operand)), text)
    if operator in ("%", "%%"):
        cuts = range(len(text), -1, -1) if operator == "%" else range(len(text) + 1)
        return next((text[:cut] for cut in cuts if fnmatchcase(text[cut:], operand)), text)
    if operator in ("/", "//"):
        old, _, new = operand.partition("/")
        return text.replace(old, new, -1 if operator == "//" else 1) if old else text
    return f"${{{inside}}}"


def _cased(text: str, operator: str) -> str:
    """Change the case of what is known; what only a run knows keeps its name."""
    if "$" in text:
        return text
    return text.lower() if operator[0] == "," else text.upper()


def _plain(text: str, values: Values) -> str:
    """Work out variables in the operand of an expansion."""
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]

    def value(match: re.Match[str]) -> str:
        found = variable(match[1] or match[2], values)
        return " ".join(found) if isinstance(found, list) else found

    return re.sub(r"\$(?:\{([^{}]+)\}|([A-Za-z_]\w*))", value, text)


def _split(text: str) -> list[str]:
    if "$" in text:
        # Unknown text may hold spaces of its own (`${{ a }}`, `$(git describe --tags)`).
        return [text] if text else []
    return text.split()


def _braces(text: str) -> list[str]:
    found = [text]
    for _ in range(8):
        grown: list[str] = []
        for each in found:
            if match := _BRACES.match(each):
                grown += [f"{match[1]}{choice}{match[3]}" for choice in match[2].split(",")]
            elif match := _RANGE.match(each):
                low, high = int(match[2]), int(match[3])
                numbers = range(low, min(high, low + _WORDS) + 1)
                grown += [f"{match[1]}{number}{match[4]}" for number in numbers]
            else:
                grown.append(each)
        if grown == found or len(grown) > _WORDS:
            break
        found = grown
    return found[:_WORDS]
