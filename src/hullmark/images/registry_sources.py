"""Where an image may come from: its mirror first, its registry else, a foreign layer's URLs last.

Whatever a mirror cannot give is asked of the registry itself. What it gives and is not what its
digest says is never papered over that way.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import TypeVar
from urllib.parse import urlsplit

from hullmark.formats import docker, oci
from hullmark.images.credentials import Keyring
from hullmark.images.documents import Descriptor, Index, Manifest, parse_index, parse_manifest
from hullmark.images.errors import ForeignLayerError, InvalidReferenceError
from hullmark.images.image import ImageOptions
from hullmark.images.reference import Reference, check_digest
from hullmark.images.registry_client import RegistryClient
from hullmark.images.remote_errors import (
    BlobNotFoundError,
    RepositoryNotFoundError,
    TagNotFoundError,
)
from hullmark.kernel import log
from hullmark.kernel.errors import InputError, NetworkError
from hullmark.kernel.http import HttpClient, StreamedAnswer
from hullmark.model.image import Digest

_T = TypeVar("_T")


def connect_sources(reference: Reference, *, http: HttpClient, options: ImageOptions) -> "Sources":
    """Return the places to ask for ``reference``, those that answer.

    Raises:
        NetworkError: The registry does not answer, and neither does its mirror.
    """
    keyring = Keyring(options=options)
    clients: list[RegistryClient] = []
    mirror = options.mirrors.get(reference.domain, "")
    host, _, prefix = mirror.partition("://")[2 if "://" in mirror else 0].partition("/")
    if host:
        path = f"{prefix.strip('/')}/{reference.path}".lstrip("/")
        # Credentials that name no registry are meant for the one in the reference.
        clients.append(RegistryClient(http, host=host, path=path, keyring=keyring, given=False))
    clients.append(
        RegistryClient(
            http, host=reference.domain, path=reference.path, keyring=keyring, given=True
        )
    )
    return Sources(clients, http=http)


class Sources:
    """A repository and its mirror as one; every place is connected when it is first needed."""

    def __init__(self, clients: list[RegistryClient], *, http: HttpClient) -> None:
        self._clients = clients
        self._http = http

    def document(self, reference: str, *, expected: Digest | None) -> Manifest | Index:
        """Return the manifest or index that a tag or digest names, verified.

        Raises:
            BlobDigestError: It is not what its digest, or the registry's own word, says.
            NetworkError: Nobody gives it.
        """
        return self._first(lambda client: _document(client, reference, expected), what=reference)

    def find(self, tag: str) -> Manifest | Index | None:
        """Return what lies under a tag, ``None`` where nothing does; a mirror is asked alone.

        Raises:
            NetworkError: It cannot be known.
        """
        try:
            return _document(self._nearest(), tag, None, suggest=False)
        except (TagNotFoundError, RepositoryNotFoundError):
            return None

    def referrers(self, subject: Digest) -> tuple[Descriptor, ...] | None:
        """Return the artifacts that name ``subject``; ``None`` where nobody lists them.

        Raises:
            NetworkError: It cannot be known.
        """
        pages = self._nearest().referrers(subject)
        if pages is None:
            return None
        source = f"referrers of '{subject}'"
        return tuple(
            entry for page in pages for entry in parse_index(page, source=source).manifests
        )

    def small_blob(self, blob: Descriptor, *, limit_bytes: int) -> bytes:
        """Return a whole blob, not verified.

        Raises:
            NetworkError: Nobody gives it, or it is larger than ``limit_bytes``.
        """
        for attempt in self._http.attempts():
            with attempt, self.blob(blob, 0) as answer:
                return answer.read(limit_bytes)
        raise AssertionError("the last attempt returns or raises")

    @contextlib.contextmanager
    def blob(self, blob: Descriptor, offset: int) -> Iterator[StreamedAnswer]:
        """Give a blob from ``offset`` on, from the first place that has it.

        Raises:
            NetworkError: Nobody gives it.
        """
        with contextlib.ExitStack() as stack:
            yield self._opened(stack, blob, offset)

    def _opened(self, stack: contextlib.ExitStack, blob: Descriptor, offset: int) -> StreamedAnswer:
        try:
            return self._first(
                lambda client: stack.enter_context(client.blob(blob.digest, offset=offset)),
                what=blob.digest,
            )
        except BlobNotFoundError as error:
            if not blob.media_type.startswith((oci.FOREIGN_LAYER, docker.FOREIGN_LAYER)):
                raise
            # A layer that must not be distributed may lie elsewhere.
            for url in blob.urls:
                with contextlib.suppress(NetworkError):
                    return stack.enter_context(self._foreign(url, offset))
            offered = f", nor can it be had from '{blob.urls[0]}'" if blob.urls else ""
            raise ForeignLayerError(
                f"the registry does not hold the foreign layer '{blob.digest}'{offered}",
                hint="Windows base layers are the usual case; the other layers are scanned",
            ) from error

    @contextlib.contextmanager
    def _foreign(self, url: str, offset: int) -> Iterator[StreamedAnswer]:
        """Give what a manifest says lies elsewhere; it never sees credentials."""
        plain = any(client.is_plain for client in self._clients)
        if urlsplit(url).scheme != "https" and not plain:
            raise BlobNotFoundError(f"'{url[:200]}' is not asked: a manifest may name anything")
        headers = {"Range": f"bytes={offset}-"} if offset else {}
        with self._http.stream("GET", url, headers=headers) as answer:
            if answer.status not in (200, 206):
                raise BlobNotFoundError(f"'{url[:200]}' answers with status {answer.status}")
            yield answer

    @property
    def mirror(self) -> str:
        """Return the host that is asked alone for what is not needed, empty for the registry."""
        return self._clients[0].host if len(self._clients) > 1 else ""

    def _nearest(self) -> RegistryClient:
        """Return whom to ask for what is not needed: the registry only where there is no mirror."""
        nearest = self._clients[0]
        nearest.connect()
        return nearest

    def _first(self, ask: Callable[[RegistryClient], _T], *, what: str) -> _T:
        *mirrors, registry = self._clients
        for mirror in mirrors:
            try:
                mirror.connect()
            except NetworkError as error:
                log.warning("mirror.dead", mirror=mirror.host, reason=error.message)
                self._clients = [client for client in self._clients if client is not mirror]
                continue
            try:
                return ask(mirror)
            except (NetworkError, InputError) as error:
                log.info("mirror.passed-over", what=what, reason=error.message)
        registry.connect()
        return ask(registry)


def _document(
    client: RegistryClient, reference: str, expected: Digest | None, *, suggest: bool = True
) -> Manifest | Index:
    answer = client.manifest(reference, suggest=suggest)
    source = f"'{client.host}/{client.path}' ({reference})"
    announced = expected or _announced(answer.headers.get("docker-content-digest", ""))
    return parse_manifest(
        answer.body, source=source, media_type=answer.media_type, expected=announced
    )


def _announced(header: str) -> Digest | None:
    """Return the digest that the registry itself names, if it is one that can be verified."""
    try:
        return check_digest(header.strip(), header) if header else None
    except InvalidReferenceError:
        log.info("registry.odd-digest", header=header[:100])
        return None
