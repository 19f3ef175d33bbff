"""Compares names of images of which parts are known only to a run."""

import re
from functools import lru_cache

from hullmark.audit.symbols import is_symbolic

_SYMBOL = re.compile(r"\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+")
_SCHEME = re.compile(
    r"^(?:docker|podman|registry|image|local|containerd|docker-daemon|docker-archive|oci-archive"
    r"|oci-dir|oci|archive|sbom|singularity)(?:://|:(?!\d))"
)
_FOLDER = re.compile(r"^(?:dir|repo|rootfs|fs|file)(?:://|:)")
_DEFAULT = ("docker.io/library/", "docker.io/", "index.docker.io/")


def clean(subject: str) -> str:
    """Return a subject without the scheme that some scanners want before it."""
    return _SCHEME.sub("", subject.strip().strip("\"'"))


def folder_of(subject: str) -> str:
    """Return a folder without the scheme that some scanners want before it."""
    return _FOLDER.sub("", subject.strip().strip("\"'")) or "."


def masked(path: str) -> str:
    """Return a path as a pattern: what only a run knows may be anything."""
    return _SYMBOL.sub("*", path)


@lru_cache(maxsize=16_384)
def split(name: str) -> tuple[str, str]:
    """Return repository and tag (or digest); the tag is empty where none is given."""
    plain = _SYMBOL.sub(lambda match: "x" * len(match[0]), name)
    at = plain.find("@")
    if at >= 0:
        return short(
            name[:at].rpartition(":")[0] if ":" in plain[:at].rpartition("/")[2] else name[:at]
        ), name[at:]
    slash = plain.rfind("/")
    colon = plain.rfind(":")
    if colon > slash:
        return short(name[:colon]), name[colon + 1 :]
    return short(name), ""


def short(repository: str) -> str:
    """Return a repository without the registry that everybody means."""
    for prefix in _DEFAULT:
        if repository.startswith(prefix):
            return repository[len(prefix) :]
    return repository


def last(repository: str) -> str:
    """Return the last part of a name where that is literal, else an empty text."""
    part = _SYMBOL.sub(lambda match: "\0" * len(match[0]), repository).rpartition("/")[2]
    return "" if "\0" in part else part


def same_tag(one: str, other: str) -> bool:
    """Tell whether two tags are surely one; an unknown set of tags holds every tag."""
    if "*" in (one, other):
        return True
    return (one or "latest") == (other or "latest")


def is_nothing_but_symbols(name: str) -> bool:
    """Tell whether nothing of a name is known."""
    return is_symbolic(name) and not re.search(r"[a-z0-9]", _SYMBOL.sub("", split(name)[0]))
