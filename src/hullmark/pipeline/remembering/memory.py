"""Remembers results: recorded in the store that the settings name, and asked for again.

A store that fails never costs a result: it is told with a warning and a row of its ledger.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.kernel import log
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.paths import state_folder
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import ScanResult, Target

if TYPE_CHECKING:
    from hullmark.store.connection import Store
    from hullmark.store.place import Place

_COMMIT_VARIABLES = ("GITHUB_SHA", "CI_COMMIT_SHA", "BUILD_SOURCEVERSION", "GIT_COMMIT")
_REVISION_BYTES = 4096
"""A file below ``.git`` that names a revision has 41."""


def place_of_store(settings: Settings) -> "Place":
    """Return where the store of these settings is.

    Raises:
        ConfigError: The setting names no place.
    """
    from hullmark.store.place import place_of  # noqa: PLC0415 - only where something is recorded

    return place_of(settings.store_url, home=state_folder())


@contextmanager
def opened_store(settings: Settings, *, read_only: bool = False) -> Iterator["Store"]:
    """Give the store of these settings, and close it.

    Raises:
        HullmarkError: It cannot be opened.
    """
    from hullmark.store.content import UNREADABLE  # noqa: PLC0415 - see above
    from hullmark.store.open import open_store  # noqa: PLC0415

    store = open_store(place_of_store(settings), read_only=read_only)
    try:
        yield store
    except UNREADABLE as error:
        from hullmark.store.upkeep import raise_damage  # noqa: PLC0415 - in trouble only

        raise_damage(store, error)
        raise
    finally:
        store.close()


def remember(
    result: ScanResult,
    *,
    settings: Settings,
    command: str,
    warn: Callable[[str], None] = lambda _: None,
    evidence: Sequence[Path] = (),
) -> ScanResult:
    """Record a result and return it; where that cannot be done, with a row that says so.

    Args:
        result: What was found.
        settings: Whether to record, and where.
        command: Verb that made it.
        warn: Told in one line why it is not recorded.
        evidence: Reports that it rests on, kept with it.
    """
    if not settings.store_record or not result.targets:
        return result
    try:
        _record(result, settings=settings, command=command, evidence=evidence)
    except HullmarkError as error:
        return _not_recorded(result, error.code, error.message, error.hint or "", warn=warn)
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:
        log.warning("store.defect", error=repr(error))
        if os.environ.get("HULLMARK_TRACEBACK"):
            raise
        cause = f"{type(error).__name__}: {error}"
        return _not_recorded(
            result, "HM9000", cause, "this is a defect; please report it", warn=warn
        )
    return result


def find_previous(settings: Settings, target: Target, *, stream: str = "") -> ScanResult | None:
    """Return what the last recorded scan of a target's lineage said.

    Raises:
        HullmarkError: The store cannot be read.
    """
    from hullmark.model.lineage import lineage_of  # noqa: PLC0415 - see above
    from hullmark.store.restore import previous_result  # noqa: PLC0415

    with opened_store(settings, read_only=True) as store:
        return previous_result(store, lineage_of(target), stream=stream)


def _record(
    result: ScanResult, *, settings: Settings, command: str, evidence: Sequence[Path]
) -> None:
    from hullmark.model.lineage import lineage_of  # noqa: PLC0415 - see above
    from hullmark.report.base_layers import count_base_layers  # noqa: PLC0415
    from hullmark.store.record import record_scan  # noqa: PLC0415

    # The history that tells base from code is not kept; what it tells is.
    targets = tuple(replace(each, base_layers=count_base_layers(each)) for each in result.targets)
    with opened_store(settings) as store:
        recorded = record_scan(
            store,
            replace(result, targets=targets),
            lineages=[lineage_of(target) for target in result.targets],
            command=command,
            stream=_stream(result, command),
            commit=current_commit(Path.cwd()),
            evidence=_evidence(evidence),
        )
    log.info("store.recorded", scan=recorded.scan, new=recorded.is_new)


def _stream(result: ScanResult, command: str) -> str:
    """Tell reports of other scanners apart from our own looks: they see different things."""
    if command == "scan":
        return ""
    scanners = sorted({source.scanner for each in result.findings for source in each.sources})
    rows = sorted({row.scanner for row in result.ledger if row.check.startswith("report")})
    return ",".join(rows or scanners) or command


def _evidence(files: Sequence[Path]) -> list["Evidence"]:
    from hullmark.store.record import Evidence  # noqa: PLC0415

    found = []
    for file in files:
        try:
            with file.open("rb") as opened:
                content = opened.read(EVIDENCE_BYTES + 1)
        except OSError:
            continue  # its row of the ledger says so
        if len(content) <= EVIDENCE_BYTES:
            found.append(Evidence(name=str(file), kind="report", content=content))
    return found


EVIDENCE_BYTES = 16 * 1024 * 1024
"""Largest report that is kept with its result; larger ones would make the store their archive."""

if TYPE_CHECKING:
    from hullmark.store.record import Evidence


def current_commit(folder: Path) -> str:
    """Return the revision that a pipeline or the folder's repository is at; empty without one."""
    for name in _COMMIT_VARIABLES:
        if revision := os.environ.get(name, "").strip():
            return revision[:64]
    for place in (folder, *folder.parents):
        head = _first_line(place / ".git" / "HEAD")
        if head:
            if head.startswith("ref: "):
                return _first_line(place / ".git" / head[5:])[:64]
            return head[:64]
    return ""


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.readline(_REVISION_BYTES).decode("ascii", "replace").strip()
    except OSError:
        return ""


def _not_recorded(
    result: ScanResult, code: str, message: str, hint: str, *, warn: Callable[[str], None]
) -> ScanResult:
    words = f"{code}: {message}" + (f" ({hint})" if hint else "")
    warn(f"{words}; the result is complete and was not recorded")
    row = LedgerRow(
        target="",
        scanner="hullmark",
        check="store",
        status=Status.FAILED,
        reason=f"not recorded: {words}",
    )
    return replace(result, ledger=(*result.ledger, row))
