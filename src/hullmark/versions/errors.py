"""What can be wrong with a version."""

from hullmark.kernel.errors import InputError


class InvalidVersionError(InputError):
    """A version is not one that its ecosystem's own tools accept, so it cannot be ordered.

    The message names the version and the scheme. A component with such a version is listed and
    not matched against ranges; look at where it was found (``locations``) and correct the version
    there, or match it by hand.
    """

    code = "HM2101"
