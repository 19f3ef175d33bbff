"""Errors of the report room: HM72xx."""

from hullmark.kernel.errors import UsageError


class UnknownFormatError(UsageError):
    """A report was asked for in a format that does not exist.

    Take one of the names that the message lists; names are lower case.
    """

    code = "HM7201"


class UnknownSuffixError(UsageError):
    """The name of an output file does not say which format is meant.

    Use one of the suffixes that the hint lists, or name the format: ``-o FORMAT=PATH``.
    """

    code = "HM7202"
