"""``init``: settings, a pipeline and missing Dockerfiles for a repository."""

import difflib
import os
import posixpath
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from hullmark.audit.errors import NothingToAuditError
from hullmark.audit.read import Files
from hullmark.discovery.graph import discover
from hullmark.images.directory import open_directory
from hullmark.kernel.errors import HullmarkError
from hullmark.kernel.space import write_whole
from hullmark.model.audit import ImageRole, PipelineAudit
from hullmark.model.graph import EdgeKind, ImageGraph, NodeKind
from hullmark.pipeline.gaps import find_gaps, unread_of_pipeline
from hullmark.pipeline.starting.builds import Build, builds_of
from hullmark.pipeline.starting.closing import patch_pipeline
from hullmark.pipeline.starting.dockerfiles import dockerfile_for
from hullmark.pipeline.starting.pipelines import github_workflow, gitlab_file

GITHUB_FILE = ".github/workflows/hullmark.yml"
GITLAB_FILE = ".gitlab/hullmark.yml"
_GITLAB = ".gitlab-ci.yml"
_SETTINGS = """# Settings of Hullmark; `hullmark config show` lists all of them with their origin.

# What fails a scan: strict, balanced or observe.
profile = "balanced"

# Age in days from which advisory data counts as stale and a clean scan as incomplete.
stale_days = 7
"""
_CLOSED = (
    "HM-AUDIT-0001",
    "HM-AUDIT-0003",
    "HM-AUDIT-0014",
    "HM-AUDIT-0015",
    "HM-AUDIT-0018",
    "HM-AUDIT-0021",
    "HM-AUDIT-0022",
)
"""Gaps that either pipeline closes."""
_CLOSED_BY_GITHUB = ("HM-AUDIT-0004", "HM-AUDIT-0016", "HM-AUDIT-0023")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """One file to write."""

    path: str
    before: str
    after: str
    why: str

    def diff(self) -> str:
        """Return the change as a unified diff."""
        old = "/dev/null" if not self.before else f"a/{self.path}"
        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            fromfile=old,
            tofile=f"b/{self.path}",
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


@dataclass(slots=True)
class Plan:
    """What ``init`` would do."""

    files: list[PlannedFile] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """What is there already and stays as it is."""
    notes: list[str] = field(default_factory=list)
    """What a person has to do."""
    closes: tuple[str, ...] = ()
    """Ids of the gaps that are closed by it."""

    def would_hold(self, path: str, held: str) -> str:
        """Return what a file would hold by what is planned so far."""
        return next((each.after for each in self.files if each.path == path), held)

    def change(self, path: str, held: str, after: str, why: str) -> None:
        """Plan a change of a file, on top of what is planned for it."""
        earlier = [each.why for each in self.files if each.path == path]
        self.files = [each for each in self.files if each.path != path]
        reasons = ", ".join([*earlier, why])
        self.files.append(PlannedFile(path=path, before=held, after=after, why=reasons))


def plan_init(root: Path, *, close_gaps: bool = False, system: str = "") -> Plan:
    """Return what would be written into the repository at ``root``; nothing is written yet.

    Args:
        root: The repository.
        close_gaps: Base the pipeline on the gaps that are there, and say which it closes.
        system: ``github`` or ``gitlab``; empty for the one that the repository uses.

    Raises:
        TargetNotFoundError: The folder does not exist.
    """
    directory = open_directory(root, kind="repo", name=str(root))
    graph = discover(directory.root)
    plan = Plan()
    files = Files(directory.root)
    system = system or _system(directory.root)
    if not _has_settings(files):
        _new(plan, files, "hullmark.toml", _SETTINGS, "settings")
    else:
        plan.kept.append("settings are there")
    audited = _audited(directory.root) if close_gaps else None
    patched = _patch(plan, directory.root, audited) if audited is not None else frozenset()
    missing = _dockerfiles(plan, graph, directory.root, files, audited)
    builds = [*builds_of(graph), *missing]
    if audited is not None and not _asks_for_pipeline(audited, system):
        plan.kept.append("the pipeline has no gap that another one closes")
    elif system == "gitlab":
        _gitlab(plan, files, builds)
    else:
        pulled = _pulled(graph, audited)
        _new(plan, files, GITHUB_FILE, github_workflow(builds, pulled), "pipeline")
    if audited is not None:
        plan.closes = tuple(sorted({*_closes(plan, audited, system), *patched}))
    return plan


def _patch(plan: Plan, root: Path, audited: PipelineAudit) -> frozenset[str]:
    """Plan changes of the pipeline that is there; return the gaps that they close."""
    patched = patch_pipeline(root, audited)
    for path, (before, after) in patched.files.items():
        plan.files.append(PlannedFile(path=path, before=before, after=after, why="gaps"))
    unread = unread_of_pipeline(audited)
    plan.notes += patched.notes
    plan.notes += [f"not read, and left as it is: {each.cause}" for each in unread]
    return patched.closed


def _audited(root: Path) -> PipelineAudit | None:
    """Return the audit; nothing where there is nothing to audit yet."""
    try:
        return find_gaps(root)
    except NothingToAuditError:
        return None


