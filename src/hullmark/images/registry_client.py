"""The distribution API: manifests, tags and blobs of one repository on one host."""

import contextlib
import json
import re
import threading
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

from hullmark.formats import oci
from hullmark.images.credentials import Keyring
from hullmark.images.documents import MANIFEST_TYPES
from hullmark.images.reference import DEFAULT_REGISTRY
from hullmark.images.registry_auth import Authorizer
from hullmark.images.remote_errors import (
    AccessDeniedError,
    BlobNotFoundError,
    NotARegistryError,
    RegistryAnswerError,
    RepositoryNotFoundError,
    TagNotFoundError,
)
from hullmark.kernel import limits, log
from hullmark.kernel.errors import HullmarkError, NetworkError
from hullmark.kernel.http import Answer, HttpClient, StreamedAnswer
from hullmark.kernel.http_errors import ConnectionFailedError, NotTlsError, RateLimitedError
from hullmark.kernel.http_failures import is_loopback
from hullmark.model.image import Digest

_HUB_HOST = "registry-1.docker.io"
_ROUNDS = 3
"""Requests until authorised: without, with, and with a fresh token where one has expired."""
_ERROR_BYTES = 64 * 1024
_TAGS_ASKED = 1000
_TAGS_SHOWN = 8
_NO_SUCH_WAY = (400, 404, 405, 501)
"""What registries say that know no referrers."""
_PAGES = 8
"""Pages of referrers that are read; one holds hundreds."""
_NEXT = re.compile(r'<([^>]+)>\s*;\s*rel="?next"?')
_LINK_CHARACTERS = 2048
_ACCEPT = ", ".join((*MANIFEST_TYPES, "*/*;q=0.1"))


