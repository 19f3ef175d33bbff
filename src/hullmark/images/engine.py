"""Images of a local engine, Docker or one that speaks its API, exported over its socket."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import quote

from msgspec.structs import replace

from hullmark.images.archive import ArchiveStorage
from hullmark.images.docker_archive import read_docker_archive
from hullmark.images.engine_socket import (
    Endpoint,
    EngineKind,
    find_endpoint,
    require_endpoint,
)
from hullmark.images.errors import BrokenArchiveError, ImageNotFoundError, InvalidReferenceError
from hullmark.images.image import Image, ImageOptions
from hullmark.images.layout import read_layout
from hullmark.images.reference import check_digest, normalize_reference
from hullmark.images.remote_errors import (
    EngineAnswerError,
    ExportBrokenOffError,
    NotAnEngineError,
)
from hullmark.images.selection import Wanted, check_wish
from hullmark.images.sniff import archive_kind
from hullmark.kernel import limits
from hullmark.kernel.errors import NetworkError
from hullmark.kernel.http import HttpClient, HttpOptions
from hullmark.kernel.http_errors import BrokenAnswerError, ConnectionFailedError, HttpTimeoutError
from hullmark.kernel.space import DiskFullError, scratch_file
from hullmark.model.image import Digest
from hullmark.ports.progress import Progress

_EXPORT_WAIT_S = 600.0
"""An engine may prepare a large image for minutes before the first byte comes."""
_LIST_BYTES = 64 * 1024 * 1024
"""The list of an engine's images: one with 50,000 stays below."""
_NAMES_SHOWN = 5


def find_engine() -> EngineKind | None:
    """Return the kind of the engine that listens on this machine; None, at once, for none."""
    try:
        endpoint = find_endpoint()
    except NotAnEngineError:
        return None  # told when an engine is asked for by name
    return endpoint.kind if endpoint else None


@contextlib.contextmanager
def open_engine(
    reference_text: str, *, kind: EngineKind, options: ImageOptions, progress: Progress
) -> Iterator[tuple[Image, ...]]:
    """Give an image of a local engine, exported to scratch space.

    Raises:
        EngineNotFoundError: No such engine listens.
        EngineAccessError: Its socket is for other users.
        NotAnEngineError: Something else listens there.
        ImageNotFoundError: The engine does not have the image; the hint lists similar ones.
        ExportBrokenOffError: The engine went away in the middle.
    """
    check_wish(options)
    endpoint = require_endpoint(kind)
    progress.stage(f"asking {kind} for {reference_text}")
    timeout_s = max(options.timeout_s, _EXPORT_WAIT_S)
    http_options = HttpOptions(timeout_s=timeout_s, socket=endpoint.socket, attempts=1)
    with HttpClient(http_options) as http, scratch_file() as file:
        engine = _Engine(http, endpoint)
        held = engine.inspect(reference_text)
        progress.stage(f"exporting {reference_text} from {kind}", total=held.size_bytes or None)
        engine.export(held, file, progress=progress)
        yield _opened(file, held, name=reference_text, kind=kind, options=options)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """An image as its engine describes it."""

    name: str
    """What to export it by."""
    repository_digest: Digest | None
    size_bytes: int


