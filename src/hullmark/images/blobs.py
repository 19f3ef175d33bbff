"""Blobs pulled in the background, verified while they are written, readable while they arrive."""

import contextlib
import hashlib
import os
import re
import threading
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, TypeAlias

from hullmark.images.documents import Descriptor
from hullmark.images.errors import BlobDigestError, UnsupportedMediaTypeError
from hullmark.images.remote_errors import PullStoppedError
from hullmark.kernel import clock, limits, log
from hullmark.kernel.errors import IntegrityError, NetworkError
from hullmark.kernel.http import HttpClient, StreamedAnswer
from hullmark.kernel.http_errors import ConnectionFailedError
from hullmark.kernel.space import DiskFullError, scratch_folder
from hullmark.model.image import Digest

Fetch: TypeAlias = Callable[[Descriptor, int], AbstractContextManager[StreamedAnswer]]
"""Gives the answer that holds a blob from an offset on."""

_MOST_THREADS = 16
_RESUMPTIONS = 1_000
"""Broken connections that each brought something; then the server is playing games."""
_JOIN_S = 0.5
"""Time for all threads to notice that nobody wants their blobs any more; one that waits for a
silent server is left behind, and does not keep the process alive."""
_RANGE = re.compile(r"bytes (\d{1,19})-")


@contextlib.contextmanager
def pulling(
    blobs: Iterable[Descriptor],
    *,
    http: HttpClient,
    fetch: Fetch,
    parallel: int,
    later: Container[Digest] = (),
) -> Iterator["Pull"]:
    """Give the pull of ``blobs``, begun in the order they come; leaving ends what still runs.

    Those of ``later`` are pulled only when somebody opens them.

    Raises:
        IntegrityError: The block ends well, and a blob in it was not what its digest says.
    """
    with scratch_folder() as folder:
        pull = Pull(blobs, folder=folder, http=http, fetch=fetch, later=later)
        pull.start(parallel)
        try:
            yield pull
            pull.raise_if_tampered()
        finally:
            pull.stop()


class Pull:
    """Blobs on their way into a folder."""

    def __init__(
        self,
        blobs: Iterable[Descriptor],
        *,
        folder: Path,
        http: HttpClient,
        fetch: Fetch,
        later: Container[Digest] = (),
    ) -> None:
        self._http = http
        self._fetch = fetch
        self._arrivals: dict[Digest, _Arrival] = {}
        for blob in blobs:
            if blob.digest not in self._arrivals:
                path = folder / str(len(self._arrivals))
                self._arrivals[blob.digest] = _Arrival(blob, path)
        self._later = {digest for digest in self._arrivals if digest in later}
        self._waiting = [
            arrival
            for digest, arrival in reversed(self._arrivals.items())
            if digest not in self._later
        ]
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._stopped = threading.Event()

    def start(self, parallel: int) -> None:
        """Begin to pull; the threads never keep the process alive."""
        for _ in range(min(max(1, parallel), _MOST_THREADS, len(self._waiting))):
            self._add_thread()

    def open(self, digest: Digest) -> "Arriving":
        """Return a stream over a blob, which waits where bytes have not arrived yet.

        Its end is only told once the whole blob is verified.

        Raises:
            HullmarkError: The blob cannot be had.
        """
        with self._lock:
            if digest in self._later:
                self._later.remove(digest)
                self._waiting.append(self._arrivals[digest])
                self._add_thread()
        return Arriving(self._arrivals[digest])

    def raise_if_tampered(self) -> None:
        """Raise for a blob that is known not to be what its digest says, read or not."""
        for arrival in self._arrivals.values():
            if isinstance(arrival.error, IntegrityError):
                raise arrival.error

    def stop(self) -> None:
        """End all that still runs; whoever waits for a blob hears of it."""
        self._stopped.set()
        for arrival in self._arrivals.values():
            arrival.break_off()
        deadline = clock.monotonic() + _JOIN_S
        for thread in self._threads:
            thread.join(max(0.0, deadline - clock.monotonic()))

    def _add_thread(self) -> None:
        name = f"pull-{len(self._threads)}"
        thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _work(self) -> None:
        while not self._stopped.is_set():
            try:
                arrival = self._waiting.pop()
            except IndexError:
                return
            error: BaseException | None = None
            try:
                self._pull(arrival)
            except BaseException as caught:  # noqa: BLE001 - carried to whoever reads the blob
                error = caught
            if self._stopped.is_set():
                return
            arrival.end(error)

    def _pull(self, arrival: "_Arrival") -> None:
        with arrival.writing():
            for _ in range(_RESUMPTIONS):
                for attempt in self._http.attempts():
                    with attempt:
                        self._receive(arrival)
                if arrival.is_complete:
                    return
        raise ConnectionFailedError(
            f"the connection breaks off again and again at byte {arrival.received_bytes:,} of"
            f" '{arrival.blob.digest}'",
            hint="try again, or from another network",
        )

    def _receive(self, arrival: "_Arrival") -> None:
        """Receive as much as one connection brings; bringing something is not a failure."""
        before = arrival.received_bytes
        try:
            with self._fetch(arrival.blob, before) as answer:
                arrival.answer = answer
                for block in _from_offset(answer, before):
                    if self._stopped.is_set():
                        raise PullStoppedError("the pull was stopped")
                    arrival.append(block)
                arrival.finish(is_whole="content-length" in answer.headers)
        except NetworkError as error:
            if not error.retryable or arrival.received_bytes == before or self._stopped.is_set():
                raise
            log.info("blob.resumed", digest=arrival.blob.digest, at=arrival.received_bytes)
        finally:
            arrival.answer = None


