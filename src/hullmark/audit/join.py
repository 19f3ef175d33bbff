"""Joins what the pipeline does with the images: who builds, scans and lints which, and when."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from hullmark.audit.record import Activity, Repository, Trail
from hullmark.audit.reference import (
    clean,
    folder_of,
    is_nothing_but_symbols,
    last,
    same_tag,
    short,
    split,
)
from hullmark.audit.rows import Row, Rows, is_below
from hullmark.audit.symbols import is_symbolic
from hullmark.audit.triggers import Moments
from hullmark.audit.uploads import uploads_of
from hullmark.model.audit import (
    AuditedImage,
    Event,
    ImageRole,
    PipelineBuild,
    PipelineScan,
    ScanKind,
)
from hullmark.model.graph import ImageGraph, Place

_CHECKS_DOCKERFILES = frozenset({"trivy", "checkov", "kics", "hullmark", "megalinter", "terrascan"})


@dataclass(slots=True)
class Joined:
    """The table, and which activity each scan comes from."""

    images: list[AuditedImage] = field(default_factory=list)
    repository: list[PipelineScan] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    scans: list[tuple[Activity, Row | None, PipelineScan]] = field(default_factory=list)
    unclear: list[Activity] = field(default_factory=list)
    """Scans of an image that could not be worked out."""


def join(graph: ImageGraph, trail: Trail, repository: Repository) -> Joined:
    """Return the table of images with everything that the pipeline does with them."""
    return _Join(graph, trail, repository).joined()


class _Join:
    def __init__(self, graph: ImageGraph, trail: Trail, repository: Repository) -> None:
        self._rows = Rows(graph, repository.read)
        self._trail = trail
        self._aliases: dict[tuple[str, str], str] = {}
        self._renamed: dict[tuple[str, str], list[str]] = {}
        self._built: dict[str, list[tuple[Row, Activity, str]]] = {}
        """Repository → who builds it, with the tag."""
        self._built_places: dict[tuple[str, int, str], list[Row]] = {}
        self._deploys: dict[str, list[Activity]] = {}
        self._found = Joined()
        self._by_row: dict[int, list[PipelineScan]] = {}
        self._lints: dict[int, list[PipelineScan]] = {}

    def joined(self) -> Joined:
        for activity in self._trail.activities:
            if activity.does in ("build", "bake", "compose"):
                if not list(self._rows.of_build(activity)):
                    self._unclear_build(activity)
            elif activity.does in ("tag", "save") and len(activity.subjects) > 1:
                source, target = activity.subjects[:2]
                self._aliases[(activity.job.run, target)] = source
                self._renamed.setdefault((activity.job.run, source), []).append(target)
            elif activity.does == "deploy":
                self._deploys.setdefault(activity.job.run, []).append(activity)
        self._rows.finish()
        self._index()
        for activity in self._trail.activities:
            if activity.does == "scan":
                self._scan(activity)
        found = self._found
        found.rows = self._rows.all
        found.images = [self._image(row) for row in self._rows.all]
        found.repository = _once(found.repository)
        return found

    def _index(self) -> None:
        for row in self._rows.all:
            for build in row.builds:
                place = (build.place.path, build.place.line, build.job.leg)
                self._built_places.setdefault(place, []).append(row)
                for name in build.tags if build.does == "build" else row.names:
                    repository, tag = split(name)
                    if build.does != "build" and self._rows.is_varied(row):
                        tag = "*"  # the file's variables stand for what the run says
                    self._built.setdefault(repository, []).append((row, build, tag))

    def _unclear_build(self, activity: Activity) -> None:
        if activity.does == "build":
            what = activity.dockerfile or " ".join(activity.subjects)
            self._trail.say(
                activity.place, f"which Dockerfile is built here is not known: '{what}'"
            )
        elif activity.does == "bake" or any(map(is_symbolic, activity.files)):
            what = " ".join((*activity.files, *activity.subjects)) or activity.does
            self._trail.say(
                activity.place, f"what '{activity.does}' builds here is not known: '{what}'"
            )

    def _scan(self, activity: Activity) -> None:
        kind = ScanKind(activity.looks)
        if kind is ScanKind.IMAGE:
            self._scan_image(activity)
            return
        subjects = tuple(map(folder_of, activity.subjects)) or (".",)
        shown = " ".join(subjects)
        scan = self._told(activity, kind, shown)
        linted = False
        if (
            kind is ScanKind.DOCKERFILE
            or kind is ScanKind.POLICY
            or (kind is ScanKind.CONFIGURATION and activity.tool in _CHECKS_DOCKERFILES)
        ):
            for row in self._rows.all:
                if row.role is ImageRole.BUILT and any(
                    is_below(row.dockerfile, each, activity.folder) for each in subjects
                ):
                    self._lints.setdefault(id(row), []).append(scan)
                    linted = True
            if kind is ScanKind.DOCKERFILE and not linted and any(map(is_symbolic, subjects)):
                self._trail.say(
                    activity.place, f"which Dockerfile is checked is not known: '{shown}'"
                )
        self._found.scans.append((activity, None, scan))
        if kind is not ScanKind.DOCKERFILE or not linted:
            self._found.repository.append(scan)

    def _scan_image(self, activity: Activity) -> None:
        if not activity.subjects:
            self._found.unclear.append(activity)
            self._trail.say(activity.place, f"{activity.tool}: no image is named here")
        for subject in activity.subjects:
            found = list(self._matches(activity, clean(subject)))
            if not found:
                self._found.unclear.append(activity)
                self._trail.say(
                    activity.place, f"which image {activity.tool} scans is not known: '{subject}'"
                )
                scan = self._told(activity, ScanKind.IMAGE, subject)
                self._found.scans.append((activity, None, scan))
            for row, built_here in found:
                scan = self._told(activity, ScanKind.IMAGE, subject, built_here=built_here)
                self._by_row.setdefault(id(row), []).append(scan)
                self._found.scans.append((activity, row, scan))

    def _matches(self, activity: Activity, subject: str) -> Iterator[tuple[Row, bool | None]]:
        """Yield the rows that a subject names, and whether the same run built just that."""
        source = self._source_of(activity, subject)
        if "built-at:" in source:
            yield from self._built_at(source)
            return
        exact: list[Row] = []
        near: list[tuple[Row, bool]] = []
        for name in dict.fromkeys((subject, source, *self._aliases_of(activity, subject))):
            repository, tag = split(name)
            for row, build, built_tag in self._built.get(repository, ()):
                here = self._goes_before(build, activity)
                if here and (same_tag(tag, built_tag) or tag.startswith("@$")):
                    exact.append(row)
                else:
                    near.append((row, here))
        if exact:
            yield from ((row, True) for row in _unique(exact))
            return
        if near:
            for row in _unique([row for row, _ in near]):
                yield row, False
            return
        yield from self._by_name(activity, subject)

    def _source_of(self, activity: Activity, subject: str) -> str:
        """Return the name that an image was given before it was renamed or saved to a file.

        A file that another job has fetched may stand in another folder: its name says which.
        """
        run = activity.job.run
        known = self._aliases.get((run, subject))
        if known is None and subject.endswith((".tar", ".tar.gz", ".tgz")):
            file = posixpath.basename(subject)
            same = {
                source
                for (other, target), source in self._aliases.items()
                if other == run and posixpath.basename(target) == file
            }
            known = same.pop() if len(same) == 1 else None
        return known or subject

    def _aliases_of(self, activity: Activity, subject: str) -> list[str]:
        return self._renamed.get((activity.job.run, subject), [])

    def _goes_before(self, build: Activity, scan: Activity) -> bool:
        one, other = build.job, scan.job
        if one.run != other.run:
            return False
        if one.name == other.name:
            return one.leg == other.leg or one.pipeline == "make"
        return one.is_needed_by(other)

    def _built_at(self, subject: str) -> Iterator[tuple[Row, bool | None]]:
        _, path, line, leg = subject[subject.index("built-at:") :].split(":", 3)
        for row in self._built_places.get((path, int(line) if line.isdigit() else 0, leg), ()):
            yield row, True

    def _by_name(self, activity: Activity, subject: str) -> Iterator[tuple[Row, bool | None]]:
        """Yield the row of an image that no build of the pipeline names so."""
        if is_nothing_but_symbols(subject):
            return
        repository, _ = split(subject)
        for row in self._rows.all:
            if any(split(name)[0] == repository for name in row.names):
                yield row, (False if row.role is ImageRole.BUILT else None)
                return
        if repository in self._rows.bases:
            yield self._named(subject, self._rows.bases[repository]), None
            return
        end = last(repository)
        built = [row for row in self._rows.all if row.role is not ImageRole.RUNS]
        composed = [
            row
            for row in built
            for service in row.services
            if end and end.endswith((f"-{service}", f"_{service}"))
        ]
        if len(_unique(composed)) == 1:
            here = any(self._goes_before(build, activity) for build in composed[0].builds)
            yield composed[0], here or None
            return
        named = [row for row in built if end and end in self._ends(row)]
        if len(_unique(named)) == 1:
            yield named[0], None
        elif not is_symbolic(repository):
            yield self._named(subject, activity.place), None

    def _named(self, subject: str, place: Place) -> Row:
        """Return a new row of an image that is neither built nor run here."""
        row = Row(name=short(subject), role=ImageRole.NAMED, place=place, names={subject: None})
        self._rows.all.append(row)
        return row

    def _ends(self, row: Row) -> set[str]:
        names = [*row.names, *(tag for build in row.builds for tag in build.tags)]
        return {last(split(name)[0]) for name in names} - {""}

    def _told(
        self, activity: Activity, kind: ScanKind, subject: str, *, built_here: bool | None = None
    ) -> PipelineScan:
        moments = dict(activity.moments)
        if kind is ScanKind.IMAGE:
            if built_here is False and (Event.SCHEDULE in moments or Event.REGISTRY in moments):
                moments[Event.REGISTRY] = True
            if self._before_deploy(activity):
                moments[Event.DEPLOY] = True
        return PipelineScan(
            scanner=activity.tool,
            kind=kind,
            place=activity.place,
            job=activity.job.title,
            subject=subject,
            events=_sure(moments),
            perhaps=_perhaps(moments),
            outputs=tuple(f"{form} {file}".strip() for form, file in activity.outputs),
            uploads=tuple(uploads_of(activity, self._trail)),
            gate=activity.gate,
            reason=activity.reason,
            pin=activity.pin,
            built_here=built_here,
        )

    def _before_deploy(self, scan: Activity) -> bool:
        return any(
            scan.job.is_needed_by(other.job)
            or (other.job is scan.job and other.tool != "environment")
            for other in self._deploys.get(scan.job.run, ())
        )

    def _image(self, row: Row) -> AuditedImage:
        builds = [
            PipelineBuild(
                tool=build.tool,
                place=build.place,
                job=build.job.title,
                events=_sure(build.moments),
                perhaps=_perhaps(build.moments),
                tags=build.tags,
                pushed=build.pushed,
            )
            for build in row.builds
        ]
        declared = [
            PipelineBuild(tool=name, place=place, job=place.path) for name, place in row.declared
        ]
        names = dict.fromkeys([*row.names, *(tag for build in row.builds for tag in build.tags)])
        return AuditedImage(
            name=row.name,
            role=row.role,
            place=row.place,
            dockerfile=row.dockerfile,
            target=row.target,
            references=tuple(names),
            builds=tuple(dict.fromkeys(builds)) + tuple(dict.fromkeys(declared)),
            scans=tuple(dict.fromkeys(self._by_row.get(id(row), ()))),
            lints=tuple(dict.fromkeys(self._lints.get(id(row), ()))),
        )


def _once(scans: list[PipelineScan]) -> list[PipelineScan]:
    """Return scans with those of one line, reached by several jobs, as one."""
    found: dict[tuple[object, ...], PipelineScan] = {}
    for scan in scans:
        key = (scan.scanner, scan.kind, scan.place, scan.gate, scan.uploads)
        known = found.get(key, scan)
        sure = {*known.events, *scan.events}
        found[key] = msgspec.structs.replace(
            known,
            events=tuple(event for event in Event if event in sure),
            perhaps=tuple(
                event
                for event in Event
                if event in {*known.perhaps, *scan.perhaps} and event not in sure
            ),
        )
    return list(found.values())


def _sure(moments: Moments) -> tuple[Event, ...]:
    return tuple(event for event in Event if moments.get(event))


def _perhaps(moments: Moments) -> tuple[Event, ...]:
    return tuple(event for event in Event if moments.get(event) is False)


def _unique(rows: list[Row]) -> list[Row]:
    found: dict[int, Row] = {id(row): row for row in rows}
    return list(found.values())
