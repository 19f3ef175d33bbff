#!/usr/bin/env python3
"""Coverage-guided fuzzing of every parser: any bytes become a value or a named error.

    python fuzz/run.py [--inputs N] [--seconds S] [--only NAME] [--jobs N] [--fresh] [--list]

Targets are found, not listed by hand: see ``catalogers.py``, ``found.py``, ``layers.py`` and
``answers.py``. Findings, corpora and logs stand in ``build/fuzz``; the exit status is 1 where
something was found.
"""

import argparse
import contextlib
import importlib
import inspect
import io
import json
import os
import re
import resource
import shutil
import sys
import time
import traceback
import types
from pathlib import Path

_HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(_HERE), str(_HERE.parent / "src")]
BUILD = _HERE.parent / "build" / "fuzz"
LONGEST = 64 * 1024
"""Bytes of an input."""
_HARD_SECONDS = 25
"""After which the fuzzer itself ends a run that does not come back."""
_MEBIBYTES = 3_000
_MODULES = ("catalogers", "found", "layers", "answers")
_WORD_BYTES = 40


def main() -> int:
    """Fuzz what was asked for and print a line per target."""
    asked = _arguments()
    started = time.monotonic()
    targets = [each for each in all_targets(instrumented=True) if is_meant(each.name, asked.only)]
    if asked.list:
        print("\n".join(each.name for each in targets))
        return 0
    if not targets:
        print(f"no target is called like '{asked.only}'", file=sys.stderr)
        return 2
    print(f"{len(targets)} targets; {time.monotonic() - started:.1f} s to instrument", flush=True)
    runs = _Runs(targets, asked)
    rows = runs.all()
    print(total_line(rows, time.monotonic() - started))
    return 1 if any(row["crashes"] or row["hangs"] or row["memory"] for row in rows) else 0


def all_targets(*, instrumented: bool) -> list:
    """Return every target, in order of name; ``instrumented`` makes their code tell its path."""
    if instrumented:
        import atheris

        logging = io.StringIO()  # a line per module
        with (
            contextlib.redirect_stderr(logging),
            atheris.instrument_imports(include=["hullmark"], enable_loader_override=False),
        ):
            _import_all()
    else:
        _import_all()
    found = [each for module in _MODULES for each in importlib.import_module(module).targets()]
    names = [each.name for each in found]
    assert len(names) == len(set(names)), "two targets of one name"
    return sorted(found, key=lambda each: each.name)


def _import_all() -> None:
    """Import every module of the product, so that late imports find instrumented code."""
    import pkgutil

    import hullmark

    for found in pkgutil.walk_packages(hullmark.__path__, "hullmark."):
        if not found.name.startswith(("hullmark.cli", "hullmark.__main__")):
            importlib.import_module(found.name)


class _Runs:
    """The runs of one call: a process per target, forked from this one."""

    def __init__(self, targets: list, asked: argparse.Namespace) -> None:
        from guard import Tally

        self._targets = targets
        self._asked = asked
        whole = sum(each.weight for each in targets)
        self._share = {each.name: each.weight / whole for each in targets}
        self._tallies = {each.name: Tally() for each in targets}
        self._rows: list[dict] = []

    def all(self) -> list[dict]:
        """Run everything, ``--jobs`` at a time."""
        print(f"{'target':44} {'inputs':>9} {'per s':>8} {'edges':>6} {'found':>5} {'slowest':>9}")
        running: dict[int, tuple] = {}
        waiting = list(reversed(self._targets))
        while waiting or running:
            while waiting and len(running) < self._asked.jobs:
                target = waiting.pop()
                running[self._start(target)] = (target, time.monotonic())
            pid, status = os.wait()
            if pid in running:
                target, began = running.pop(pid)
                self._note(target, status, time.monotonic() - began)
        return self._rows

    def _start(self, target) -> int:
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            return pid
        status = 70
        try:
            status = _child(
                target, self._asked, self._share[target.name], self._tallies[target.name]
            )
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _note(self, target, status: int, seconds: float) -> None:
        inputs, crashes, hangs, memory, slowest = self._tallies[target.name].read()
        log = BUILD / "log" / f"{target.name}.log"
        text = log.read_text("utf-8", "replace") if log.exists() else ""
        edges = [int(number) for number in re.findall(r"cov: (\d+)", text)]
        died = os.waitstatus_to_exitcode(status)
        if "libFuzzer: timeout" in text:
            hangs += 1
        elif "out-of-memory" in text or died in (71, -9):
            memory += 1
        elif died not in (0, 77):
            crashes += 1
        row = {
            "target": target.name,
            "inputs": inputs,
            "seconds": round(seconds, 2),
            "edges": max(edges, default=0),
            "crashes": crashes,
            "hangs": hangs,
            "memory": memory,
            "slowest_ms": slowest / 1000,
            "exit": died,
        }
        self._rows.append(row)
        with (BUILD / "tally.jsonl").open("a") as tally:
            tally.write(json.dumps({"at": time.strftime("%FT%TZ", time.gmtime()), **row}) + "\n")
        found = crashes + hangs + memory
        print(
            f"{target.name:44} {inputs:9,} {inputs / max(seconds, 0.01):8,.0f} {row['edges']:6,}"
            f" {found:5} {slowest / 1000:6.1f} ms{'' if not found else f'  exit {died}'}",
            flush=True,
        )


