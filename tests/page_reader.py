"""Reads a page as a browser's parser would: elements, attributes, and the data in it."""

import json
from html.parser import HTMLParser
from typing import Any


class Page(HTMLParser):
    """Every element with its attributes, the text outside of scripts, and the scripts' content."""

    def __init__(self, document: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.data: dict[str, Any] = {"findings": [], "components": [], "ledger": []}
        self.scripts = 0
        self.text = ""
        self._inside = ""
        self._held = ""
        self.feed(document.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element; the content of a script is data or program."""
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag in ("script", "style"):
            self._inside = attributes.get("id") or tag
            self._held = ""
            self.scripts += tag == "script" and not attributes.get("type")

    def handle_endtag(self, tag: str) -> None:
        """Decode the data of a script that ends."""
        if tag == "script" and self._inside.startswith("data-"):
            name = self._inside.removeprefix("data-")
            table, _, part = name.rpartition("-")
            if table in self.data and part.isdigit():
                self.data[table] += json.loads(self._held)
            else:
                self.data[name] = json.loads(self._held)
        if tag in ("script", "style"):
            self._inside = ""

    def handle_data(self, data: str) -> None:
        """Collect text."""
        if self._inside:
            self._held += data
        else:
            self.text += data
