"""Reads independent sources in a second and third process: parsing is bound by the interpreter."""

import contextlib
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import TypeAlias

import msgspec

from hullmark.advisories.documents import Source
from hullmark.advisories.errors import FeedError, FeedTooLargeError
from hullmark.advisories.feeds.sniff import SideFacts
from hullmark.advisories.reading import Emit, Message, read_source
from hullmark.kernel.errors import HullmarkError

WORKERS = 2
"""Processes beside the one that writes; more than two starve it."""
WORTH_BYTES = 4 * 1024 * 1024
"""Below this much input, starting processes takes longer than reading."""

_decoder = msgspec.msgpack.Decoder(tuple[int, Message])
_FAILED = b"!"
_FAMILIES = {"HM2201": FeedError, "HM2202": FeedTooLargeError}

Job: TypeAlias = tuple[int, Source]


def are_worthwhile(jobs: Sequence[Job]) -> bool:
    """Return whether reading in other processes is quicker than reading here."""
    return (os.cpu_count() or 1) > 1 and len(jobs) > 1 and sum(map(_size, jobs)) >= WORTH_BYTES


def read_in_processes(
    jobs: Sequence[Job], *, dictionary: bytes | None, receive: Callable[[int, Message], None]
) -> bool:
    """Read OSV sources in worker processes and hand every message to ``receive`` here.

    Returns:
        ``False`` where no process could begin (a script that starts us without a guard for
        ``__main__``, a sandbox): nothing was received then, and the caller reads by itself.

    Raises:
        FeedError: A source cannot be read, or a worker died.
        FeedTooLargeError: A source breaks a bound.
    """
    begun = False
    with _started(_shares(jobs), dictionary) as connections:
        open_ones = list(connections)
        while open_ones:
            for connection in wait(open_ones):
                assert isinstance(connection, Connection)
                try:
                    data = connection.recv_bytes()
                except EOFError:
                    if not begun:
                        return False
                    raise FeedError("a reader of advisories died", hint="try again") from None
                if not data:
                    open_ones.remove(connection)
                elif data.startswith(_FAILED):
                    raise _failure(data)
                else:
                    begun = True
                    receive(*_decoder.decode(data))
    return True


@contextlib.contextmanager
def _started(shares: Sequence[list[Job]], dictionary: bytes | None) -> Iterator[list[Connection]]:
    context = multiprocessing.get_context("spawn")
    processes = []
    connections: list[Connection] = []
    try:
        for share in shares:
            receiving, sending = context.Pipe(duplex=False)
            process = context.Process(
                target=_work, args=(sending, share, dictionary), name="hullmark-read", daemon=True
            )
            process.start()
            sending.close()
            processes.append(process)
            connections.append(receiving)
        yield connections
        for process in processes:
            process.join()
    finally:
        for connection in connections:
            connection.close()
        for process in processes:
            process.terminate()
            process.join()
            process.close()


def _work(sending: Connection, share: list[Job], dictionary: bytes | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us; one answer to Ctrl-C
    gc.disable()
    try:
        for number, source in share:
            read_source(
                source,
                "osv",
                SideFacts(),
                dictionary=dictionary,
                emit=_sender(sending, number),
            )
        sending.send_bytes(b"")
    except HullmarkError as error:
        sending.send_bytes(
            _FAILED + msgspec.msgpack.encode((error.code, error.message, error.hint or ""))
        )
    except BrokenPipeError:
        pass  # the parent is gone
    finally:
        sending.close()


def _sender(sending: Connection, number: int) -> Emit:
    encode = msgspec.msgpack.Encoder().encode

    def emit(message: Message) -> None:
        sending.send_bytes(encode((number, message)))

    return emit


def _failure(data: bytes) -> HullmarkError:
    code, message, hint = msgspec.msgpack.decode(data[1:], type=tuple[str, str, str])
    return _FAMILIES.get(code, FeedError)(message, hint=hint or None)


def _shares(jobs: Sequence[Job]) -> list[list[Job]]:
    """Give the next largest source to whoever has least to do."""
    shares: list[list[Job]] = [[] for _ in range(min(WORKERS, len(jobs)))]
    loads = [0] * len(shares)
    for job in sorted(jobs, key=_size, reverse=True):
        lightest = loads.index(min(loads))
        shares[lightest].append(job)
        loads[lightest] += _size(job)
    return shares


def _size(job: Job) -> int:
    path = job[1].path
    try:
        # Folders are not measured: reading their directories is most of the work.
        return WORTH_BYTES if path.is_dir() else path.stat().st_size
    except OSError:
        return 0
