"""Scans targets with the native engine: read once, take inventory, match, merge, judge."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from hullmark import __version__
from hullmark.config.settings import Settings
from hullmark.config.suppression_file import find_suppressions
from hullmark.images.image import Directory, Image, ImageOptions, SbomDocument
from hullmark.images.open import open_target
from hullmark.images.read_ahead import read_ahead
from hullmark.kernel import clock, log
from hullmark.kernel.errors import HullmarkError, IntegrityError
from hullmark.model.component import Component
from hullmark.model.finding import Finding
from hullmark.model.ledger import LedgerRow
from hullmark.model.scan import ScanResult, Target
from hullmark.pipeline.cache import Recollection, close_cache, open_cache
from hullmark.pipeline.image.checks import ImageChecks
from hullmark.pipeline.image.matching import Matching
from hullmark.pipeline.image.secret_search import SecretSearch
from hullmark.pipeline.ledger import failed_row, inventory_rows
from hullmark.ports.progress import SILENT, Progress

if TYPE_CHECKING:
    from hullmark.images.read_ahead import Ahead
    from hullmark.native.cache.facts import FactCache
    from hullmark.native.contents import Inventory
    from hullmark.pipeline.running.runs import ScannerRuns

_SWITCH_S = 0.0001
"""How long one thread may keep the interpreter while another waits. The default of 5 ms starves
the inflating threads, which need it for a moment after each megabyte; measured, 0.1 ms takes a
tenth off a small scan and costs nothing."""


class _Found(msgspec.Struct):
    """What has been found so far."""

    targets: list[Target] = []
    components: list[Component] = []
    component_targets: list[str] = []
    removed: list[Component] = []
    owned: list[Component] = []
    findings: list[Finding] = []
    ledger: list[LedgerRow] = []


def scan(
    names: Sequence[str],
    *,
    settings: Settings,
    progress: Progress = SILENT,
    username: str | None = None,
    password: str | None = None,
    warn: Callable[[str], None] = lambda _: None,
) -> ScanResult:
    """Scan every target of ``names`` and judge what was found.

    A target that cannot be read is a failed ledger row as long as another one can.

    Args:
        names: Targets as users write them.
        settings: What the run is told.
        progress: Told how far it is.
        username: For registries.
        password: For registries.
        warn: Told, in one line each, of what does not touch the result: a cache that cannot be
            used.

    Raises:
        HullmarkError: No target could be read; the first one's error.
        IntegrityError: Bytes of a target are not those it announces.
    """
    began = clock.monotonic()
    sys.setswitchinterval(_SWITCH_S)
    secrets = SecretSearch(settings, warn=warn)
    cache = open_cache(settings, warn=warn, reads=secrets.identity)
    matching = Matching(settings, Recollection(cache))
    checks = ImageChecks(settings)
    runs = _open_runs(settings, cache, progress=progress)
    found = _Found()
    errors: list[HullmarkError] = []
    options = replace(
        image_options(settings, username=username, password=password),
        is_known=cache.knows if cache is not None else None,
    )

    def look(each: Image | Directory | SbomDocument) -> None:
        if runs is not None:
            runs.add(each)
        if settings.dockerfile and isinstance(each, Image) and not each.target.origins:
            each = _traced(each, found, settings.dockerfile)
        each, inventory = _read(
            each,
            matching,
            progress=progress,
            settings=settings,
            cache=cache,
            secrets=secrets,
            checks=checks,
        )
        _add(found, each.target, inventory, matching, progress=progress)
        if not isinstance(each, SbomDocument) and each.target.kind != "repo":
            for looked in (secrets, checks):
                findings, rows = looked.findings(found.targets[-1], inventory, cache)
                found.findings += findings
                found.ledger += rows

    try:
        for name in names:
            try:
                with open_target(name, options=options, progress=progress) as opened:
                    for each in opened:
                        look(each)
                        if each.target.kind == "repo" and isinstance(each, Directory):
                            _add_repository(
                                found,
                                each,
                                settings=settings,
                                options=options,
                                progress=progress,
                                look=look,
                            )
            except IntegrityError:
                raise
            except HullmarkError as error:
                log.info("target.failed", target=name, code=error.code)
                errors.append(error)
                found.ledger.append(failed_row(name, error))
        if errors and not found.targets:
            raise errors[0]
        if runs is not None:
            _add_runs(found, runs, matching, settings=settings, progress=progress)
        return _result(found, matching, settings=settings, began=began)
    finally:
        if runs is not None:
            runs.close()
        matching.close()
        checks.close()
        close_cache(cache, warn=warn)


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
        verify_key=settings.verify_key,
        username=username,
        password=password,
    )


def _read(
    opened: Image | Directory | SbomDocument,
    matching: Matching,
    *,
    progress: Progress,
    settings: Settings,
    cache: "FactCache | None",
    secrets: SecretSearch,
    checks: ImageChecks,
) -> "tuple[Image | Directory | SbomDocument, Inventory]":
    """Return what was opened, as it may be told, and its inventory.

    The largest layer inflates while we import.
    """
    ahead = None
    if isinstance(opened, Image) and cache is not None:
        matching.prepare(code_too=False)
        told = secrets.recalled(opened, cache)
        known = cache.load_inventory(told) if told is not None else None
        if told is not None and known is not None:
            return told, known
    if isinstance(opened, SbomDocument):
        matching.prepare()
        from hullmark.native.sbom import take_sbom_inventory  # noqa: PLC0415 - images need it not

        return opened, take_sbom_inventory(opened)
    if isinstance(opened, Image):
        size = sum(layer.info.size_bytes for layer in opened.layers)
        progress.stage("reading layers", total=size)
        if settings.workers != 1:
            ahead = _ahead(opened, cache, progress=progress)
    from hullmark.native.inventory import (  # noqa: PLC0415 - runs beside the inflating thread
        take_directory_inventory,
        take_inventory,
    )
    from hullmark.shipped import CATALOGERS  # noqa: PLC0415

    matching.prepare()
    if isinstance(opened, Image):
        checks.prepare()
        opened = secrets.masked(opened, cache)
        return opened, take_inventory(
            opened,
            catalogers=CATALOGERS,
            progress=progress,
            workers=settings.workers,
            ahead=ahead,
            cache=cache,
            secrets=secrets.reader,
        )
    # Files of a repository are looked through by what git keeps, in ``repository_findings``.
    reader = secrets.reader if opened.target.kind != "repo" else None
    return opened, take_directory_inventory(
        opened, catalogers=CATALOGERS, progress=progress, secrets=reader
    )


def _traced(image: Image, found: _Found, dockerfile: str) -> Image:
    """Return the image with the line of the Dockerfile that made each layer."""
    from hullmark.pipeline.dockerfile_lines import traced  # noqa: PLC0415 - only where it is named

    target, row = traced(image.target, dockerfile)
    found.ledger.append(row)
    return replace(image, target=target)


def _ahead(image: Image, cache: "FactCache | None", *, progress: Progress) -> "Ahead | None":
    """Start to inflate the largest layer, unless its facts are known."""
    if cache is not None and image.layers:
        largest = max(range(len(image.layers)), key=lambda at: image.layers[at].info.size_bytes)
        if cache.expects_layer(image.layers[largest], largest):
            return None
    return read_ahead(image.layers, progress.advance)


def _add(
    found: _Found,
    target: Target,
    inventory: "Inventory",
    matching: Matching,
    *,
    progress: Progress,
) -> None:
    progress.stage("matching", total=None)
    target, findings, rows = matching.match(target, inventory)
    found.targets.append(target)
    found.components += inventory.components
    found.component_targets += [target.name] * len(inventory.components)
    found.removed += inventory.removed
    found.owned += inventory.owned
    found.findings += findings
    found.ledger += inventory_rows(target, inventory)
    found.ledger += rows


def _add_repository(
    found: _Found,
    repository: Directory,
    *,
    settings: Settings,
    options: ImageOptions,
    progress: Progress,
    look: Callable[[Image], None],
) -> None:
    """Add what the repository's configuration and its image graph say, and the images of it."""
    from hullmark.pipeline.image.planned import PlannedImages  # noqa: PLC0415 - see below
    from hullmark.pipeline.repository import repository_findings  # noqa: PLC0415 - images need it not

    progress.stage("checking configuration", total=None)
    target = repository.target
    findings, rows, plan = repository_findings(repository.root, target, settings=settings)
    found.findings += findings
    found.ledger += rows
    images = PlannedImages(
        repository.root, settings=settings, options=options, progress=progress, look=look
    )
    found.ledger += images.scan(plan, target=target.name)


