"""Walks a repository and picks the files that may say something about images."""

import os
import re
from collections.abc import Callable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from hullmark.images.ignored import Ignored
from hullmark.model.ledger import Issue

FILE_BYTES = 10 * 1024 * 1024
"""One file; larger ones of these names are made, not written."""
_ENTRIES = 5_000_000
"""Files and folders of one repository."""
_SKIPPED = frozenset(
    {".git", ".hg", ".svn", "node_modules", ".venv", "venv", ".tox", ".nox", "__pycache__"}
    | {".mypy_cache", ".ruff_cache", ".pytest_cache", ".terraform", ".gradle", ".idea"}
)
_DOCKERFILE = re.compile(
    r"(?:dockerfile|containerfile)(?:[.\-_][\w.\-]+)?|[\w.\-]+[.\-_](?:dockerfile|containerfile)",
    re.IGNORECASE,
)
_NOT_DOCKERFILE = re.compile(
    r".*\.(?:dockerignore|containerignore|md|rst|txt|py|go|js|ts|rb|java|cs|rs|sh|tmpl|j2|erb|tpl"
    r"|ya?ml|json|toml|html|png|svg|test|lock|in|orig|bak|swp|log|vim|xml|php|c|h|cpp|jinja2?)",
    re.IGNORECASE,
)
_COMPOSE = re.compile(
    r"(?:docker-)?compose(?:[.\-_][\w.\-]+)?\.ya?ml|.+[.\-]compose\.ya?ml", re.IGNORECASE
)
_BAKE = re.compile(r"(?:docker-)?bake(?:[.\-_][\w.\-]+)?\.(?:hcl|json)", re.IGNORECASE)
_YAML = (".yaml", ".yml")
_NEVER = (".py", ".ts", ".js", ".go", ".md", ".java", ".rs", ".tsx", ".css", ".png", ".svg", ".txt")
"""The endings of most files, so that they cost one comparison."""
_NAME = attrgetter("name")


class Candidate(NamedTuple):
    """A file that is worth a look."""

    kind: str
    """``dockerfile``, ``compose``, ``bake``, ``workflow``, ``kustomization``, ``values``,
    ``template`` (of a chart) or ``yaml``."""
    path: str


def kind_of(name: str, folder: str) -> str:  # noqa: PLR0911 - one kind, one line
    """Return what a file may be by its name; empty where it is of no interest."""
    lower = name.lower()
    if lower.endswith(_NEVER):
        return ""
    if lower.endswith(_YAML):
        if _COMPOSE.fullmatch(lower):
            return "compose"
        if folder.endswith((".github/workflows", ".gitea/workflows", ".forgejo/workflows")):
            return "workflow"
        if lower in ("kustomization.yaml", "kustomization.yml"):
            return "kustomization"
        if lower in ("action.yml", "action.yaml"):
            return "workflow"
        if lower.startswith("values"):
            return "values"
        return "template" if "/templates/" in f"/{folder}/" else "yaml"
    if ("dockerfile" in lower or "containerfile" in lower) and _DOCKERFILE.fullmatch(name):
        return "" if _NOT_DOCKERFILE.fullmatch(lower) else "dockerfile"
    if lower == "kustomization":
        return "kustomization"
    return "bake" if lower.endswith((".hcl", ".json")) and _BAKE.fullmatch(lower) else ""


def walk(root: Path, issues: list[Issue]) -> Iterator[Candidate]:
    """Yield candidates in a stable order; what cannot be listed goes to ``issues``.

    Symbolic links are not followed, so that no ring can be walked; what git ignores is left out.
    """
    for kind, path in _walk(root, issues, kind_of):
        yield Candidate(kind, path)


def walk_paths(root: Path, issues: list[Issue]) -> Iterator[str]:
    """Yield the path of every file, whatever it is called, as ``walk`` does."""
    for _, path in _walk(root, issues, lambda _name, _folder: "any"):
        yield path


def _walk(
    root: Path, issues: list[Issue], kind_of_file: Callable[[str, str], str]
) -> Iterator[tuple[str, str]]:
    ignored = Ignored(root)
    folders = [""]
    entries = 0
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(f"{root}/{folder}" if folder else root) as scan:
                found = sorted(scan, key=_NAME)
        except OSError as error:
            cause = f"folder cannot be listed: {error.strerror or error}"
            issues.append(Issue(path=folder or ".", cause=cause, code="HM2053"))
            continue
        entries += len(found)
        if entries > _ENTRIES:
            issues.append(Issue(path=folder or ".", cause=f"more than {_ENTRIES:,} files"))
            return
        below = []
        if any(entry.name == ".gitignore" for entry in found):
            ignored.enter(folder)
        for entry in found:
            name = entry.name
            if entry.is_dir(follow_symlinks=False):
                path = f"{folder}/{name}" if folder else name
                if name not in _SKIPPED and not ignored.has(path, is_folder=True):
                    below.append(path)
            elif kind := kind_of_file(name, folder):
                path = f"{folder}/{name}" if folder else name
                if not ignored.has(path, is_folder=False) and entry.is_file(follow_symlinks=False):
                    yield kind, path
        folders += reversed(below)
