"""What can be wrong with what is checked, or with how it is asked."""

from hullmark.kernel.errors import PolicyError


class UncheckableFileError(PolicyError):
    """A file cannot be checked: unreadable, too large, or not what its name says.

    The message names the file and the line where that is known; other files are checked.
    """

    code = "HM6107"


class UnknownCheckError(PolicyError):
    """No check has the id that was asked for.

    ``hullmark check list`` shows all.
    """

    code = "HM6108"
    exit_status = 2
