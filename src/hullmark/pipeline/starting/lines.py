"""A file of a pipeline, changed line by line: what is not named stays byte for byte."""

from hullmark.formats.placed_yaml import Items, Map, Text, read_yaml
from hullmark.kernel.errors import HullmarkError


class Lines:
    """The lines of one file; a number stays good while others are dropped or added."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self._lines: list[str | None] = list(text.split("\n"))
        try:
            self._documents = read_yaml(text.encode(), path=path)
        except HullmarkError:
            self._documents = []  # a Makefile or a script

    def __getitem__(self, number: int) -> str:
        """Return a line, counted from 1; empty where there is none any more."""
        found = self._lines[number - 1] if 0 < number <= len(self._lines) else None
        return found or ""

    def put(self, number: int, text: str) -> None:
        """Put another text in the place of a line."""
        self._lines[number - 1] = text

    def drop(self, number: int) -> None:
        """Take a line away."""
        self._lines[number - 1] = None

    def text(self) -> str:
        """Return the whole file."""
        return "\n".join(line for line in self._lines if line is not None)

    def command(self, number: int) -> range:
        """Return the lines of the command that a line belongs to, by its backslashes."""
        first = last = number
        while self._goes_on(first - 1):
            first -= 1
        while self._goes_on(last):
            last += 1
        return range(first, last + 1)

    def folded(self, number: int) -> range:
        """Return the lines that YAML folds into the one command at a line; none elsewhere."""
        around = self.around(number)
        text = around[0].get("run") if around else None
        if not isinstance(text, Text) or not text.block or "\n" in text.strip():
            return range(0)
        last = number
        while self[last + 1].strip() and _indent(self[last + 1]) == _indent(self[number]):
            last += 1
        return range(number, last + 1)

    def _goes_on(self, number: int) -> bool:
        return number > 0 and self[number].rstrip("\r").endswith("\\")

    def around(self, number: int) -> list[Map]:
        """Return the mappings of YAML that a line lies in, the innermost first."""
        found: list[Map] = []
        for document in self._documents:
            _descend(document, number, len(self._lines), found)
        return found[::-1]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _descend(node: object, number: int, end: int, found: list[Map]) -> None:
    if isinstance(node, Map):
        found.append(node)
        places = [(line, node[key]) for key, (line, _) in node.key_lines.items() if key in node]
    elif isinstance(node, Items):
        places = [(child.line, child) for child in node if hasattr(child, "line")]
    else:
        return
    places.sort(key=lambda each: each[0])
    starts = [line for line, _ in places[1:]]
    for (start, child), after in zip(places, [*starts, end + 1], strict=True):
        if start <= number < after or start == number:
            _descend(child, number, after - 1, found)
            return
