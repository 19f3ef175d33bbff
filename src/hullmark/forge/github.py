"""GitHub's REST API as far as it is needed: pages, limits, and refusals with what to do.

https://docs.github.com/en/rest says: a list names its next page in ``Link``; too many requests are
403 or 429, with ``Retry-After`` or with ``x-ratelimit-remaining: 0`` and the second at which
requests are allowed again.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeVar
from urllib.parse import urlencode, urljoin, urlsplit

import msgspec

from hullmark.forge.context import is_loopback_or_https
from hullmark.forge.errors import (
    ForgeAccessError,
    ForgeAnswerError,
    ForgeContextError,
    ForgeRefusedError,
    NoForgeTokenError,
)
from hullmark.kernel import clock
from hullmark.kernel.errors import NetworkError
from hullmark.kernel.http import HttpClient
from hullmark.kernel.http_errors import PlainHttpError, RateLimitedError
from hullmark.kernel.http_failures import asked_wait

API_VERSION: Final = "2022-11-28"
PAGES: Final = 1_000
"""Pages of one list: at a hundred a page, more comments or alerts than a repository has."""
ANSWER_BYTES: Final = 16 * 1024 * 1024
"""One answer: a hundred alerts or comments of 64 KiB each stay below."""
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")
_NEXT = re.compile(r'<([^>]*)>[^,]*;\s*rel="?next"?')
_Wanted = TypeVar("_Wanted")


class GitHub:
    """One repository, spoken to with one token, which appears in no message and no log."""

    def __init__(self, http: HttpClient, *, api_url: str, repository: str, token: str) -> None:
        if not _REPOSITORY.fullmatch(repository):
            raise ForgeContextError(
                f"'{repository[:200]}' is not a repository of the form owner/name",
                hint="give --repository, or set GITHUB_REPOSITORY",
            )
        if not token:
            raise NoForgeTokenError(
                f"there is no token for '{repository}'", hint="set GITHUB_TOKEN or GH_TOKEN"
            )
        if not is_loopback_or_https(api_url):
            raise PlainHttpError(
                f"'{urlsplit(api_url).netloc}' would be sent a token over plain HTTP",
                hint="set GITHUB_API_URL to an address of HTTPS",
            )
        self._http = http
        self._api_url = api_url.rstrip("/")
        self._base = f"{self._api_url}/repos/{repository}"
        self._repository = repository
        self._token = token

    def get(self, path: str, *, as_: type[_Wanted], needs: str) -> _Wanted:
        """Return one document.

        Args:
            path: Below the repository, with a leading slash.
            as_: What it is decoded to.
            needs: The permission it takes, for the message of a refusal.

        Raises:
            NetworkError: It cannot be had.
        """
        _, body = self._ask("GET", self._base + path, None, needs)
        return _decoded(body, as_, path)

    def login(self) -> str:
        """Return the user whose token it is; empty for a workflow's token, which is nobody's."""
        try:
            _, body = self._ask("GET", f"{self._api_url}/user", None, "read:user")
        except (ForgeAccessError, ForgeRefusedError):
            return ""
        return _decoded(body, _User, "/user").login

    def pages(
        self, path: str, query: Mapping[str, str], *, as_: type[_Wanted], needs: str
    ) -> Iterator[_Wanted]:
        """Yield the items of a list, page after page.

        Raises:
            NetworkError: A page cannot be had; what came before has been yielded.
        """
        url = f"{self._base}{path}?{urlencode({**query, 'per_page': '100'})}"
        origin = urlsplit(url)[:2]
        for _ in range(PAGES):
            headers, body = self._ask("GET", url, None, needs)
            yield from _decoded(body, list[as_], path)  # type: ignore[valid-type]
            found = _NEXT.search(headers.get("link", ""))
            if found is None:
                return
            url = urljoin(url, found[1])
            if urlsplit(url)[:2] != origin:
                raise ForgeAnswerError(f"'{origin[1]}' sends on to another host for the next page")
        raise ForgeAnswerError(f"a list of '{self._repository}' has more than {PAGES:,} pages")

    def send(self, method: str, path: str, document: Mapping[str, Any], *, needs: str) -> bytes:
        """Send a document and return the answer's body.

        What creates something is sent once: only a refusal because of too many requests is
        followed by another attempt.

        Raises:
            NetworkError: It was not taken.
        """
        return self._ask(method, self._base + path, msgspec.json.encode(document), needs)[1]

    def _ask(
        self, method: str, url: str, body: bytes | None, needs: str
    ) -> tuple[Mapping[str, str], bytes]:
        failed: NetworkError | None = None
        for attempt in self._http.attempts():
            with attempt:
                try:
                    return self._once(method, url, body, needs)
                except RateLimitedError:
                    raise
                except NetworkError as error:
                    if method != "POST":
                        raise
                    failed = error
        assert failed is not None
        raise failed

    def _once(
        self, method: str, url: str, body: bytes | None, needs: str
    ) -> tuple[Mapping[str, str], bytes]:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._token}",
            "X-GitHub-Api-Version": API_VERSION,
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        with self._http.stream(method, url, headers=headers, body=body) as answer:
            held = {name.lower(): value for name, value in answer.headers.items()}
            content = answer.read(ANSWER_BYTES)
            if answer.status >= 300:
                raise self._refusal(answer.status, held, content, needs)
        return held, content

    def _refusal(
        self, status: int, headers: Mapping[str, str], body: bytes, needs: str
    ) -> NetworkError:
        said = _message(body)
        words = f" ({said})" if said else ""
        if status == 403 and (limited := _limit(headers, said)) is not None:
            return RateLimitedError(
                f"GitHub allows no more requests for {limited:,.0f} seconds{words}",
                hint="run again later",
                wait_s=limited,
            )
        if status in (401, 403, 404):
            reason = {401: "does not know this token", 403: "forbids it"}.get(
                status, "shows nothing there to this token"
            )
            return ForgeAccessError(
                f"GitHub {reason} for '{self._repository}' (status {status}){words}",
                hint=f"it takes the permission `{needs}`; runs of forks never have it",
            )
        return ForgeRefusedError(
            f"GitHub refuses the request for '{self._repository}' (status {status}){words}"
        )


def _limit(headers: Mapping[str, str], said: str) -> float | None:
    """Return the seconds to wait, where a refusal is one of too many requests.

    A secondary limit may come with words alone; GitHub asks to wait a minute then.
    """
    if "retry-after" in headers:
        return asked_wait(headers["retry-after"]) or 0.0
    if headers.get("x-ratelimit-remaining") != "0":
        return 60.0 if "rate limit" in said.lower() else None
    reset = headers.get("x-ratelimit-reset", "")
    if not reset.isdigit() or len(reset) > 12:
        return 60.0
    return max(0.0, int(reset) - clock.now().timestamp())


class _User(msgspec.Struct):
    login: str = ""


class _Said(msgspec.Struct):
    message: str = ""


def _message(body: bytes) -> str:
    try:
        return " ".join(msgspec.json.decode(body, type=_Said).message.split())[:300]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""


def _decoded(body: bytes, as_: type[_Wanted], path: str) -> _Wanted:
    try:
        return msgspec.json.decode(body, type=as_)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ForgeAnswerError(
            f"GitHub's answer about '{path}' is not what its API documents: {error}"
        ) from error
