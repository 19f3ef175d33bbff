"""What can go wrong with secret rules and the key of their identities."""

from hullmark.kernel.errors import ConfigError


class SecretRuleError(ConfigError):
    """A rule for secrets cannot be read or compiled; the message names it.

    Correct the rule; a rule of ours that does this is a defect to be reported.
    """

    code = "HM1160"


class SecretKeyError(ConfigError):
    """The key that gives secrets their identity is too short or cannot be read.

    Set HULLMARK_SECRET_KEY to at least 16 characters, or remove the broken ``secret.key`` from
    the state folder: a new one is made, and every secret gets a new identity.
    """

    code = "HM1161"
