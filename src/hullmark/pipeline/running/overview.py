"""Says of every scanner that can be run whether it could run now."""

import dataclasses
from collections.abc import Sequence

import msgspec

from hullmark.config.settings import Settings
from hullmark.pipeline.running.adapters import runnable, spoken_name
from hullmark.pipeline.running.catalogue import TOOLS
from hullmark.pipeline.running.programs import remember
from hullmark.pipeline.running.roster import Entry, Roster


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One scanner as it stands here."""

    name: str
    title: str
    looks_at: tuple[str, ...]
    pinned: str = ""
    """The version that `tools install` brings; empty where it brings none."""
    path: str = ""
    version: str = ""
    digest: str = ""
    has_data: bool = False
    data_date: str = ""
    needs_network: str = ""
    problem: str = ""
    """Why it could not run; empty where it could."""


def overview(settings: Settings, *, names: Sequence[str] = ()) -> list[Row]:
    """Return a row per scanner, of those named or of all.

    Raises:
        UnknownScannerError: There is none of a name.
    """
    wanted = tuple(names) or tuple(sorted(runnable()))
    roster = Roster.of(dataclasses.replace(settings, scanners=wanted))
    remember()
    return [_row(entry) for entry in roster.entries]


def _row(entry: Entry) -> Row:
    program = entry.program
    pinned = next((tool.version for tool in TOOLS if tool.name == entry.adapter.name), "")
    return Row(
        name=spoken_name(entry.adapter.name),
        title=entry.adapter.title,
        looks_at=tuple(sorted(entry.runs.takes)),
        pinned=pinned,
        path=str(program.path) if program else "",
        version=program.version if program else "",
        digest=program.digest if program else "",
        has_data=entry.data is not None,
        data_date=(entry.data_date or "")[:10],
        needs_network=entry.runs.network,
        problem=entry.problem[1] if entry.problem else "",
    )
