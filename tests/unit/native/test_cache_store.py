"""The cache folder: private, bounded, and never half-written, however many processes use it."""

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from cache_hammer import content_of, hammer
from hullmark.native.cache import store as store_module
from hullmark.native.cache.errors import CacheFolderError
from hullmark.native.cache.secret import load_secret
from hullmark.native.cache.store import EntryStore, clear_folder, prune_folder, usage

_KEY = b"k" * 32
_root_only = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to give a file away"
)


def _key(number: int) -> bytes:
    return number.to_bytes(32, "big")


def _file(folder: Path) -> Path:
    (path,) = (folder / "entries").iterdir()
    return path


def test_what_was_put_is_got(tmp_path: Path) -> None:
    """By kind and key, from another process's view as well; anything else is not there."""
    EntryStore(tmp_path).put("layer", _KEY, b"facts")
    store = EntryStore(tmp_path)
    assert store.has("layer", _KEY)
    assert store.get("layer", _KEY) == b"facts"
    assert store.get("base", _KEY) is None
    assert store.get("layer", b"x" * 32) is None


def test_files_are_private(tmp_path: Path) -> None:
    """Nobody else reads what was scanned, or the key that would let them write entries."""
    store = EntryStore(tmp_path / "cache")
    store.put("layer", _KEY, b"facts")
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "cache/secret").stat().st_mode & 0o777 == 0o600
    assert _file(tmp_path / "cache").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "foreign", "long"])
def test_a_poisoned_entry_is_dropped(tmp_path: Path, damage: str) -> None:
    """It is not believed, it is gone, and the next scan puts a good one in its place."""
    store = EntryStore(tmp_path / "cache")
    store.put("layer", _KEY, b"facts" * 1_000)
    path = _file(tmp_path / "cache")
    data = path.read_bytes()
    if damage == "foreign":
        other = EntryStore(tmp_path / "other")
        other.put("layer", _KEY, b"lies" * 1_000)
        data = _file(tmp_path / "other").read_bytes()
    flipped = data[:-1] + bytes([data[-1] ^ 1])
    wrong = {"cut": data[:-3], "flip": flipped, "empty": b"", "long": data + b"x"}
    path.write_bytes(wrong.get(damage, data))
    assert store.get("layer", _KEY) is None
    assert not path.exists()
    store.put("layer", _KEY, b"facts")
    assert store.get("layer", _KEY) == b"facts"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="POSIX")
def test_what_is_no_file_is_no_entry(tmp_path: Path) -> None:
    """A pipe does not make a scan wait, a link leads nowhere, a folder is left alone."""
    store = EntryStore(tmp_path)
    store.put("layer", _KEY, b"facts")
    path = _file(tmp_path)
    elsewhere = path.rename(tmp_path / "elsewhere")
    os.mkfifo(path)
    assert store.get("layer", _KEY) is None
    path.unlink()
    path.symlink_to(elsewhere)
    assert store.get("layer", _KEY) is None
    path.unlink()
    path.mkdir()
    assert store.get("layer", _KEY) is None


def test_the_key_is_made_once(tmp_path: Path) -> None:
    """Everybody who opens the folder seals alike; other folders have other keys."""
    assert load_secret(tmp_path / "a") == load_secret(tmp_path / "a")
    assert load_secret(tmp_path / "a") != load_secret(tmp_path / "b")


@pytest.mark.parametrize("how", ["readable", "short", "link", "folder-open"])
def test_a_key_that_others_may_know_is_replaced(tmp_path: Path, how: str) -> None:
    """What it sealed is no longer believed."""
    store = EntryStore(tmp_path)
    store.put("layer", _KEY, b"facts")
    path = tmp_path / "secret"
    match how:
        case "readable":
            path.chmod(0o644)
        case "short":
            path.write_bytes(b"x")
        case "link":
            path.rename(tmp_path / "moved")
            path.symlink_to(tmp_path / "moved")
        case _:
            tmp_path.chmod(0o777)
    again = EntryStore(tmp_path)
    if how == "folder-open":
        assert tmp_path.stat().st_mode & 0o022 == 0
    else:
        assert again.get("layer", _KEY) is None
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_bytes()) == 32
    assert not path.is_symlink()


