"""Code scanning: uploads of SARIF, and alerts of images that nobody scans any more."""

import base64
import gzip
import time
from collections.abc import Collection, Iterator
from typing import Final

import msgspec

from hullmark.forge.errors import ForgeRefusedError
from hullmark.forge.github import GitHub

UPLOAD_BYTES: Final = 10_000_000
"""Bytes of one upload after gzip that GitHub takes."""
COMMENT_CHARACTERS: Final = 280
"""Characters of the remark of a dismissal."""
TOOL: Final = "Hullmark"
_NEEDS = "security-events: write"
_POLLS = 20
_POLL_S = 3.0


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one upload."""

    id: str
    category: str
    state: str
    """``complete``, ``failed`` or ``pending``, where nobody waited for the end."""
    errors: tuple[str, ...] = ()


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """An open alert."""

    number: int
    rule: str
    category: str
    path: str
    url: str


class _Receipt(msgspec.Struct):
    id: str


class _Processing(msgspec.Struct):
    processing_status: str = "pending"
    errors: list[str] | None = None


class _Rule(msgspec.Struct):
    id: str | None = None


class _Place(msgspec.Struct):
    path: str | None = None


class _Instance(msgspec.Struct):
    category: str | None = None
    location: _Place | None = None


class _Alert(msgspec.Struct):
    number: int
    html_url: str = ""
    rule: _Rule = msgspec.field(default_factory=_Rule)
    most_recent_instance: _Instance = msgspec.field(default_factory=_Instance)


def upload(
    github: GitHub, sarif: bytes, *, sha: str, ref: str, category: str, wait: bool
) -> Upload:
    """Send one SARIF log, and wait until it was taken in where that is asked for.

    Raises:
        ForgeRefusedError: It is too large, or GitHub does not take it.
        NetworkError: It cannot be sent.
    """
    packed = gzip.compress(sarif, 9, mtime=0)
    if len(packed) > UPLOAD_BYTES:
        raise ForgeRefusedError(
            f"the SARIF of '{category}' has {len(packed):,} bytes after gzip; GitHub takes"
            f" {UPLOAD_BYTES:,}"
        )
    answer = github.send(
        "POST",
        "/code-scanning/sarifs",
        {
            "commit_sha": sha,
            "ref": ref,
            "sarif": base64.b64encode(packed).decode("ascii"),
            "tool_name": TOOL,
        },
        needs=_NEEDS,
    )
    try:
        number = msgspec.json.decode(answer, type=_Receipt).id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ForgeRefusedError(f"GitHub gives no receipt for '{category}'") from error
    return _processed(github, number, category) if wait else _state(number, category, "pending")


def orphaned_alerts(github: GitHub, *, ref: str, kept: Collection[str]) -> Iterator[Alert]:
    """Yield open alerts of ours on a branch whose category is none of those still uploaded.

    Code scanning closes an alert when a later upload of its category lacks it; where no upload
    of the category comes any more, it would stay open for ever.

    Raises:
        NetworkError: They cannot be read.
    """
    query = {"tool_name": TOOL, "state": "open", "ref": ref}
    known = {_bare(each) for each in kept}
    for alert in github.pages("/code-scanning/alerts", query, as_=_Alert, needs=_NEEDS):
        category = alert.most_recent_instance.category or ""
        if _bare(category) not in known:
            place = alert.most_recent_instance.location
            yield Alert(
                number=alert.number,
                rule=alert.rule.id or "",
                category=category,
                path=(place.path or "") if place else "",
                url=alert.html_url,
            )


def dismiss(github: GitHub, alert: Alert, *, remark: str) -> None:
    """Close an alert for good, with a remark.

    Raises:
        NetworkError: It was not taken.
    """
    github.send(
        "PATCH",
        f"/code-scanning/alerts/{alert.number}",
        {
            "state": "dismissed",
            "dismissed_reason": "won't fix",
            "dismissed_comment": remark[:COMMENT_CHARACTERS],
        },
        needs=_NEEDS,
    )


def _processed(github: GitHub, number: str, category: str) -> Upload:
    for poll in range(_POLLS):
        found = github.get(f"/code-scanning/sarifs/{number}", as_=_Processing, needs=_NEEDS)
        if found.processing_status != "pending":
            return _state(number, category, found.processing_status, found.errors or ())
        if poll + 1 < _POLLS:
            time.sleep(_POLL_S)
    return _state(number, category, "pending")


def _state(number: str, category: str, state: str, errors: Collection[str] = ()) -> Upload:
    return Upload(id=number, category=category, state=state, errors=tuple(errors))


def _bare(category: str) -> str:
    return category.rstrip("/")
