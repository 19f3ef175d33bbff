"""Errors of the audit room: HM236x."""

from hullmark.kernel.errors import InputError, NothingToScanError


class BrokenPipelineError(InputError):
    """A workflow, GitLab file, Makefile or script cannot be read as what its name says.

    The message names file and line. The rest of the pipeline is audited all the same.
    """

    code = "HM2360"


class CyclicPipelineError(BrokenPipelineError):
    """Workflows, actions, includes or make targets call each other in a ring.

    The message names the file that comes round. Break the ring.
    """

    code = "HM2361"


class PipelineTooLargeError(BrokenPipelineError):
    """A pipeline expands into more jobs or commands than any real one has.

    What was read up to there is audited; the message names the file. Split the matrix or the
    script.
    """

    code = "HM2362"


class NothingToAuditError(NothingToScanError):
    """Nothing below the folder builds, runs or scans an image, and there is no pipeline.

    Name the folder that holds the repository.
    """

    code = "HM1251"
