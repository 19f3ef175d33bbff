#!/usr/bin/env python3
"""Merge SARIF files into one, behind the call that many workflows already have.

Usage: aggregate_sarif.py FILE… [-o|--output combined.sarif]

The same as `hullmark aggregate FILE… -o OUTPUT`: what several scanners say about one problem is
one result. A file that is missing or broken is warned about and left out.

Exit status: 0 all files were read, 1 some were left out or nothing could be written, 2 no input.
"""

import argparse
import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path

if importlib.util.find_spec("hullmark") is None:  # called from a checkout that is not installed
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from hullmark.api import HullmarkError, Settings, aggregate
from hullmark.kernel.space import replacing
from hullmark.model.ledger import Status
from hullmark.report.formats import write_pieces


def aggregate_sarif(files: Iterable[str | Path], output: str | Path = "combined.sarif") -> int:
    """Merge ``files`` into the SARIF file ``output``; return how many files were left out.

    Raises:
        HullmarkError: There is no input, none of it can be read, or nothing can be written.
    """
    result = aggregate([Path(file) for file in files], settings=Settings())
    left_out = [row for row in result.ledger if row.status is Status.FAILED]
    for row in left_out:
        print(f"warning: {row.check} is left out: {row.reason}", file=sys.stderr)
    with replacing(Path(output)) as file:
        file.writelines(write_pieces(result, "sarif"))
    print(f"{len(result.findings)} results written to {output}", file=sys.stderr)
    return len(left_out)


def main(arguments: list[str] | None = None) -> int:
    """Run as a program."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("-o", "--output", default="combined.sarif")
    given = parser.parse_args(arguments)
    if not given.files:
        print("error: no input files; name the SARIF files to merge", file=sys.stderr)
        return 2
    try:
        return 1 if aggregate_sarif(given.files, given.output) else 0
    except HullmarkError as error:
        print(f"error {error.code}: {error.message}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
