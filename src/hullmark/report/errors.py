"""Errors of the report room: HM72xx."""

from hullmark.kernel.errors import ToolError, UsageError


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


class NoBrowserError(ToolError):
    """A PDF was asked for, and no browser that can print one is installed.

    Install Chromium, Chrome or Edge, or write the report as HTML and print it by hand.
    """

    code = "HM7203"


class PrintingError(ToolError):
    """The browser did not turn the report into a PDF.

    Write the report as HTML, open it in the browser and see what it says.
    """

    code = "HM7204"
