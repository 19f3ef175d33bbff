"""Where errors become one line for people and an exit status for machines."""

import os
import sys

import click

from hullmark.cli.main import hullmark
from hullmark.kernel.errors import HullmarkError, InternalError
from hullmark.kernel.space import DiskFullError

EXIT_INTERRUPTED = 130
"""What shells expect of a program that Ctrl-C ended."""


def run(arguments: list[str]) -> int:  # noqa: PLR0911 - one kind of ending, one line
    """Run one command line and return the exit status."""
    try:
        status = hullmark.main(args=arguments, prog_name="hullmark", standalone_mode=False)
        sys.stdout.flush()
        return int(status or 0)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted: nothing was written; run the command again to start over")
        return EXIT_INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        _say(f"error HM1000: {error.format_message()}")
        context = getattr(error, "ctx", None)
        if context is not None:
            _say(f"hint: {context.command_path} --help")
        return 2
    except HullmarkError as error:
        _say(f"error {error.code}: {error.message}")
        if error.hint:
            _say(f"hint: {error.hint}")
        return error.exit_status
    except BrokenPipeError:
        # The reader (`head`, a pager) has seen enough; nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # Rooms map what they do to files; what is left is standard output on a full disk.
        _say(f"error {DiskFullError.code}: cannot write: {error.strerror or error}")
        _say("hint: free some room, or write elsewhere")
        return DiskFullError.exit_status
    except MemoryError:
        _say("error HM9002: out of memory")
        _say("hint: give the process more memory, or fewer workers (--workers 1)")
        return 1
    except Exception as error:  # noqa: BLE001 - the boundary: a traceback reaching a user is a bug
        return _defect(error)


def _defect(error: Exception) -> int:
    if os.environ.get("HULLMARK_TRACEBACK"):
        import traceback  # noqa: PLC0415 - for developers

        traceback.print_exc()
    _say(f"error {InternalError.code}: {type(error).__name__}: {error}")
    _say("hint: this is a defect of Hullmark; please report it with the output of -vv")
    return 1


def _say(line: str) -> None:
    from hullmark.report.visible import visible  # noqa: PLC0415 - only when something is wrong

    sys.stderr.write(visible(line) + "\n")
