"""Gives a secret an identity that does not tell it: a keyed HMAC, and a mask for people."""

import hashlib
import hmac
import os

from hullmark.kernel.paths import state_folder
from hullmark.native.secrets.errors import SecretKeyError

_KEY_BYTES = 32
_LEAST_KEY = 16


def secret_key() -> bytes:
    """Return the key: HULLMARK_SECRET_KEY, or one of this machine's own, made when first needed.

    Raises:
        SecretKeyError: The key is too short, or the state folder cannot hold one.
    """
    given = os.environ.get("HULLMARK_SECRET_KEY")
    if given:
        if len(given) < _LEAST_KEY:
            raise SecretKeyError(f"HULLMARK_SECRET_KEY has fewer than {_LEAST_KEY} characters")
        return given.encode("utf-8", "surrogateescape")
    path = state_folder() / "secret.key"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "wb") as file:
                file.write(os.urandom(_KEY_BYTES))
        with path.open("rb") as file:
            key = file.read(4096)
    except OSError as error:
        raise SecretKeyError(
            f"key of secret identities '{path}': {error.strerror or error}",
            hint="set HULLMARK_SECRET_KEY, or HULLMARK_HOME to a folder that can be written",
        ) from error
    if len(key) < _LEAST_KEY:
        raise SecretKeyError(f"key of secret identities '{path}' is too short")
    return key


def identify(key: bytes, value: bytes) -> str:
    """Return the identity of a value: the same wherever it is found, useless without the key."""
    return hmac.new(key, value, hashlib.sha256).hexdigest()


def mask(value: bytes, *, telling: bool) -> str:
    """Return what may be shown: the issuer's prefix of a long token, else nothing of it."""
    if not telling or len(value) < 20:
        return "********"
    return value[:4].decode("latin-1") + "********"
