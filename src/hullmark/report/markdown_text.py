"""Foreign text inside Markdown: shown as it is, without effect."""

import re

from hullmark.report.visible import visible

_ACTIVE = re.compile(r"([\\`*_\[\]!|~$^])", re.ASCII)
_HTML = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})
_HARMLESS = re.compile(r"[A-Za-z0-9 .,/=%;?'\"(){}+:-]*", re.ASCII)
_BACKTICKS = re.compile(r"`+")


def literal(text: str) -> str:
    """Return Markdown for use inside a line that renders as exactly this text.

    Links, images, HTML, mentions, issue numbers and table separators lose their meaning.
    """
    text = visible(text)
    if not (_HARMLESS.fullmatch(text) and "www." not in text and "://" not in text):
        text = _ACTIVE.sub(r"\\\1", text.translate(_HTML))
        # Mentions and issue numbers are looked for in the rendered text: a comment parts them.
        text = text.replace("@", "@<!-- -->").replace("#", "#<!-- -->")
        text = text.replace("www.", "www<!-- -->.").replace("://", ":<!-- -->//")
    return text


def code(text: str) -> str:
    """Return a code span that holds exactly this text, also inside a table."""
    text = visible(text)
    if "`" not in text and "|" not in text:
        return f"`{text}`" if text.strip() else ""
    text = text.replace("|", "\\|")
    longest = max(map(len, _BACKTICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    inner = f" {text} " if longest else text
    return f"{fence}{inner}{fence}"