def _open_runs(
    settings: Settings, cache: "FactCache | None", *, progress: Progress
) -> "ScannerRuns | None":
    """Return the runs of other scanners, where any are asked for."""
    if not settings.scanners and not settings.locked:
        return None
    from hullmark.pipeline.running.runs import open_runs  # noqa: PLC0415 - most scans have none

    return open_runs(settings, cache=cache, progress=progress)


def _add_runs(
    found: _Found,
    runs: "ScannerRuns",
    matching: Matching,
    *,
    settings: Settings,
    progress: Progress,
) -> None:
    """Wait for the other scanners and join what they say with what we found."""
    from hullmark.pipeline.running.inventories import (  # noqa: PLC0415 - see above
        seen_only_by_others,
    )
    from hullmark.pipeline.running.joining import join_outcomes  # noqa: PLC0415 - see above

    progress.stage("waiting for scanners", total=None)
    outcomes = runs.finish()
    found.findings, rows = join_outcomes(
        outcomes,
        found.findings,
        found.ledger,
        targets=found.targets,
        inventories=_inventories(found),
        settings=settings,
        aliases=matching.aliases,
    )
    found.ledger += [*rows, *runs.rows()]
    for name, component in seen_only_by_others(outcomes, _inventories(found)):
        found.components.append(component)
        found.component_targets.append(name)


