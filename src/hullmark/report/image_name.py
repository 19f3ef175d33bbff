"""How documents call an image: its repository, its tag, its package URL."""

import re
from functools import partial

from hullmark.model.scan import Target

_TAG = re.compile(r":[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$")
_DIGEST = re.compile(r"@[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]{32,}$")
_ON_DISK = frozenset({"oci", "oci-archive", "docker-archive", "rootfs"})
_UNTAGGED = frozenset({"rootfs", "repo", "sbom"})


def repository_of(target: Target) -> str:
    """Return the image repository name: no scheme, tag, digest, or folder of this machine."""
    name = target.name
    if target.kind not in _UNTAGGED:
        name = _DIGEST.sub("", name)
        name = _TAG.sub("", name)
    while name.startswith("./"):
        name = name[2:]
    if target.kind in _ON_DISK or name.startswith("/"):
        # Where a build puts its archive differs from runner to runner, its name does not.
        name = name.rstrip("/").rpartition("/")[2]
    return name or target.kind or "target"


def purl_of(target: Target) -> str | None:
    """Return the ``pkg:oci`` package URL of an image that is known by digest."""
    if target.digest is None:
        return None
    from urllib.parse import quote as quoted  # noqa: PLC0415 - 4 ms that a table does not need

    quote = partial(quoted, errors="backslashreplace")
    repository = repository_of(target)
    name = quote(repository.rpartition("/")[2].lower(), safe="")
    qualifiers = []
    if target.platform and target.platform.architecture:
        qualifiers.append("arch=" + quote(target.platform.architecture, safe=""))
    if target.kind == "registry":
        qualifiers.append("repository_url=" + quote(repository.lower(), safe="/"))
    tag = tag_of(target)
    if tag:
        qualifiers.append("tag=" + quote(tag, safe=""))
    version = quote(target.digest, safe="")
    return f"pkg:oci/{name}@{version}" + ("?" + "&".join(qualifiers) if qualifiers else "")


def tag_of(target: Target) -> str:
    """Return the tag the image was named by, or nothing."""
    if target.kind in _UNTAGGED:
        return ""
    found = _TAG.search(_DIGEST.sub("", target.name))
    return found.group()[1:] if found else ""
