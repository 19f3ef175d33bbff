"""What can go wrong when scanners are installed."""

from hullmark.kernel.errors import ConfigError, IntegrityError, ToolError


class NoMirrorError(ConfigError):
    """An archive is to be installed and no mirror or no key to trust is configured.

    Set `tool_mirror` and `tool_key`, or install from wheels or with Go.
    """

    code = "HM1130"


class InstallFailedError(ToolError):
    """A package manager or compiler that installs a scanner failed.

    The message repeats its last line. Nothing was changed.
    """

    code = "HM3025"


class NoSignatureSupportError(ToolError):
    """A signature cannot be checked because the package that does it is not installed.

    Install Hullmark with the extra `sign`.
    """

    code = "HM3026"


class BadSignatureError(IntegrityError):
    """A list of checksums was not signed with the trusted key.

    Nothing was installed. Do not use the mirror before its owner has explained it.
    """

    code = "HM5022"


class BadChecksumError(IntegrityError):
    """An archive has another checksum than the signed list names, or is not in the list.

    Nothing was installed. A download that was cut short looks like this, too: try once more.
    """

    code = "HM5023"