def _child(target, asked: argparse.Namespace, share: float, tally) -> int:
    """Fuzz one target in this process; returns only where the fuzzer could not start."""
    import atheris

    from guard import guarded

    for name in ("log", "crashes", f"corpus/{target.name}", f"seeds/{target.name}"):
        (BUILD / name).mkdir(parents=True, exist_ok=True)
    _write_seeds(target)
    log = os.open(BUILD / "log" / f"{target.name}.log", os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    os.dup2(log, 1)
    os.dup2(log, 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    arguments = [
        "fuzz",
        f"-max_len={LONGEST}",
        f"-timeout={_HARD_SECONDS}",
        f"-rss_limit_mb={_MEBIBYTES}",
        f"-artifact_prefix={BUILD}/crashes/{target.name}-",
        f"-dict={_write_words(target)}",
        "-print_final_stats=1",
        "-verbosity=1",
        "-len_control=20",
        "-reload=0",
    ]
    if asked.inputs:
        arguments.append(f"-runs={max(1, int(asked.inputs * share))}")
    if asked.seconds:
        arguments.append(f"-max_total_time={max(1, int(asked.seconds * share * asked.jobs))}")
    if asked.seed is not None:
        arguments.append(f"-seed={asked.seed}")
    arguments += [str(BUILD / f"corpus/{target.name}"), str(BUILD / f"seeds/{target.name}")]
    one = guarded(target, tally, BUILD / "crashes" / target.name)
    atheris.Setup(arguments, one, internal_libfuzzer=True)
    with contextlib.suppress(SystemExit):
        atheris.Fuzz()
    return 0


def _write_seeds(target) -> None:
    folder = BUILD / "seeds" / target.name
    for number, seed in enumerate(target.seeds()):
        if len(seed) <= LONGEST:
            (folder / f"{number:04}").write_bytes(seed)


def _write_words(target) -> Path:
    """Write the dictionary of a target: the constants of its own code say it all."""
    found = {
        word
        for name in target.modules
        for word in words(importlib.import_module(name))
        if 2 <= len(word) <= _WORD_BYTES
    }
    path = BUILD / "seeds" / f"{target.name}.dict"
    lines = ("".join(f"\\x{byte:02x}" for byte in word) for word in sorted(found))
    path.write_text("".join(f'"{line}"\n' for line in lines))
    return path


def words(module: types.ModuleType):
    """Yield the constants of a module: words of its format, and fields of its documents."""
    for title, value in vars(module).items():
        if title.startswith("__"):
            continue
        if inspect.isclass(value) and value.__module__ == module.__name__:
            for name in getattr(value, "__struct_encode_fields__", ()):
                yield f'"{name}":'.encode()
            for function in vars(value).values():
                yield from _constants(getattr(function, "__code__", None))
        elif inspect.isfunction(value) and value.__module__ == module.__name__:
            yield from _constants(value.__code__)
        else:
            yield from _flat(value)


def _constants(code):
    if code is not None:
        for value in code.co_consts[1:] if code.co_consts else ():
            yield from _flat(value)
            if isinstance(value, types.CodeType):
                yield from _constants(value)


def _flat(value, depth: int = 0):
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, str):
        yield value.encode("utf-8", "surrogateescape")
    elif (
        isinstance(value, tuple | list | set | frozenset | dict) and depth < 3 and len(value) < 500
    ):
        for each in value:
            yield from _flat(each, depth + 1)


def total_line(rows: list[dict], seconds: float) -> str:
    """Return the last line of a run."""
    inputs = sum(row["inputs"] for row in rows)
    found = [sum(row[kind] for row in rows) for kind in ("crashes", "hangs", "memory")]
    return (
        f"{len(rows)} targets, {inputs:,} inputs in {seconds:,.0f} s, "
        f"{sum(row['edges'] for row in rows):,} edges over all, "
        f"{found[0]} crashes, {found[1]} hangs, {found[2]} over the memory limit"
    )


def is_meant(name: str, only: str) -> bool:
    return not only or any(
        re.fullmatch(word, name) or name.startswith(word) for word in only.split(",")
    )


def _arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(description="Fuzz every parser; see docs/how-to/fuzz.md.")
    reader.add_argument("--inputs", type=int, default=0, help="inputs over all targets")
    reader.add_argument("--seconds", type=int, default=0, help="time over all targets")
    reader.add_argument("--only", default="", help="names or starts of names, comma-separated")
    reader.add_argument("--jobs", type=int, default=1, help="targets at once")
    reader.add_argument("--seed", type=int, help="repeat a run")
    reader.add_argument("--fresh", action="store_true", help="forget the corpora of earlier runs")
    reader.add_argument("--list", action="store_true", help="only name the targets")
    asked = reader.parse_args()
    if asked.fresh:
        shutil.rmtree(BUILD / "corpus", ignore_errors=True)
        shutil.rmtree(BUILD / "seeds", ignore_errors=True)
    if not asked.inputs and not asked.seconds:
        asked.inputs = 1_000_000
    return asked


if __name__ == "__main__":
    sys.exit(main())
