"""Names actions by commit where it is known without asking anybody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hullmark.pipeline.starting.lines import Lines
from hullmark.pipeline.starting.pipelines import CHECKOUT, UPLOAD

_PINNED = re.compile(
    r"\buses[\"']?:[ \t]*[\"']?([\w.-]+/[\w.-]+)(?:/[\w./-]+)?@([0-9a-f]{40})[\"']?[ \t]+#[ \t]*"
    r"((?:v?\d|[\w-]+[-/]v?\d)[\w.-]*)"
)
_VERSION = re.compile(r"v?\d+(?:\.\d+)*")


@dataclass(frozen=True, slots=True)
class Pin:
    """A commit, and the version that it is."""

    commit: str
    version: str


class Pins:
    """Commits of actions: those of the workflow that is written here, and the repository's own."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._known: dict[str, set[Pin]] = {}
        for text in (f"uses: {CHECKOUT}", f"uses: {UPLOAD}", *texts):
            for name, commit, version in _PINNED.findall(text):
                self._known.setdefault(name.lower(), set()).add(Pin(commit, version))

    def of(self, uses: str) -> Pin | None:
        """Return the commit of an action at a version, or of a tag that stands for it.

        A branch has none: which commit is meant today only its repository knows.
        """
        action, _, wanted = uses.partition("@")
        if not _VERSION.fullmatch(wanted):
            return None
        name = "/".join(action.lower().split("/")[:2])
        bare = wanted.removeprefix("v")
        found = [
            pin
            for pin in self._known.get(name, ())
            if f"{pin.version.removeprefix('v')}.".startswith(f"{bare}.")
        ]
        newest = max(found, key=lambda pin: _order(pin.version), default=None)
        same = {pin.commit for pin in found if newest and pin.version == newest.version}
        return newest if len(same) == 1 else None


def pinned(lines: Lines, number: int, uses: str, pins: Pins) -> bool:
    """Name the action at a line by its commit; say whether that could be done."""
    pin = pins.of(uses)
    line = lines[number]
    if pin is None or line.count(uses) != 1:
        return False
    before, _, after = line.partition(uses)
    if not re.match(r"[\"']?[ \t]*[,}#\r]|[\"']?[ \t]*$", after):
        return False
    name = uses.partition("@")[0]
    quote = after[:1] if after[:1] in ("'", '"') else ""
    rest = after[len(quote) :]
    # In braces a comment would hide what follows.
    comment = "" if rest.lstrip(" \t")[:1] in (",", "}") else f" # {pin.version}"
    gap = " " if comment and rest.strip() and not rest.startswith((" ", "\t")) else ""
    lines.put(number, f"{before}{name}@{pin.commit}{quote}{comment}{gap}{rest}")
    return True


def how_to_pin(uses: str) -> str:
    """Return what a person has to do for an action whose commit is not known here."""
    action, _, wanted = uses.partition("@")
    name = "/".join(action.split("/")[:2])
    return f"name it by its commit: git ls-remote https://github.com/{name} {wanted}"


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
