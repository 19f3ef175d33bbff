"""Reads results that were written as JSON: what ``scan``, ``import`` and ``aggregate`` said."""

from pathlib import Path

from hullmark.formats.result import SCHEMA, Result
from hullmark.formats.strict import decode_json
from hullmark.kernel import limits
from hullmark.kernel.errors import InputError


class NotAResultError(InputError):
    """A file cannot be read, or is no JSON result of Hullmark.

    Write one with ``-o result.json``; reports of other scanners are imported first.
    """

    code = "HM2330"


def load_result(file: Path) -> Result:
    """Return the result in a file.

    Raises:
        NotAResultError: It cannot be read, or is something else.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(limits.JSON_BYTES + 1)
    except OSError as error:
        raise NotAResultError(f"cannot read '{file}': {error.strerror}") from error
    return decode_result(data, source=str(file))


def decode_result(data: bytes, *, source: str) -> Result:
    """Return the result in the bytes of a file.

    Raises:
        NotAResultError: It is something else.
    """
    try:
        return decode_json(data, as_=Result, source=source)
    except InputError as error:
        raise NotAResultError(
            f"'{source}' is not a result of schema {SCHEMA}: {error.message}",
            hint="write one with -o result.json",
        ) from error
