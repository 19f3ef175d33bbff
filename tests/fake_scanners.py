"""Small programs that stand in for a scanner and misbehave in one way each."""

import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

FINDING = (
    '[{"RuleID":"generic-api-key","Description":"a key","StartLine":1,"EndLine":1,'
    '"StartColumn":1,"EndColumn":2,"Match":"k","Secret":"s3cr3t-not-real-%s","File":"app.py",'
    '"Commit":"","Entropy":3,"Author":"","Email":"","Date":"","Message":"","Tags":[],'
    '"Fingerprint":"app.py:generic-api-key:1"}]'
)
"""A report of gitleaks with one finding."""


def program(folder: Path, name: str, body: str) -> Path:
    """Write a Python script that can be run under ``name`` and return its path.

    ``REPORT`` in it is a report with one finding; asked for its version it answers 1.2.3.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(
        f"#!{sys.executable} -S\n"
        "import os, sys, time\n"
        f"REPORT = {FINDING % name!r}\n"
        "if sys.argv[1:] in (['version'], ['--version']):\n"
        "    print('1.2.3'); sys.exit(0)\n"
        f"{body}\n"
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def alive(marker: str) -> Iterable[str]:
    """Return the command lines of processes that hold ``marker`` in theirs."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and int(entry.name) != os.getpid():
            try:
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
            if marker in line:
                found.append(line)
    return found
