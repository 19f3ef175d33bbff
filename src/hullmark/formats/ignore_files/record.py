"""What every form of an ignore file has: how our entries become lines of it, and the way back."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

import msgspec

from hullmark.kernel.errors import InputError
from hullmark.model.suppression import Suppression

MOST_BYTES: Final = 16 * 1024 * 1024
"""One file; ten thousand entries take two megabytes."""

_NOTE: Final = re.compile(
    r"(?P<reason>.*?)\s*"
    r"\((?:owner: (?P<owner>[^;()]*))?;? ?(?:until: (?P<until>\d{4}-\d\d-\d\d))?\)$",
    re.DOTALL,
)
_FLAW: Final = re.compile(
    r"(?:CVE|GHSA|SNYK|RUSTSEC|PYSEC|GO|DSA|DLA|RHSA|USN|ALAS)[-:]", re.IGNORECASE
)


class UnreadableIgnoreFileError(InputError):
    """An ignore file of a scanner cannot be read as what its name says.

    The message names the file and what is wrong in it; nothing of it was taken over.
    """

    code = "HM2380"


class UnknownIgnoreFileError(InputError):
    """The name of a file says nothing about the scanner that it belongs to.

    Say it with ``--format``; the names that are known are listed in the hint.
    """

    code = "HM2381"


class Left(msgspec.Struct, frozen=True, kw_only=True):
    """What a form cannot hold."""

    entry: Suppression
    reason: str


class Compiled(msgspec.Struct, frozen=True, kw_only=True):
    """One written file."""

    content: bytes
    written: int
    left: tuple[Left, ...] = ()


Names = Callable[[Suppression, str], Sequence[tuple[str, str, int | None]]]
"""(entry, scanner) → rule, path and line of what the entry means in the scanner's own words."""


class IgnoreFile(msgspec.Struct, frozen=True, kw_only=True):
    """One form."""

    scanner: str
    file: str
    """Usual name."""
    write: Callable[[Sequence[Suppression], Names], Compiled]
    read: Callable[[bytes, str], tuple[Suppression, ...]]


def note(entry: Suppression) -> str:
    """Return reason, owner and last day as one line of text, for forms without fields of them."""
    parts = [f"owner: {entry.owner}"] if entry.owner else []
    if entry.expires:
        parts.append(f"until: {entry.expires.isoformat()}")
    reason = " ".join(entry.reason.split())
    return f"{reason} ({'; '.join(parts)})" if parts else reason


def noted(text: str) -> dict[str, object]:
    """Return what ``note`` wrote; any other text is a reason."""
    found = _NOTE.fullmatch(text.strip())
    if found is None or not (found["owner"] or found["until"]):
        return {"reason": text.strip()}
    return {
        "reason": found["reason"],
        "owner": (found["owner"] or "").strip(),
        "expires": date.fromisoformat(found["until"]) if found["until"] else None,
    }


def is_flaw(identifier: str) -> bool:
    """Say whether an id names a vulnerability."""
    return _FLAW.match(identifier) is not None


def narrowed_by(entry: Suppression, held: Iterable[str]) -> str:
    """Return which fields narrow an entry down that a form has no place for; empty for none."""
    fields = ("id", "component", "path", "image", "layer", "line")
    lost = [name for name in fields if getattr(entry, name) and name not in set(held)]
    return ", ".join(lost)


def text_of(data: bytes, source: str) -> str:
    """Return a file as text.

    Raises:
        UnreadableIgnoreFileError: Too large or not UTF-8.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableIgnoreFileError(f"'{source}' is larger than {MOST_BYTES:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableIgnoreFileError(f"'{source}' is not UTF-8: {error}") from error


def quoted(text: str) -> str:
    """Return text as a YAML scalar in double quotes."""
    return msgspec.json.encode(text).decode()
