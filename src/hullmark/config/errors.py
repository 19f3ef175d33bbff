"""What can be wrong with settings."""

from hullmark.kernel.errors import ConfigError


class UnknownSettingError(ConfigError):
    """A settings file or variable names a setting that does not exist.

    Correct the name; ``hullmark config show`` lists all settings.
    """

    code = "HM1101"


class WrongValueError(ConfigError):
    """A setting has a value of the wrong kind.

    The message says which values are possible and where the wrong one stands.
    """

    code = "HM1102"


class UnreadableConfigError(ConfigError):
    """A settings file cannot be read or is not valid TOML.

    The message names file and line; correct it or name another file with ``--config``.
    """

    code = "HM1103"
