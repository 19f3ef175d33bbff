"""Names what a pipeline lacks or does wrong, with place and remedy."""

from collections import defaultdict
from collections.abc import Iterator

from hullmark.audit.gap import AUTOMATIC, gap_of
from hullmark.audit.join import Joined
from hullmark.audit.record import Trail
from hullmark.audit.scan_gaps import scan_gaps
from hullmark.audit.uploads import uploading
from hullmark.model.audit import AuditedImage, AuditGap, Event, ImageRole, ScanKind
from hullmark.model.graph import ImageGraph, NodeKind, Place
from hullmark.model.severity import Severity

_SHOWN = 10


def find_gaps(graph: ImageGraph, trail: Trail, joined: Joined) -> list[AuditGap]:
    """Return every gap, the worst first."""
    finder = _Gaps(graph, trail, joined)
    found = dict.fromkeys([*finder.images(), *scan_gaps(trail, joined), *finder.whole()])
    return sorted(found, key=lambda gap: (-gap.severity.rank, gap.id, gap.place, gap.subject))


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"'{name}'" for name in names[:_SHOWN])
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


class _Gaps:
    def __init__(self, graph: ImageGraph, trail: Trail, joined: Joined) -> None:
        self._graph = graph
        self._trail = trail
        self._joined = joined
        self._whole = graph.of_kind(NodeKind.DOCKERFILE) or joined.images
        self._automatic = any(
            set(each.events) & AUTOMATIC or each.kind not in ("make", "shell", "package scripts")
            for each in trail.files.values()
        )

    def images(self) -> Iterator[AuditGap]:
        """Yield what is wrong image by image."""
        for image in self._joined.images:
            if image.role is ImageRole.MISSING:
                yield gap_of(
                    6,
                    Severity.HIGH,
                    f"'{image.dockerfile}' is to be built and does not exist",
                    image.place,
                    image.name,
                    "write the Dockerfile (hullmark init writes a hardened one) or drop the build",
                )
            elif image.role is ImageRole.BUILT:
                yield from self._built(image)
        yield from self._foreign()
        yield from self._unchecked()

    def _foreign(self) -> Iterator[AuditGap]:
        """Yield what is run here, built elsewhere and looked at by nobody."""
        found = [i for i in self._joined.images if i.role is ImageRole.RUNS and not i.scans]
        if found and not self._joined.unclear:
            names = [image.name for image in found]
            yield gap_of(
                23,
                Severity.LOW,
                f"run here and scanned by nobody: {_listed(names)}",
                min(image.place for image in found),
                names[0] if len(names) == 1 else "repository",
                f"scan them on a schedule: hullmark scan registry:{names[0]}",
            )

    def _unchecked(self) -> Iterator[AuditGap]:
        """Yield the Dockerfiles that no linter reads; one gap where that is all of them."""
        built = [i for i in self._joined.images if i.role is ImageRole.BUILT]
        files = {i.dockerfile: i for i in built if not i.lints}
        every = bool(files) and not any(image.lints for image in built)
        for path, image in list(files.items())[: 1 if every else None]:
            whole = every and len(files) > 1
            yield gap_of(
                21,
                Severity.LOW,
                "no linter or configuration scanner reads "
                + (_listed(list(files)) if whole else f"'{path}'"),
                Place(path=path) if "#" not in path else image.place,
                "repository" if whole else image.name,
                "check Dockerfiles on every pull request: hullmark check .",
            )

    def _built(self, image: AuditedImage) -> Iterator[AuditGap]:
        if not image.builds:
            unread = self._unread_builders()
            more = f", unless by what is not read ({unread})" if unread else " here"
            yield gap_of(
                5,
                Severity.LOW if unread else Severity.MEDIUM,
                f"'{image.name}' is built by no workflow, compose file, bake file or"
                f" Makefile{more}",
                image.place,
                image.name,
                "build and scan it, or remove it",
            )
        if not image.scans:
            yield self._unscanned(image)
            return
        yield from self._moments(image)
        if len(image.scanners) == 1:
            yield gap_of(
                2,
                Severity.LOW,
                f"only {image.scanners[0]} scans '{image.name}'",
                image.scans[0].place,
                image.name,
                "let a second scanner with other data look: hullmark scan reads what others miss",
            )
        late = [build for build in image.builds if build.pushed]
        for build in late:
            scans = [scan for scan in image.scans if scan.job == build.job]
            first = min((scan.place for scan in scans), default=None)
            if first is not None and first.path == build.place.path and first > build.place:
                yield gap_of(
                    19,
                    Severity.MEDIUM,
                    f"'{image.name}' is pushed at line {build.place.line} and scanned only then",
                    build.place,
                    image.name,
                    "build without pushing (load: true), scan, and push what passed",
                )

    def _unread_builders(self) -> str:
        """Return where images are built, or work is done, in a way that is not read."""
        places = {
            each.place.path
            for each in self._trail.unknown
            if "builds images in a way" in each.message or "of another repository" in each.message
        }
        return ", ".join(sorted(places)[:3])

    def _unscanned(self, image: AuditedImage) -> AuditGap:
        unclear = self._joined.unclear
        unread = self._unread_builders()
        if unclear:
            names = ", ".join(sorted({each.tool for each in unclear}))
            message = (
                f"no scan of '{image.name}' is known; {names} scans an image that cannot be"
                " worked out"
            )
        else:
            message = f"no scanner reads the image of '{image.name}'"
            if unread:
                message += f", unless in what is not read ({unread})"
        built = next((each.place for each in image.builds if each.events), image.place)
        return gap_of(
            1,
            Severity.MEDIUM if unclear else Severity.HIGH,
            message,
            built,
            image.name,
            "scan the image where it is built, before it is pushed (hullmark init --close-gaps)",
        )

    def _moments(self, image: AuditedImage) -> Iterator[AuditGap]:
        events = {*image.events, *image.perhaps}
        place = image.scans[0].place
        said = ", ".join(each.value for each in Event if each in events) or "nothing"
        if not events & AUTOMATIC and Event.UNKNOWN not in events:
            yield gap_of(
                18,
                Severity.MEDIUM,
                f"'{image.name}' is scanned only when somebody starts it by hand",
                place,
                image.name,
                "run the scan on pull requests and on a schedule",
            )
            return
        if Event.UNKNOWN in events:
            return
        if Event.PULL_REQUEST not in events:
            yield gap_of(
                3,
                Severity.MEDIUM,
                f"'{image.name}' is scanned on {said}, not on pull requests",
                place,
                image.name,
                "let the scan run on pull_request: what is merged was looked at then",
            )
        if Event.SCHEDULE not in events and self._scheduled():
            yield gap_of(
                4,
                Severity.MEDIUM,
                f"'{image.name}' is scanned on {said}, not on a schedule",
                place,
                image.name,
                "scan on a schedule too: new advisories come without a push",
            )

    def _scheduled(self) -> bool:
        """Tell whether any image is scanned on a schedule."""
        return any(Event.SCHEDULE in image.events for image in self._joined.images)

    def whole(self) -> Iterator[AuditGap]:
        """Yield what the repository as a whole lacks."""
        if not self._whole:
            return
        place = self._place()
        if not self._automatic:
            yield gap_of(
                22,
                Severity.HIGH,
                "no workflow or pipeline file was found: nothing is built or scanned by itself",
                place,
                "repository",
                "add one: hullmark init --close-gaps",
            )
        activities = self._trail.activities
        if not self._scheduled():
            scheduled = any(a.does == "scan" and a.moments.get(Event.SCHEDULE) for a in activities)
            perhaps = any(Event.SCHEDULE in image.perhaps for image in self._joined.images)
            more = ", though other scans are" if scheduled else ""
            if perhaps:
                more = " for sure: that depends on what is not in the repository"
            yield gap_of(
                4,
                Severity.LOW if perhaps else Severity.MEDIUM,
                f"no image is scanned on a schedule{more}",
                place,
                "repository",
                "scan on a schedule too: new advisories come without a push",
            )
        if not any(each.policy or each.does == "policy" for each in activities):
            yield gap_of(
                14,
                Severity.MEDIUM,
                "no policy as code judges images or configuration",
                place,
                "repository",
                "judge every scan by policies: hullmark gate, or Conftest with your own Rego",
            )
        if not any(each.secrets for each in activities):
            yield gap_of(
                15,
                Severity.MEDIUM,
                "nothing looks for secrets",
                place,
                "repository",
                "hullmark scan looks for them in files and layers; gitleaks also in git's history",
            )
        if not self._keeps_history():
            yield gap_of(
                16,
                Severity.LOW,
                "results are kept nowhere: no trend, no cause of a change",
                place,
                "repository",
                "upload SARIF to code scanning, or let hullmark keep results in its store",
            )

    def _keeps_history(self) -> bool:
        for each in self._trail.activities:
            if each.keeps or each.does == "history":
                return True
            if each.does == "scan" and each.uploads_itself and each.looks != "code":
                return True
        return any(
            other.does in ("upload", "report")
            for activity, _, scan in self._joined.scans
            if scan.kind is not ScanKind.CODE
            for other in uploading(activity, self._trail)
        )

    def _place(self) -> Place:
        """Return the file that says most about the pipeline."""
        weight: dict[str, int] = defaultdict(int)
        for each in self._trail.activities:
            weight[each.job.path] += 3 if each.does == "scan" else 1
        automatic = [
            path for path, file in self._trail.files.items() if set(file.events) & AUTOMATIC
        ]
        best = max(automatic or list(weight), key=lambda path: weight[path], default="")
        if best:
            return Place(path=best)
        image = next(iter(self._joined.images), None)
        return image.place if image is not None else Place(path=".")
