"""What can be wrong with a choice of policies or with a result that is judged."""

from hullmark.kernel.errors import InputError, PolicyError


class UnknownPolicyError(PolicyError):
    """No policy has the id or name that was asked for, or it cannot be turned off.

    ``hullmark policy list`` shows all. What could not be looked at (HM-GATE-0005) makes a verdict
    incomplete under every setting.
    """

    code = "HM6201"
    exit_status = 2


class UnjudgeableError(PolicyError):
    """An organisation's policy wants to see a result as a whole, and the result is too large.

    Say in its METADATA what it judges one by one (``judges: [finding]``), or let the program opa
    do it with ``engine = "opa"``.
    """

    code = "HM6202"


class OtherResultError(InputError):
    """A file is a JSON result of another version of the schema, or none at all.

    The verdict is incomplete: what is in it cannot be judged. Write the result with this version.
    """

    code = "HM6203"
