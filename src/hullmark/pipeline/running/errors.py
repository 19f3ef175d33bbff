"""What can go wrong when scanners of others are run."""

from hullmark.kernel.errors import IntegrityError, ToolError, UsageError


class UnknownScannerError(UsageError):
    """A scanner is named that Hullmark cannot run.

    `hullmark tools list` names those that it can; reports of many more are read by
    `hullmark import`.
    """

    code = "HM1310"


class ScannerFailedError(ToolError):
    """A scanner ended with a status that means failure.

    The message repeats the last line it wrote. The other scanners are not touched by it.
    """

    code = "HM3020"


class EmptyReportError(ToolError):
    """A scanner ended well and wrote no report, as some do when they are interrupted.

    Nothing was scanned, whatever its exit status says. Run it again.
    """

    code = "HM3021"


class ServiceError(ToolError):
    """A scanner that is a server answered something that cannot be used.

    Look at the server's own log; the message says what it answered.
    """

    code = "HM3022"


class LockMismatchError(IntegrityError):
    """A program, its data or the advisories are not those that the lock file names.

    Install the locked versions (`hullmark tools install`), or lock anew with `hullmark lock`.
    """

    code = "HM5020"


class NotLockedError(IntegrityError):
    """`--locked` was asked for, and a scanner or the whole lock file is missing.

    Write one with `hullmark lock` and commit it.
    """

    code = "HM5021"
