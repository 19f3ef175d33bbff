"""Scans the images that a repository stands on, runs and builds, where they can be had."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.discovery.plan import PlannedScan, Way
from hullmark.images.errors import ImageNotFoundError
from hullmark.images.image import Image, ImageOptions
from hullmark.images.open import Opened, open_target
from hullmark.images.remote_errors import EngineNotFoundError
from hullmark.kernel import log
from hullmark.kernel.errors import HullmarkError, IntegrityError
from hullmark.model.ledger import LedgerRow, Status
from hullmark.pipeline.image.builds import Builder, find_builder
from hullmark.ports.progress import Progress

_Source = tuple[str, Callable[[], contextlib.AbstractContextManager[Opened]]]
"""What is said of where an image is from, and how it is opened."""


class PlannedImages:
    """The images of one repository, one after the other."""

    def __init__(
        self,
        root: Path,
        *,
        settings: Settings,
        options: ImageOptions,
        progress: Progress,
        look: Callable[[Image], None],
    ) -> None:
        """Hold what is needed to have them; ``look`` takes each image that can be had."""
        self._root = root
        self._settings = settings
        self._options = options
        self._progress = progress
        self._look = look
        self._builder: Builder | None = None
        self._missing: HullmarkError | None = None

    def scan(self, plan: Sequence[PlannedScan], *, target: str) -> list[LedgerRow]:
        """Look at every image of a plan; return a row for each, whether it could be had or not.

        Raises:
            IntegrityError: The bytes of an image are not those that it announces.
        """
        if self._settings.images == "none":
            return [_row(each, target, Status.SKIPPED, _not_asked(each)) for each in plan]
        if self._settings.build and plan:
            try:
                self._builder = find_builder()
            except HullmarkError as error:
                self._missing = error
        return [self._one(each, target) for each in plan]

    def _one(self, planned: PlannedScan, target: str) -> LedgerRow:
        for said, opening in self._sources(planned):
            try:
                with opening() as opened:
                    for each in opened:
                        if isinstance(each, Image):
                            self._look(self._traced(_named(each, planned), planned))
            except IntegrityError:
                raise
            except (ImageNotFoundError, EngineNotFoundError) as error:
                log.info("planned.not-there", image=planned.name, source=said, why=error.message)
                continue
            except HullmarkError as error:
                reason = f"{error.code}: {error.message}"
                return _row(planned, target, Status.FAILED, reason)
            roles = ", ".join(planned.roles)
            return _row(planned, target, Status.RAN, f"{roles}; {said}")
        if planned.way is Way.BUILD and self._missing is not None:
            reason = f"{self._missing.code}: {self._missing.message}"
            return _row(planned, target, Status.FAILED, reason)
        return _row(planned, target, Status.SKIPPED, _not_asked(planned))

    def _traced(self, image: Image, planned: PlannedScan) -> Image:
        """Return a build with the line of its Dockerfile that made each layer."""
        if planned.way is not Way.BUILD or not planned.dockerfile:
            return image
        from hullmark.pipeline.dockerfile_lines import traced_build  # noqa: PLC0415 - only builds

        target = traced_build(
            image.target,
            self._root,
            dockerfile=planned.dockerfile,
            stage=planned.target,
            arguments=planned.arguments,
        )
        return replace(image, target=target)

    def _sources(self, planned: PlannedScan) -> Iterator[_Source]:
        """Yield where an image may be, the nearest first."""
        builder = self._builder
        if planned.way is Way.BUILD and self._settings.build:
            if builder is not None:
                yield f"built with {builder.name}", lambda: self._built(planned, builder)
            return
        if not planned.reference:
            return
        for path in self._settings.image_archives:
            yield f"from '{path}'", self._opening(f"{path}:{planned.reference}")
        from hullmark.images.engine import find_engine  # noqa: PLC0415 - needs HTTP

        kind = find_engine()
        if kind is not None:
            said = f"as {kind} has it" if planned.way is Way.PULL else f"built earlier, in {kind}"
            yield said, self._opening(f"{kind}:{planned.reference}")
        if planned.way is Way.PULL:
            if builder is not None and builder.name != kind:
                yield f"as {builder.name} has it", lambda: self._exported(planned, builder)
            if self._settings.images == "pull":
                yield "from its registry", self._opening(f"registry:{planned.reference}")

    def _opening(self, name: str) -> Callable[[], contextlib.AbstractContextManager[Opened]]:
        return lambda: open_target(name, options=self._options, progress=self._progress)

    @contextlib.contextmanager
    def _built(self, planned: PlannedScan, builder: Builder) -> Iterator[Opened]:
        with (
            builder.built(
                planned,
                self._root,
                timeout_s=self._settings.build_timeout,
                progress=lambda said: self._progress.stage(said, total=None),
            ) as archive,
            open_target(str(archive), options=self._options, progress=self._progress) as opened,
        ):
            yield opened

    @contextlib.contextmanager
    def _exported(self, planned: PlannedScan, builder: Builder) -> Iterator[Opened]:
        with contextlib.ExitStack() as stack:
            try:
                archive = stack.enter_context(builder.exported(planned.reference))
            except HullmarkError as error:
                raise ImageNotFoundError(error.message) from error
            yield stack.enter_context(
                open_target(str(archive), options=self._options, progress=self._progress)
            )


def _named(image: Image, planned: PlannedScan) -> Image:
    """Call an image what the repository calls it, not what it was handed over in."""
    name = planned.reference
    if not name:
        name = f"{planned.dockerfile}#{planned.target}" if planned.target else planned.dockerfile
    return replace(image, target=replace(image.target, name=name))


def _not_asked(planned: PlannedScan) -> str:
    """Say what would have it scanned."""
    where = f" ({planned.places[0]})" if planned.places else ""
    if planned.way is Way.PULL:
        return f"not scanned along{where}: --pull fetches it, or hullmark scan {planned.reference}"
    stage = f", stage {planned.target}" if planned.target else ""
    return f"not built{where}: --build does, or build {planned.dockerfile}{stage} and scan that"


def _row(planned: PlannedScan, target: str, status: Status, reason: str) -> LedgerRow:
    return LedgerRow(
        target=target,
        scanner="native",
        check=f"image {planned.name}",
        status=status,
        reason=reason,
    )
