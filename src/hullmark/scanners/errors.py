"""What can be wrong with a scanner's report."""

from hullmark.kernel.errors import InputError


class UnknownReportError(InputError):
    """A file can be read, and is no report of a scanner that Hullmark knows.

    The message says what it looks like. Write the report as JSON or SARIF, or name the scanner
    with ``--scanner`` where the report is too short to say it.
    """

    code = "HM2401"


class BrokenReportError(InputError):
    """A report is empty, cut short, damaged, or not of the shape its scanner writes.

    The message names the place. Run the scanner again with its standard error apart from its
    standard output.
    """

    code = "HM2402"


class ReportTooLargeError(InputError):
    """A report is larger than any real one, or a folder stands in its place.

    Name the file itself; split reports of many images into one per image.
    """

    code = "HM2403"


class FailedScanError(InputError):
    """A file holds the failure that a scanner reports in place of a result.

    The message repeats it. Correct that first and run the scanner again; nothing was scanned.
    """

    code = "HM2404"
