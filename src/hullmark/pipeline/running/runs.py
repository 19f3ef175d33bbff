"""Plans and runs scanners on targets as these are opened, and gathers what they say."""

import contextlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from hullmark import __version__
from hullmark.config.settings import Settings
from hullmark.images.image import Directory, Image, SbomDocument
from hullmark.kernel import log
from hullmark.kernel.errors import HullmarkError, IntegrityError
from hullmark.kernel.quarantine import walls
from hullmark.kernel.space import scratch_folder
from hullmark.kernel.tool_errors import ToolMissingError, ToolStoppedError
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.report import ScannerReport
from hullmark.model.scan import Target
from hullmark.pipeline.running.clair import ask_clair
from hullmark.pipeline.running.execution import (
    NothingThereError,
    Said,
    arguments_of,
    config_of,
    run_scanner,
)
from hullmark.pipeline.running.lock import locked_roster
from hullmark.pipeline.running.outcome import Kept, Outcome, failed, told, without_report
from hullmark.pipeline.running.pool import Pool, Work
from hullmark.pipeline.running.programs import file_digest, folder_digest, remember
from hullmark.pipeline.running.roster import Entry, Roster
from hullmark.pipeline.running.staging import Staged
from hullmark.ports.progress import RowProgress
from hullmark.ports.running import Form

if TYPE_CHECKING:
    from hullmark.native.cache.facts import FactCache

_KIND = "run"
"""Of entries in the cache."""
SCANNER = "hullmark"


