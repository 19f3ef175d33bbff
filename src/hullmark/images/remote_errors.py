"""What can be wrong between Hullmark and a registry or an engine."""

from hullmark.kernel.errors import NetworkError, ToolError


class CredentialHelperError(ToolError):
    """A credential helper that the configuration names cannot be run, or answers nonsense.

    Run ``docker-credential-NAME list`` by hand, or log in again without the helper.
    """

    code = "HM3010"


class RepositoryNotFoundError(NetworkError):
    """The registry answers, and has no repository of that name.

    Check the spelling. Some registries say the same of what may not be seen without a login.
    """

    code = "HM4020"


class TagNotFoundError(NetworkError):
    """The repository exists, and has no such tag or digest.

    The hint lists some of the tags it has.
    """

    code = "HM4021"


class CredentialsMissingError(NetworkError):
    """The registry wants to know who asks, and no credentials were found for it.

    Log in with ``docker login`` or ``podman login``, or set ``HULLMARK_REGISTRY_USERNAME`` and
    ``HULLMARK_REGISTRY_PASSWORD``.
    """

    code = "HM4022"


class CredentialsRefusedError(NetworkError):
    """The registry does not accept the credentials that were found for it.

    The message says where they came from; log in again.
    """

    code = "HM4023"


class AccessDeniedError(NetworkError):
    """The registry knows who asks, and does not let them read this repository.

    Ask its owner for the right to pull.
    """

    code = "HM4024"


class NotARegistryError(NetworkError):
    """Something answers at that address, and it is no image registry.

    Check host and port; a login page of the network can also look like this.
    """

    code = "HM4025"


class RegistryAnswerError(NetworkError):
    """The registry answers in a way that fits no rule.

    The message holds its own words.
    """

    code = "HM4026"


class BlobNotFoundError(NetworkError):
    """The registry lists a configuration or layer that it does not hold.

    The image was pushed in part or cleaned up too eagerly: push it again.
    """

    code = "HM4027"


class PullStoppedError(NetworkError):
    """A layer was asked for after the image had been closed.

    A program that uses Hullmark as a library reads layers before it leaves ``open_target``.
    """

    code = "HM4028"


class EngineNotFoundError(NetworkError):
    """No socket of a container engine is there, or nobody listens on it.

    Start the engine, or name its socket in ``DOCKER_HOST`` or ``CONTAINER_HOST``.
    """

    code = "HM4030"


class EngineAccessError(NetworkError):
    """The engine's socket belongs to somebody else.

    Run as a member of its group (``docker``), or use an engine without root (Podman).
    """

    code = "HM4031"


class NotAnEngineError(NetworkError):
    """Something listens on the socket, and it is no container engine.

    Check ``DOCKER_HOST`` and ``CONTAINER_HOST``.
    """

    code = "HM4032"


class ExportBrokenOffError(NetworkError):
    """The engine went away, or ran into an error, while it exported the image.

    See the engine's own log; a full disk is the usual cause.
    """

    code = "HM4033"
    retryable = True


class EngineAnswerError(NetworkError):
    """The engine answers with an error.

    The message holds its own words.
    """

    code = "HM4034"