class Arriving:
    """A blob as a stream, while it arrives."""

    def __init__(self, arrival: "_Arrival") -> None:
        self._arrival = arrival
        self._at = 0
        self._file: IO[bytes] | None = None

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes; waits for them, and for the verdict at the end.

        Raises:
            HullmarkError: The blob could not be pulled, or is not what its digest says.
        """
        if size == 0:
            return b""
        available = self._arrival.wait_beyond(self._at)
        if available <= self._at:
            return b""
        if self._file is None:
            self._file = self._arrival.open()
        wanted = available - self._at if size < 0 else min(size, available - self._at)
        data = os.pread(self._file.fileno(), wanted, self._at)
        self._at += len(data)
        return data

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


class _Arrival:
    """One blob: what has arrived of it, and how it ended."""

    def __init__(self, blob: Descriptor, path: Path) -> None:
        self.blob = blob
        self.received_bytes = 0
        self.is_complete = False
        self.error: BaseException | None = None
        self.answer: StreamedAnswer | None = None
        self._path = path
        self._file: IO[bytes] | None = None
        self._hash = _hasher(blob.digest)
        self._changed = threading.Condition()
        self._ended = False
        self._limit_bytes = blob.size_bytes if blob.size_bytes >= 0 else limits.LAYER_BYTES

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Keep the file open for writing."""
        try:
            with self._path.open("wb", buffering=0) as self._file:
                yield
        except OSError as error:
            raise DiskFullError(
                f"cannot write '{self._path}': {error.strerror or error}",
                hint="free some room, or name another place for scratch files with TMPDIR",
            ) from error

    def append(self, block: bytes) -> None:
        """Write what has come; more than was announced is not taken.

        Raises:
            BlobDigestError: There is more than was announced.
        """
        if self.received_bytes + len(block) > self._limit_bytes:
            raise BlobDigestError(
                f"blob '{self.blob.digest}' is longer than the {self._limit_bytes:,} bytes that"
                " its manifest names",
                hint="the registry or something on the way changed it: do not use this image",
            )
        assert self._file is not None
        view = memoryview(block)
        while view:
            view = view[self._file.write(view) :]
        if self._hash is not None:
            self._hash.update(block)
        with self._changed:
            self.received_bytes += len(block)
            self._changed.notify_all()

    def finish(self, *, is_whole: bool) -> None:
        """Judge the blob once the server has said all.

        Raises:
            BlobDigestError: It has another size or digest than the manifest names.
            ConnectionFailedError: The answer was cut short.
        """
        size, digest = self.blob.size_bytes, self.blob.digest
        if self.received_bytes < size:
            if not is_whole:
                raise ConnectionFailedError(f"blob '{digest}' was cut short", hint="try again")
            raise BlobDigestError(
                f"blob '{digest}' has {self.received_bytes:,} bytes, not {size:,}",
                hint="the registry or something on the way changed it: do not use this image",
            )
        if self._hash is None:
            raise UnsupportedMediaTypeError(
                f"digest algorithm of blob '{digest}' cannot be verified",
                hint="sha256, sha384 and sha512 are known",
            )
        actual = self._hash.hexdigest()
        if actual != digest.partition(":")[2]:
            raise BlobDigestError(
                f"blob '{digest}' has the digest '{digest.partition(':')[0]}:{actual}'",
                hint="the registry or something on the way changed it: do not use this image",
            )
        self.is_complete = True

    def end(self, error: BaseException | None) -> None:
        """Tell whoever waits that nothing more comes."""
        with self._changed:
            if not self._ended:
                self.error = error
                self._ended = True
            self._changed.notify_all()

    def break_off(self) -> None:
        """End it from outside, where it has not ended by itself."""
        answer = self.answer
        if answer is not None:
            answer.abort()
        self.end(PullStoppedError(f"blob '{self.blob.digest}' is no longer pulled"))

    def wait_beyond(self, at: int) -> int:
        """Return how much has arrived, once it is more than ``at`` or all that there is.

        Raises:
            HullmarkError: Nothing more comes, for a reason.
        """
        with self._changed:
            while self.received_bytes <= at and not self._ended:
                self._changed.wait()
            if self.received_bytes <= at and self.error is not None:
                raise self.error
            return self.received_bytes

    def open(self) -> IO[bytes]:
        """Return the file for reading."""
        try:
            return self._path.open("rb", buffering=0)
        except OSError as error:
            raise PullStoppedError(f"blob '{self.blob.digest}' is no longer there") from error


def _from_offset(answer: StreamedAnswer, offset: int) -> Iterator[bytes]:
    """Yield the blob from ``offset`` on, also where the server sends all of it again."""
    skip = offset
    if answer.status == 206:
        told = _RANGE.match(answer.headers.get("content-range", ""))
        begins = int(told[1]) if told else offset
        if begins > offset:
            raise ConnectionFailedError(
                f"asked for a blob from byte {offset:,} on, got it from {begins:,}"
            )
        skip = offset - begins
    for block in answer.blocks():
        if skip >= len(block):
            skip -= len(block)
            continue
        yield block[skip:] if skip else block
        skip = 0


def _hasher(digest: Digest) -> "hashlib._Hash | None":
    algorithm = digest.partition(":")[0]
    return hashlib.new(algorithm) if algorithm in ("sha256", "sha384", "sha512") else None
