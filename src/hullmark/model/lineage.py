"""The name an image keeps while its tags, digests and versions change, and platform by platform."""

import re
from typing import Final

from hullmark.model.scan import Target

_IN_REGISTRY: Final = frozenset({"registry", "docker", "podman"})
_FOLDERS: Final = frozenset({"oci", "rootfs", "repo", "sbom"})
_ARCHIVE_SUFFIX: Final = re.compile(r"\.(?:tar|tgz|oci|docker|json|xml)(?:\.\w{2,4})?$")
_TAGGED: Final = re.compile(
    r"[^/:@\s]:[\w][\w.-]{0,127}(?:@.*)?$|@[a-z0-9]+:[0-9a-f]{32,}$", re.ASCII
)
_DEFAULT_REGISTRY: Final = "docker.io"


def lineage_of(target: Target) -> str:
    """Return the name that all builds of one image share, with the platform after an ``@``."""
    platform = f"@{target.platform}" if target.platform else ""
    return _stem(target) + platform


def category_of(target: Target) -> str:
    """Return the lineage as code scanning keeps it: ``registry/team/app/linux/amd64``."""
    platform = f"/{target.platform}" if target.platform else ""
    return _stem(target) + platform


def _stem(target: Target) -> str:
    """Return the repository: without tag and digest, with Docker's defaults.

    Layouts, archives and folders have none: the last segment of the path stands for it, since
    where a build puts them differs from runner to runner. What a repository builds is called by
    the image's name, or by its Dockerfile and stage, whatever it was handed over in.
    """
    if target.kind in _IN_REGISTRY or _is_reference(target):
        return _repository(target.name) or target.kind
    if "#" in target.name and target.kind not in _FOLDERS:
        return target.name.removeprefix("./")
    name = target.name.rstrip("/").replace("\\", "/").rpartition("/")[2] or target.name
    name = _ARCHIVE_SUFFIX.sub("", name.partition("@")[0].partition(":")[0]) or target.name
    return name or target.kind or "target"


def _is_reference(target: Target) -> bool:
    """Say whether a name that could be a path is an image's: it has a tag or digest, no suffix."""
    name = target.name
    if target.kind in _FOLDERS or name.startswith(("/", ".", "sha256:")) or "\\" in name:
        return False
    if not _TAGGED.search(name):
        return False
    return not _ARCHIVE_SUFFIX.search(name.partition("@")[0].rpartition(":")[0])


def _repository(reference: str) -> str:
    name = reference.partition("@")[0]
    head, slash, tail = name.rpartition("/")
    name = head + slash + tail.partition(":")[0]
    first, slash, _ = name.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        return name.replace("index.docker.io/", "docker.io/", 1)
    if not name:
        return ""
    if not slash:
        name = f"library/{name}"
    return f"{_DEFAULT_REGISTRY}/{name}"
