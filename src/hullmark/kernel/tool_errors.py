"""What can go wrong with an external program."""

from hullmark.kernel.errors import ToolError


class ToolMissingError(ToolError):
    """An external program is not installed, or may not be run by this user.

    Install it, or put the folder that holds it into ``PATH``.
    """

    code = "HM3001"


class ToolTimeoutError(ToolError):
    """An external program did not end in time and was stopped, with all that it had started.

    Run it by hand to see what it waits for.
    """

    code = "HM3002"


class ToolOutputError(ToolError):
    """An external program wrote more than anything of its kind and was stopped.

    Run it by hand to see what it writes.
    """

    code = "HM3003"


class ToolMemoryError(ToolError):
    """An external program used more memory than it may and was stopped, with all it had started.

    Allow more with the setting ``scanner_memory``, or scan fewer things at once.
    """

    code = "HM3004"


class ToolStoppedError(ToolError):
    """An external program was stopped because the run as a whole was interrupted.

    Run the same command again; what had ended before is taken from the cache.
    """

    code = "HM3005"
