r"""Foreign text made safe to look at: nothing in a name may steer a terminal or fool an eye."""


def visible(text: str) -> str:
    r"""Return text on one line in which every character can be seen.

    Line breaks and tabs become spaces; control characters, escapes, bidirectional overrides,
    invisible spaces, private and unassigned characters become ``\x1b``, ``\u202e``.
    """
    if text.isprintable():
        return text
    text = text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _named(char) for char in text)


def _named(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        # A byte of a file name that is no UTF-8, as Python carries it.
        return f"\\x{code - 0xDC00:02x}"
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
