"""The one HTTP client: bounded, patient, and careful with credentials.

Everything that can go wrong leaves as a ``NetworkError`` that names the host and what next.
httpx is imported when the first request is made; nothing else may import it.
"""

import contextlib
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import SplitResult, urljoin, urlsplit

from hullmark import __version__
from hullmark.kernel import log
from hullmark.kernel.http_errors import (
    AnswerTooLargeError,
    BrokenAnswerError,
    PlainHttpError,
    RateLimitedError,
    ServerFailedError,
)
from hullmark.kernel.http_failures import asked_wait, is_loopback, translated, worth_retrying
from hullmark.kernel.http_library import prepare_httpx
from hullmark.kernel.trust import trusting

if TYPE_CHECKING:
    import httpx  # noqa: TID251 - this module is the one door to it
    import stamina

ANSWER_BYTES = 4 * 1024 * 1024
"""Answers that are held in memory, unless the caller says otherwise."""

_CONNECT_S = 15.0
"""Seconds to wait for a connection: a host that is there answers in far less."""
_REDIRECTS = 10
_REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
_AGENT = f"hullmark/{__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpOptions:
    """How servers are spoken to."""

    timeout_s: float = 60.0
    """Seconds a server may stay silent."""
    ca_files: tuple[Path, ...] = ()
    """PEM files trusted beside the system's authorities."""
    insecure: bool = False
    """Allow plain HTTP to hosts that are not on loopback."""
    socket: Path | None = None
    """Speak HTTP over this Unix socket, whatever the host in the URL."""
    attempts: int = 4
    patience_s: float = 90.0
    """Seconds after which nothing is tried again."""
    first_wait_s: float = 0.2
    """Seconds before the second attempt; the wait doubles from then on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer, of any status below 500 but 429."""

    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes
    url: str
    """Where it came from in the end."""

    @property
    def media_type(self) -> str:
        """Return the content type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class StreamedAnswer:
    """An answer whose body is read piece by piece."""

    def __init__(self, response: "httpx.Response") -> None:
        self._response = response
        self.status = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self.url = str(response.url)

    def blocks(self) -> Iterator[bytes]:
        """Yield the body as it was sent, in the pieces in which it comes.

        Raises:
            NetworkError: The connection broke off, or the server fell silent.
        """
        with _translating(self.url):
            yield from self._response.iter_raw()

    def read(self, limit_bytes: int) -> bytes:
        """Return the whole body.

        Raises:
            AnswerTooLargeError: It is larger than ``limit_bytes``.
        """
        body = bytearray()
        with _translating(self.url):
            for piece in self._response.iter_bytes():
                body += piece
                if len(body) > limit_bytes:
                    raise AnswerTooLargeError(
                        f"'{_host(self.url)}' sends more than {limit_bytes:,} bytes where a short"
                        " document is expected",
                        hint="check that the address is the right one",
                    )
        return bytes(body)

    def abort(self) -> None:
        """Break the connection off; may be called while another thread reads."""
        stream = self._response.extensions.get("network_stream")
        connection = stream.get_extra_info("socket") if stream is not None else None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.shutdown(2)


class HttpClient:
    """Speaks HTTP with any number of servers; safe to use from many threads."""

    def __init__(self, options: HttpOptions | None = None) -> None:
        self.options = options or HttpOptions()
        self._clients: dict[str, httpx.Client] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            client.close()
        self._clients.clear()

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        limit_bytes: int = ANSWER_BYTES,
    ) -> Answer:
        """Return the answer to one request; failures that may pass are tried again.

        Raises:
            NetworkError: No answer, status 5xx or 429, or a body beyond ``limit_bytes``.
        """
        for attempt in self.attempts():
            with attempt, self.stream(method, url, headers=headers, body=body) as answer:
                return Answer(
                    status=answer.status,
                    headers={name.lower(): value for name, value in answer.headers.items()},
                    body=answer.read(limit_bytes),
                    url=answer.url,
                )
        raise AssertionError("the last attempt returns or raises")

    @contextlib.contextmanager
    def stream(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Iterator[StreamedAnswer]:
        """Give the answer to one request before its body is read; nothing is tried again.

        Raises:
            NetworkError: No answer, or status 5xx or 429.
        """
        response = self._sent(method, url, dict(headers or {}), body)
        try:
            _refuse_failure(response)
            yield StreamedAnswer(response)
        finally:
            response.close()

    def attempts(self) -> "Iterator[stamina.Attempt]":
        """Yield contexts to try something in, until it succeeds or patience is at its end."""
        import stamina  # noqa: PLC0415 - only where the network is used

        _log_retries_ourselves()
        patience_s = self.options.patience_s
        return iter(
            stamina.retry_context(
                on=lambda error: worth_retrying(error, patience_s=patience_s),
                attempts=self.options.attempts,
                timeout=patience_s,
                wait_initial=self.options.first_wait_s,
                wait_max=10.0,
                wait_jitter=self.options.first_wait_s,
            )
        )

    def _sent(
        self, method: str, url: str, headers: dict[str, str], body: bytes | None
    ) -> "httpx.Response":
        headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity", **headers}
        for _ in range(_REDIRECTS):
            parts = self._checked(url)
            log.debug("http.request", method=method, url=_shown(parts))
            with _translating(url):
                client = self._client(parts.scheme)
                request = client.build_request(method, url, headers=headers, content=body)
                response = client.send(request, stream=True)
            location = response.headers.get("location", "")
            if response.status_code not in _REDIRECT_STATUSES or not location:
                return response
            response.close()
            if method not in ("GET", "HEAD"):
                raise BrokenAnswerError(f"'{parts.netloc}' sends a {method} on to another address")
            target = self._checked(location, came_from=parts)
            if _origin(target) != _origin(parts):
                headers = {
                    name: value
                    for name, value in headers.items()
                    if name.lower() not in _SECRET_HEADERS
                }
            url = target.geturl()
        raise BrokenAnswerError(
            f"'{_host(url)}' redirects more than {_REDIRECTS} times",
            hint="check the address; a login page of the network can look like this",
        )

    def _checked(self, url: str, *, came_from: SplitResult | None = None) -> SplitResult:
        """Return the parts of a URL that may be asked; encryption is not given up on the way."""
        try:
            parts = urlsplit(urljoin(came_from.geturl(), url) if came_from else url)
            host, _ = parts.hostname or "", parts.port
        except ValueError as error:
            raise BrokenAnswerError(f"'{url[:200]}' is not an address") from error
        if parts.scheme not in ("http", "https") or not host:
            raise BrokenAnswerError(f"'{url[:200]}' is not an address of HTTP or HTTPS")
        if parts.scheme == "http" and self.options.socket is None and not self.options.insecure:
            downgraded = came_from is not None and came_from.scheme == "https"
            if downgraded or not is_loopback(host):
                raise PlainHttpError(
                    f"'{parts.netloc}' would be asked over plain HTTP",
                    hint="use HTTPS, or allow plain HTTP with --insecure",
                )
        return parts

    def _client(self, scheme: str) -> "httpx.Client":
        """Return the client for a scheme; a plain one never pays for reading authorities."""
        with self._lock:
            if scheme not in self._clients:
                self._clients[scheme] = _client(scheme, self.options)
            return self._clients[scheme]


def _client(scheme: str, options: HttpOptions) -> "httpx.Client":
    prepare_httpx()
    import httpx  # noqa: PLC0415, TID251 - this module is the one door to it

    timeout = httpx.Timeout(
        options.timeout_s, connect=min(options.timeout_s, _CONNECT_S), pool=None
    )
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if scheme == "https":
        trust = trusting(options.ca_files)
    if options.socket is not None:
        transport = httpx.HTTPTransport(uds=str(options.socket), verify=trust)
        return httpx.Client(transport=transport, timeout=timeout, trust_env=False)
    return httpx.Client(
        verify=trust,
        timeout=timeout,
        limits=httpx.Limits(max_connections=None, keepalive_expiry=30.0),
        # What runs on this machine is never asked through a proxy.
        mounts={f"all://{host}": None for host in ("localhost", "127.0.0.1", "[::1]")},
    )


@contextlib.contextmanager
def _translating(url: str) -> Iterator[None]:
    prepare_httpx()
    import httpx  # noqa: PLC0415, TID251 - this module is the one door to it

    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError) as error:
        raise translated(error, url) from error


def _refuse_failure(response: "httpx.Response") -> None:
    host, status = _host(str(response.url)), response.status_code
    if status == 429:
        wait_s = asked_wait(response.headers.get("retry-after", ""))
        when = f" for {wait_s:,.0f} seconds" if wait_s else ""
        raise RateLimitedError(
            f"'{host}' allows no more requests{when} (status 429)",
            hint="try again later; most registries allow more after a login",
            wait_s=wait_s,
        )
    if status >= 500:
        raise ServerFailedError(
            f"'{host}' failed to answer (status {status})", hint="try again later"
        )


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    default = 443 if parts.scheme == "https" else 80
    return parts.scheme, (parts.hostname or "").lower(), parts.port or default


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2] or url[:200]


def _shown(parts: SplitResult) -> str:
    """Return a URL without its query, which may hold a signature."""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _log_retries_ourselves() -> None:
    """Keep retries out of foreign logs: structlog would print them to standard output."""
    from stamina.instrumentation import RetryDetails, set_on_retry_hooks  # noqa: PLC0415

    def tell(details: RetryDetails) -> None:
        log.info(
            "http.retry",
            attempt=details.retry_num,
            wait_s=round(details.wait_for, 2),
            error=str(details.caused_by),
        )

    set_on_retry_hooks([tell])
