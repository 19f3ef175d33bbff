"""Settings: precedence, origins, and mistakes that are named with their place."""

from pathlib import Path

import pytest

from hullmark.config.errors import UnknownSettingError, UnreadableConfigError, WrongValueError
from hullmark.config.load import load_settings


def test_flags_win_over_environment_over_file_over_default(tmp_path: Path) -> None:
    """Each layer overrides the ones below, and every value knows where it came from."""
    (tmp_path / "hullmark.toml").write_text(
        'profile = "strict"\nworkers = 3\nstale_days = 30\nplatform = "linux/arm64"\n'
    )
    configured = load_settings(
        {"workers": 5, "platform": None},
        folder=tmp_path,
        environment={"HULLMARK_WORKERS": "4", "HULLMARK_STALE_DAYS": "14", "PATH": "/bin"},
    )
    settings, origins = configured.settings, configured.origins
    assert (settings.workers, settings.stale_days, settings.profile) == (5, 14, "strict")
    assert settings.platform == "linux/arm64"
    assert origins["workers"] == "flag --workers"
    assert origins["stale_days"] == "HULLMARK_STALE_DAYS"
    assert origins["profile"] == str(tmp_path / "hullmark.toml")
    assert origins["timeout_s"] == "default"


def test_the_file_is_looked_for_upward(tmp_path: Path) -> None:
    """A folder deep in a repository uses the repository's file; paths are relative to it."""
    (tmp_path / "pyproject.toml").write_text('[tool.hullmark]\nca-file = "ca.pem"\n')
    deep = tmp_path / "a/b"
    deep.mkdir(parents=True)
    settings = load_settings({}, folder=deep, environment={}).settings
    assert settings.ca_file == tmp_path / "ca.pem"


def test_mirrors_are_read_from_tables_and_variables(tmp_path: Path) -> None:
    """A table in TOML and pairs in a variable mean the same."""
    (tmp_path / "hullmark.toml").write_text('[mirrors]\n"docker.io" = "mirror.example/hub"\n')
    wanted = {"docker.io": "mirror.example/hub"}
    assert load_settings({}, folder=tmp_path, environment={}).settings.mirrors == wanted
    variables = {"HULLMARK_MIRRORS": "docker.io=mirror.example/hub"}
    assert (
        load_settings({}, folder=tmp_path / "x", environment=variables).settings.mirrors == wanted
    )


def test_an_unknown_name_gets_a_suggestion(tmp_path: Path) -> None:
    """A misspelt setting is an error that names the file and the likely name."""
    (tmp_path / "hullmark.toml").write_text('profil = "strict"\n')
    with pytest.raises(UnknownSettingError, match=r"hullmark\.toml") as caught:
        load_settings({}, folder=tmp_path, environment={})
    assert caught.value.hint == "did you mean 'profile'?"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("WORKERS", "many"), ("WORKERS", "0"), ("PROFILE", "lax"), ("FAIL_ON", "bad"),
        ("INSECURE", "perhaps"), ("TIMEOUT_S", "-1"), ("MIRRORS", "docker.io"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_its_place(tmp_path: Path, name: str, text: str) -> None:
    """The message says which variable holds what cannot be used."""
    with pytest.raises(WrongValueError, match=f"HULLMARK_{name}"):
        load_settings({}, folder=tmp_path, environment={f"HULLMARK_{name}": text})


def test_broken_toml_and_missing_files_are_errors(tmp_path: Path) -> None:
    """A file that was asked for is there and readable, or the run does not start."""
    (tmp_path / "hullmark.toml").write_text("profile = \n")
    with pytest.raises(UnreadableConfigError, match="not valid TOML"):
        load_settings({}, folder=tmp_path, environment={})
    with pytest.raises(UnreadableConfigError, match="cannot read"):
        load_settings({}, config_file=tmp_path / "none.toml", environment={})
