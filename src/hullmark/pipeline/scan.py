"""Scans targets with the native engine: read once, take inventory, match, merge, judge."""

import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from hullmark import __version__
from hullmark.config.settings import Settings
from hullmark.images.image import Directory, Image, ImageOptions
from hullmark.images.open import open_target
from hullmark.kernel import clock, log
from hullmark.kernel.errors import HullmarkError, IntegrityError
from hullmark.kernel.paths import database_path
from hullmark.model.component import Component
from hullmark.model.finding import Finding
from hullmark.model.ledger import LedgerRow
from hullmark.model.scan import DataSource, ScanResult, Target
from hullmark.model.severity import Severity
from hullmark.native.inventory import take_directory_inventory, take_inventory
from hullmark.pipeline.ledger import data_row, failed_row, inventory_rows, issue_rows
from hullmark.ports.progress import SILENT, Progress
from hullmark.shipped import CATALOGERS

if TYPE_CHECKING:
    from hullmark.advisories.database import AdvisoryDatabase

_SWITCH_S = 0.0005
"""How long one thread may keep the interpreter while another waits. The default of 5 ms starves
the inflating threads, which need it for a moment after each megabyte."""


class _Scan(msgspec.Struct):
    """What has been found so far."""

    targets: list[Target] = msgspec.field(default_factory=list)
    components: list[Component] = msgspec.field(default_factory=list)
    component_targets: list[str] = msgspec.field(default_factory=list)
    removed: list[Component] = msgspec.field(default_factory=list)
    owned: list[Component] = msgspec.field(default_factory=list)
    findings: list[Finding] = msgspec.field(default_factory=list)
    ledger: list[LedgerRow] = msgspec.field(default_factory=list)


def scan(
    names: Sequence[str],
    *,
    settings: Settings,
    progress: Progress = SILENT,
    username: str | None = None,
    password: str | None = None,
) -> ScanResult:
    """Scan every target of ``names`` and judge what was found.

    A target that cannot be read is a failed ledger row as long as another one can.

    Raises:
        HullmarkError: No target could be read; the first one's error.
        IntegrityError: Bytes of a target are not those it announces.
    """
    began = clock.monotonic()
    sys.setswitchinterval(_SWITCH_S)
    engine = _Engine(settings)
    state = _Scan()
    errors: list[HullmarkError] = []
    options = image_options(settings, username=username, password=password)
    try:
        for name in names:
            try:
                with open_target(name, options=options, progress=progress) as opened:
                    for each in opened:
                        _scan_one(each, engine, state, progress=progress, settings=settings)
            except IntegrityError:
                raise
            except HullmarkError as error:
                log.info("target.failed", target=name, code=error.code)
                errors.append(error)
                state.ledger.append(failed_row(name, error))
        if errors and not state.targets:
            raise errors[0]
        return _result(state, engine, settings=settings, began=began)
    finally:
        engine.close()


def image_options(
    settings: Settings, *, username: str | None = None, password: str | None = None
) -> ImageOptions:
    """Return how images are looked for, as the settings say."""
    return ImageOptions(
        platform=settings.platform,
        all_platforms=settings.all_platforms,
        insecure=settings.insecure,
        ca_file=settings.ca_file,
        mirrors=settings.mirrors,
        timeout_s=settings.timeout_s,
        username=username,
        password=password,
    )


class _Engine:
    """Matching with its database, made ready by another thread while layers are read."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._database: AdvisoryDatabase | None = None
        self._error: BaseException | None = None
        self._ready = threading.Thread(target=self._prepare, daemon=True)
        self._ready.start()

    def _prepare(self) -> None:
        try:
            import hullmark.gate.judge  # noqa: PLC0415 - these imports overlap with reading
            import hullmark.merge.findings  # noqa: PLC0415
            import hullmark.native.match.components  # noqa: F401, PLC0415
            from hullmark.advisories.starting import open_or_starter  # noqa: PLC0415

            self._database = open_or_starter(self._settings.database or database_path())
        except BaseException as error:  # noqa: BLE001 - carried to the caller's thread
            self._error = error

    def database(self) -> "AdvisoryDatabase":
        """Return the open database.

        Raises:
            HullmarkError: It is there and cannot be read.
        """
        self._ready.join()
        if self._error is not None:
            raise self._error
        assert self._database is not None
        return self._database

    def close(self) -> None:
        """Let go of the database."""
        self._ready.join()
        if self._database is not None:
            self._database.close()


def _scan_one(
    opened: Image | Directory,
    engine: _Engine,
    state: _Scan,
    *,
    progress: Progress,
    settings: Settings,
) -> None:
    from hullmark.merge.end_of_life import end_of_life_finding  # noqa: PLC0415
    from hullmark.merge.findings import merge_claims  # noqa: PLC0415 - imported while layers are read
    from hullmark.native.match.components import match_components  # noqa: PLC0415

    if isinstance(opened, Image):
        inventory = take_inventory(
            opened, catalogers=CATALOGERS, progress=progress, workers=settings.workers
        )
    else:
        inventory = take_directory_inventory(opened, catalogers=CATALOGERS, progress=progress)
    progress.stage("matching", total=None)
    database = engine.database()
    matched = match_components(
        inventory.components,
        distribution=inventory.distribution,
        database=database,
        target=opened.target.name,
    )
    target = replace(opened.target, distribution=matched.distribution)
    state.targets.append(target)
    state.components += inventory.components
    state.component_targets += [target.name] * len(inventory.components)
    state.removed += inventory.removed
    state.owned += inventory.owned
    state.findings += merge_claims(matched.claims, target=target)
    dead = end_of_life_finding(target, today=clock.now().date())
    if dead is not None:
        state.findings.append(dead)
    data = data_row(database.info, target=target.name, stale_days=settings.stale_days)
    state.ledger += inventory_rows(target, inventory)
    state.ledger.append(data)
    state.ledger += [replace(row, data_date=data.data_date) for row in matched.rows]
    state.ledger += issue_rows(target.name, matched.issues)


def _result(state: _Scan, engine: _Engine, *, settings: Settings, began: float) -> ScanResult:
    from hullmark.gate.judge import judge  # noqa: PLC0415 - imported while layers are read

    info = engine.database().info
    fail_on = Severity(settings.fail_on) if settings.fail_on else None
    verdict = judge(state.findings, state.ledger, profile=settings.profile, fail_on=fail_on)
    return ScanResult(
        created_at=clock.now(),
        tool_version=__version__,
        verdict=verdict,
        targets=tuple(state.targets),
        components=tuple(state.components),
        component_targets=tuple(state.component_targets),
        removed=tuple(state.removed),
        owned=tuple(state.owned),
        findings=tuple(state.findings),
        ledger=tuple(state.ledger),
        data=tuple(
            DataSource(name=each.name, date=each.date, records=each.records)
            for each in info.sources
        ),
        data_kind=info.kind,
        duration_s=clock.monotonic() - began,
    )