def write_plan(root: Path, plan: Plan) -> None:
    """Write every planned file, each whole or not at all; what exists by now stays.

    Raises:
        DiskFullError: A file cannot be written.
    """
    files = Files(root)
    for planned in plan.files:
        now = _text(files, planned.path)
        if now != planned.before:
            plan.kept.append(f"{planned.path} has changed meanwhile")
            continue
        target = root / planned.path
        mode = stat.S_IMODE(target.stat().st_mode) if planned.before else None
        write_whole(target, planned.after.encode())
        if mode is not None:
            target.chmod(mode)  # a script stays one that can be run


def _new(plan: Plan, files: Files, path: str, content: str, why: str) -> None:
    """Plan a file that is not there; one that is there is never overwritten."""
    if os.path.lexists(files.root / path):
        plan.kept.append(f"{path} exists")
    else:
        plan.files.append(PlannedFile(path=path, before="", after=content, why=why))


def _text(files: Files, path: str) -> str:
    try:
        data = files.read(path)
    except HullmarkError:
        return "\0"
    return "" if data is None else data.decode("utf-8", "replace")


def _system(root: Path) -> str:
    github = (root / ".github").is_dir()
    return "gitlab" if (root / _GITLAB).is_file() and not github else "github"


def _has_settings(files: Files) -> bool:
    return bool(_text(files, "hullmark.toml")) or "[tool.hullmark]" in _text(
        files, "pyproject.toml"
    )


def _dockerfiles(
    plan: Plan, graph: ImageGraph, root: Path, files: Files, audited: PipelineAudit | None
) -> list[Build]:
    """Plan a Dockerfile for each that is referred to and missing."""
    wanted: dict[str, str] = {}
    for gap in graph.gaps:
        match = re.search(r"'([^']+)'", gap.message)
        if gap.id == "HM-GRAPH-0001" and match is not None:
            node = next((each for each in graph.nodes if each.id == gap.subject), None)
            context = node.context if node is not None else ""
            wanted[match[1]] = context or posixpath.dirname(match[1]) or "."
    for image in audited.images if audited is not None else ():
        if image.role is ImageRole.MISSING:
            wanted.setdefault(image.dockerfile, posixpath.dirname(image.dockerfile) or ".")
    builds: list[Build] = []
    for path, context in wanted.items():
        if path.startswith(("/", "..")) or "$" in path:
            plan.notes.append(f"'{path}' is outside of the repository: write it by hand")
            continue
        names = _names(root / context)
        reads = partial(_read_in, files, context)
        language, text = dockerfile_for(names, reads)
        _new(plan, files, path, text, f"Dockerfile ({language})")
        builds.append(Build(path, context, ""))
    return builds


def _read_in(files: Files, folder: str, name: str) -> bytes | None:
    return files.read(posixpath.join(folder, name))


def _names(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in os.scandir(folder) if entry.is_file())
    except OSError:
        return []


def _gitlab(plan: Plan, files: Files, builds: Sequence[Build]) -> None:
    _new(plan, files, GITLAB_FILE, gitlab_file(builds), "pipeline")
    held = _text(files, _GITLAB)
    before = plan.would_hold(_GITLAB, held)
    line = f"  - local: /{GITLAB_FILE}\n"
    if GITLAB_FILE in before:
        plan.kept.append(f"{_GITLAB} includes {GITLAB_FILE}")
    elif not re.search(r"^include\s*:", before, re.MULTILINE):
        after = f"include:\n{line}{chr(10) if before else ''}{before}"
        plan.change(_GITLAB, held, after, "include")
    elif match := re.search(r"^include\s*:[ \t]*(?:#.*)?\n(?=[ ]{2}- )", before, re.MULTILINE):
        after = before[: match.end()] + line + before[match.end() :]
        plan.change(_GITLAB, held, after, "include")
    else:
        plan.notes.append(f"add '- local: /{GITLAB_FILE}' to 'include:' of {_GITLAB} by hand")


def _pulled(graph: ImageGraph, audited: PipelineAudit | None) -> list[str]:
    """Return what is run here and built elsewhere."""
    if audited is not None:
        return [i.name for i in audited.images if i.role is ImageRole.RUNS and not i.scans]
    made = {edge.target for edge in graph.edges if edge.kind is EdgeKind.PRODUCES}
    run = {
        edge.target
        for edge in graph.edges
        if edge.kind is EdgeKind.RUNS and edge.source.startswith(("service:", "workload:"))
    }
    return [n.name for n in graph.of_kind(NodeKind.IMAGE) if n.id in run - made]


def _asks_for_pipeline(audited: PipelineAudit, system: str) -> bool:
    """Say whether any gap is one that a pipeline of ours would close."""
    ids = {gap.id for gap in audited.gaps}
    return not ids.isdisjoint(_CLOSED if system == "gitlab" else (*_CLOSED, *_CLOSED_BY_GITHUB))


def _closes(plan: Plan, audited: PipelineAudit, system: str) -> tuple[str, ...]:
    """Return which of the gaps the planned files close."""
    planned = {each.path for each in plan.files}
    whole = (GITLAB_FILE if system == "gitlab" else GITHUB_FILE) in planned
    whole = whole and not any("include" in note for note in plan.notes)
    ids = set(_CLOSED) if whole else set()
    if whole and system == "github":
        ids |= set(_CLOSED_BY_GITHUB)
    missing = [image for image in audited.images if image.role is ImageRole.MISSING]
    if missing and all(image.dockerfile in planned for image in missing):
        ids.add("HM-AUDIT-0006")
    return tuple(sorted(ids & {gap.id for gap in audited.gaps}))
