"""What a failed request means: foreign exceptions to errors that say what next."""

import errno
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from hullmark.kernel import clock
from hullmark.kernel.errors import HullmarkError, NetworkError
from hullmark.kernel.http_errors import (
    BrokenAnswerError,
    ConnectionFailedError,
    HostNotFoundError,
    HttpTimeoutError,
    NotTlsError,
    ProxyFailedError,
    RateLimitedError,
    TlsError,
)

_NOT_TLS = ("WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL", "HTTP_REQUEST", "RECORD_LAYER_FAILURE")
_CLOSED = ("disconnected", "closed connection")
_REASONS = {
    errno.ECONNREFUSED: "it refuses connections",
    errno.EHOSTUNREACH: "there is no way to it",
    errno.ENETUNREACH: "the network is not reachable",
    errno.ECONNRESET: "it broke the connection off",
    errno.EPIPE: "it broke the connection off",
    errno.ENOENT: "there is no such socket",
    errno.EACCES: "its socket may not be used by this user",
}


def translated(error: Exception, url: str) -> HullmarkError:
    """Return the error that stands for a foreign ``error`` met on the way to ``url``."""
    if isinstance(error, HullmarkError):
        return error
    host = urlsplit(url).netloc.rpartition("@")[2] or url[:200]
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLError) and "EOF" not in (cause.reason or ""):
            return _tls(cause, host)
        if isinstance(cause, socket.gaierror):
            return _unknown_host(cause, host)
    return _by_kind(error, causes, host)


def worth_retrying(error: Exception, *, patience_s: float) -> bool | float:
    """Say whether to try again, or after how many seconds where the server asks for that."""
    if not isinstance(error, NetworkError) or not error.retryable:
        return False
    if isinstance(error, RateLimitedError) and error.wait_s is not None:
        return error.wait_s if error.wait_s <= patience_s / 2 else False
    return True


def asked_wait(value: str) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks for, a number or a date."""
    value = value.strip()
    if value.isdigit() and len(value) < 10:
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (at - clock.now()).total_seconds())


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its very name."""
    host = host.lower().strip("[]")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _by_kind(error: Exception, causes: list[BaseException], host: str) -> NetworkError:
    """Tell the kinds apart by their names, so that nothing foreign is imported here."""
    kinds = {each.__name__ for each in type(error).__mro__}
    if "ProxyError" in kinds:
        return ProxyFailedError(
            f"the proxy on the way to '{host}' refuses: {_one_line(error)}",
            hint="check HTTPS_PROXY, HTTP_PROXY and NO_PROXY",
        )
    if "TimeoutException" in kinds or any(isinstance(cause, TimeoutError) for cause in causes):
        return HttpTimeoutError(
            f"'{host}' does not answer in time",
            hint="try again, or allow more time (--timeout, HULLMARK_TIMEOUT_S)",
        )
    closed = "RemoteProtocolError" in kinds and any(word in str(error) for word in _CLOSED)
    if closed or "NetworkError" in kinds or isinstance(error, OSError):
        return _broken_connection(error, causes, host)
    return BrokenAnswerError(
        f"'{host}' does not speak HTTP as it should: {_one_line(error)}",
        hint="check the address and the port",
    )


def _tls(cause: ssl.SSLError, host: str) -> TlsError:
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = cause.verify_message or "it cannot be verified"
        hint = "if a private authority issued it, trust that with --ca-file"
        if "mismatch" in why.lower() or "not valid for" in why.lower():
            hint = "the certificate is another host's: check the name"
        elif "expired" in why.lower() or "not yet valid" in why.lower():
            hint = "check this machine's clock, then ask for a new certificate"
        return TlsError(f"the certificate of '{host}' is not trusted: {why}", hint=hint)
    if any(word in (cause.reason or str(cause)) for word in _NOT_TLS):
        return NotTlsError(
            f"'{host}' does not speak TLS",
            hint="if it speaks plain HTTP and the network is trusted, allow that with --insecure",
        )
    why = (cause.reason or str(cause)).replace("_", " ").lower()
    return TlsError(
        f"no safe connection to '{host}': {why}",
        hint="the server may ask for a newer protocol or a client certificate",
    )


def _unknown_host(cause: socket.gaierror, host: str) -> NetworkError:
    if cause.errno == socket.EAI_AGAIN:
        return HostNotFoundError(
            f"no name server answers for '{host}'",
            hint="check the network, the name, and whether a proxy is needed (HTTPS_PROXY)",
        )
    return HostNotFoundError(f"there is no host '{host}'", hint="check the spelling of the name")


def _broken_connection(
    error: Exception, causes: list[BaseException], host: str
) -> ConnectionFailedError:
    numbers = [cause.errno for cause in causes if isinstance(cause, OSError) and cause.errno]
    for number in numbers:
        if number in _REASONS:
            return ConnectionFailedError(
                f"cannot reach '{host}': {_REASONS[number]}",
                hint="check that it runs, its port, and whether a proxy is needed (HTTPS_PROXY)",
                refused=number == errno.ECONNREFUSED,
            )
    return ConnectionFailedError(
        f"the connection to '{host}' broke off: {_one_line(error)}", hint="try again"
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _one_line(error: Exception) -> str:
    words = " ".join(str(error).split()) or type(error).__name__
    return words[:200]
