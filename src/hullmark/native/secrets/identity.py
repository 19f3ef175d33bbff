"""The key that gives secrets their identity, and what may be shown of one."""

from hullmark.kernel import secret_identity
from hullmark.kernel.errors import ConfigError, StoreError
from hullmark.native.secrets.errors import SecretKeyError


def secret_key() -> bytes:
    """Return the key that reports of other scanners get their identities by, too.

    Raises:
        SecretKeyError: The key is too short, or the state folder cannot hold one.
    """
    try:
        return secret_identity.secret_key()
    except (ConfigError, StoreError) as error:
        raise SecretKeyError(error.message, hint=error.hint) from error


def mask(value: bytes, *, telling: bool) -> str:
    """Return what may be shown: the issuer's prefix of a long token, else nothing of it."""
    if not telling or len(value) < 20:
        return "********"
    return value[:4].decode("latin-1") + "********"
