"""``requirements.txt``: the pins; ranges say what may be installed, not what is.

Options, other files (``-r``), local paths, URLs and environment variables carry no version and
are passed over. https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

import re
from collections.abc import Iterator

from hullmark.kernel import limits
from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package, UnreadableFileError

_COMMENT = re.compile(r"(^|\s)#.*$")
_OPTIONS = re.compile(r"\s--?[A-Za-z].*$")
_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)"
    r"\s*(?:\[[^\]]*\])?\s*\(?\s*(?P<specifiers>[=!<>~][^@;)#]*)"
)
_PIN = re.compile(r"={2,3}\s*(?P<version>[A-Za-z0-9][A-Za-z0-9.!+_-]*)\s*")
_TEXT_BYTES = 16 * 1024 * 1024
"""A requirements file; the longest real ones, with hashes, reach two megabytes."""


def parse_requirements(file: File) -> Iterator[Package]:
    """Yield one package per pinned requirement, with its first line."""
    if len(file.data) > _TEXT_BYTES:
        raise UnreadableFileError(f"requirements file is larger than {_TEXT_BYTES} bytes")
    for number, line in _logical_lines(_decode(file.data[:])):
        found = pin_of(line)
        if found is not None:
            name, version = found
            yield Package(
                type="pypi", name=name, version=version, evidence=Evidence.DECLARED, line=number
            )


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines joined over backslashes, without comments, with the number of the first."""
    started = 1
    parts: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not parts:
            started = number
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            parts.append(line[:-1])
            continue
        parts.append(line)
        yield started, _COMMENT.sub("", " ".join(parts)).strip()
        parts = []
    if parts:
        yield started, _COMMENT.sub("", " ".join(parts)).strip()


def pin_of(line: str) -> tuple[str, str] | None:
    """Return name and version of a requirement that is pinned, ``None`` for any other."""
    if "==" not in line or line[0] in "-./" or len(line) > limits.TEXT_LINE_BYTES:
        return None
    found = _REQUIREMENT.match(_OPTIONS.sub("", line))
    if found is None:
        return None
    for specifier in found["specifiers"].split(","):
        pin = _PIN.fullmatch(specifier.strip())
        if pin is not None:
            return found["name"], pin["version"]
    return None


def _decode(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")
