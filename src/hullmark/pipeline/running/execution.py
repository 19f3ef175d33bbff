"""Runs one scanner on one target: its call, its report, its retry."""

import shlex
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.kernel import clock, log
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.processes import Completed
from hullmark.kernel.quarantine import Bounds, Room, last_words, room, run_in
from hullmark.kernel.space import DiskFullError
from hullmark.model.component import Location
from hullmark.model.finding import Claim
from hullmark.model.ledger import Issue, Status
from hullmark.model.report import ScannerReport
from hullmark.model.scan import Target
from hullmark.model.violation import Violation
from hullmark.pipeline.running.adapters import registry_name, runs_of
from hullmark.pipeline.running.errors import EmptyReportError, ScannerFailedError
from hullmark.pipeline.running.programs import Program
from hullmark.pipeline.running.staging import Staged
from hullmark.ports.adapter import Adapter
from hullmark.ports.running import Call, Form, Job, Runs
from hullmark.scanners.errors import BrokenReportError, ReportTooLargeError
from hullmark.scanners.opening import REPORT_BYTES
from hullmark.scanners.sniff import read_report

_RETRY_S = 1.0
_ONE_BY_ONE = 200
"""Files that are tried each for itself after a call for all of them has failed."""
_SAID = 4096
"""Bytes of standard output that may be a complaint instead of a report."""
_MISSED = 5
"""Shortfalls that are named; one each for every ecosystem says no more."""
_parsing = threading.Lock()
"""msgspec looks into wire types when they are first met; two threads at once crash it."""


class NothingThereError(Exception):
    """Raised where a scanner says that there is nothing for it to look at, with its reason."""


class Said(NamedTuple):
    """What a scanner said, and how long that took."""

    reports: tuple[ScannerReport, ...]
    duration_s: float


def run_scanner(
    adapter: Adapter,
    program: Program,
    staged: Staged,
    *,
    settings: Settings,
    data: Path | None,
    stop: threading.Event,
) -> Said:
    """Run a scanner on a staged target and return its reports, under that target's name.

    Raises:
        NothingThereError: There is nothing of its kind in the target.
        HullmarkError: It failed, broke a bound, or wrote what is no report.
    """
    runs = runs_of(adapter)
    form = runs.takes[staged.kind]
    files = staged.files(form)
    if form in (Form.DOCKERFILES, Form.CONFIGURATION) and not files:
        raise NothingThereError(f"there are no {form.value} in it")
    began = clock.monotonic()
    runner = _Run(adapter, program, staged, settings=settings, data=data, stop=stop)
    reports = runner.reports(files)
    target = staged.opened.target
    prefix = str(staged.path(form))
    named = tuple(_named(each, target, prefix) for each in reports)
    if runs.inventory:
        # As an import it would be no answer to what is wrong; here nobody asked that.
        named = tuple(
            replace(each, status=Status.RAN, reason="") if each.components else each
            for each in named
        )
    return Said(named, clock.monotonic() - began)