def _inventories(found: _Found) -> dict[str, list[Component]]:
    """Return name of a target → what is in it."""
    held: dict[str, list[Component]] = {}
    for component, target in zip(found.components, found.component_targets, strict=True):
        held.setdefault(target, []).append(component)
    return held


def _result(found: _Found, matching: Matching, *, settings: Settings, began: float) -> ScanResult:
    from hullmark.pipeline.verdict import verdict_of  # noqa: PLC0415 - imported while layers were read

    kind, sources = matching.sources()
    if settings.vex or settings.suppressions or find_suppressions(Path.cwd()):
        from hullmark.pipeline.decisions import decide  # noqa: PLC0415 - most scans have none

        decided = decide(found.findings, targets=found.targets, settings=settings)
        found.findings = list(decided.findings)
        found.ledger += decided.ledger
    verdict = verdict_of(
        found.findings,
        found.ledger,
        settings=settings,
        targets=found.targets,
        components=found.components,
        component_targets=found.component_targets,
    )
    result = ScanResult(
        created_at=clock.now(),
        tool_version=__version__,
        verdict=verdict,
        targets=tuple(found.targets),
        components=tuple(found.components),
        component_targets=tuple(found.component_targets),
        removed=tuple(found.removed),
        owned=tuple(found.owned),
        findings=tuple(found.findings),
        ledger=tuple(found.ledger),
        data=sources,
        data_kind=kind,
        duration_s=clock.monotonic() - began,
    )
    if settings.baseline is None and not settings.new_only:
        return result
    from hullmark.pipeline.baseline import against_baseline  # noqa: PLC0415 - most scans have none

    return against_baseline(result, settings=settings)
