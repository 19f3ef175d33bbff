"""Files as documents: which kind a file is, and its reader."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from hullmark.checks.documents.dockerfile import is_dockerfile, read_dockerfile
from hullmark.checks.errors import UncheckableFileError
from hullmark.checks.record import Document
from hullmark.model.ledger import Issue

_JOINT = ("compose", "kubernetes")
_YAML = (".yml", ".yaml", ".json")


def may_be_checked(path: str) -> bool:
    """Tell by its name whether a file may hold something that can be checked."""
    return is_dockerfile(path) or path.lower().endswith(_YAML)


def read_file(data: bytes, *, path: str, kind: str = "") -> tuple[list[Document], list[Issue]]:
    """Return the documents of a file, and what could not be read of it.

    Args:
        data: The file.
        path: As it is shown.
        kind: What it is, where that is known; else its name and content tell.
    """
    try:
        if kind == "dockerfile" or (not kind and is_dockerfile(path)):
            return [read_dockerfile(data, path=path)], []
        if kind == "image" or (not kind and _looks_like_image(data, path)):
            from hullmark.checks.documents.image import read_image_config  # noqa: PLC0415 - rare

            return [read_image_config(data, path=path)], []
    except UncheckableFileError as error:
        issue = Issue(path=path, cause=error.message, hint=error.hint or "", code=error.code)
        return [], [issue]
    return _yaml(data, path, kind)


def together(documents: Sequence[Document]) -> list[Document]:
    """Return YAML documents once more as joint inputs, for checks that must see several.

    A check over one document never fires on a joint input and the other way round.
    """
    kinds = [kind for kind in _JOINT if any(each.kind == kind for each in documents)]
    if not kinds:
        return []
    from hullmark.checks.documents.locating import combine  # noqa: PLC0415 - loads YAML

    return [joint for kind in kinds for joint in combine(documents, kind=kind)]


def _looks_like_image(data: bytes, path: str) -> bool:
    return path.lower().endswith(".json") and (b'"rootfs"' in data or b'"RootFS"' in data)


def _yaml(data: bytes, path: str, kind: str) -> tuple[list[Document], list[Issue]]:
    """Read YAML where it has the words of a kind: a repository is full of other YAML."""
    documents: list[Document] = []
    issues: list[Issue] = []
    if kind == "compose" or (not kind and b"services" in data and not _is_workflow(path)):
        from hullmark.checks.documents.compose import read_compose  # noqa: PLC0415 - loads YAML

        documents, issues = read_compose(data, path=path)
    if kind == "kubernetes" or (not kind and not documents and b"apiVersion" in data):
        from hullmark.checks.documents.kubernetes import read_kubernetes  # noqa: PLC0415

        documents, issues = read_kubernetes(data, path=path)
    return documents, issues


def _is_workflow(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return ".github" in parts and "workflows" in parts
