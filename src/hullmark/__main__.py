"""The program ``hullmark``: one boundary between errors and people."""

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status; never raise, never show a traceback."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments == ["--version"]:
        from hullmark import __version__  # noqa: PLC0415 - answered without loading anything else

        sys.stdout.write(f"hullmark {__version__}\n")
        return 0
    from hullmark.cli.boundary import run  # noqa: PLC0415

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
