"""The program ``hullmark``: one boundary between errors and people."""

import sys
from typing import NoReturn


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status; never raise, never show a traceback."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments == ["--version"]:
        from hullmark import __version__  # noqa: PLC0415 - answered without loading anything else

        sys.stdout.write(f"hullmark {__version__}\n")
        return 0
    from hullmark.cli.boundary import run  # noqa: PLC0415

    return run(arguments)


def program() -> NoReturn:
    """Run as the program: as ``main``, and leave without tidying up what the system frees anyway.

    Taking a scan's objects apart one by one takes 15 ms of its 400.
    """
    import gc  # noqa: PLC0415 - built in
    import os  # noqa: PLC0415 - loaded before us

    # A run builds few cycles and ends soon; the collector would only walk what stays alive.
    gc.set_threshold(100_000, 50, 100)
    status = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        status = status or 1
    os._exit(status)


if __name__ == "__main__":
    program()
