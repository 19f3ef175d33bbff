"""Names what is wrong scan by scan: lost results, uploads, pins."""

import re
from collections import defaultdict
from collections.abc import Iterator

from hullmark.audit.gap import AUTOMATIC, gap_of
from hullmark.audit.join import Joined
from hullmark.audit.record import Activity, Trail
from hullmark.audit.uploads import uploading
from hullmark.model.audit import AuditGap, Event, Gate, ImageRole, ScanKind
from hullmark.model.graph import Place
from hullmark.model.severity import Severity

_SCANNING = ("scan", "install", "upload", "policy")
_RUNS_ALWAYS = ("always()", "failure()", "cancelled()")


def scan_gaps(trail: Trail, joined: Joined) -> Iterator[AuditGap]:
    """Yield every gap that lies in how something is scanned."""
    finder = _ScanGaps(trail, joined)
    yield from finder.scans()
    yield from finder.uploads()
    yield from finder.pins()


class _ScanGaps:
    def __init__(self, trail: Trail, joined: Joined) -> None:
        self._trail = trail
        self._scans = [each for each in joined.scans if not each[0].within]
        """What is called; what it runs along shares its command, its report and its verdict."""

    def scans(self) -> Iterator[AuditGap]:
        """Yield what is wrong scan by scan."""
        for activity, row, scan in self._scans:
            built = row is not None and row.role is ImageRole.BUILT
            early = {Event.PUSH, Event.PULL_REQUEST} & set(activity.moments)
            if scan.built_here is False and row is not None and built and early:
                yield gap_of(
                    7,
                    Severity.HIGH,
                    f"{scan.scanner} reads '{scan.subject}', which this run did not build",
                    scan.place,
                    row.name,
                    "scan the tag or digest that was just built",
                )
        seen: set[tuple[Place, str]] = set()
        for activity, _row, scan in self._scans:
            by_hand = not set(activity.moments) & AUTOMATIC
            key = (scan.place, scan.scanner)
            if key in seen or scan.kind is ScanKind.CODE:
                continue
            seen.add(key)
            if activity.gate is Gate.THROWN_AWAY:
                yield gap_of(
                    8,
                    Severity.HIGH,
                    f"what {scan.scanner} finds stops nothing: {activity.reason}",
                    scan.place,
                    scan.scanner,
                    "let the scan fail the job, and accept findings one by one with a reason",
                )
            elif activity.gate is Gate.REPORTS and not activity.keeps:
                yield gap_of(
                    9,
                    Severity.LOW if by_hand else Severity.MEDIUM,
                    f"{scan.scanner} cannot fail the job: {activity.reason}",
                    scan.place,
                    scan.scanner,
                    "ask for an exit code, or judge the report with hullmark gate",
                )
        runs = {activity.place for activity in self._trail.activities}
        for activity in self._trail.never:
            if activity.does == "scan" and not activity.within and activity.place not in runs:
                yield gap_of(
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
        for activity, row, scan in self._scans:
            sarif = [file for form, file in activity.outputs if form == "sarif"]
            taken = [each for each in uploading(activity, self._trail) if each.does == "upload"]
            github = activity.job.pipeline == "github"
            if sarif and not taken and not activity.uploads_itself and github:
                yield gap_of(
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
                    yield gap_of(
                        10,
                        Severity.MEDIUM,
                        f"when {scan.scanner} finds something, its SARIF is not uploaded",
                        upload.place,
                        scan.scanner,
                        "give the upload 'if: always()' (or !cancelled())",
                    )
                if upload.tool == "hullmark":
                    continue  # each result says its own category
                own = f"{upload.job.path}:{upload.job.name}/{upload.job.leg}"
                key = (upload.category or own, activity.tool)
                what = row.name if row is not None else scan.subject
                together[key].setdefault(f"{what}", upload)
            makes = activity.job.pipeline in (
                "make",
                "task",
                "just",
            ) or activity.place.path.lower().endswith(("makefile", ".mk"))
            formats = {form for form, _ in activity.outputs}
            if makes and "sarif" not in formats and scan.kind is not ScanKind.CODE:
                yield gap_of(
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
                yield gap_of(
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
            yield gap_of(
                12 if action else 13,
                severity,
                f"'{each.pinned_as}' is named by {how}",
                each.place,
                each.pinned_as,
                "name it by its commit" if action else "name it by its digest",
            )
