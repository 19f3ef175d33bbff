"""What can be wrong with a check, a policy folder or the engine."""

from hullmark.kernel.errors import PolicyError


class BrokenCheckError(PolicyError):
    """A check's Rego does not parse or compile; the message names file and line.

    The other checks still run. Correct the file; ``hullmark check test PATH`` shows the same
    message sooner.
    """

    code = "HM6101"


class BrokenMetadataError(PolicyError):
    """The METADATA comment of a check lacks a field or has a wrong one.

    It needs a title, and below ``custom`` an id and a severity. ``hullmark check new`` writes a
    complete one.
    """

    code = "HM6102"


class UnsupportedBuiltinError(PolicyError):
    """A check calls a built-in function that the engine in use does not have.

    Rego would treat the call as undefined and the check would never fire, so it is refused. Write
    it without that function.
    """

    code = "HM6103"


class CheckFailedError(PolicyError):
    """A check broke while it was evaluated on a file: a conflict, a wrong type, a missing value.

    The other checks still ran. The message names the check and what the engine said.
    """

    code = "HM6104"


class CheckTimeoutError(PolicyError):
    """A check did not come to an end in its time, or ended the engine.

    Organisations' own checks run in a process of their own, so nothing else is lost. Look for a
    rule that tries every pair of values.
    """

    code = "HM6105"


class BrokenExampleError(PolicyError):
    """An ``.examples.toml`` file does not parse or an example lacks its label or its input.

    The message names file and example; ``hullmark check new`` writes a complete one.
    """

    code = "HM6106"


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
