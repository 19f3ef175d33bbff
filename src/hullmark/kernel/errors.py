"""Every error a user can meet, as one tree ordered by what the reader does next.

::

    HullmarkError                 (code, message, hint, exit status)
    ├── UsageError                the command line is wrong: read the help            exit 2
    ├── ConfigError               a setting is wrong: correct the file it came from   exit 2
    ├── NothingToScanError        the target is fine and empty                        exit 3
    ├── InputError                an image, report or archive cannot be read          exit 1
    ├── ToolError                 an external program is missing or failed            exit 1
    ├── NetworkError              a server did not answer; ``retryable`` says whether exit 1
    ├── IntegrityError            a digest or signature differs: never retried        exit 1
    ├── PolicyError               a policy cannot be evaluated                        exit 1
    ├── StoreError                results cannot be kept                              exit 1
    └── InternalError             a defect of ours                                    exit 1

Rooms declare their own errors in ``<room>/errors.py`` as subclasses with a ``code`` of their own;
``docs/reference/errors.md`` is generated from the docstrings, so a code cannot lack a page.
"""

from typing import ClassVar


class HullmarkError(Exception):
    """The root: a message that names the thing in quotes, and a hint that says what next."""

    code: ClassVar[str] = "HM0000"
    """Stable identifier, never reused."""
    exit_status: ClassVar[int] = 1
    """What the command line exits with when this ends the run."""
    retryable: ClassVar[bool] = False
    """Whether the same call may succeed later without any change."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(HullmarkError):
    """The command line asks for something that does not exist or does not fit together."""

    code = "HM1000"
    exit_status = 2


class ConfigError(HullmarkError):
    """A setting has an unknown name or a value that cannot be used."""

    code = "HM1100"
    exit_status = 2


class NothingToScanError(HullmarkError):
    """The target exists and holds nothing that could be scanned."""

    code = "HM1200"
    exit_status = 3


class InputError(HullmarkError):
    """An image, archive, report or database cannot be read as what it claims to be."""

    code = "HM2000"


class ToolError(HullmarkError):
    """An external program is missing, failed or ran out of its time."""

    code = "HM3000"


class NetworkError(HullmarkError):
    """A server could not be reached or answered with a failure."""

    code = "HM4000"


class IntegrityError(HullmarkError):
    """Bytes do not match the digest or signature they were announced with."""

    code = "HM5000"


class PolicyError(HullmarkError):
    """A policy does not parse, throws, or returns something that is not a decision."""

    code = "HM6000"


class StoreError(HullmarkError):
    """A result or a database could not be written or read back."""

    code = "HM7000"


class InternalError(HullmarkError):
    """A defect in Hullmark; the debug log (``-vv``) is what a report needs."""

    code = "HM9000"