class ScannerRuns:
    """The runs of one scan. Outcomes are gathered in the order of targets, then of scanners."""

    def __init__(
        self,
        roster: Roster,
        *,
        settings: Settings,
        cache: "FactCache | None" = None,
        rows: RowProgress | None = None,
    ) -> None:
        """Make ready; nothing runs before a target is added."""
        self._roster = roster
        self._settings = settings
        self._cache = cache
        self._progress = rows
        self._stop = threading.Event()
        self._pool = Pool(
            processors=settings.scanner_processors, memory_bytes=settings.scanner_budget
        )
        self._stack = contextlib.ExitStack()
        self._outcomes: list[tuple[str, str, Outcome | None]] = []
        self._left_out: list[LedgerRow] = []
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._count = 0
        self._hosted = False
        self.interrupted = False

    def add(self, opened: Image | Directory | SbomDocument) -> None:
        """Plan every scanner that can look at a target; call it while the target is open."""
        kind = _kind(opened)
        staged = Staged(
            opened,
            self._new_folder(),
            kind=kind,
            configuration=self._roster.configuration,
            file=_sbom_file(opened) if isinstance(opened, SbomDocument) else None,
        )
        fitting = [entry for entry in self._roster.entries if kind in entry.runs.takes]
        for entry in self._roster.entries:
            if entry.named and kind not in entry.runs.takes:
                self._skip(entry, opened.target)
        waiting = [entry for entry in fitting if self._begun(entry, staged)]
        if isinstance(opened, Image) and waiting and not staged.lasts:
            # The bytes of this image are at hand only now.
            try:
                staged.settle()
            except IntegrityError:
                raise
            except HullmarkError as error:
                for entry in waiting:
                    self._note(entry, opened.target, _failure(entry, opened.target, error))
                return
        for entry in waiting:
            self._plan(entry, staged)

    def finish(self) -> list[Outcome]:
        """Wait for everything and return it; an interrupt ends what still runs and keeps the rest.

        Every planned run has an outcome, whatever happened.
        """
        log.info("scanners.waiting")
        try:
            self._pool.join()
        except KeyboardInterrupt:
            self.interrupted = True
            log.info("scanners.interrupted")
        self.close()
        remember()
        stopped = ToolStoppedError("it was interrupted before it had ended")
        found = []
        for target, name, outcome in self._outcomes:
            entry = self._roster.entry(name)
            found.append(outcome or failed(target, name, entry.runs.check, stopped))
        return found

    def rows(self) -> list[LedgerRow]:
        """Return what is to be said of the runs as a whole: programs, walls, files not obeyed."""
        ran = {name for _, name, outcome in self._outcomes if outcome and outcome.reports}
        rows = [*self._roster.rows(ran), *self._left_out]
        if any(self._roster.entry(name).program for name in ran):
            rows.append(_quarantine(self._settings))
        return rows

    def close(self) -> None:
        """End what runs, and remove what was staged."""
        self._stop.set()
        self._pool.close()
        self._stack.close()

    def _new_folder(self) -> Path:
        if self._folder is None:
            self._folder = self._stack.enter_context(scratch_folder("hullmark-targets-"))
        self._count += 1
        folder = self._folder / f"target-{self._count}"
        folder.mkdir()
        return folder

    def _skip(self, entry: Entry, target: Target) -> None:
        kinds = ", ".join(sorted(entry.runs.takes))
        if set(entry.runs.takes) == {"host"}:
            if not self._hosted:
                self._hosted = True
                self._host(entry)
            return
        reason = f"{entry.adapter.title} looks at: {kinds}"
        self._note(entry, target, _row(entry, target, Status.SKIPPED, reason))

    def _host(self, entry: Entry) -> None:
        """Plan the look at the machine itself, once."""
        target = Target(name="docker host", kind="host")
        opened = Directory(target=target, root=Path("/"))
        staged = Staged(opened, self._new_folder(), kind="host", configuration=frozenset())
        if self._begun(entry, staged):
            self._plan(entry, staged)

    def _begun(self, entry: Entry, staged: Staged) -> bool:
        """Say whether there is anything to run: what is absent or known already has its outcome."""
        target = staged.opened.target
        if entry.problem is not None:
            status, reason = entry.problem
            self._note(entry, target, _row(entry, target, status, reason))
            return False
        if staged.kind == "image":
            known = self._recalled(entry, staged)
            if known is not None:
                self._note(entry, target, known)
                return False
        return True

    def _plan(self, entry: Entry, staged: Staged) -> None:
        target = staged.opened.target
        with self._lock:
            at = len(self._outcomes)
            self._outcomes.append((target.name, entry.adapter.name, None))
        self._show(entry, target, "waits")

        def do() -> None:
            if self._stop.is_set():
                return
            self._show(entry, target, "runs")
            outcome = self._outcome(entry, staged)
            with self._lock:
                self._outcomes[at] = (target.name, entry.adapter.name, outcome)
            self._show(entry, target, f"{outcome.row.status}: {outcome.row.reason}")

        self._pool.add(Work(do=do, weight=entry.runs.weight, memory_bytes=entry.runs.memory_bytes))

    def _outcome(self, entry: Entry, staged: Staged) -> Outcome:
        target = staged.opened.target
        try:
            if staged.kind != "image" and (known := self._recalled(entry, staged)) is not None:
                return known
            said = self._said(entry, staged)
        except NothingThereError as nothing:
            status = Status.UNSUPPORTED if staged.kind == "image" else Status.SKIPPED
            return _row(entry, target, status, str(nothing))
        except ToolMissingError as error:
            return _row(entry, target, Status.ABSENT, f"{error.code}: {error.message}")
        except HullmarkError as error:
            log.info("scanner.failed", scanner=entry.adapter.name, code=error.code)
            return _failure(entry, target, error)
        except Exception as error:  # noqa: BLE001 - one scanner's defect must not end the others
            log.warning("scanner.defect", scanner=entry.adapter.name, error=repr(error))
            return _row(entry, target, Status.FAILED, f"HM9000: {type(error).__name__}: {error}")
        identity = self._identity(entry, staged)
        if self._cache is not None and identity:
            self._cache.keep(_KIND, identity, Kept(reports=said.reports))
        self._take_note(staged)
        how = f"{entry.called}, {said.duration_s:.1f} s"
        return self._told(entry, target, said.reports, how=how)

    def _said(self, entry: Entry, staged: Staged) -> Said:
        if entry.runs.takes.get(staged.kind) is Form.SERVICE:
            return ask_clair(entry.adapter, staged, settings=self._settings, stop=self._stop)
        assert entry.program is not None
        return run_scanner(
            entry.adapter,
            entry.program,
            staged,
            settings=self._settings,
            data=entry.data,
            stop=self._stop,
        )

    def _told(
        self,
        entry: Entry,
        target: Target,
        reports: Sequence[ScannerReport],
        *,
        how: str,
        cached: bool = False,
    ) -> Outcome:
        outcome = told(
            tuple(reports),
            target=target.name,
            scanner=entry.adapter.name,
            check=entry.runs.check,
            how=how,
            data_date=entry.data_date,
            stale_days=self._settings.stale_days,
            cached=cached,
        )
        if entry.shortfall:
            extra = _row(entry, target, Status.ABSENT, entry.shortfall).row
            return Outcome(row=outcome.row, reports=outcome.reports, more=(*outcome.more, extra))
        return outcome

    def _recalled(self, entry: Entry, staged: Staged) -> Outcome | None:
        identity = self._identity(entry, staged)
        if self._cache is None or not identity:
            return None
        kept = self._cache.load(_KIND, identity, Kept)
        if kept is None:
            return None
        self._take_note(staged)
        return self._told(
            entry,
            staged.opened.target,
            [_renamed(each, staged.opened.target) for each in kept.reports],
            how=f"{entry.called}, from the cache",
            cached=True,
        )

    def _identity(self, entry: Entry, staged: Staged) -> str:
        """Return all that an answer depends on; empty where that cannot be said."""
        content = staged.identity
        if self._cache is None or not content or entry.program is None:
            return ""
        config = config_of(entry.adapter, self._settings)
        parts = (
            __version__,
            entry.adapter.name,
            content,
            entry.program.digest,
            entry.data_digest,
            _digest(config) if config else "",
            *arguments_of(entry.adapter, self._settings),
        )
        return "\0".join(parts)

    def _take_note(self, staged: Staged) -> None:
        """Say once per repository which files of scanners in it were not obeyed."""
        if staged.kind != "repo":
            return
        tree, target = staged.tree(), staged.opened.target.name
        rows = []
        if tree.left_out:
            names = ", ".join(tree.left_out[:10])
            reason = f"not obeyed, name it in scanner_config where it should be: {names}"
            rows.append(
                LedgerRow(
                    target=target,
                    scanner=SCANNER,
                    check="configuration of scanners",
                    status=Status.SKIPPED,
                    reason=reason,
                )
            )
        rows += [
            LedgerRow(
                target=target,
                scanner=SCANNER,
                check=issue.path,
                status=Status.PARTIAL,
                reason=f"{issue.code}: {issue.cause}",
            )
            for issue in tree.issues
        ]
        with self._lock:
            self._left_out += [row for row in rows if row not in self._left_out]

    def _note(self, entry: Entry, target: Target, outcome: Outcome) -> None:
        with self._lock:
            self._outcomes.append((target.name, entry.adapter.name, outcome))
        self._show(entry, target, f"{outcome.row.status}: {outcome.row.reason}")

    def _show(self, entry: Entry, target: Target, state: str) -> None:
        if self._progress is not None:
            self._progress.row(f"{entry.adapter.title} on {target.name}", state)


