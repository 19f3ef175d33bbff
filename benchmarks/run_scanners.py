"""Measures the planner: scanners over images, beside the same programs started by hand.

Each stand-in works for a fixed time on one processor (or sleeps, with --sleep), so that the best
possible packing is known: the total divided by the processors. Prints seconds and ratios.

    python benchmarks/run_scanners.py [--images 10] [--scanners 4] [--work 0.5] [--sleep]
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / part) for part in ("src", "tests")]

from hullmark.config.settings import Settings  # noqa: E402
from hullmark.images.image import ImageOptions  # noqa: E402
from hullmark.images.open import open_target  # noqa: E402
from hullmark.pipeline.cache import close_cache, open_cache  # noqa: E402
from hullmark.pipeline.running.runs import open_runs  # noqa: E402
from hullmark.ports.progress import SILENT  # noqa: E402
from image_builder import build_image, write_layout  # noqa: E402

NAMES = {"grype": "grype", "syft": "syft", "dockle": "dockle", "trufflehog": "trufflehog"}
REPORTS = {
    "grype": '{"matches":[],"source":{"type":"image","target":{"userInput":"x"}},"distro":{},'
    '"descriptor":{"name":"grype","version":"1","db":{"status":{"built":"2999-01-01"}}}}',
    "syft": '{"artifacts":[],"artifactRelationships":[],"source":{},"distro":{},'
    '"descriptor":{"name":"syft"},"schema":{"version":"16.0.0"}}',
    "dockle": '{"image":"x","summary":{"fatal":0,"warn":0,"info":0,"skip":0,"pass":9},"details":[]}',  # noqa: E501
    "trufflehog": "",
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--images", type=int, default=10)
    parser.add_argument("--scanners", type=int, default=4)
    parser.add_argument("--work", type=float, default=0.5)
    parser.add_argument("--sleep", action="store_true")
    chosen = parser.parse_args()
    processors = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["HULLMARK_HOME"] = str(folder / "state")
        programs = stand_ins(
            folder, list(NAMES)[: chosen.scanners], chosen.work, sleeping=chosen.sleep
        )
        (folder / "data" / "6").mkdir(parents=True)
        (folder / "data" / "6" / "vulnerability.db").write_bytes(b"x")
        targets = []
        for at in range(chosen.images):
            files = {"etc/os-release": b"ID=debian\n", "n": str(at).encode()}
            write_layout(folder / f"image-{at}", {"1": build_image([files])})
            targets.append(f"oci:{folder / f'image-{at}'}")
        settings = Settings(
            scanners=tuple(programs),
            scanner_programs=programs,
            scanner_data={"grype": folder / "data"},
            stale_days=10**6,
        )
        commands = [str(path) for path in programs.values() for _ in targets]
        one_after_another = timed(lambda: [start(c) for c in commands])
        by_hand = timed(lambda: packed(commands, processors))
        planned = timed(lambda: run(targets, settings))
        again = timed(lambda: run(targets, settings))
    print(f"{chosen.scanners} scanners x {chosen.images} images on {processors} processors")
    print(f"one after another {one_after_another:7.2f} s")
    print(f"by hand, packed   {by_hand:7.2f} s")
    print(f"planned           {planned:7.2f} s = {planned / by_hand:.3f} x by hand, "
          f"{planned / one_after_another:.3f} x one after another")  # fmt: skip
    print(f"again, cached     {again:7.2f} s")


def stand_ins(folder: Path, names: list[str], work: float, *, sleeping: bool) -> dict[str, Path]:
    (folder / "bin").mkdir()
    found = {}
    for name in names:
        path = folder / "bin" / name
        busy = f"time.sleep({work})" if sleeping else (
            f"end = time.process_time() + {work}\nwhile time.process_time() < end: pass"
        )  # fmt: skip
        path.write_text(
            f"#!{sys.executable} -S\nimport sys, time\n"
            "if sys.argv[1:] in (['version'], ['--version']): print('1.0.0'); sys.exit()\n"
            f"{busy}\nprint({REPORTS[name]!r})\n"
        )
        path.chmod(0o755)
        found[name] = path
    return found


def start(command: str) -> None:
    subprocess.run([command], check=True, capture_output=True)


def packed(commands: list[str], processors: int) -> None:
    with ThreadPoolExecutor(processors) as pool:
        list(pool.map(start, commands))


def run(targets: list[str], settings: Settings) -> None:
    cache = open_cache(settings, warn=print)
    runs = open_runs(settings, cache=cache, progress=SILENT)
    assert runs is not None
    with contextlib.ExitStack() as stack:
        for target in targets:
            for opened in stack.enter_context(
                open_target(target, options=ImageOptions(), progress=SILENT)
            ):
                runs.add(opened)
        outcomes = runs.finish()
    close_cache(cache, warn=print)
    bad = [
        each.row.reason
        for each in outcomes
        if each.row.status.value not in ("ran", "cached", "partial")
    ]
    if bad:
        print(len(bad), "not clean:", bad[0])


def timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
