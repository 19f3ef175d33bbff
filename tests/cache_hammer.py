"""What several processes do to one cache folder at once; imported by name in each of them."""

import random
from multiprocessing.queues import Queue
from pathlib import Path

from hullmark.native.cache.store import EntryStore


def content_of(number: int) -> bytes:
    """Return what belongs under a key."""
    return bytes([number]) * 3_000 + random.Random(number).randbytes(5_000)


def hammer(folder: str, seed: int, rounds: int, wrong: "Queue[str]") -> None:
    """Write, read and prune entries, and tell of every one that is not what was put."""
    store = EntryStore(Path(folder), limit_bytes=40_000)
    for at in range(rounds):
        number = (at * 7 + seed) % 11
        key = number.to_bytes(32, "big")
        content = content_of(number)
        found = store.get("layer", key)
        if found is not None and found != content:
            wrong.put(f"read a wrong {number}")
        store.put("layer", key, content)
        if at % 20 == 0:
            store.close()
    if store.problem is not None:
        wrong.put(store.problem.message)
