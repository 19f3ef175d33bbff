"""What can go wrong between Hullmark and a forge."""

from hullmark.kernel.errors import NetworkError, UsageError


class ForgeContextError(UsageError):
    """Which repository, commit or pull request is meant cannot be told.

    Inside a workflow the environment says it; elsewhere give --repository, --sha, --ref or
    --pull-request.
    """

    code = "HM1060"


class NoForgeTokenError(UsageError):
    """The forge is to be asked or told something, and there is no token.

    Set GITHUB_TOKEN (or GH_TOKEN); in a workflow, pass it as `env: GITHUB_TOKEN: ${{ github.token
    }}`.
    """

    code = "HM1061"


class ForgeAccessError(NetworkError):
    """The forge does not let this token do it, or hides the repository from it.

    Give the job the permission that the message names; a workflow of a fork never gets one.
    """

    code = "HM4301"


class ForgeRefusedError(NetworkError):
    """The forge understood the request and refused it.

    The message has its words: often a commit that it does not know, or a document over a limit.
    """

    code = "HM4302"


class ForgeAnswerError(NetworkError):
    """The forge answered with something that is not what its API documents.

    Check GITHUB_API_URL; a proxy or a login page can answer in its place.
    """

    code = "HM4303"
