"""Comments that accept a violation where it stands: ours, and those of other linters.

::

    # hullmark:ignore HM-DF-0002 the base image has no other user     the next line or instruction
    # hullmark:ignore-file HM-DF-0005,HM-DF-0006 images are ephemeral the whole file
    # hadolint ignore=DL3008                                          likewise, by its own ids
    # hadolint global ignore=DL3008
    # checkov:skip=CKV_DOCKER_3:runs as a user given at start         the whole file
    # trivy:ignore:DS-0002                                            the next line or instruction

Ours needs a reason; without one nothing is ignored, and the ledger says so.
"""

import re
from collections.abc import Iterable

import msgspec

from hullmark.checks.record import Check, Place

_OURS = re.compile(r"#\s*hullmark:ignore(-file)?\b[ \t:]*([A-Za-z0-9_,\-]*)[ \t]*(.*)")
_HADOLINT = re.compile(r"#\s*hadolint\s+(global\s+)?ignore\s*=\s*([A-Z0-9, ]+)(.*)", re.IGNORECASE)
_CHECKOV = re.compile(r"#\s*(?:checkov|bridgecrew):skip=([A-Za-z0-9_]+)(?::(.*))?")
_TRIVY = re.compile(r"#\s*(?:trivy|tfsec):ignore:([A-Za-z0-9_\-]+)(.*)")
_COMMENTS = 10_000
"""Comments read of one file."""


class Ignore(msgspec.Struct, frozen=True, kw_only=True):
    """One comment."""

    ids: tuple[str, ...]
    """Upper case: ours or another scanner's."""
    line: int
    lines: tuple[int, ...]
    """Lines that it speaks of; empty for the whole file."""
    reason: str


class Ignores(msgspec.Struct, frozen=True, kw_only=True):
    """All comments of one file."""

    found: tuple[Ignore, ...] = ()
    wrong: tuple[tuple[int, str], ...] = ()
    """Line and complaint of comments that have no effect."""

    def reason(self, check: Check, place: Place) -> str:
        """Return why a violation at a place is accepted; empty where it is not."""
        if not self.found:
            return ""
        return self.reason_of(
            (check.id, *(each for ids in check.equivalents.values() for each in ids)), place
        )

    def reason_of(self, ids: Iterable[str], place: Place) -> str:
        """Return why rules with any of these ids are accepted at a place."""
        names = {each.upper() for each in ids}
        lines = {*place.within, place.line}
        for ignore in self.found:
            if names.isdisjoint(ignore.ids):
                continue
            if not ignore.lines or not lines.isdisjoint(ignore.lines):
                return ignore.reason
        return ""


def ignores_of(text: str) -> Ignores:
    """Return the comments of a file that ignore something."""
    low = text.lower()
    if "ignore" not in low and ":skip=" not in low:
        return Ignores()
    lines = text.splitlines()
    found: list[Ignore] = []
    wrong: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if "#" not in line or ("ignore" not in line.lower() and "skip" not in line):
            continue
        if len(found) >= _COMMENTS:
            wrong.append((number, f"more than {_COMMENTS} comments that ignore"))
            break
        ignore = _parsed(line, number, _spoken_of(lines, number))
        if isinstance(ignore, str):
            wrong.append((number, ignore))
        elif ignore is not None:
            found.append(ignore)
    return Ignores(found=tuple(found), wrong=tuple(wrong))


def _parsed(  # noqa: PLR0911 - one return per way to write it
    line: str, number: int, lines: tuple[int, ...]
) -> Ignore | str | None:
    if match := _OURS.search(line):
        ids, reason = _ids(match[2]), match[3].strip(" -:\t")
        if not ids:
            return "the comment that ignores names no check"
        if not reason:
            return f"{', '.join(ids)} is not ignored: the comment gives no reason"
        return Ignore(ids=ids, line=number, lines=() if match[1] else lines, reason=reason)
    if match := _HADOLINT.search(line):
        ids = _ids(match[2])
        reason = match[3].strip(" #-:\t") or f"ignored for hadolint in line {number}"
        return Ignore(ids=ids, line=number, lines=() if match[1] else lines, reason=reason)
    if match := _CHECKOV.search(line):
        reason = (match[2] or "").strip() or f"skipped for Checkov in line {number}"
        return Ignore(ids=_ids(match[1]), line=number, lines=(), reason=reason)
    if match := _TRIVY.search(line):
        reason = match[2].strip(" #-:\t") or f"ignored for Trivy in line {number}"
        return Ignore(ids=_ids(match[1]), line=number, lines=lines, reason=reason)
    return None


def _ids(text: str) -> tuple[str, ...]:
    names = [name.strip().upper() for name in text.replace(" ", ",").split(",") if name.strip()]
    return tuple(name.removeprefix("AVD-") for name in names)


def _spoken_of(lines: list[str], number: int) -> tuple[int, ...]:
    """Return the comment's own line, and the next one with something on it if it stands alone."""
    if not lines[number - 1].lstrip().startswith("#"):
        return (number,)
    for below in range(number, len(lines)):
        stripped = lines[below].strip()
        if stripped and not stripped.startswith("#"):
            return (number, below + 1)
    return (number,)