class _Run:
    """One scanner on one target."""

    def __init__(
        self,
        adapter: Adapter,
        program: Program,
        staged: Staged,
        *,
        settings: Settings,
        data: Path | None,
        stop: threading.Event,
    ) -> None:
        self._adapter = adapter
        self._runs: Runs = runs_of(adapter)
        self._program = program
        self._staged = staged
        self._settings = settings
        self._data = data
        self._stop = stop
        self._bounds = Bounds(
            timeout_s=settings.scanner_timeout,
            memory_bytes=settings.scanner_memory,
            output_bytes=REPORT_BYTES,
        )

    def reports(self, files: tuple[str, ...]) -> list[ScannerReport]:
        """Return the reports over all files at once, else over each for itself."""
        try:
            return self._attempted(files)
        except (ScannerFailedError, BrokenReportError, EmptyReportError) as error:
            if not 1 < len(files) <= _ONE_BY_ONE or self._stop.is_set():
                raise
            log.info("scanner.one-by-one", scanner=self._adapter.name, error=error.message)
        found: list[ScannerReport] = []
        issues: list[Issue] = []
        for name in files:
            try:
                found += self._attempted((name,))
            except (ScannerFailedError, BrokenReportError, EmptyReportError) as error:
                issues.append(Issue(path=name, cause=error.message, code=error.code))
        if not found:
            raise ScannerFailedError(f"{self._adapter.title} failed on each of {len(files)} files")
        return [replace(found[0], issues=(*found[0].issues, *issues)), *found[1:]]

    def _attempted(self, files: tuple[str, ...]) -> list[ScannerReport]:
        try:
            return self._once(files)
        except HullmarkError as error:
            if not error.retryable or self._stop.wait(_RETRY_S):
                raise
            log.info("scanner.again", scanner=self._adapter.name, error=error.message)
            return self._once(files)

    def _once(self, files: tuple[str, ...]) -> list[ScannerReport]:
        found: list[ScannerReport] = []
        with room() as place:
            calls = self._runs.calls(self._job(place, files))
            if not calls:
                raise NothingThereError("nothing of it can be looked at here")
            for call in calls:
                found += self._called(place, call)
        return found

    def _job(self, place: Room, files: tuple[str, ...]) -> Job:
        form = self._runs.takes[self._staged.kind]
        data = None
        if self._data is not None:
            # Some programs stumble over signs in the path of their data; this one has none.
            data = place.home / "data"
            data.symlink_to(self._data.resolve())
        return Job(
            kind=self._staged.kind,
            form=form,
            path=self._staged.path(form),
            files=files,
            work=place.work,
            data=data,
            config=config_of(self._adapter, self._settings),
            extra=arguments_of(self._adapter, self._settings),
            program=self._program.path,
        )

    def _called(self, place: Room, call: Call) -> list[ScannerReport]:
        command = (str(self._program.path), *call.arguments)
        if call.shell:
            command = ("/bin/sh", "-c", 'cd "$0" && exec "$@"', call.shell, *command)
        try:
            for name, content in call.files.items():
                (place.work / name).write_bytes(content)
            for name, leads_to in call.links.items():
                (place.work / name).parent.mkdir(parents=True, exist_ok=True)
                (place.work / name).symlink_to(leads_to)
        except OSError as error:
            raise DiskFullError(f"cannot write '{place.work}': {error.strerror}") from error
        done = run_in(
            place,
            command,
            bounds=self._bounds,
            variables=call.variables,
            passed=self._runs.credentials,
            network=bool(self._runs.network),
            stop=self._stop,
        )
        self._judge(done)
        data = _content(place.work / call.report) if call.report else done.output
        missed = self._missed(done)
        return [replace(report, issues=(*report.issues, *missed)) for report in self._parsed(data)]

    def _missed(self, done: Completed) -> list[Issue]:
        """Return what it says on standard error that it could not look up, each once."""
        signs = self._runs.shortfalls
        if not signs:
            return []
        lines = done.errors.decode("utf-8", "replace").splitlines()
        said = dict.fromkeys(
            line.strip()[:200] for line in lines if any(sign in line for sign in signs)
        )
        return [
            Issue(path=self._runs.check, cause=line, code=ScannerFailedError.code)
            for line in list(said)[:_MISSED]
        ]

    def _judge(self, done: Completed) -> None:
        """Tell an ending that has a report from one that has none."""
        name, status = self._adapter.title, done.status
        if status in self._runs.nothing:
            raise NothingThereError(self._runs.nothing[status])
        if status in self._runs.success:
            return
        words = last_words(done) or _shown(done.output)
        how = f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"
        error = ScannerFailedError(
            f"{name} {how}" + (f": {words}" if words else ""),
            hint="memory ran out, or somebody ended it" if status in (137, -9) else None,
        )
        if status in self._runs.retryable:
            error.retryable = True  # type: ignore[misc]  # of this one, not of its kind
        raise error

    def _parsed(self, data: bytes) -> list[ScannerReport]:
        if not data.strip():
            if self._runs.blank_is_nothing:
                target = Target(name=self._adapter.name, kind="report")
                return [ScannerReport(scanner=self._adapter.name, target=target)]
            raise EmptyReportError(
                f"{self._adapter.title} ended well and wrote no report",
                hint="that is no clean answer: it was interrupted, or wrote elsewhere",
            )
        return read_with(self._adapter, data)


def _shown(output: bytes) -> str:
    """Return the last line of what a program said to people where it should report; no report."""
    said = output[-_SAID:].decode("utf-8", "replace").strip()
    return "" if said[:1] in {"{", "[", "<"} or len(output) > _SAID else said.rpartition("\n")[2]


def read_with(adapter: Adapter, data: bytes) -> list[ScannerReport]:
    """Return what a report of a scanner says; may be called by many threads.

    Raises:
        InputError: It is none.
    """
    with _parsing:
        return list(read_report(data, source=adapter.title, adapter=adapter))


def config_of(adapter: Adapter, settings: Settings) -> Path | None:
    """Return what the team's configuration names for a scanner."""
    for name, path in settings.scanner_config.items():
        if registry_name(name) == adapter.name:
            return path.resolve()
    return None


def arguments_of(adapter: Adapter, settings: Settings) -> tuple[str, ...]:
    """Return the arguments that the team's configuration adds."""
    for name, text in settings.scanner_arguments.items():
        if registry_name(name) == adapter.name:
            return tuple(shlex.split(text))
    return ()


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(REPORT_BYTES + 1)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise BrokenReportError(f"'{path.name}' cannot be read: {error.strerror}") from error
    if len(data) > REPORT_BYTES:
        raise ReportTooLargeError(f"'{path.name}' is larger than {REPORT_BYTES:,} bytes")
    return data


def _named(report: ScannerReport, target: Target, prefix: str) -> ScannerReport:
    """Return a report about the target itself, with paths as they are in it."""
    return replace(
        report,
        target=target,
        claims=tuple(_claim(each, prefix) for each in report.claims),
        violations=tuple(_violation(each, prefix) for each in report.violations),
    )


def _claim(claim: Claim, prefix: str) -> Claim:
    places = claim.component.locations
    if not any(prefix in each.path for each in places):
        return claim
    return replace(claim, component=replace(claim.component, locations=_locations(places, prefix)))


def _violation(violation: Violation, prefix: str) -> Violation:
    return replace(
        violation,
        subject=_without(violation.subject, prefix),
        anchor=_without(violation.anchor, prefix),
        message=_without(violation.message, prefix),
        locations=_locations(violation.locations, prefix),
    )


def _locations(places: Iterable[Location], prefix: str) -> tuple[Location, ...]:
    return tuple(replace(each, path=_without(each.path, prefix)) for each in places)


def _without(text: str, prefix: str) -> str:
    """Return a text in which paths of the copy are paths of the repository."""
    bare = prefix.lstrip("/")
    if bare not in text:
        return text
    for start in (f"{prefix}/", f"{bare}/", prefix):
        text = text.replace(start, "")
    return text
