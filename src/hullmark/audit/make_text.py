"""Works make's own text out: variables, functions over lists, automatic variables."""

import re
from collections.abc import Callable, Mapping

_DEPTH = 40
_LIMIT = 100_000
"""Characters of one expanded text."""
Mark = Callable[[str], str]


class MakeText:
    """Expands text with the variables of one Makefile."""

    def __init__(self, variables: Mapping[str, str], mark: Mark) -> None:
        self._variables = variables
        self._mark = mark
        self._open: set[str] = set()

    def expand(self, text: str, local: Mapping[str, str] | None = None, depth: int = 0) -> str:
        """Return a text with its references worked out; unknown ones are marked."""
        if "$" not in text or depth > _DEPTH:
            return text
        found: list[str] = []
        at, size = 0, 0
        while at < len(text):
            stop = text.find("$", at)
            if stop < 0 or stop + 1 >= len(text):
                found.append(text[at:])
                break
            found.append(text[at:stop])
            following = text[stop + 1]
            if following == "$":
                piece, at = "$", stop + 2
            elif following in "({":
                end = _closing(text, stop + 2, following)
                piece = self._reference(text[stop + 2 : end], local or {}, depth)
                at = end + 1
            else:
                piece, at = self._named(following, local or {}, depth), stop + 2
            found.append(piece)
            size += len(piece)
            if size > _LIMIT:
                break
        return "".join(found)

    def _reference(self, inside: str, local: Mapping[str, str], depth: int) -> str:
        name, space, rest = inside.partition(" ")
        if space and name in _FUNCTIONS:
            return self._function(name, rest, local, depth)
        if space and name in ("foreach", "call", "if", "or", "and", "shell", "wildcard", "info"):
            return self._special(name, rest, inside, local, depth)
        if match := re.fullmatch(r"([\w.\-@<^*]+):([^=]*)=(.*)", inside):
            value = self._named(match[1], local, depth)
            old, new = match[2], match[3]
            pattern = old if "%" in old else f"%{old}"
            return _patsubst(pattern, new if "%" in new else f"%{new}", value)
        return self._named(self.expand(inside, local, depth + 1), local, depth)

    def _named(self, name: str, local: Mapping[str, str], depth: int) -> str:
        if name in local:
            return local[name]
        value = self._variables.get(name)
        if value is None or name in self._open:
            return self._mark(f"$({name})")
        self._open.add(name)
        try:
            return self.expand(value, local, depth + 1)
        finally:
            self._open.discard(name)

    def _function(self, name: str, rest: str, local: Mapping[str, str], depth: int) -> str:
        given = [self.expand(each.strip(), local, depth + 1) for each in _arguments(rest)]
        count, function = _FUNCTIONS[name]
        if len(given) < count:
            return self._mark(f"$({name} {rest})")
        given = [*given[: count - 1], ",".join(given[count - 1 :])]
        return function(*given)

    def _special(  # noqa: PLR0911 - one function, one answer
        self, name: str, rest: str, inside: str, local: Mapping[str, str], depth: int
    ) -> str:
        parts = _arguments(rest)
        if name == "foreach" and len(parts) >= 3:
            words = self.expand(parts[1], local, depth + 1).split()
            body = ",".join(parts[2:])
            names = parts[0].strip()
            return " ".join(
                self.expand(body, {**local, names: word}, depth + 1) for word in words[:256]
            )
        if name == "call":
            given = {
                str(at): self.expand(p.strip(), local, depth + 1) for at, p in enumerate(parts)
            }
            return self._named(given["0"], {**local, **given}, depth)
        if name == "if" and len(parts) >= 2:
            chosen = (
                parts[1] if self.expand(parts[0], local, depth + 1).strip() else ",".join(parts[2:])
            )
            return self.expand(chosen, local, depth + 1)
        if name == "or":
            for part in parts:
                if value := self.expand(part.strip(), local, depth + 1):
                    return value
            return ""
        if name == "info":
            return ""
        if name == "wildcard":
            return self.expand(rest, local, depth + 1)
        return self._mark(f"$({inside})")


def _closing(text: str, at: int, opening: str) -> int:
    closing = ")" if opening == "(" else "}"
    depth = 1
    while at < len(text):
        depth += (text[at] == opening) - (text[at] == closing)
        if not depth:
            return at
        at += 1
    return len(text)


def _arguments(text: str) -> list[str]:
    found, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "({") - (char in ")}")
        if char == "," and not depth:
            found.append(text[start:at])
            start = at + 1
    return [*found, text[start:]]


def _patsubst(pattern: str, replacement: str, text: str) -> str:
    before, percent, after = pattern.partition("%")
    words = []
    for word in text.split():
        fits = percent and word.startswith(before) and word.endswith(after)
        if fits and len(word) >= len(before) + len(after):
            stem = word[len(before) : len(word) - len(after)]
            words.append(replacement.replace("%", stem, 1))
        else:
            words.append(replacement if word == pattern else word)
    return " ".join(words)


def _filtered(patterns: str, text: str, *, keep: bool) -> str:
    wanted = [re.escape(each).replace("%", ".*") for each in patterns.split()]
    return " ".join(
        word for word in text.split() if any(re.fullmatch(p, word) for p in wanted) is keep
    )


_FUNCTIONS: dict[str, tuple[int, Callable[..., str]]] = {
    "subst": (3, lambda old, new, text: text.replace(old, new)),
    "patsubst": (3, _patsubst),
    "strip": (1, lambda text: " ".join(text.split())),
    "filter": (2, lambda patterns, text: _filtered(patterns, text, keep=True)),
    "filter-out": (2, lambda patterns, text: _filtered(patterns, text, keep=False)),
    "sort": (1, lambda text: " ".join(sorted(set(text.split())))),
    "firstword": (1, lambda text: (text.split() or [""])[0]),
    "lastword": (1, lambda text: (text.split() or [""])[-1]),
    "addprefix": (2, lambda prefix, text: " ".join(prefix + word for word in text.split())),
    "addsuffix": (2, lambda suffix, text: " ".join(word + suffix for word in text.split())),
    "notdir": (1, lambda text: " ".join(word.rpartition("/")[2] for word in text.split())),
    "dir": (
        1,
        lambda text: " ".join((word.rpartition("/")[0] or ".") + "/" for word in text.split()),
    ),
    "basename": (1, lambda text: " ".join(re.sub(r"\.[^./]*$", "", w) for w in text.split())),
    "abspath": (1, str),
    "realpath": (1, str),
}
