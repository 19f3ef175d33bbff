"""Credentials from options, environment and the files of Docker and Podman."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from hullmark.images.credentials import Credential, Keyring
from hullmark.images.image import ImageOptions


def _auth(name: str, password: str) -> str:
    return base64.b64encode(f"{name}:{password}".encode()).decode()


def _write(path: Path, content: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def _keyring(home: Path, **environment: str) -> Keyring:
    return Keyring(environment={"HOME": str(home), "PATH": str(home / "bin"), **environment})


def _helper(home: Path, name: str, script: str) -> None:
    path = _write(home / "bin" / f"docker-credential-{name}", f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_options_come_first(tmp_path: Path) -> None:
    """What the command line says outranks environment and files."""
    _write(tmp_path / ".docker/config.json", {"auths": {"r.example": {"auth": _auth("f", "f")}}})
    keyring = _keyring(
        tmp_path, HULLMARK_REGISTRY_USERNAME="env", HULLMARK_REGISTRY_PASSWORD="envpass"
    )
    found = keyring.find("r.example", "a/b")
    assert found is not None
    assert (found.username, found.password) == ("env", "envpass")
    keyring.options = ImageOptions(username="cli", password="clipass")
    found = keyring.find("r.example", "a/b")
    assert found is not None
    assert (found.username, found.password) == ("cli", "clipass")


def test_credentials_without_a_registry_are_not_for_mirrors(tmp_path: Path) -> None:
    """A mirror only sees what a file holds for it."""
    keyring = _keyring(tmp_path, HULLMARK_REGISTRY_USERNAME="env")
    assert keyring.find("mirror.example", "a", given=False) is None


@pytest.mark.parametrize(
    "key",
    [
        "r.example:5000",
        "https://r.example:5000",
        "https://r.example:5000/",
        "http://r.example:5000/v1/",
        "https://r.example:5000/v2/",
        "r.example:5000/v1/",
        "R.Example:5000",
    ],
)
def test_every_historic_form_of_a_key_is_known(tmp_path: Path, key: str) -> None:
    """Docker has written hosts in many ways over the years."""
    _write(tmp_path / ".docker/config.json", {"auths": {key: {"auth": _auth("u", "p:q")}}})
    found = _keyring(tmp_path).find("r.example:5000", "a/b")
    assert found is not None
    assert (found.username, found.password) == ("u", "p:q")


@pytest.mark.parametrize(
    "key",
    ["https://index.docker.io/v1/", "docker.io", "index.docker.io", "registry-1.docker.io"],
)
def test_docker_hub_has_many_names(tmp_path: Path, key: str) -> None:
    """All of them mean docker.io."""
    _write(tmp_path / ".docker/config.json", {"auths": {key: {"auth": _auth("hub", "p")}}})
    found = _keyring(tmp_path).find("docker.io", "library/debian")
    assert found is not None
    assert found.username == "hub"


def test_the_longest_path_wins(tmp_path: Path) -> None:
    """Podman keeps credentials for parts of a registry."""
    auths = {
        "r.example": {"auth": _auth("host", "p")},
        "r.example/team": {"auth": _auth("team", "p")},
        "r.example/team/app": {"auth": _auth("app", "p")},
    }
    _write(tmp_path / ".config/containers/auth.json", {"auths": auths})
    keyring = _keyring(tmp_path)
    names = [
        found.username
        for path in ("team/app", "team/app/sub", "team/other", "teams", "x/team/app")
        if (found := keyring.find("r.example", path))
    ]
    assert names == ["app", "app", "team", "host", "host"]


def test_plain_fields_and_tokens_are_read(tmp_path: Path) -> None:
    """Username and password, identity token and registry token each stand alone."""
    auths = {
        "plain.example": {"username": "u", "password": "p"},
        "identity.example": {"auth": _auth("00000000", ""), "identitytoken": "refresh"},
        "token.example": {"registrytoken": "ready"},
        "empty.example": {},
    }
    _write(tmp_path / ".docker/config.json", {"auths": auths})
    keyring = _keyring(tmp_path)
    plain = keyring.find("plain.example", "")
    identity = keyring.find("identity.example", "")
    token = keyring.find("token.example", "")
    assert plain is not None
    assert (plain.username, plain.password) == ("u", "p")
    assert identity is not None
    assert identity.identity_token == "refresh"
    assert token is not None
    assert token.registry_token == "ready"
    assert keyring.find("empty.example", "") is None


def test_files_are_asked_in_order(tmp_path: Path) -> None:
    """The file named by the user first, then the run-time one, then those at home."""
    places = {
        "named": tmp_path / "named.json",
        "docker": tmp_path / "docker/config.json",
        "runtime": tmp_path / "run/containers/auth.json",
        "config": tmp_path / ".config/containers/auth.json",
    }
    for name, path in places.items():
        _write(path, {"auths": {"r.example": {"auth": _auth(name, "p")}}})
    _write(tmp_path / ".dockercfg", {"old.example": {"auth": _auth("old", "p")}})
    variables = {
        "REGISTRY_AUTH_FILE": str(places["named"]),
        "DOCKER_CONFIG": str(tmp_path / "docker"),
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
    }
    order = []
    while (found := _keyring(tmp_path, **variables).find("r.example", "")) is not None:
        order.append(found.username)
        places[found.username].unlink()
    assert order == ["named", "docker", "runtime", "config"]
    old = _keyring(tmp_path).find("old.example", "")
    assert old is not None
    assert old.username == "old"


def test_a_helper_is_asked_over_standard_input(tmp_path: Path) -> None:
    """The helper of the host is run, and a token is told from a password."""
    _helper(
        tmp_path,
        "test",
        'read server; echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"$server\\",'
        '\\"Secret\\":\\"s\\"}"',
    )
    _helper(tmp_path, "cloud", 'echo \'{"Username": "<token>", "Secret": "refresh"}\'')
    config = {
        "credHelpers": {"r.example": "test", "cloud.example": "cloud"},
        "credsStore": "test",
        "auths": {"r.example": {}, "other.example": {"auth": _auth("file", "p")}},
    }
    _write(tmp_path / ".docker/config.json", config)
    keyring = _keyring(tmp_path)
    found = keyring.find("r.example", "a")
    hub = keyring.find("docker.io", "library/debian")
    cloud = keyring.find("cloud.example", "a")
    assert found is not None
    assert (found.username, found.password) == ("r.example", "s")
    assert hub is not None
    assert hub.username == "https://index.docker.io/v1/"
    assert cloud is not None
    assert (cloud.username, cloud.identity_token) == ("", "refresh")


def test_a_helper_that_knows_nothing_is_passed_over(tmp_path: Path) -> None:
    """The entries of the file stand behind the store."""
    _helper(tmp_path, "empty", "echo credentials not found in native keychain; exit 1")
    config = {"credsStore": "empty", "auths": {"r.example": {"auth": _auth("file", "p")}}}
    _write(tmp_path / ".docker/config.json", config)
    keyring = _keyring(tmp_path)
    found = keyring.find("r.example", "a")
    assert found is not None
    assert found.username == "file"
    assert keyring.problems == []


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo boom >&2; exit 1", "failed for 'r.example' (status 1): boom"),
        ("echo not json", "does not answer in its protocol"),
        ('echo \'{"Username": 3, "Secret": "top"}\'', "does not answer in its protocol"),
        (None, "'docker-credential-odd' is not installed"),
    ],
)
def test_a_broken_helper_is_a_problem_and_no_end(
    tmp_path: Path, script: str | None, words: str
) -> None:
    """What was wrong is kept for the hint of a refusal; it never quotes an answer."""
    if script:
        _helper(tmp_path, "odd", script)
    _write(tmp_path / ".docker/config.json", {"credsStore": "odd"})
    keyring = _keyring(tmp_path)
    assert keyring.find("r.example", "a") is None
    assert words in keyring.problems[0]
    assert "top" not in keyring.problems[0]


def test_a_helper_cannot_be_a_path(tmp_path: Path) -> None:
    """A name with slashes is never run."""
    _write(tmp_path / ".docker/config.json", {"credsStore": "x/../../evil"})
    keyring = _keyring(tmp_path)
    assert keyring.find("r.example", "a") is None
    assert "cannot be the name" in keyring.problems[0]


def test_helpers_do_not_see_our_secrets(tmp_path: Path) -> None:
    """The environment goes through, but for what is ours."""
    _helper(
        tmp_path,
        "env",
        'echo "{\\"Username\\":\\"$AWS_PROFILE\\",\\"Secret\\":\\"x$HULLMARK_A\\"}"',
    )
    _write(tmp_path / ".docker/config.json", {"credsStore": "env"})
    found = _keyring(tmp_path, AWS_PROFILE="prod", HULLMARK_A="secret").find("r.example", "a")
    assert found is not None
    assert (found.username, found.password) == ("prod", "x")


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '"x"',
        '{"auths": {"r.example": {"auth": "bm8gY29sb24="}}}',
        '{"auths": {"r.example": {"auth": "%%%"}}}',
        '{"auths": {"r.example": 7}}',
        "[" * 100_000,
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    """A file that is damaged is a problem with its path, never a traceback."""
    path = _write(tmp_path / ".docker/config.json", content)
    keyring = _keyring(tmp_path)
    assert keyring.find("r.example", "a") is None
    assert len(keyring.problems) == 1
    assert f"'{path}'" in keyring.problems[0]


@pytest.mark.parametrize(
    "content", ["", "{}", '{"auths": null}', '{"auths": [], "credHelpers": 3, "credsStore": 0}']
)
def test_an_empty_file_is_no_problem(tmp_path: Path, content: str) -> None:
    """A file that holds nothing is like none."""
    _write(tmp_path / ".docker/config.json", content)
    keyring = _keyring(tmp_path)
    assert keyring.find("r.example", "a") is None
    assert keyring.problems == []


def test_secrets_never_show() -> None:
    """Neither a credential nor a keyring gives its secrets away in text."""
    credential = Credential(
        username="ann", password="hidden1", identity_token="hidden2", registry_token="hidden3"
    )
    keyring = Keyring(options=ImageOptions(username="ann", password="hidden4"))
    assert "hidden" not in f"{credential!r} {credential} {keyring!r}"
