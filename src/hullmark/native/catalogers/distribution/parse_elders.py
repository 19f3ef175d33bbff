"""The files that named a distribution before os-release: one line of prose, or a bare version."""

import re
from collections.abc import Iterator

from hullmark.native.catalogers.distribution.names import id_like_of, id_of_name
from hullmark.native.catalogers.record import Release, UnreadableFileError

_VERSION = re.compile(r"\d[\w.]*(?:~\w+)?")
_SENTENCE = re.compile(
    r"(?P<name>\S.{0,200}?)\s+(?:release|version)\s+(?P<version>\d\S*)(?P<rest>.*)", re.IGNORECASE
)
_CODENAME = re.compile(r"\(([^()]{1,80})\)\s*$")
_SUSE = re.compile(r"^(VERSION|PATCHLEVEL|CODENAME)\s*=\s*(\S.*)$", re.MULTILINE)

_CPE_VENDORS = {
    "redhat": "rhel",
    "amazon": "amzn",
    "oracle": "ol",
    "fedoraproject": "fedora",
    "almalinux": "almalinux",
}


def parse_sentence(content: bytes, *, rank: int) -> Iterator[Release]:
    """Yield the release of ``NAME release VERSION (Codename)`` (redhat-release and its kin).

    Raises:
        UnreadableFileError: No line names a distribution.
    """
    for line in _lines(content):
        if (match := _SENTENCE.match(line)) is None:
            continue
        codename = _CODENAME.search(match["rest"])
        id_ = id_of_name(match["name"])
        yield Release(
            id=id_,
            version=match["version"],
            codename=codename[1] if codename else "",
            id_like=id_like_of(id_),
            name=line,
            rank=rank,
        )
        return
    line = _first_line(content)
    version = _VERSION.search(line)
    name = line[: version.start()] if version else line
    if not (id_ := id_of_name(name)):
        raise UnreadableFileError("names no distribution")
    yield Release(
        id=id_,
        version=version[0] if version else "",
        id_like=id_like_of(id_),
        name=line,
        rank=rank,
    )


def parse_debian_version(content: bytes, *, rank: int) -> Iterator[Release]:
    """Yield Debian at a point release (``12.5``), or by codename alone (``trixie/sid``)."""
    line = _first_line(content)
    if line[0].isdigit():
        yield Release(id="debian", version=line, name=f"Debian GNU/Linux {line}", rank=rank)
    elif "/" in line:
        # Testing and unstable carry the same file, so the two cannot be told apart.
        codename = line.partition("/")[0]
        yield Release(id="debian", codename=codename, name=f"Debian GNU/Linux {line}", rank=rank)
    else:
        # Derived distributions write their own name here (kali-rolling).
        id_ = line.partition("-")[0].lower()
        yield Release(id=id_, codename=line, id_like=("debian",), name=line, rank=rank)


def parse_bare_version(content: bytes, *, id_: str, name: str, rank: int) -> Iterator[Release]:
    """Yield a release whose file holds nothing but its version (alpine-release)."""
    line = _first_line(content)
    if (match := _VERSION.search(line)) is None:
        raise UnreadableFileError(f"holds no version of {name}")
    yield Release(id=id_, version=match[0], name=f"{name} {match[0]}", rank=rank)


def parse_presence(*, id_: str, name: str, rank: int) -> Iterator[Release]:
    """Yield a rolling distribution whose file is a mere mark (arch-release is empty)."""
    yield Release(id=id_, name=name, rank=rank)


def parse_suse_release(content: bytes, *, rank: int) -> Iterator[Release]:
    """Yield what SuSE-release says: a title, ``VERSION`` and, on SLES, ``PATCHLEVEL``."""
    title = _first_line(content)
    fields = dict(_SUSE.findall(content.decode("utf-8", "replace")))
    version = fields.get("VERSION", "").strip()
    patch = fields.get("PATCHLEVEL", "").strip()
    id_ = id_of_name(title)
    if id_ == "sles" and version and patch not in {"", "0"}:
        version = f"{version}.{patch}"
    yield Release(
        id=id_,
        version=version,
        codename=fields.get("CODENAME", "").strip(),
        id_like=("suse",),
        name=title,
        rank=rank,
    )


def parse_release_cpe(content: bytes, *, rank: int) -> Iterator[Release]:
    """Yield what a CPE (``cpe:/o:centos:linux:6:GA``) in system-release-cpe says."""
    for line in _lines(content):
        parts = line.removeprefix("cpe:2.3:").removeprefix("cpe:/").split(":")
        if not line.startswith("cpe:") or len(parts) < 4 or parts[0] not in {"o", "a"}:
            continue
        id_ = _CPE_VENDORS.get(parts[1], parts[1])
        if not id_:
            continue
        version = parts[3] if parts[3][:1].isdigit() else ""
        yield Release(
            id=id_,
            version=version,
            id_like=id_like_of(id_),
            name=f"{parts[1]} {version}",
            rank=rank,
        )
        return
    raise UnreadableFileError("holds no CPE of an operating system")


def _lines(content: bytes) -> list[str]:
    return [line.strip() for line in content.decode("utf-8", "replace").splitlines()]


def _first_line(content: bytes) -> str:
    """Return the first line that says something; build numbers are assignments and do not."""
    for line in _lines(content):
        if line and "=" not in line:
            return line
    raise UnreadableFileError("is empty")
