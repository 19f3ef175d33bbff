"""Walks a repository and picks the files that may say something about images."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from hullmark.images.tree import MADE, VERSION_CONTROL, walk_tree
from hullmark.model.ledger import Issue

FILE_BYTES = 10 * 1024 * 1024
"""One file; larger ones of these names are made, not written."""
_SKIPPED = VERSION_CONTROL | MADE
_DOCKERFILE = re.compile(
    r"(?:dockerfile|containerfile)(?:[.\-_][\w.\-]+)?|[\w.\-]+[.\-_](?:dockerfile|containerfile)",
    re.IGNORECASE,
)
_NOT_DOCKERFILE = re.compile(
    r".*\.(?:dockerignore|containerignore|md|rst|txt|py|go|js|ts|rb|java|cs|rs|sh|tmpl|j2|erb|tpl"
    r"|ya?ml|json|toml|html|png|svg|test|lock|in|orig|bak|swp|log|vim|xml|php|c|h|cpp|jinja2?)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?:dockerfile|containerfile)\.(?!md|txt|rst|html|lock|orig)", re.IGNORECASE)
"""``Dockerfile.go`` may be one for Go, or code about Dockerfiles."""
_COMPOSE = re.compile(
    r"(?:docker-)?compose(?:[.\-_][\w.\-]+)?\.ya?ml|.+[.\-]compose\.ya?ml", re.IGNORECASE
)
_BAKE = re.compile(r"(?:docker-)?bake(?:[.\-_][\w.\-]+)?\.(?:hcl|json)", re.IGNORECASE)
_YAML = (".yaml", ".yml")
_NEVER = re.compile(
    r"(?:py|ts|js|go|md|java|rs|tsx|jsx|css|scss|png|svg|txt|html|c|h|cc|cpp|cs|rb|php|sh|snap|map"
    r"|jpg|gif|lock|xml|vue|kt|swift|proto|sql|ipynb|rst|woff2?|pyi)"
)
"""The endings of most files, so that they cost one look."""


class Candidate(NamedTuple):
    """A file that is worth a look."""

    kind: str
    """``dockerfile``, ``named`` (like one, so its content tells), ``compose``, ``bake``,
    ``workflow``, ``kustomization``, ``values``, ``template`` (of a chart) or ``yaml``."""
    path: str


def kind_of(name: str, folder: str) -> str:  # noqa: PLR0911 - one kind, one line
    """Return what a file may be by its name; empty where it is of no interest."""
    if _NEVER.fullmatch(name, name.rfind(".") + 1):
        return "named" if _NAMED.match(name) else ""
    lower = name.lower()
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
    return "bake" if "bake" in lower and _BAKE.fullmatch(lower) else ""


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
    def note(path: str, cause: str) -> None:
        issues.append(Issue(path=path, cause=cause, code="HM2053"))

    walked = walk_tree(
        root,
        skips=lambda name, _: name in _SKIPPED,
        broken=note,
        keeps=kind_of_file,
    )
    for path, entry in walked:
        if entry.is_file(follow_symlinks=False):
            yield kind_of_file(entry.name, path.rpartition("/")[0]), path
