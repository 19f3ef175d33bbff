"""Names what a pipeline lacks or does wrong, with place and remedy."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from hullmark.audit.join import Joined, uploading
from hullmark.audit.record import Activity, Trail
from hullmark.model.audit import AuditedImage, AuditGap, Event, Gate, ImageRole, ScanKind
from hullmark.model.graph import ImageGraph, NodeKind, Place
from hullmark.model.severity import Severity

_AUTOMATIC = frozenset(set(Event) - {Event.MANUAL, Event.UNKNOWN})
_SCANNING: Final = ("scan", "install", "upload", "policy")
_SHOWN = 10
_RUNS_ALWAYS = ("always()", "failure()", "cancelled()")


def find_gaps(graph: ImageGraph, trail: Trail, joined: Joined) -> list[AuditGap]:
    """Return every gap, the worst first."""
    finder = _Gaps(graph, trail, joined)
    found = dict.fromkeys(
        [*finder.images(), *finder.scans(), *finder.uploads(), *finder.pins(), *finder.whole()]
    )
    return sorted(found, key=lambda gap: (-gap.severity.rank, gap.id, gap.place, gap.subject))


def _gap(
    number: int, severity: Severity, message: str, place: Place, subject: str, remedy: str
) -> AuditGap:
    return AuditGap(
        id=f"HM-AUDIT-{number:04}",
        severity=severity,
        message=message,
        place=place,
        subject=subject,
        remedy=remedy,
    )


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
            set(each.events) & _AUTOMATIC or each.kind not in ("make", "shell", "package scripts")
            for each in trail.files.values()
        )

    def images(self) -> Iterator[AuditGap]:
        """Yield what is wrong image by image."""
        for image in self._joined.images:
            if image.role is ImageRole.MISSING:
                yield _gap(
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
        if found:
            names = [image.name for image in found]
            yield _gap(
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
            yield _gap(
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
            yield _gap(
                5,
                Severity.LOW if unread else Severity.MEDIUM,
                f"'{image.name}' is built by no workflow, compose file, bake file or Makefile{more}",
                image.place,
                image.name,
                "build and scan it, or remove it",
            )
        if not image.scans:
            yield self._unscanned(image)
            return
        yield from self._moments(image)
        if len(image.scanners) == 1:
            yield _gap(
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
                yield _gap(
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
            message = f"no scan of '{image.name}' is known; {names} scans an image that cannot be worked out"
        else:
            message = f"no scanner reads the image of '{image.name}'"
            if unread:
                message += f", unless in what is not read ({unread})"
        built = next((each.place for each in image.builds if each.events), image.place)
        return _gap(
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
        if not events & _AUTOMATIC and Event.UNKNOWN not in events:
            yield _gap(
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
            yield _gap(
                3,
                Severity.MEDIUM,
                f"'{image.name}' is scanned on {said}, not on pull requests",
                place,
                image.name,
                "let the scan run on pull_request: what is merged was looked at then",
            )
        if Event.SCHEDULE not in events and self._scheduled():
            yield _gap(
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

    def scans(self) -> Iterator[AuditGap]:
        """Yield what is wrong scan by scan."""
        for activity, row, scan in self._joined.scans:
            built = row is not None and row.role is ImageRole.BUILT
            early = {Event.PUSH, Event.PULL_REQUEST} & set(activity.moments)
            if scan.built_here is False and row is not None and built and early:
                yield _gap(
                    7,
                    Severity.HIGH,
                    f"{scan.scanner} reads '{scan.subject}', which this run did not build",
                    scan.place,
                    row.name,
                    "scan the tag or digest that was just built",
                )
        seen: set[tuple[Place, str]] = set()
        for activity, _row, scan in self._joined.scans:
            by_hand = not set(activity.moments) & _AUTOMATIC
            key = (scan.place, scan.scanner)
            if key in seen or scan.kind is ScanKind.CODE:
                continue
            seen.add(key)
            if activity.gate is Gate.THROWN_AWAY:
                yield _gap(
                    8,
                    Severity.HIGH,
                    f"what {scan.scanner} finds stops nothing: {activity.reason}",
                    scan.place,
                    scan.scanner,
                    "let the scan fail the job, and accept findings one by one with a reason",
                )
            elif activity.gate is Gate.REPORTS and not activity.keeps:
                yield _gap(
                    9,
                    Severity.LOW if by_hand else Severity.MEDIUM,
                    f"{scan.scanner} cannot fail the job: {activity.reason}",
                    scan.place,
                    scan.scanner,
                    "ask for an exit code, or judge the report with hullmark gate",
                )
        runs = {activity.place for activity in self._trail.activities}
        for activity in self._trail.never:
            if activity.does == "scan" and activity.place not in runs:
                yield _gap(
                    20,
                    Severity.MEDIUM,
                    f"{activity.tool} never runs: no trigger of the workflow meets its conditions",
                    activity.place,
                    activity.tool,
                    "correct the condition or the triggers",
                )

    def uploads(self) -> Iterator[AuditGap]:
        """Yield SARIF that goes nowhere, and uploads that overwrite each other."""
        together: dict[tuple[str, str], dict[str, Activity]] = defaultdict(dict)
        for activity, row, scan in self._joined.scans:
            sarif = [file for form, file in activity.outputs if form == "sarif"]
            taken = [each for each in uploading(activity, self._trail) if each.does == "upload"]
            github = activity.job.pipeline == "github"
            if sarif and not taken and not activity.uploads_itself and github:
                yield _gap(
                    10,
                    Severity.MEDIUM,
                    f"{scan.scanner} writes '{sarif[0] or 'SARIF'}', and nothing uploads it",
                    scan.place,
                    scan.scanner,
                    "upload it with github/codeql-action/upload-sarif and a category of its own",
                )
            for upload in taken:
                if (
                    activity.gate is Gate.FAILS
                    and upload.place > activity.place
                    and (
                        upload.job is activity.job
                        and not any(word in upload.condition for word in _RUNS_ALWAYS)
                    )
                ):
                    yield _gap(
                        10,
                        Severity.MEDIUM,
                        f"when {scan.scanner} finds something, its SARIF is not uploaded",
                        upload.place,
                        scan.scanner,
                        "give the upload 'if: always()' (or !cancelled())",
                    )
                own = f"{upload.job.path}:{upload.job.name}/{upload.job.leg}"
                key = (upload.category or own, activity.tool)
                what = row.name if row is not None else scan.subject
                together[key].setdefault(f"{what}", upload)
            makes = activity.job.pipeline == "make" or activity.place.path.lower().endswith(
                ("makefile", ".mk")
            )
            formats = {form for form, _ in activity.outputs}
            if makes and "sarif" not in formats and scan.kind is not ScanKind.CODE:
                yield _gap(
                    17,
                    Severity.LOW,
                    f"{scan.scanner} writes no SARIF in '{activity.job.name or scan.place.path}'",
                    scan.place,
                    scan.scanner,
                    "write SARIF, and join several with hullmark aggregate",
                )
        for (category, tool), subjects in together.items():
            if len(subjects) > 1:
                upload = next(iter(subjects.values()))
                names = ", ".join(sorted(subjects))
                yield _gap(
                    11,
                    Severity.HIGH,
                    f"results of {tool} for {names} share the category '{category}': each upload"
                    " replaces the one before",
                    upload.place,
                    tool,
                    "give every image a category of its own",
                )

    def pins(self) -> Iterator[AuditGap]:
        """Yield scanners that may change between two runs."""
        seen: set[tuple[str, Place]] = set()
        activities = [*self._trail.activities, *self._trail.never]
        for each in activities:
            key = (each.pinned_as, each.place)
            if not each.pin or each.pin == "digest" or each.does not in _SCANNING or key in seen:
                continue
            seen.add(key)
            action = "@" in each.pinned_as
            moving = each.pin == "moving"
            branch = moving and not re.search(r"@v?\d", each.pinned_as)
            severity = (
                Severity.HIGH if branch and action else Severity.MEDIUM if moving else Severity.LOW
            )
            how = (
                "a branch"
                if branch
                else "a tag that moves"
                if moving
                else "a tag that can be moved"
            )
            if not action:
                how = "a tag that moves" if moving else "a tag, not a digest"
            yield _gap(
                12 if action else 13,
                severity,
                f"'{each.pinned_as}' is named by {how}",
                each.place,
                each.pinned_as,
                "name it by its commit" if action else "name it by its digest",
            )

    def whole(self) -> Iterator[AuditGap]:
        """Yield what the repository as a whole lacks."""
        if not self._whole:
            return
        place = self._place()
        if not self._automatic:
            yield _gap(
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
            yield _gap(
                4,
                Severity.LOW if perhaps else Severity.MEDIUM,
                f"no image is scanned on a schedule{more}",
                place,
                "repository",
                "scan on a schedule too: new advisories come without a push",
            )
        if not any(each.policy or each.does == "policy" for each in activities):
            yield _gap(
                14,
                Severity.MEDIUM,
                "no policy as code judges images or configuration",
                place,
                "repository",
                "judge every scan by policies: hullmark gate, or Conftest with your own Rego",
            )
        if not any(each.secrets for each in activities):
            yield _gap(
                15,
                Severity.MEDIUM,
                "nothing looks for secrets",
                place,
                "repository",
                "hullmark scan looks for them in files and layers; gitleaks also in git's history",
            )
        if not self._keeps_history():
            yield _gap(
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
            path for path, file in self._trail.files.items() if set(file.events) & _AUTOMATIC
        ]
        best = max(automatic or list(weight), key=lambda path: weight[path], default="")
        if best:
            return Place(path=best)
        image = next(iter(self._joined.images), None)
        return image.place if image is not None else Place(path=".")
