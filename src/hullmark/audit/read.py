"""Reads every file of a repository's pipeline and joins it with the image graph."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from hullmark.audit.commands import Commands
from hullmark.audit.errors import BrokenPipelineError
from hullmark.audit.gaps import find_gaps
from hullmark.audit.github import Workflows
from hullmark.audit.gitlab import GitLab
from hullmark.audit.join import join
from hullmark.audit.makefile import Makefiles
from hullmark.audit.others import follow_others
from hullmark.audit.record import Repository, Trail
from hullmark.audit.systems.justfile import Justfiles
from hullmark.audit.systems.taskfile import Taskfiles
from hullmark.model.audit import PipelineAudit
from hullmark.model.graph import ImageGraph

FILE_BYTES = 4 * 1024 * 1024
"""One workflow, Makefile or script; larger ones are made, not written."""
_WORKFLOW = re.compile(r"(?:\.github|\.gitea|\.forgejo)/workflows/[^/]+\.ya?ml")
_OTHERS = (
    (re.compile(r"(?:.*/)?Jenkinsfile[^/]*|.*\.jenkinsfile", re.IGNORECASE), "jenkins"),
    (
        re.compile(r"(?:.*/)?azure-pipelines[^/]*\.ya?ml|\.azure(?:-?pipelines|devops)?/.*\.ya?ml"),
        "azure",
    ),
    (re.compile(r"\.circleci/config\.ya?ml"), "circleci"),
    (re.compile(r"bitbucket-pipelines\.ya?ml"), "bitbucket"),
    (re.compile(r"\.travis\.ya?ml"), "travis"),
    (re.compile(r"\.drone\.ya?ml|\.woodpecker(?:/.*)?\.ya?ml"), "drone"),
    (re.compile(r"(?:.*/)?cloudbuild[^/]*\.ya?ml"), "cloud build"),
    (re.compile(r"(?:.*/)?buildspec[^/]*\.ya?ml"), "codebuild"),
    (re.compile(r"\.buildkite/.*\.ya?ml"), "buildkite"),
    (re.compile(r"\.tekton/.*\.ya?ml"), "tekton"),
    (re.compile(r"(?:.*/)?(?:Taskfile|taskfile)[^/]*\.ya?ml"), "task"),
    (re.compile(r"(?:.*/)?[Jj]ustfile"), "just"),
    (re.compile(r"\.pre-commit-config\.ya?ml"), "pre-commit"),
)
_MAKEFILE = re.compile(r"(?:.*/)?(?:GNUmakefile|[Mm]akefile(?:\.[\w.\-]+)?)|.*\.mk")
_GITLAB = ".gitlab-ci.yml"


def kind_of_pipeline(path: str) -> str:
    """Return what part of a pipeline a path may be; empty where it is none."""
    if _WORKFLOW.fullmatch(path):
        return "github"
    if path == _GITLAB:
        return "gitlab"
    name = path.rpartition("/")[2]
    if name.lower().endswith(("makefile", ".mk")) or name.lower().startswith("makefile"):
        return "make" if _MAKEFILE.fullmatch(path) else ""
    return next((kind for pattern, kind in _OTHERS if pattern.fullmatch(path)), "")


class Files:
    """Reads files below a folder, and nothing outside of it."""

    def __init__(self, root: Path, changed: Mapping[str, bytes] | None = None) -> None:
        self.root = root
        self._changed = changed or {}
        self._root = os.path.realpath(root).rstrip(os.sep)

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes; ``None`` where there is no such file below the root.

        Raises:
            BrokenPipelineError: It is too large or cannot be read.
        """
        if not path or path.startswith(("/", "..")) or "\0" in path:
            return None
        if path in self._changed:
            return self._changed[path]
        try:
            place = os.path.realpath(f"{self._root}/{path}")
            if not place.startswith(self._root + os.sep) or not os.path.isfile(place):  # noqa: PTH113
                return None
            with open(place, "rb", buffering=0) as file:  # noqa: PTH123 - the name may be no text
                data = file.read(FILE_BYTES + 1)
        except (OSError, ValueError) as error:
            cause = getattr(error, "strerror", None) or error
            raise BrokenPipelineError(f"{path}: cannot be read: {cause}") from error
        if len(data) > FILE_BYTES:
            raise BrokenPipelineError(f"{path}: larger than {FILE_BYTES:,} bytes")
        return data


def audit(
    root: Path,
    graph: ImageGraph,
    *,
    paths: Sequence[str],
    matrices: Mapping[str, str] | None = None,
    changed: Mapping[str, bytes] | None = None,
) -> PipelineAudit:
    """Return what the pipeline of a repository does with its images.

    Args:
        root: The repository.
        graph: Its images.
        paths: Files of its pipelines, relative to it.
        matrices: What ``hullmark images --format NAME`` prints for it, by the format's name.
        changed: What files would hold, instead of what they hold.
    """
    files = Files(root, changed)
    trail = Trail()
    repository = Repository(read=files.read, paths=tuple(paths), matrices=matrices or {})
    makefiles = Makefiles(repository, trail)
    taskfiles, justfiles = Taskfiles(repository, trail), Justfiles(repository, trail)
    runners = {"task": taskfiles.call, "go-task": taskfiles.call, "just": justfiles.call}
    commands = Commands(repository, trail, makefiles.call, runners)
    kinds = {path: kind_of_pipeline(path) for path in paths}
    Workflows(repository, trail, commands).follow([p for p in paths if kinds[p] == "github"])
    if _GITLAB in kinds:
        GitLab(repository, trail, commands).follow(_GITLAB)
    own = ("github", "gitlab", "make", "task", "just", "")
    others = [(path, kinds[path]) for path in paths if kinds[path] not in own]
    follow_others(others, repository, trail, commands)
    taskfiles.follow_rest([path for path in paths if kinds[path] == "task"], commands)
    justfiles.follow_rest([path for path in paths if kinds[path] == "just"], commands)
    makefiles.follow_rest([path for path in paths if kinds[path] == "make"], commands)
    joined = join(graph, trail, repository)
    broken = {issue.path for issue in trail.issues}
    issues = [*trail.issues, *(each for each in graph.issues if each.path not in broken)]
    return PipelineAudit(
        root=str(root),
        files=tuple(sorted(trail.files.values())),
        images=tuple(sorted(joined.images, key=lambda image: (image.role, image.name))),
        repository=tuple(sorted(joined.repository, key=lambda scan: (scan.place, scan.scanner))),
        gaps=tuple(find_gaps(graph, trail, joined)),
        unknown=tuple(sorted(trail.unknown)),
        issues=tuple(sorted(issues, key=lambda issue: (issue.path, issue.cause))),
    )
