"""Stands in for what only a run can know, so that it survives being read as shell."""

import re

_OPEN = "\ue000"
_CLOSE = "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


class Symbols:
    """Texts of unknown value (``${{ github.sha }}``, ``$(VERSION)``), each one word."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._marks: dict[str, str] = {}

    def mark(self, text: str) -> str:
        """Return a word that stands for ``text``; the same text has the same word."""
        found = self._marks.get(text)
        if found is None:
            found = f"{_OPEN}{len(self._texts)}{_CLOSE}"
            self._texts.append(text)
            self._marks[text] = found
        return found

    def restore(self, text: str) -> str:
        """Put the texts back in the place of their words."""
        if _OPEN not in text:
            return text
        for _ in range(4):
            text = _MARK.sub(self._text, text)
        return text

    def _text(self, match: re.Match[str]) -> str:
        number = int(match[1])
        return self._texts[number] if number < len(self._texts) else match[0]


def is_symbolic(text: str) -> bool:
    """Tell whether a text holds something that only a run can know."""
    return "$" in text or "\ue000" in text or "`" in text
