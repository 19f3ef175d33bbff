"""Which files belong to a package: dpkg's and opkg's lists, and distroless checksum files."""

from collections.abc import Iterator

from hullmark.native.catalogers.record import Owns

_DIGEST_CHARACTERS = 32


def parse_list(content: bytes, *, type_: str, package: str) -> Iterator[Owns]:
    """Yield the paths of ``info/<package>.list``: one absolute path a line."""
    # Every line starts with a slash, so two C-level calls make all of them relative.
    paths = content.replace(b"\n/", b"\n").lstrip(b"/").rstrip(b"\n")
    if type_ == "opkg":
        # opkg appends a tab and the mode, or the target of a link.
        paths = b"\n".join(line.partition(b"\t")[0] for line in paths.split(b"\n"))
    if paths:
        yield Owns(type=type_, package=package, paths=paths)


def parse_md5sums(content: bytes, *, type_: str, package: str) -> Iterator[Owns]:
    """Yield the paths of a checksum file: ``<md5>  <relative path>`` a line."""
    paths = []
    for line in content.split(b"\n"):
        digest, _, path = line.partition(b" ")
        path = path.strip().removeprefix(b"./").lstrip(b"/")
        if path and len(digest) == _DIGEST_CHARACTERS:
            paths.append(path)
    if paths:
        yield Owns(type=type_, package=package, paths=b"\n".join(paths))


def package_of(path: str) -> str:
    """Return the package that a file is named after (``libc6:amd64.list`` is of ``libc6``)."""
    return path.rpartition("/")[2].rpartition(".")[0].partition(":")[0]
