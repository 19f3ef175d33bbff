"""Finds the newest wheel of advisories on a Python package index (PEP 503 and PEP 691)."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin

import msgspec

from hullmark.advisories.errors import AdvisoriesUnreachableError, DatabaseDigestError
from hullmark.advisories.wheel import DISTRIBUTION

if TYPE_CHECKING:
    from hullmark.kernel.http import HttpClient

PUBLIC_INDEX = "https://pypi.org/simple/"
INDEX_BYTES = 32 * 1024 * 1024
"""The page of one project; a wheel a day for ten years makes about 1 MiB."""

_ACCEPT = (
    "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2,"
    " text/html;q=0.1"
)
_NAME = re.compile(r"^hullmark_advisories-(\d+(?:\.\d+)*)-py3-none-any\.whl$")
_DIGEST = re.compile(r"^[0-9a-f]{64}$")
_OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedWheel:
    """One wheel that an index offers."""

    name: str
    url: str
    digest: str
    """``sha256:…`` as the index states it; empty where it states none."""
    version: tuple[int, ...]


class _File(msgspec.Struct, gc=False):
    filename: str
    url: str
    hashes: dict[str, str] = {}
    yanked: bool | str = False


class _Project(msgspec.Struct, gc=False):
    files: list[_File]


def find_wheel(client: "HttpClient", index: str = PUBLIC_INDEX) -> IndexedWheel:
    """Return the newest wheel that is not withdrawn.

    Raises:
        NetworkError: The index does not answer, or has no such project or wheel.
        DatabaseDigestError: The index states no SHA-256 for it.
    """
    page = f"{index.rstrip('/')}/{DISTRIBUTION}/"
    answer = client.request("GET", page, headers={"Accept": _ACCEPT}, limit_bytes=INDEX_BYTES)
    if answer.status != _OK:
        raise AdvisoriesUnreachableError(
            f"'{page}' answers with status {answer.status}",
            hint="check that the index carries the project 'hullmark-advisories'",
        )
    json = answer.media_type.endswith("+json") or answer.media_type == "application/json"
    wheels = parse_json_page(answer.body, page) if json else parse_html_page(answer.body, page)
    if not wheels:
        raise AdvisoriesUnreachableError(f"'{page}' offers no wheel of advisories")
    newest = max(wheels, key=lambda wheel: wheel.version)
    if not newest.digest:
        raise DatabaseDigestError(
            f"'{page}' states no SHA-256 for '{newest.name}'",
            hint="use an index that does; without one nobody can tell what was fetched",
        )
    return newest


def parse_json_page(body: bytes, page: str) -> list[IndexedWheel]:
    """Return the wheels of a PEP 691 answer.

    Raises:
        AdvisoriesUnreachableError: It is not one.
    """
    try:
        project = msgspec.json.decode(body, type=_Project)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise AdvisoriesUnreachableError(f"'{page}' is not a package index: {error}") from error
    found = (
        _wheel(file.filename, urljoin(page, file.url), file.hashes.get("sha256", ""))
        for file in project.files
        if file.yanked is False
    )
    return [wheel for wheel in found if wheel is not None]


def parse_html_page(body: bytes, page: str) -> list[IndexedWheel]:
    """Return the wheels of a PEP 503 page."""
    links = _Links()
    links.feed(body.decode("utf-8", "replace"))
    found = []
    for href in links.hrefs:
        url, fragment = urldefrag(urljoin(page, href))
        digest = fragment.removeprefix("sha256=") if fragment.startswith("sha256=") else ""
        found.append(_wheel(unquote(url.partition("?")[0].rpartition("/")[2]), url, digest))
    return [wheel for wheel in found if wheel is not None]


def _wheel(name: str, url: str, digest: str) -> IndexedWheel | None:
    match = _NAME.match(name)
    if match is None:
        return None
    version = tuple(int(part[:18]) for part in match[1].split("."))
    stated = f"sha256:{digest.lower()}" if _DIGEST.match(digest.lower()) else ""
    return IndexedWheel(name=name, url=url, digest=stated, version=version)


class _Links(HTMLParser):
    """Collects links that are not yanked."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in one tag."""
        values = dict(attrs)
        href = values.get("href")
        if tag == "a" and href and "data-yanked" not in values:
            self.hrefs.append(href)
