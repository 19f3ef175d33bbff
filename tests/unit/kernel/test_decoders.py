"""A type that several threads meet for the first time at once is decoded, not crashed over."""

import subprocess
import sys

import pytest

from source_tree import REPOSITORY

_PROGRAM = """
import sys, threading
import msgspec
from hullmark.kernel.decoders import json_decoder, msgpack_decoder

class Leaf(msgspec.Struct, tag="leaf"):
    name: str
    more: tuple[str, ...] = ()

class Twig(msgspec.Struct, tag="twig"):
    leaves: list[Leaf]

class Tree(msgspec.Struct):
    parts: dict[str, list[Leaf | Twig]]

tree = Tree({str(at): [Leaf("a", ("b",)), Twig([Leaf("c")])] for at in range(200)})
form = getattr(msgspec, sys.argv[1])
content = form.encode(tree)
decoder = {"json": json_decoder, "msgpack": msgpack_decoder}[sys.argv[1]]
sys.setswitchinterval(1e-6)
barrier = threading.Barrier(8)
same = []

def work():
    barrier.wait()
    same.append(decoder(Tree).decode(content) == tree)

threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(same.count(True))
"""


@pytest.mark.parametrize("form", ["json", "msgpack"])
def test_threads_may_meet_a_type_at_the_same_moment(form: str) -> None:
    """In a fresh process, again and again: without the lock about every second run crashes."""
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, form],
            check=False,
            capture_output=True,
            text=True,
            env={"PYTHONPATH": str(REPOSITORY / "src")},
        )
        assert (done.returncode, done.stdout.strip()) == (0, "8"), done.stderr