class RegistryClient:
    """One repository on a registry or mirror; safe to use from many threads."""

    def __init__(
        self, http: HttpClient, *, host: str, path: str, keyring: Keyring, given: bool
    ) -> None:
        self.host = host
        self.path = path
        self._http = http
        self._base = ""
        self._connecting = threading.Lock()
        self._speaks = True
        self._auth = Authorizer(http, registry=host, repository=path, keyring=keyring, given=given)

    @property
    def is_plain(self) -> bool:
        """Whether it is asked over plain HTTP."""
        return self._base.startswith("http:")

    def connect(self) -> None:
        """Find out how the registry is spoken to, and whether it is one.

        Raises:
            NotARegistryError: Something else answers.
            NetworkError: Nothing answers.
        """
        with self._connecting:
            if not self._base:
                self._connect()

    def manifest(self, reference: str, *, suggest: bool = True) -> Answer:
        """Return the document that a tag or digest names; ``suggest`` asks for tags in its stead.

        Raises:
            TagNotFoundError: There is none of that name; the hint lists some that there are.
            NetworkError: It cannot be had for another reason.
        """
        for shown in self._authorized(reference):
            answer = self._http.request(
                "GET",
                self._url(f"manifests/{reference}"),
                headers={"Accept": _ACCEPT, **shown},
                limit_bytes=limits.MANIFEST_BYTES,
            )
            if answer.status == 200:
                if answer.media_type == "text/html":
                    raise self._no_registry()
                return answer
            if answer.status == 404:
                raise self._no_manifest(reference, answer, suggest=suggest)
            self._challenged(answer.status, answer.headers, answer.url, answer.body, shown)
        raise self._auth.not_accepted()

    @contextlib.contextmanager
    def blob(self, digest: Digest, *, offset: int = 0) -> Iterator[StreamedAnswer]:
        """Give a blob from ``offset`` on, or from its start where the server knows no ranges.

        Raises:
            BlobNotFoundError: It is not there.
            NetworkError: It cannot be had for another reason.
        """
        wanted = {"Range": f"bytes={offset}-"} if offset else {}
        for shown in self._authorized(digest):
            with self._http.stream(
                "GET", self._url(f"blobs/{digest}"), headers={**wanted, **shown}
            ) as answer:
                if answer.status in (200, 206):
                    yield answer
                    return
                if answer.status == 404:
                    raise BlobNotFoundError(
                        f"'{self.host}/{self.path}' does not hold its blob '{digest}'",
                        hint="the image was pushed in part or cleaned up: push it again",
                    )
                body = answer.read(_ERROR_BYTES)
                self._challenged(answer.status, answer.headers, answer.url, body, shown)
        raise self._auth.not_accepted()

    def referrers(self, subject: Digest) -> list[bytes] | None:
        """Return the indexes, page by page, of what names a manifest; ``None`` if it lists none.

        Raises:
            NetworkError: They cannot be had.
        """
        pages: list[bytes] = []
        rest = first = f"referrers/{subject}"
        while rest:
            answer = self._referrers_page(rest)
            if answer is None:
                return pages or None
            pages.append(answer.body)
            rest = self._next_page(answer.headers.get("link", ""), of=first)
            if rest and len(pages) == _PAGES:
                raise RegistryAnswerError(
                    f"'{self.host}/{self.path}' lists more than {_PAGES} pages of referrers"
                )
        return pages

    def _referrers_page(self, rest: str) -> Answer | None:
        for shown in self._authorized(rest):
            answer = self._http.request(
                "GET",
                self._url(rest),
                headers={"Accept": oci.INDEX, **shown},
                limit_bytes=limits.MANIFEST_BYTES,
            )
            if answer.status == 200:
                return answer if answer.media_type == oci.INDEX else None
            if answer.status in _NO_SUCH_WAY:
                return None
            self._challenged(answer.status, answer.headers, answer.url, answer.body, shown)
        raise self._auth.not_accepted()

    def _next_page(self, link: str, *, of: str) -> str:
        """Return the next page of the same list; links elsewhere are not followed."""
        found = _NEXT.search(link)
        if found is None:
            return ""
        try:
            url = urlsplit(found[1])
        except ValueError:
            url = urlsplit("")
        if unquote(url.path) != f"/v2/{self.path}/{of}" or len(found[1]) > _LINK_CHARACTERS:
            raise RegistryAnswerError(f"'{self.host}' names an odd next page of referrers")
        return f"{of}?{url.query}"

    def tags(self) -> list[str]:
        """Return tags of the repository, as many as come at once; fewer where it does not tell."""
        for shown in self._authorized("tags"):
            answer = self._http.request(
                "GET", self._url(f"tags/list?n={_TAGS_ASKED}"), headers=shown
            )
            if answer.status != 200:
                self._challenged(answer.status, answer.headers, answer.url, answer.body, shown)
                continue
            try:
                listed = json.loads(answer.body)["tags"]
            except (ValueError, KeyError, TypeError, RecursionError):
                return []
            return [tag for tag in listed or () if isinstance(tag, str)]
        return []

    def _connect(self) -> None:
        asked, answer = self._ping()
        self._base = _base(answer.url, asked)
        is_marked = "docker-distribution-api-version" in answer.headers
        if answer.status == 200 and answer.media_type == "text/html" and not is_marked:
            raise self._no_registry()
        self._speaks = is_marked or answer.status in (200, 401, 403)
        challenge = answer.headers.get("www-authenticate", "")
        if answer.status == 401 and challenge.lower().startswith("bearer"):
            # Nearly every request will need the token; Basic waits until it is asked for.
            self._auth.answer(challenge, refused="")

    def _authorized(self, what: str) -> Iterator[dict[str, str]]:
        for at in range(_ROUNDS):
            log.debug("registry.ask", registry=self.host, what=what, round=at)
            yield self._auth.headers()

    def _challenged(
        self, status: int, headers: object, url: str, body: bytes, shown: dict[str, str]
    ) -> None:
        """Take up a challenge of the registry itself; anything else is an error."""
        same_host = urlsplit(url).netloc == urlsplit(self._base).netloc
        if status != 401 or not same_host:
            raise self._failure(status, body)
        challenge = headers.get("www-authenticate", "")  # type: ignore[attr-defined]
        if not challenge:
            raise self._auth.not_accepted()
        self._auth.answer(challenge, refused=shown.get("Authorization", ""))

    def _url(self, rest: str) -> str:
        path, query, more = rest.partition("?")
        return f"{self._base}/v2/{quote(f'{self.path}/{path}', safe='/:@')}{query}{more}"

    def _ping(self) -> tuple[str, Answer]:
        """Ask over TLS, and over plain HTTP only where that is allowed and TLS is not spoken."""
        host = _HUB_HOST if self.host == DEFAULT_REGISTRY else self.host
        name = urlsplit(f"//{host}").hostname or ""
        url = f"https://{host}/v2/"
        try:
            return url, self._http.request("GET", url)
        except (NotTlsError, ConnectionFailedError) as error:
            if not (self._http.options.insecure or is_loopback(name)):
                raise
            if isinstance(error, ConnectionFailedError) and error.refused and ":" in host:
                raise
            url = f"http://{host}/v2/"
            try:
                return url, self._http.request("GET", url)
            except RateLimitedError:
                raise
            except NetworkError:
                raise error from None

    def _no_manifest(self, reference: str, answer: Answer, *, suggest: bool) -> HullmarkError:
        codes = {code for code, _ in _errors(answer.body)}
        if not codes and not self._speaks:
            return self._no_registry()
        name = f"{self.host}/{self.path}"
        known: list[str] = []
        if "NAME_UNKNOWN" not in codes and suggest:
            try:
                known = self.tags()
            except RepositoryNotFoundError:
                codes = {"NAME_UNKNOWN"}
            except HullmarkError as error:
                log.debug("registry.no-tags", registry=self.host, error=error.message)
        if "NAME_UNKNOWN" in codes:
            return RepositoryNotFoundError(
                f"'{self.host}' has no repository '{self.path}'",
                hint="check the spelling; it may also need a login",
            )
        mark = "@" if ":" in reference else ":"
        return TagNotFoundError(
            f"'{name}' has no image '{mark}{reference}'", hint=_tag_hint(reference, known)
        )

    def _failure(self, status: int, body: bytes) -> HullmarkError:
        said = _errors(body)
        words = "; ".join(message or code for code, message in said)[:300]
        name = f"{self.host}/{self.path}"
        if status == 404 and any(code == "NAME_UNKNOWN" for code, _ in said):
            return RepositoryNotFoundError(f"'{self.host}' has no repository '{self.path}'")
        if status == 403:
            return AccessDeniedError(
                f"'{self.host}' does not allow '{self.path}' to be pulled"
                + (f": {words}" if words else ""),
                hint="log in as somebody who may, or ask for the right to pull",
            )
        return RegistryAnswerError(
            f"'{name}' cannot be read: status {status}" + (f": {words}" if words else "")
        )

    def _no_registry(self) -> NotARegistryError:
        return NotARegistryError(
            f"'{self.host}' answers, and is no image registry",
            hint="check host and port; a login page of the network can look like this",
        )