class _Engine:
    """The few calls of the Docker API that reading an image takes."""

    def __init__(self, http: HttpClient, endpoint: Endpoint) -> None:
        self._http = http
        self._endpoint = endpoint

    def inspect(self, name: str) -> _Held:
        """Return what the engine knows of an image."""
        status, answer = self._json(f"/images/{_quoted(name)}/json")
        if status == 404:
            raise self._not_found(name)
        if status != 200 or not isinstance(answer, dict) or "Id" not in answer:
            raise self._failed(status, answer)
        size = answer.get("Size")
        return _Held(
            name=name,
            repository_digest=_repository_digest(answer.get("RepoDigests"), name),
            size_bytes=size if isinstance(size, int) and size > 0 else 0,
        )

    def export(self, held: _Held, file: IO[bytes], *, progress: Progress) -> None:
        """Write the image as an archive of ``docker save`` to ``file``."""
        url = f"{self._endpoint.url}/images/{_quoted(held.name)}/get"
        try:
            with self._http.stream("GET", url) as answer:
                if answer.status != 200:
                    raise self._failed(answer.status, _decoded(answer.read(_LIST_BYTES)))
                self._write(answer.blocks(), file, progress=progress)
        except (ConnectionFailedError, HttpTimeoutError, BrokenAnswerError) as error:
            raise self._broken_off(held.name, error.message) from error

    def _write(self, blocks: Iterator[bytes], file: IO[bytes], *, progress: Progress) -> None:
        total = 0
        for block in blocks:
            total += len(block)
            if total > limits.LAYER_BYTES:
                raise EngineAnswerError(
                    f"'{self._endpoint}' exports more than {limits.LAYER_BYTES:,} bytes",
                    hint="no image is that large",
                )
            try:
                file.write(block)
            except OSError as error:
                raise _full(error) from error
            progress.advance(len(block))
        try:
            file.flush()
        except OSError as error:
            raise _full(error) from error

    def _broken_off(self, name: str, why: str) -> ExportBrokenOffError:
        return ExportBrokenOffError(
            f"{self._endpoint.kind} broke off the export of '{name}': {why}",
            hint="see the engine's own log; a full disk is the usual cause",
        )

    def _json(self, path: str) -> tuple[int, Any]:
        try:
            answer = self._http.request("GET", self._endpoint.url + path, limit_bytes=_LIST_BYTES)
        except BrokenAnswerError as error:
            raise self._no_engine() from error
        except ConnectionFailedError as error:
            if error.refused:
                raise
            raise self._no_engine() from error
        content = _decoded(answer.body)
        if content is None:
            raise self._no_engine()
        return answer.status, content

    def _no_engine(self) -> NotAnEngineError:
        return NotAnEngineError(
            f"what listens at '{self._endpoint}' is no container engine",
            hint="check DOCKER_HOST and CONTAINER_HOST",
        )

    def _failed(self, status: int, answer: Any) -> NetworkError:
        words = answer.get("message") or answer.get("cause") if isinstance(answer, dict) else ""
        said = " ".join(words.split())[:300] if isinstance(words, str) else ""
        if not said and not isinstance(answer, dict):
            return self._no_engine()
        return EngineAnswerError(
            f"{self._endpoint.kind} at '{self._endpoint}' answers with status {status}"
            + (f": {said}" if said else "")
        )

    def _not_found(self, name: str) -> ImageNotFoundError:
        from difflib import get_close_matches  # noqa: PLC0415 - only on this way out

        status, answer = self._json("/images/json")
        names: set[str] = set()
        if status == 200 and isinstance(answer, list):
            for one in answer:
                tags = one.get("RepoTags") if isinstance(one, dict) else None
                names |= {tag for tag in tags or () if isinstance(tag, str) and "<none>" not in tag}
        ranked = get_close_matches(name, sorted(names), n=_NAMES_SHOWN, cutoff=0.4)
        similar = ranked or sorted(names)[:_NAMES_SHOWN]
        hint = f"it has {', '.join(similar)}" if similar else "it has no image with a name"
        more = len(names) - len(similar)
        return ImageNotFoundError(
            f"{self._endpoint.kind} has no image '{name}'",
            hint=f"{hint} and {more:,} more" if more > 0 else hint,
        )


def _opened(
    file: IO[bytes], held: _Held, *, name: str, kind: EngineKind, options: ImageOptions
) -> tuple[Image, ...]:
    label = f"{kind}:{held.name}"
    try:
        storage = ArchiveStorage(file, name=label)
        if archive_kind(storage) == "docker-archive":
            images = read_docker_archive(storage, wanted=Wanted(), name=name, options=options)
        else:
            images = read_layout(storage, wanted=Wanted(), name=name, kind=kind, options=options)
    except BrokenArchiveError as error:
        raise ExportBrokenOffError(
            f"{kind} did not export all of '{held.name}': {error.message}",
            hint="see the engine's own log; a full disk is the usual cause",
        ) from error
    return tuple(
        replace(
            image,
            target=replace(
                image.target, kind=kind, digest=image.target.digest or held.repository_digest
            ),
        )
        for image in images
    )


def _repository_digest(listed: Any, name: str) -> Digest | None:
    """Return the digest that the repository ``name`` knows the image by, or any, where one does."""
    digests: dict[str, Digest] = {}
    for one in listed if isinstance(listed, list) else ():
        repository, _, digest = one.partition("@") if isinstance(one, str) else ("", "", "")
        with contextlib.suppress(InvalidReferenceError):
            digests.setdefault(repository, check_digest(digest, one))
    with contextlib.suppress(InvalidReferenceError):
        wanted = normalize_reference(name)
        for repository, found in digests.items():
            if normalize_reference(repository).repository == wanted.repository:
                return found
    return next(iter(digests.values()), None)


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _quoted(name: str) -> str:
    return quote(name, safe="/:@")


def _full(error: OSError) -> DiskFullError:
    return DiskFullError(
        f"cannot write the exported image: {error.strerror or error}",
        hint="free some room, or name another place for scratch files with TMPDIR",
    )
