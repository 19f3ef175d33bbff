"""Runs whole commands and says what the operating system counted: wall, CPU, peak memory."""

import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """What one run took."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    status: int


def run(command: Sequence[str], *, environment: dict[str, str] | None = None) -> Cost:
    """Run a command to its end, its output thrown away."""
    began = time.perf_counter()
    pid = os.posix_spawnp(
        command[0],
        command,
        environment if environment is not None else dict(os.environ),
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
    )
    _, status, usage = os.wait4(pid, 0)
    return Cost(
        wall_s=time.perf_counter() - began,
        cpu_s=usage.ru_utime + usage.ru_stime,
        peak_mib=usage.ru_maxrss / 1024,
        status=os.waitstatus_to_exitcode(status),
    )


def in_turn(commands: dict[str, Sequence[str]], *, pairs: int) -> dict[str, list[Cost]]:
    """Run every command once to warm up, then all in turn ``pairs`` times (A B A B …)."""
    for command in commands.values():
        run(command)
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(pairs):
        for name, command in commands.items():
            costs[name].append(run(command))
    return costs


def ratio(one: list[Cost], other: list[Cost], of: str = "wall_s") -> float:
    """Return the median over pairs of one command's figure over the other's."""
    return statistics.median(
        getattr(a, of) / max(getattr(b, of), 1e-9) for a, b in zip(one, other, strict=True)
    )


def median(costs: list[Cost], of: str) -> float:
    """Return the median of one figure."""
    return statistics.median(getattr(cost, of) for cost in costs)


def machine() -> str:
    """Return one line about what the figures were measured on."""
    cpu = "unknown processor"
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = names[0].partition(": ")[2] if names else cpu
    return f"{os.cpu_count()} x {cpu}, Python {sys.version.split()[0]}"