def open_runs(
    settings: Settings, *, cache: "FactCache | None", progress: object
) -> ScannerRuns | None:
    """Return the runs that the settings or the lock ask for; ``None`` where there are none.

    Raises:
        UnknownScannerError: A scanner is named that there is none of.
        LockMismatchError: A program or its data is not the locked one.
        NotLockedError: Something asked for is not in the lock.
    """
    if settings.locked:
        roster = locked_roster(settings)
    elif settings.scanners:
        roster = Roster.of(settings)
    else:
        return None
    rows = progress if isinstance(progress, RowProgress) else None
    return ScannerRuns(roster, settings=settings, cache=cache, rows=rows)


def _kind(opened: Image | Directory | SbomDocument) -> str:
    if isinstance(opened, Image):
        return "image"
    return "sbom" if isinstance(opened, SbomDocument) else opened.target.kind


def _sbom_file(opened: SbomDocument) -> Path | None:
    path = Path(opened.target.name.removeprefix("sbom:"))
    return path if path.is_file() else None


def _digest(path: Path) -> str:
    try:
        return folder_digest(path) if path.is_dir() else file_digest(path)
    except OSError as error:
        return f"unreadable {error.strerror}"


def _renamed(report: ScannerReport, target: Target) -> ScannerReport:
    return replace(report, target=target)


def _row(entry: Entry, target: Target, status: Status, reason: str) -> Outcome:
    return without_report(target.name, entry.adapter.name, entry.runs.check, status, reason)


def _failure(entry: Entry, target: Target, error: HullmarkError) -> Outcome:
    return failed(target.name, entry.adapter.name, entry.runs.check, error)


def _quarantine(settings: Settings) -> LedgerRow:
    network = {
        "namespace": "no network (a namespace of the kernel)",
        "proxy": "no network by proxy variables only: this kernel allows no namespace",
    }[walls().network(needed=False)]
    reason = (
        "programs ran with a home, cache, temporary and working folder of their own, no "
        f"credentials, {network}, at most {settings.scanner_memory:,} bytes of memory and "
        f"{settings.scanner_timeout:g} seconds each"
    )
    return LedgerRow(
        target="", scanner=SCANNER, check="quarantine", status=Status.RAN, reason=reason
    )