def _base(answered: str, asked: str) -> str:
    """Return where the registry is; it may send on from HTTP to HTTPS, not to somebody else."""
    end, start = urlsplit(answered), urlsplit(asked)
    moved = end.hostname == start.hostname and end.path == start.path
    return (answered if moved else asked).partition("/v2/")[0]


def _errors(body: bytes) -> list[tuple[str, str]]:
    """Return code and message of the errors in an answer, printable and in one line."""
    try:
        errors = json.loads(body)["errors"]
        return [
            (str(one.get("code", "")).upper(), _one_line(one.get("message")))
            for one in errors
            if isinstance(one, dict)
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def _one_line(text: object) -> str:
    words = " ".join(text.split()) if isinstance(text, str) else ""
    return "".join(letter for letter in words if letter.isprintable())


def _tag_hint(reference: str, known: list[str]) -> str:
    if not known:
        return "check the spelling"
    from difflib import get_close_matches  # noqa: PLC0415 - only on this way out

    close = get_close_matches(reference, known, n=_TAGS_SHOWN, cutoff=0.5)
    shown = list(dict.fromkeys((*close, *reversed(known))))[:_TAGS_SHOWN]
    more = len(known) - len(shown)
    return f"it has {', '.join(shown)}" + (f" and {more:,} more" if more > 0 else "")
