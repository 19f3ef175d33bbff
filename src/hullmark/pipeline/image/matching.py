"""The matcher and its database, made ready by another thread while layers are read."""

import threading
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.kernel import clock
from hullmark.kernel.paths import database_path
from hullmark.model.finding import Finding
from hullmark.model.ledger import LedgerRow
from hullmark.model.scan import DataSource, Target
from hullmark.pipeline.cache import Matched, Recollection, identity_of
from hullmark.pipeline.ledger import data_row, issue_rows

if TYPE_CHECKING:
    from hullmark.advisories.database import AdvisoryDatabase, DatabaseInfo
    from hullmark.native.contents import Inventory
    from hullmark.native.match.database import Advisories


class Matching:
    """Advisories to match against; opened in the background, waited for when needed."""

    def __init__(self, settings: Settings, recollection: Recollection | None = None) -> None:
        self._settings = settings
        self._recollection = recollection or Recollection(None)
        self._database: AdvisoryDatabase | None = None
        self._remembered: Advisories | None = None
        self._error: BaseException | None = None
        self._code_too = True
        self._ready = threading.Thread(target=self._prepare, daemon=True)

    def prepare(self, *, code_too: bool = True) -> None:
        """Begin to get ready, at most once.

        Args:
            code_too: Whether matching is to be expected, rather than an earlier answer.
        """
        self._code_too = code_too
        if self._ready.ident is None:
            self._ready.start()

    def match(
        self, target: Target, inventory: "Inventory"
    ) -> tuple[Target, list[Finding], list[LedgerRow]]:
        """Return the target with its distribution, what is wrong with it, and what was looked up.

        Raises:
            HullmarkError: The database is there and cannot be read.
        """
        database = self._opened()
        data = data_row(database.info, target=target.name, stale_days=self._settings.stale_days)
        today = clock.now().date()
        identity = identity_of(
            inventory.key, target, advisories=self._advisories(database.info), today=today
        )
        matched = self._recollection.recall(identity)
        if matched is None:
            matched = self._matched(target, inventory, database, today=today)
            self._recollection.keep(identity, matched)
        rows = [data, *(replace(row, data_date=data.data_date) for row in matched.rows)]
        return replace(target, distribution=matched.distribution), list(matched.findings), rows

    def _matched(
        self,
        target: Target,
        inventory: "Inventory",
        database: "AdvisoryDatabase",
        *,
        today: date,
    ) -> Matched:
        # Imported by the other thread while layers were read.
        from hullmark.merge.end_of_life import end_of_life_finding  # noqa: PLC0415
        from hullmark.merge.findings import merge_claims  # noqa: PLC0415
        from hullmark.native.match.components import match_components  # noqa: PLC0415
        from hullmark.native.match.remembered import Remembered  # noqa: PLC0415

        if self._remembered is None:
            self._remembered = Remembered(database)
        matched = match_components(
            inventory.components,
            distribution=inventory.distribution,
            database=self._remembered,
            target=target.name,
        )
        target = replace(target, distribution=matched.distribution)
        findings = list(merge_claims(matched.claims, target=target))
        dead = end_of_life_finding(target, today=today)
        if dead is not None:
            findings.append(dead)
        rows = [*matched.rows, *issue_rows(target.name, matched.issues)]
        return Matched(distribution=matched.distribution, findings=findings, rows=rows)

    def _advisories(self, info: "DatabaseInfo") -> str:
        """Return what tells one state of the data from another: its digest, and which file."""
        path = self._settings.database or database_path()
        try:
            found = path.stat()
        except OSError:
            stamp = ""
        else:
            stamp = f"{found.st_ino} {found.st_size} {found.st_mtime_ns}"
        return f"{info.kind} {info.schema} {info.digest} {info.built_at} {stamp}"

    def sources(self) -> tuple[str, tuple[DataSource, ...]]:
        """Return the kind of the database and the feeds in it."""
        info = self._opened().info
        return info.kind, tuple(
            DataSource(name=each.name, date=each.date, records=each.records)
            for each in info.sources
        )

    def aliases(self, identifier: str) -> tuple[str, ...]:
        """Return every id of the flaw that goes by ``identifier``, as far as the database knows."""
        return self._opened().aliases(identifier)

    def close(self) -> None:
        """Let go of the database."""
        if self._ready.ident is not None:
            self._ready.join()
        if self._database is not None:
            self._database.close()

    def _opened(self) -> "AdvisoryDatabase":
        self.prepare()
        self._ready.join()
        if self._error is not None:
            raise self._error
        assert self._database is not None
        return self._database

    def _prepare(self) -> None:
        try:
            if self._code_too:
                import hullmark.merge.findings  # noqa: PLC0415
                import hullmark.native.match.components  # noqa: PLC0415
                import hullmark.native.match.remembered  # noqa: PLC0415
            import hullmark.pipeline.verdict  # noqa: F401, PLC0415

            self._database = self._open()
        except BaseException as error:  # noqa: BLE001 - carried to the caller's thread
            self._error = error

    def _open(self) -> "AdvisoryDatabase":
        """Open the database; one that was asked for by name is not replaced by another."""
        from hullmark.advisories.database import AdvisoryDatabase  # noqa: PLC0415
        from hullmark.advisories.errors import DatabaseMissingError  # noqa: PLC0415

        try:
            return AdvisoryDatabase.open(self._settings.database or database_path())
        except DatabaseMissingError:
            if self._settings.database:
                raise
        from hullmark.advisories.starter_set import open_starter  # noqa: PLC0415 - 20 ms

        return open_starter()
