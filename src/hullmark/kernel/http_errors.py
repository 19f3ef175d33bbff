"""What can go wrong between Hullmark and a server."""

from hullmark.kernel.errors import ConfigError, NetworkError


class CaFileError(ConfigError):
    """The file of ``--ca-file`` cannot be read or holds no certificate.

    It is a text file with one or more blocks ``-----BEGIN CERTIFICATE-----``.
    """

    code = "HM1150"


class HostNotFoundError(NetworkError):
    """No address is known for the server's name.

    Check the spelling of the name, and that this machine has a name server that knows it.
    """

    code = "HM4001"


class ConnectionFailedError(NetworkError):
    """The server refused the connection, or broke it off.

    Check that the server runs, its port, and whether a proxy is needed (``HTTPS_PROXY``).
    """

    code = "HM4002"
    retryable = True

    def __init__(self, message: str, *, hint: str | None = None, refused: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.refused = refused
        """Whether nobody listens on that port at all."""


class HttpTimeoutError(NetworkError):
    """The server did not answer in time.

    Try again later, or allow more time with ``--timeout`` or ``HULLMARK_TIMEOUT_S``.
    """

    code = "HM4003"
    retryable = True


class TlsError(NetworkError):
    """The server's certificate is not trusted, or no safe connection could be agreed on.

    A private certificate authority is trusted with ``--ca-file``.
    """

    code = "HM4004"


class NotTlsError(TlsError):
    """The server answered the attempt at a safe connection with something else.

    It probably speaks plain HTTP; ``--insecure`` allows that.
    """

    code = "HM4005"


class PlainHttpError(NetworkError):
    """A server that is not on this machine would have to be asked without encryption.

    Use HTTPS, or allow plain HTTP with ``--insecure`` where the network itself is trusted.
    """

    code = "HM4006"


class ServerFailedError(NetworkError):
    """The server says that it has failed (status 5xx), also after several attempts.

    Try again later; if it stays, ask whoever runs the server.
    """

    code = "HM4007"
    retryable = True


class RateLimitedError(NetworkError):
    """The server asks for fewer requests (status 429) and longer waiting than is sensible here.

    Try again later; most registries allow more to those who log in.
    """

    code = "HM4008"
    retryable = True

    def __init__(
        self, message: str, *, hint: str | None = None, wait_s: float | None = None
    ) -> None:
        super().__init__(message, hint=hint)
        self.wait_s = wait_s
        """Seconds that the server asks to wait, where it says so."""


class AnswerTooLargeError(NetworkError):
    """A server's answer is larger than anything of its kind.

    It is not read further; check that the address is the right one.
    """

    code = "HM4009"


class BrokenAnswerError(NetworkError):
    """A server's answer breaks the rules of HTTP, or sends round in circles.

    Check that the address and port are those of the service that is meant.
    """

    code = "HM4010"


class ProxyFailedError(NetworkError):
    """The proxy that the environment names does not do its work.

    Check ``HTTPS_PROXY``, ``HTTP_PROXY`` and ``NO_PROXY``.
    """

    code = "HM4011"
