"""How a secret is known without being kept: a keyed hash of its value, and what may be shown.

The key is this installation's own, so the same secret has the same id in every report it stands
in, and nobody who sees an id can try guesses against it without the key.
"""

import contextlib
import hashlib
import hmac
import os
from functools import cache
from pathlib import Path

from hullmark.kernel.errors import ConfigError, StoreError
from hullmark.kernel.paths import state_folder

KEY_BYTES = 32
"""Bytes of a random key: as many as the hash has."""
_KEY_NAME = "secret.key"
_MIN_KEY_CHARACTERS = 16
_SHOWN = 4
_ENOUGH = 12
"""A value shorter than this is not shown at all."""


def secret_id(value: bytes) -> str:
    """Return the keyed HMAC-SHA-256 of a secret's value, hex.

    The key is ``HULLMARK_SECRET_KEY``, else a random one in the state folder, made when it is
    first needed.

    Raises:
        ConfigError: The key that was given is too short to be one.
        StoreError: The key in the state folder can be neither read nor made.
    """
    return identify(secret_key(), value)


def identify(key: bytes, value: bytes) -> str:
    """Return the identity of a value: the same wherever it is found, useless without the key."""
    return hmac.new(key, value, hashlib.sha256).hexdigest()


def secret_key() -> bytes:
    """Return the key of this installation (see ``secret_id``)."""
    return _key(os.environ.get("HULLMARK_SECRET_KEY", ""))


def masked(value: str) -> str:
    """Return what may be shown of a secret: its first characters, never enough to use it."""
    line = value.strip().partition("\n")[0]
    if line.startswith("-----BEGIN "):
        return line[:60]
    return f"{line[:_SHOWN]}…" if len(line) >= _ENOUGH and line.isprintable() else "…"


def _key(given: str) -> bytes:
    if not given:
        return _stored_key(state_folder() / _KEY_NAME)
    if len(given) < _MIN_KEY_CHARACTERS:
        raise ConfigError(
            f"HULLMARK_SECRET_KEY has fewer than {_MIN_KEY_CHARACTERS} characters",
            hint="use a random one: openssl rand -hex 32",
        )
    return given.encode("utf-8", "surrogateescape")


@cache
def _stored_key(path: Path) -> bytes:
    try:
        try:
            held = path.read_bytes()
        except FileNotFoundError:
            held = _made_key(path)
    except OSError as error:
        raise StoreError(
            f"cannot keep the key of secret ids in '{path}': {error.strerror or error}",
            hint="set HULLMARK_SECRET_KEY, or HULLMARK_HOME to a folder that can be written",
        ) from error
    if len(held) < KEY_BYTES:
        raise StoreError(
            f"the key of secret ids '{path}' is cut short",
            hint="remove it; a new one is made, and secrets found before get new ids",
        )
    return held


def _made_key(path: Path) -> bytes:
    """Make the key, or take the one that another process made at the same moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    import secrets  # noqa: PLC0415 - once per installation

    scratch = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)
    return path.read_bytes()
