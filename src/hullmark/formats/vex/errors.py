"""What can be wrong with a VEX document."""

from hullmark.kernel.errors import InputError


class NotVexError(InputError):
    """A document can be read, and makes no VEX statements.

    OpenVEX (0.0.1 to 0.2.0), CSAF 2.0 and 2.1 and CycloneDX 1.4 to 1.7 are read. A report of a
    scanner says what was found, not what a supplier knows of it: import it instead.
    """

    code = "HM2320"


class UnreadableVexError(InputError):
    """A VEX document that was named cannot be read.

    Nothing is judged without it, since findings that it explains would count. Correct the path.
    """

    code = "HM2321"
