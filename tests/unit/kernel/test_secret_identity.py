"""How secrets are known without being kept."""

import stat
from pathlib import Path

import pytest

from hullmark.kernel.errors import ConfigError, StoreError
from hullmark.kernel.secret_identity import masked, secret_id


def test_the_id_depends_on_key_and_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """One value has one id under one key, and another under another."""
    monkeypatch.setenv("HULLMARK_SECRET_KEY", "k" * 32)
    first = secret_id(b"value")
    assert first == secret_id(b"value") != secret_id(b"other")
    monkeypatch.setenv("HULLMARK_SECRET_KEY", "l" * 32)
    assert secret_id(b"value") != first


def test_a_key_is_made_once_and_for_its_owner_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without a key in the environment a random one of mode 0600 is made in the state folder."""
    monkeypatch.delenv("HULLMARK_SECRET_KEY", raising=False)
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    first = secret_id(b"value")
    assert secret_id(b"value") == first
    made = list((tmp_path / "home").iterdir())
    assert len(made) == 1
    assert stat.S_IMODE(made[0].stat().st_mode) == 0o600


def test_a_key_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A short key and a cut file are errors that say what to do."""
    monkeypatch.setenv("HULLMARK_SECRET_KEY", "short")
    with pytest.raises(ConfigError):
        secret_id(b"value")
    monkeypatch.delenv("HULLMARK_SECRET_KEY")
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path))
    (tmp_path / "secret.key").write_bytes(b"cut")
    with pytest.raises(StoreError):
        secret_id(b"value")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("AKIAABCDEFGHIJKLMNOP", "AKIA…"),
        ("hunter2", "…"),
        ("", "…"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE", "-----BEGIN RSA PRIVATE KEY-----"),
    ],
)
def test_little_is_shown(value: str, shown: str) -> None:
    """At most four characters of a long value, nothing of a short one, the head of a key."""
    assert masked(value) == shown
