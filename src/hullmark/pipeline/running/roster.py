"""Which scanners take part in a scan: asked for, present or not, with which program and data."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hullmark.config.settings import Settings
from hullmark.kernel.paths import state_folder
from hullmark.kernel.quarantine import walls
from hullmark.kernel.tool_errors import ToolMissingError
from hullmark.model.ledger import LedgerRow, Status
from hullmark.pipeline.running.adapters import (
    named_scanners,
    registry_name,
    runnable,
    runs_of,
)
from hullmark.pipeline.running.execution import arguments_of, config_of
from hullmark.pipeline.running.programs import Program, find_program, folder_digest, identify
from hullmark.ports.adapter import Adapter
from hullmark.ports.running import Form, Runs

_SHOWN = 12
"""Hexadecimal digits of a digest that rows of targets show; the row of the program has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One scanner of a scan."""

    adapter: Adapter
    named: bool
    """Asked for by name, not by ``all``."""
    program: Program | None = None
    data: Path | None = None
    data_digest: str = ""
    data_date: str | None = None
    problem: tuple[Status, str] | None = None
    """Why it cannot run at all."""
    shortfall: str = ""
    """What it cannot do although it runs."""
    config: Path | None = None
    extra: tuple[str, ...] = ()

    @property
    def runs(self) -> Runs:
        """Return how it is run."""
        return runs_of(self.adapter)

    @property
    def called(self) -> str:
        """Return it as rows of targets name it."""
        if self.program is None:
            return self.adapter.title
        short = self.program.digest.partition(":")[2][:_SHOWN]
        return f"{self.adapter.title} {self.program.version or short}"


class Roster:
    """The scanners of one scan."""

    def __init__(self, entries: Iterable[Entry], *, missing: Iterable[str] = ()) -> None:
        """Take part: ``missing`` are those that ``all`` did not find here."""
        self.entries = tuple(entries)
        self._missing = tuple(missing)
        self._by_name = {each.adapter.name: each for each in self.entries}

    @classmethod
    def of(cls, settings: Settings, *, afresh: bool = False) -> "Roster":
        """Return the scanners that the settings ask for; ``afresh`` reads every byte of them.

        Raises:
            UnknownScannerError: There is none of a name.
        """
        named, every = named_scanners(settings.scanners)
        chosen = {each.name: _entry(each, settings, named=True, afresh=afresh) for each in named}
        missing: list[str] = []
        for name, adapter in sorted(runnable().items()) if every else ():
            if name in chosen or not runs_of(adapter).asks:
                continue
            entry = _entry(adapter, settings, named=False, afresh=afresh)
            if entry.program is None and not _is_service(adapter, settings):
                missing.append(adapter.title)
            else:
                chosen[name] = entry
        return cls(chosen.values(), missing=missing)

    def entry(self, name: str) -> Entry:
        """Return the entry of a scanner that takes part."""
        return self._by_name[name]

    @property
    def configuration(self) -> frozenset[str]:
        """Return the names of files that would change what scanners say, of all of them."""
        return frozenset(
            name for each in runnable().values() for name in runs_of(each).ignored_files
        )

    def rows(self, ran: Iterable[str]) -> list[LedgerRow]:
        """Return a row per program that ran: its bytes, its data, what it was allowed and told."""
        wanted = set(ran)
        rows = [
            _program_row(each)
            for each in self.entries
            if each.adapter.name in wanted and each.program is not None
        ]
        if self._missing:
            rows.append(
                LedgerRow(
                    target="",
                    scanner="hullmark",
                    check="scanners",
                    status=Status.SKIPPED,
                    reason=f"not here, so not run: {', '.join(self._missing)}",
                )
            )
        return rows


def data_folder(adapter: Adapter, settings: Settings) -> Path:
    """Return where the database of a scanner is expected: as configured, or in the state folder."""
    for name, path in settings.scanner_data.items():
        if registry_name(name) == adapter.name:
            return path
    return state_folder() / "scanners" / adapter.name


def has_data(adapter: Adapter, folder: Path) -> bool:
    """Say whether a folder holds a database of a scanner."""
    data = runs_of(adapter).data
    return data is not None and any(next(folder.glob(mark), None) for mark in data.marks)


def _entry(adapter: Adapter, settings: Settings, *, named: bool, afresh: bool) -> Entry:
    runs = runs_of(adapter)
    if Form.SERVICE in runs.takes.values():
        problem = None
        if not settings.clair_url:
            problem = (Status.ABSENT, "no server is named: set clair_url")
        return Entry(adapter=adapter, named=named, problem=problem)
    path = find_program(adapter, settings)
    if path is None:
        reason = f"{ToolMissingError.code}: the program '{runs.binary}' is not installed"
        hint = " (hullmark tools install, put it on PATH, or name it in scanner_programs)"
        return Entry(adapter=adapter, named=named, problem=(Status.ABSENT, reason + hint))
    program = identify(adapter, path, afresh=afresh)
    config = config_of(adapter, settings)
    entry = Entry(
        adapter=adapter,
        named=named,
        program=program,
        config=config,
        extra=arguments_of(adapter, settings),
        problem=_unready(adapter, config),
    )
    return _with_data(entry, data_folder(adapter, settings), afresh=afresh)


def _unready(adapter: Adapter, config: Path | None) -> tuple[Status, str] | None:
    """Return why a scanner cannot do anything as it is configured."""
    wanted = runs_of(adapter).configured
    if wanted and config is None:
        return (Status.SKIPPED, f"it needs {wanted}: name it in scanner_config.{adapter.name}")
    if config is not None and not config.exists():
        return (Status.FAILED, f"HM1100: '{config}' of scanner_config does not exist")
    return None


def _with_data(entry: Entry, folder: Path, *, afresh: bool) -> Entry:
    data = entry.runs.data
    if data is None:
        return entry
    from dataclasses import replace  # noqa: PLC0415 - only scanners with a database

    if has_data(entry.adapter, folder):
        digest = folder_digest(folder, afresh=afresh)
        return replace(entry, data=folder, data_digest=digest, data_date=data.dated(folder))
    reason = f"it has no database: hullmark tools data {entry.adapter.name} ('{folder}')"
    if data.required:
        return replace(entry, problem=entry.problem or (Status.ABSENT, reason))
    return replace(entry, shortfall=f"vulnerabilities were not looked for: {reason}")


def _is_service(adapter: Adapter, settings: Settings) -> bool:
    return Form.SERVICE in runs_of(adapter).takes.values() and bool(settings.clair_url)


def _program_row(entry: Entry) -> LedgerRow:
    assert entry.program is not None
    parts = [f"{entry.called}, '{entry.program.path}', {entry.program.digest}"]
    if entry.data_digest:
        parts.append(f"data {entry.data_digest}")
    network = walls().network(needed=bool(entry.runs.network))
    if network == "open":
        parts.append(f"may use the network: {entry.runs.network}")
    if entry.runs.credentials:
        parts.append(f"sees {', '.join(entry.runs.credentials)} where they are set")
    if entry.config is not None:
        parts.append(f"obeys '{entry.config}' as scanner_config says")
    if entry.extra:
        parts.append(f"told '{' '.join(entry.extra)}' by scanner_arguments")
    return LedgerRow(
        target="",
        scanner=entry.adapter.name,
        check="program",
        status=Status.RAN,
        reason="; ".join(parts),
        data_date=entry.data_date[:10] if entry.data_date else None,
    )
