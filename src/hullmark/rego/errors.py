"""What can be wrong with a Rego module, a folder of them or the engine."""

from hullmark.kernel.errors import PolicyError


class BrokenModuleError(PolicyError):
    """The Rego of a check or policy does not parse or compile; the message names file and line.

    The others still run. Correct the file; ``hullmark check test PATH`` and ``hullmark policy test
    PATH`` show the same message sooner.
    """

    code = "HM6101"


class BrokenMetadataError(PolicyError):
    """The METADATA comment of a check or policy lacks a field or has a wrong one.

    It needs a title, and below ``custom`` an id and a severity. ``hullmark check new`` writes a
    complete one.
    """

    code = "HM6102"


class UnsupportedBuiltinError(PolicyError):
    """A module calls a built-in function that the engine in use does not have.

    Rego would treat the call as undefined and the rule would never fire, so it is refused. Write
    it without that function.
    """

    code = "HM6103"


class RuleFailedError(PolicyError):
    """A rule broke while it was evaluated: a conflict, a wrong type, a missing value.

    The others still ran. The message names the module and what the engine said.
    """

    code = "HM6104"


class RuleTimeoutError(PolicyError):
    """A check or policy did not come to an end in its time, or ended the engine.

    Organisations' own Rego runs in a process of its own, so nothing else is lost. Look for a
    rule that tries every pair of values.
    """

    code = "HM6105"


class WrongAnswerError(PolicyError):
    """A policy returned something that is not a set of messages.

    A rule that reports is written ``deny contains answer if { … }``; an answer is a text, or an
    object with ``msg``. Anything else would pass in silence, so the verdict is incomplete.
    """

    code = "HM6110"


class BrokenExampleError(PolicyError):
    """An ``.examples.toml`` file does not parse or an example lacks its label or its input.

    The message names file and example; ``hullmark check new`` writes a complete one.
    """

    code = "HM6106"
