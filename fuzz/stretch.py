#!/usr/bin/env python3
"""Looks for parsers whose time grows faster than their input.

    python fuzz/stretch.py [--only NAME] [--bytes N] [--seconds S]

Fuzzing tries small inputs; what takes a millisecond of 64 KiB may take an hour of 64 MiB. Here
every seed, and every word of a target's own dictionary, is repeated to N bytes (1 MiB) and timed.
The exit status is 1 where one takes longer than S seconds (2) of processor time.
"""

import argparse
import importlib
import itertools
import signal
import sys
import time
from collections.abc import Iterator

import run
from target import Target

_HARD_SECONDS = 20


class _TooLongError(BaseException):
    """The alarm rang."""


def main() -> int:
    """Time what was asked for; print what is slow."""
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("--only", default="")
    reader.add_argument("--bytes", type=int, default=1024 * 1024)
    reader.add_argument("--seconds", type=float, default=2.0)
    asked = reader.parse_args()
    signal.signal(signal.SIGALRM, _ring)
    slow = inputs = 0
    for target in run.all_targets(instrumented=False):
        if not run.is_meant(target.name, asked.only) or target.weight < 0.3:
            continue
        worst = (0.0, "")
        for name, data in _stretched(target, asked.bytes):
            inputs += 1
            spent, error = _timed(target, data)
            worst = max(worst, (spent, name))
            if error:
                print(f"{target.name:44} {error} with {name}", flush=True)
                slow += 1
        if worst[0] > asked.seconds:
            slow += 1
            print(f"{target.name:44} {worst[0]:6.2f} s for {asked.bytes} bytes of {worst[1]}")
            sys.stdout.flush()
    print(f"{inputs:,} stretched inputs, {slow} slow or wrong")
    return 1 if slow else 0


def _stretched(target: Target, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every input: seeds and words, and words within an opening."""
    first = b"\0" if target.prefixes else b""
    variants = [bytes([number]) for number in range(min(target.prefixes, 8))] or [b""]
    for number, seed in enumerate(itertools.islice(target.seeds(), 24)):
        body = seed[len(first) :]
        if body:
            mark = seed[: len(first)]
            yield f"seed {number}", mark + (body * (size // len(body) + 1))[:size]
            half = len(body) // 2
            yield (
                f"middle of seed {number}",
                mark
                + body[:half]
                + (body[half : half + 8] * (size // 8))[:size]
                + body[half + 8 :],
            )
    for word in _words(target):
        for variant in variants[:2]:
            yield repr(word), variant + (word * (size // len(word) + 1))[:size]


def _words(target: Target) -> list[bytes]:
    found = {b"[", b"{", b"(", b'"', b"<a>", b"a.", b"a\n", b" ", b"\n", b"\\", b"- ", b"9",
             b"a=", b"&a ", b"!", b"/", b"a/", b"..", b"\xff", b"@", b":",
             b"a: ", b"#", b"%41"}  # fmt: skip
    for name in target.modules:
        found.update(
            word for word in run.words(importlib.import_module(name)) if 1 < len(word) < 24
        )
    return sorted(found)[:160]


def _timed(target: Target, data: bytes) -> tuple[float, str]:
    """Return seconds of processor time, and what was raised that should not be."""
    start = time.process_time()
    signal.alarm(_HARD_SECONDS)
    error = ""
    try:
        target.run(data)
    except target.allowed:
        pass
    except _TooLongError:
        return time.process_time() - start, ""
    except Exception as raised:
        error = f"{type(raised).__name__}: {raised!s:.200}"
    finally:
        signal.alarm(0)
    return time.process_time() - start, error


def _ring(*_: object) -> None:
    raise _TooLongError


if __name__ == "__main__":
    sys.exit(main())
