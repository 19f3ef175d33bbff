"""What can go wrong when people are to be told."""

from hullmark.kernel.errors import ConfigError, NetworkError, ToolError


class NotifyAddressError(ConfigError):
    """An address of ``[notify] urls`` is none, or names a variable that is not set.

    Addresses have the form that apprise documents, such as `slack://…` or `mailtos://…`; `env:NAME`
    takes one from a variable, which keeps secrets out of files.
    """

    code = "HM1180"


class NotifyLibraryError(ToolError):
    """The library that speaks with the services is not installed.

    Install it with `pip install 'hullmark[notify]'`.
    """

    code = "HM3060"


class NotDeliveredError(NetworkError):
    """A service did not take the message.

    Addresses are named by position and service only, because they are secrets; check the address,
    and whether this machine may reach the service.
    """

    code = "HM4310"
