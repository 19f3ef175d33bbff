"""Finds where the reports of a scan go: uploads, artifacts, reports to the system itself."""

import posixpath
from collections.abc import Iterator
from fnmatch import fnmatchcase

from hullmark.audit.record import Activity, Trail
from hullmark.audit.symbols import is_symbolic


def uploads_of(activity: Activity, trail: Trail) -> Iterator[str]:
    """Yield where a scan's reports go."""
    if activity.uploads_itself:
        yield "code scanning"
    seen: set[str] = set()
    for other in uploading(activity, trail):
        said = {
            "upload": f"code scanning (category {other.category})"
            if other.category
            else "code scanning",
            "artifact": "artifact",
            "report": f"{other.tool} report",
            "history": other.tool,
        }[other.does]
        if said not in seen:
            seen.add(said)
            yield said
    if activity.keeps:
        yield f"{activity.tool} service"


def uploading(activity: Activity, trail: Trail) -> Iterator[Activity]:
    """Yield the uploads that take a report of this scan."""
    files = [file for _, file in activity.outputs if file]
    if not files:
        return
    kept = False
    for other in trail.takers(activity.job.run):
        same = other.job.name == activity.job.name and other.job.leg == activity.job.leg
        takes = any(_takes(each, file) for each in other.subjects for file in files)
        if same and takes:
            kept = kept or other.does == "artifact"
            yield other
        elif not same and kept and other.does == "upload" and activity.job.is_needed_by(other.job):
            yield other


def _takes(pattern: str, file: str) -> bool:
    pattern, file = (posixpath.normpath(each.strip()) for each in (pattern, file))
    if pattern == file or file.startswith(f"{pattern}/") or pattern == ".":
        return True
    if set("*?") & set(pattern):
        return fnmatchcase(file, pattern) or fnmatchcase(file, pattern.replace("**/", ""))
    return is_symbolic(pattern) and posixpath.basename(pattern) == posixpath.basename(file)
