"""Patches the pipeline that is there, and audits what the patch would leave."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hullmark.audit.read import Files
from hullmark.kernel.errors import HullmarkError
from hullmark.model.audit import AuditGap, PipelineAudit
from hullmark.pipeline.gaps import find_gaps
from hullmark.pipeline.starting.categories import with_categories
from hullmark.pipeline.starting.lines import Lines
from hullmark.pipeline.starting.pins import Pins, how_to_pin, pinned
from hullmark.pipeline.starting.softeners import without_softener

_ROUNDS = 4
"""One softener may hide another: the command's, the step's, the job's, and a look at the end."""
_THROWN_AWAY, _CATEGORY, _ACTION, _IMAGE = (f"HM-AUDIT-{n:04}" for n in (8, 11, 12, 13))
_OURS = (_THROWN_AWAY, _CATEGORY, _ACTION, _IMAGE)


@dataclass(slots=True)
class Patched:
    """What files would hold, and what is left to a person."""

    files: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Path → what it holds and what it would hold."""
    notes: list[str] = field(default_factory=list)
    closed: frozenset[str] = frozenset()
    """Ids of gaps of which none is left."""


def patch_pipeline(root: Path, found: PipelineAudit) -> Patched:
    """Return what closes gaps in the files that are there; nothing is written.

    Args:
        root: The repository.
        found: Its audit.
    """
    files = Files(root)
    pins = Pins(_texts(root, files, (each.path for each in found.files)))
    before: dict[str, str] = {}
    now, after = found, dict[str, str]()
    for _ in range(_ROUNDS):
        held = _texts_by_path(root, files, now.gaps)
        before = {**held, **before}
        changed = _changed(now.gaps, {**before, **after}, pins)
        if not changed:
            break
        tried = find_gaps(root, changed=_as_bytes({**after, **changed}))
        if set(tried.issues) - set(now.issues):
            break  # what cannot be read any more is no patch
        now, after = tried, {**after, **changed}
    left = {gap.id for gap in now.gaps}
    return Patched(
        files={path: (before[path], text) for path, text in after.items() if text != before[path]},
        notes=[_by_hand(gap) for gap in now.gaps if gap.id in _OURS],
        closed=frozenset(gap.id for gap in found.gaps if gap.id in _OURS) - left,
    )


def _changed(gaps: Iterable[AuditGap], texts: Mapping[str, str], pins: Pins) -> dict[str, str]:
    """Return the files in which some gap could be closed."""
    lines = {path: Lines(path, text) for path, text in texts.items()}
    for gap in gaps:
        if gap.place.path in lines:
            _close(gap, lines[gap.place.path], pins)
    return {path: each.text() for path, each in lines.items() if each.text() != texts[path]}


def _close(gap: AuditGap, lines: Lines, pins: Pins) -> None:
    number = gap.place.line
    if gap.id == _THROWN_AWAY:
        without_softener(lines, number, gap.message.partition(" stops nothing: ")[2])
    elif gap.id == _CATEGORY:
        with_categories(lines, number)
    elif gap.id == _ACTION:
        pinned(lines, number, gap.subject, pins)


def _by_hand(gap: AuditGap) -> str:
    remedy = how_to_pin(gap.subject) if gap.id == _ACTION else gap.remedy
    return f"{gap.place}: {gap.message}: {remedy}"


def _texts_by_path(root: Path, files: Files, gaps: Iterable[AuditGap]) -> dict[str, str]:
    """Return the files of gaps, as far as they can be written back as they are."""
    found: dict[str, str] = {}
    for path in sorted({gap.place.path for gap in gaps if gap.id in _OURS}):
        for text in _texts(root, files, [path]):
            found[path] = text
    return found


def _texts(root: Path, files: Files, paths: Iterable[str]) -> Iterable[str]:
    """Yield texts; a link, and what is not UTF-8, is left alone."""
    for path in paths:
        try:
            data = None if (root / path).is_symlink() else files.read(path)
            if data is not None and not re.search(rb"\r(?!\n)", data):
                yield data.decode()
        except (HullmarkError, UnicodeDecodeError):
            continue


def _as_bytes(texts: Mapping[str, str]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in texts.items()}
