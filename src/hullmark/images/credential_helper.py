"""The protocol of ``docker-credential-*`` programs: a host on standard input, JSON back."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from hullmark.images.remote_errors import CredentialHelperError
from hullmark.kernel.errors import ToolError
from hullmark.kernel.processes import run

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_TIMEOUT_S = 30.0
"""A helper may ask a cloud for a token; none that works takes longer."""
_OUTPUT_BYTES = 1024 * 1024
_NOT_THERE = ("credentials not found", "no credentials server url", "no credentials username")


@dataclass(frozen=True, slots=True, kw_only=True)
class Helped:
    """What a helper knows of a server."""

    username: str
    secret: str = field(repr=False)


def ask_helper(name: str, server: str, *, environment: Mapping[str, str]) -> Helped | None:
    """Return what ``docker-credential-NAME`` knows of ``server``; None where it knows nothing.

    Helpers reach key rings, clouds and sockets by what the environment names, so they see all of
    it but our own secrets.

    Raises:
        CredentialHelperError: It cannot be run, fails, or answers nonsense.
    """
    program = f"docker-credential-{name}"
    if _NAME.fullmatch(name) is None:
        raise CredentialHelperError(f"'{name}' cannot be the name of a credential helper")
    seen = {key: value for key, value in environment.items() if not key.startswith("HULLMARK_")}
    try:
        done = run(
            (program, "get"),
            stdin=server.encode(),
            timeout_s=_TIMEOUT_S,
            environment=seen,
            output_limit_bytes=_OUTPUT_BYTES,
        )
    except ToolError as error:
        raise CredentialHelperError(error.message, hint=error.hint) from error
    if done.status != 0:
        # Helpers write their errors to standard output.
        words = " ".join((done.output + done.errors).decode(errors="replace").split())
        if any(phrase in words.lower() for phrase in _NOT_THERE):
            return None
        raise CredentialHelperError(
            f"'{program}' failed for '{server}' (status {done.status}): {words[:200]}"
        )
    return _answer(done.output, program=program)


def _answer(output: bytes, *, program: str) -> Helped | None:
    try:
        answer = json.loads(output)
        name, secret = answer["Username"], answer["Secret"]
    except (ValueError, KeyError, TypeError, RecursionError):
        # Never quote the answer: it may hold the secret in a shape we do not know.
        raise CredentialHelperError(f"'{program}' does not answer in its protocol") from None
    if not isinstance(name, str) or not isinstance(secret, str):
        raise CredentialHelperError(f"'{program}' does not answer in its protocol")
    return Helped(username=name, secret=secret) if name or secret else None
