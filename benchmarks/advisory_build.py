"""Measure the build of the advisory database and look-ups in it, against the floor of the run.

Usage: advisory_build.py [FOLDER] [--rounds N]

FOLDER holds ``osv/*/all.zip`` and ``osv-converted/*/all.zip`` (default ``../shared/advisories``).
The floor is what cannot be avoided: unzip every record and decode it with msgspec. Peak memory is
the sum over all processes of the build, sampled.
"""

import argparse
import random
import resource
import sys
import threading
import time
import zipfile
from pathlib import Path
from statistics import median

import msgspec

from hullmark.advisories.build import build_database
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.export import make_wheel
from hullmark.kernel.space import scratch_folder

SAMPLE_S = 0.05


class Memory(threading.Thread):
    """Samples the memory of this process and its children (proportional set size)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_kib = 0
        self._stop_asked = threading.Event()

    def run(self) -> None:
        """Sample until stopped."""
        while not self._stop_asked.wait(SAMPLE_S):
            self.peak_kib = max(self.peak_kib, sum(map(_pss_kib, _family())))

    def stop(self) -> float:
        """Stop and return the peak in MiB."""
        self._stop_asked.set()
        self.join()
        return self.peak_kib / 1024


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="../shared/advisories", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    sources = sorted(
        str(path)
        for kind in ("osv", "osv-converted")
        for path in arguments.folder.glob(f"{kind}/*/all.zip")
    )
    if not sources:
        sys.exit(f"no dumps below '{arguments.folder}'")
    with scratch_folder() as folder:
        path = folder / "advisories.db"
        builds, floors, cpus, peaks = [], [], [], []
        for _ in range(arguments.rounds):
            floors.append(timed(lambda: floor(sources)))
            memory = Memory()
            memory.start()
            before = cpu_s()
            builds.append(timed(lambda: build_database(sources, path, incremental=False)))
            cpus.append(cpu_s() - before)
            peaks.append(memory.stop())
        unchanged = timed(lambda: build_database(sources, path))
        print(f"floor: unzip + decode          {median(floors):8.2f} s")
        print(f"build                          {median(builds):8.2f} s")
        print(f"  against the floor            {median(builds) / median(floors):8.2f} x")
        print(f"  processor time               {median(cpus):8.2f} s")
        print(f"  peak memory, all processes   {max(peaks):8.0f} MiB")
        print(f"build, nothing changed         {unchanged:8.2f} s")
        print(f"size                           {path.stat().st_size / 1e6:8.1f} MB")
        lookups(path)
        wheel = make_wheel(path, folder)
        print(f"matching-only wheel            {wheel.stat().st_size / 1e6:8.2f} MB")


def lookups(path: Path) -> None:
    """Print look-up times over random packages."""
    with AdvisoryDatabase.open(path) as database:
        keys = list(database.packages(database.ecosystems()))
        rng = random.Random(7)
        for count in (600, 20_000):
            chosen = rng.choices(keys, k=count)
            rows = timed(lambda chosen=chosen: [database.affected(*key) for key in chosen])
            again = timed(lambda chosen=chosen: dict(database.affected_many(chosen)))
            entries = sum(len(database.affected(*key)) for key in chosen)
            print(f"{count:6,} look-ups                {rows * 1000:8.1f} ms ({entries:,} entries)")
            print(f"  again, in bulk               {again * 1000:8.1f} ms")
        absent = [(ecosystem, f"{name}-absent") for ecosystem, name in keys[:600]]
        missed = timed(lambda: touch(database, absent))
        print(f"   600 of unknown packages     {missed * 1000:8.1f} ms")
        ids = [entry.id for key in rng.choices(keys, k=300) for entry in database.affected(*key)]
        once = timed(lambda: database.advisories(ids[:1000]))
        print(f"{len(ids[:1000]):6,} advisories with texts    {once * 1000:8.1f} ms")


def touch(database: AdvisoryDatabase, keys: list[tuple[str, str]]) -> None:
    """Look up each key."""
    for key in keys:
        database.affected(*key)


def floor(sources: list[str]) -> None:
    """Unzip and decode everything, keep nothing."""
    decode = msgspec.json.Decoder().decode
    for source in sources:
        with zipfile.ZipFile(source) as archive:
            for name in archive.namelist():
                decode(archive.read(name))


def timed(call: object) -> float:
    """Return the seconds a call takes."""
    start = time.perf_counter()
    call()  # type: ignore[operator]
    return time.perf_counter() - start


def cpu_s() -> float:
    """Return the processor time of this process and its finished children."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def _family() -> list[str]:
    tasks = Path("/proc/self/task").glob("*/children")
    children = " ".join(_read(task) for task in tasks).split()
    return ["self", *children]


def _pss_kib(pid: str) -> int:
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


if __name__ == "__main__":
    main()
