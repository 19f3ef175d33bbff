"""The other end of ``worker_client``: evaluates checks in a process of its own.

Reads one JSON request from standard input and writes one JSON answer to standard output.
"""

import os
import sys

import msgspec

from hullmark.checks.engine import Answer, entrypoints_of, evaluate
from hullmark.checks.rego import Rules, to_input
from hullmark.checks.worker_client import Request


def answer(request: Request) -> list[Answer]:
    """Return what the checks of a request say."""
    rules = Rules(request.modules, entrypoints_of(request.checks))
    rules.prepare(to_input(request.input))
    return evaluate(rules, request.checks)


def main() -> None:
    """Answer one request; the engine's own words on standard output are kept away from it."""
    out = os.dup(1)
    os.dup2(2, 1)
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    with os.fdopen(out, "wb") as stream:
        stream.write(msgspec.json.encode(answer(request)))


if __name__ == "__main__":
    main()
