"""Checks of an image's configuration and of what its files show, made ready beside the reading."""

import threading
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.kernel.paths import compiled_folder
from hullmark.model.component import Location
from hullmark.model.finding import Finding
from hullmark.model.ledger import Issue, LedgerRow, Status
from hullmark.model.scan import Target
from hullmark.model.violation import Violation

if TYPE_CHECKING:
    from hullmark.checks.engine import Engine
    from hullmark.checks.record import Document
    from hullmark.native.cache.facts import FactCache
    from hullmark.native.contents import Inventory

SUBJECT = "image config"
"""The path of what no file holds."""
_KIND = "image"
_JUDGED = "checked"
_SHOWN = 5
"""Files named in a message; all are places of the finding."""


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What checks said of one image."""

    violations: tuple[Violation, ...] = ()
    issues: tuple[Issue, ...] = ()
    checks: int = 0


class ImageChecks:
    """The checks for images; loaded by a thread of their own while layers are read."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine: Engine | None = None
        self._error: BaseException | None = None
        self._ready = threading.Thread(target=self._prepare, daemon=True)

    def prepare(self) -> None:
        """Begin to load the checks, at most once."""
        if self._settings.checks and self._ready.ident is None:
            self._ready.start()

    def findings(
        self, target: Target, inventory: "Inventory", cache: "FactCache | None"
    ) -> tuple[list[Finding], list[LedgerRow]]:
        """Return what checks say of an image, and the rows of what they could not say.

        Raises:
            HullmarkError: The checks cannot be loaded.
        """
        if target.config is None:
            return [], []
        if not self._settings.checks:
            return [], [_row(target, Status.SKIPPED, "switched off")]
        judged = self._judged(target, inventory, cache)
        from hullmark.merge.violations import findings_of  # noqa: PLC0415 - imported meanwhile
        from hullmark.pipeline.ledger import issue_rows  # noqa: PLC0415

        status = Status.PARTIAL if judged.issues else Status.RAN
        rows = [_row(target, status, f"{judged.checks} checks on the image")]
        rows += issue_rows(target.name, judged.issues)
        return list(findings_of(judged.violations, target)), rows

    def close(self) -> None:
        """Wait for the thread, so that it does not outlive the scan."""
        if self._ready.ident is not None:
            self._ready.join()

    def _judged(self, target: Target, inventory: "Inventory", cache: "FactCache | None") -> Judged:
        assert target.config is not None
        from hullmark.checks.documents.image import image_document  # noqa: PLC0415

        document = image_document(
            target.config,
            name=SUBJECT,
            setuid=inventory.setuid,
            managers=inventory.managers,
            size_bytes=target.size_bytes,
        )
        identity = self._identity(document) if cache is not None else ""
        known = cache.load(_JUDGED, identity, Judged) if cache is not None and identity else None
        if known is not None:
            return known
        engine = self._opened()
        outcome = engine.check(document)
        judged = Judged(
            violations=_told(outcome.violations, inventory.setuid),
            issues=(*outcome.issues, *engine.issues()),
            checks=outcome.checks_run,
        )
        if cache is not None and identity and not judged.issues:
            cache.keep(_JUDGED, identity, judged)
        return judged

    def _identity(self, document: "Document") -> str:
        """Return all that the answer depends on beside our code."""
        import hashlib  # noqa: PLC0415 - imported with the cache

        from hullmark.rego.folder import module_paths, shipped_policies  # noqa: PLC0415

        own = shipped_policies("checks")
        folders = (own / _KIND, own / "lib", *self._settings.check_paths)
        try:
            found = [(path, path.stat()) for each in folders for path in module_paths(each)]
            stamps = [(str(path), about.st_size, about.st_mtime_ns) for path, about in found]
            content = msgspec.msgpack.encode((document.input, stamps))
        except (OSError, UnicodeEncodeError):
            return ""
        return hashlib.blake2b(content, digest_size=32).hexdigest()

    def _opened(self) -> "Engine":
        self.prepare()
        self._ready.join()
        if self._error is not None:
            raise self._error
        assert self._engine is not None
        return self._engine

    def _prepare(self) -> None:
        try:
            import hullmark.merge.violations  # noqa: F401, PLC0415
            from hullmark.checks.bundle import load_bundle  # noqa: PLC0415
            from hullmark.checks.engine import Engine  # noqa: PLC0415
            from hullmark.pipeline.verdict import chosen_opa  # noqa: PLC0415

            bundle = load_bundle(self._settings.check_paths, kind=_KIND)
            opa = chosen_opa(self._settings.checks_engine)
            engine = Engine(bundle, cache=compiled_folder() / "checks", opa=opa)
            engine.warm(_KIND)
            self._engine = engine
        except BaseException as error:  # noqa: BLE001 - carried to the caller's thread
            self._error = error


def _told(violations: tuple[Violation, ...], files: tuple[str, ...]) -> tuple[Violation, ...]:
    """Make one violation of those that name a file each, with the files as places."""
    grouped: dict[str, list[Violation]] = {}
    known = frozenset(files)
    told = []
    for each in violations:
        if each.anchor in known:
            grouped.setdefault(each.rule, []).append(each)
        else:
            told.append(each)
    for same in grouped.values():
        paths = [each.anchor for each in same]
        told.append(
            replace(
                same[0],
                anchor="",
                message=same[0].message if len(same) == 1 else _counted(paths),
                locations=tuple(Location(path=path) for path in paths),
            )
        )
    return tuple(told)


def _counted(paths: list[str]) -> str:
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return (
        f"{len(paths)} files run with the rights of their owner: {', '.join(paths[:_SHOWN])}{more}"
    )


def _row(target: Target, status: Status, reason: str) -> LedgerRow:
    return LedgerRow(
        target=target.name, scanner="native", check="configuration", status=status, reason=reason
    )