@_root_only
def test_the_folder_of_another_user_is_not_used(tmp_path: Path) -> None:
    """Its owner could have written anything into it."""
    load_secret(tmp_path)
    os.chown(tmp_path, 12345, 12345)
    with pytest.raises(CacheFolderError, match="another user"):
        EntryStore(tmp_path)


@_root_only
def test_a_key_of_another_user_is_replaced(tmp_path: Path) -> None:
    """A key that somebody planted seals nothing."""
    before = load_secret(tmp_path)
    os.chown(tmp_path / "secret", 12345, 12345)
    assert load_secret(tmp_path) != before


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    """By an error with a way out, not by a traceback."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CacheFolderError, match="cannot use the cache"):
        EntryStore(tmp_path / "file" / "cache")


def test_a_folder_that_cannot_be_written_is_said_once(tmp_path: Path) -> None:
    """Reading goes on; nothing more is tried."""
    store = EntryStore(tmp_path)
    (tmp_path / "entries").write_bytes(b"in the way")
    store.put("layer", _KEY, b"facts")
    assert store.problem is not None
    assert "cannot write to the cache" in store.problem.message
    store.put("layer", _KEY, b"facts")
    assert store.get("layer", _KEY) is None
    store.close()


def _age(folder: Path, kind: str, number: int, seconds: int) -> None:
    then = time.time() - seconds
    os.utime(folder / "entries" / f"{kind}-{_key(number).hex()}", (then, then))


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    """Reading counts as use; the limit holds after the writing process is done."""
    store = EntryStore(tmp_path, limit_bytes=6_000)
    for number in range(5):
        store.put("layer", _key(number), os.urandom(1_000))
        _age(tmp_path, "layer", number, 1_000 - number)
    assert store.get("layer", _key(0)) is not None
    store.close()
    assert all(store.has("layer", _key(number)) for number in range(5))
    store.put("layer", _key(5), os.urandom(1_500))
    store.close()
    left = [number for number in range(6) if store.has("layer", _key(number))]
    assert left == [0, 3, 4, 5]
    assert usage(tmp_path, limit_bytes=6_000).size_bytes <= 6_000


def test_an_entry_beyond_the_limit_is_not_written(tmp_path: Path) -> None:
    """It would push everything else out and then itself."""
    store = EntryStore(tmp_path, limit_bytes=100)
    store.put("layer", _KEY, bytes(200))
    assert not store.has("layer", _KEY)


def test_pruning_and_clearing_leave_what_they_say(tmp_path: Path) -> None:
    """Both are fine with a folder that is not there."""
    folder = tmp_path / "cache"
    assert prune_folder(folder, 0) == 0
    assert clear_folder(folder) == 0
    assert not folder.exists()
    store = EntryStore(folder)
    for number in range(3):
        store.put("layer", _key(number), os.urandom(1_000))
    store.put("base", _KEY, b"facts")
    held = usage(folder, limit_bytes=1)
    assert (held.entries, held.kinds) == (4, {"base": 1, "layer": 3})
    assert prune_folder(folder, 2_500) > 0
    assert 0 < usage(folder, limit_bytes=1).size_bytes <= 2_500
    clear_folder(folder)
    assert usage(folder, limit_bytes=1).entries == 0
    assert not (folder / "secret").exists()


def test_what_a_dead_process_left_is_removed(tmp_path: Path) -> None:
    """Half-written files are no entries; old ones go, young ones may still be written."""
    store = EntryStore(tmp_path)
    store.put("layer", _KEY, b"facts")
    old, young = (tmp_path / "entries" / f".writing-{name}" for name in ("old", "young"))
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    assert usage(tmp_path, limit_bytes=1).entries == 1
    assert not old.exists()
    assert young.exists()


def test_processes_that_write_the_same_entries_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Two write, read and prune at once, from the making of the key on: every hit is right."""
    context = multiprocessing.get_context("spawn")
    wrong: multiprocessing.Queue[str] = context.Queue()
    workers = [
        context.Process(target=hammer, args=(str(tmp_path / "cache"), seed, 300, wrong))
        for seed in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert wrong.empty()
    names = [path.name for path in (tmp_path / "cache/entries").iterdir()]
    assert names
    assert not [name for name in names if name.startswith(store_module._TEMPORARY)]
    store = EntryStore(tmp_path / "cache")
    for number in range(11):
        assert store.get("layer", _key(number)) in (None, content_of(number))
