"""Processes that are killed while they record, and processes that record at once."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hullmark.store.open import open_store
from hullmark.store.place import Place, place_of
from hullmark.store.upkeep import problems
from postgres_server import PostgresServer
from store_cases import place, postgres

__all__ = ["place", "postgres"]

RECORD = """
import sys
from pathlib import Path
from hullmark.store.open import open_store
from hullmark.store.place import place_of
from hullmark.store.record import record_scan
from store_cases import *
where, first, last, tag = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
store = open_store(place_of(where, home=Path("/nonexistent")))
for at in range(first, last):
    held = [package(f"p{n}") for n in range(at % 7, at % 7 + 30)]
    found = [flaw(f"CVE-{p.name}", p) for p in held]
    given = result(found, components=held, at=at, build=at, tag=tag)
    record_scan(store, given, lineages=[f"{NAME}-{tag}"])
    print(at, flush=True)
store.close()
"""


def _start(where: str, first: int, last: int, tag: str = "x") -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", RECORD, where, str(first), str(last), tag],
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": ":".join(each for each in sys.path if each)},
    )


def _where(place: Place) -> str:
    return str(place.path) if place.path else place.url.replace("+psycopg", "")


@pytest.mark.integration
def test_killed_at_any_moment_nothing_is_lost_or_doubled(place: Place) -> None:
    """200 scans, recorded by processes that are killed at random; each starts where one ended."""
    chance = random.Random(9)
    where = _where(place)
    done, kills = 0, 0
    open_store(place).close()
    while done < 200:
        process = _start(where, done, 200)
        assert process.stdout is not None
        if kills < 25:
            line = process.stdout.readline()  # it is under way
            time.sleep(chance.random() * 0.05)
            process.kill()
            kills += 1
            rest = process.stdout.read().split()
            told = max((int(each) for each in (*line.split(), *rest)), default=done - 1)
        else:
            told = max(int(each) for each in process.stdout.read().split())
        process.wait(60)
        process.stdout.close()
        store = open_store(place)
        count = store.rows("SELECT count(*) FROM scan")[0][0]
        store.close()
        # What was told is there; one more may be, which was recorded and not told.
        assert told + 1 <= count <= told + 2
        done = told + 1
    store = open_store(place)
    assert store.rows("SELECT count(*) FROM scan") == [(200,)]
    assert list(problems(store)) == []
    last = {f"p{n}" for n in range(199 % 7, 199 % 7 + 30)}
    alive = store.rows(
        "SELECT d.component FROM finding_interval i JOIN finding_detail d ON d.id = i.detail_id"
        " WHERE i.closed IS NULL"
    )
    assert sorted(name for (name,) in alive) == sorted(last)
    store.close()


@pytest.mark.integration
def test_two_writers_at_once_lose_nothing(place: Place) -> None:
    """Both record 40 scans, into lineages of their own and the same packages."""
    where = _where(place)
    writers = [_start(where, 0, 40, tag) for tag in ("one", "two")]
    for writer in writers:
        out, _ = writer.communicate(timeout=120)
        assert writer.returncode == 0
        assert len(out.split()) == 40
    store = open_store(place)
    assert store.rows("SELECT count(*) FROM scan") == [(80,)]
    assert store.rows("SELECT count(*), count(DISTINCT key) FROM package") == [(36, 36)]
    assert list(problems(store)) == []
    store.close()


@pytest.mark.integration
def test_first_scans_at_once_make_one_store(tmp_path: Path, postgres: PostgresServer) -> None:
    """Who comes second finds the tables made."""
    for where in (str(tmp_path / "store.db"), postgres.new_database()):
        writers = [_start(where, 0, 3, tag) for tag in ("one", "two", "three")]
        for writer in writers:
            writer.communicate(timeout=120)
            assert writer.returncode == 0
        store = open_store(place_of(where, home=tmp_path))
        assert store.rows("SELECT count(*) FROM scan") == [(9,)]
        store.close()
