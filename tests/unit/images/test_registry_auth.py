"""Challenges, and what is shown in answer to them."""

from collections.abc import Iterator

import pytest

from hullmark.images.credentials import Credential, Keyring
from hullmark.images.image import ImageOptions
from hullmark.images.registry_auth import Authorizer, parse_challenges
from hullmark.images.remote_errors import (
    CredentialsMissingError,
    CredentialsRefusedError,
    RegistryAnswerError,
)
from hullmark.kernel.http import HttpClient, HttpOptions
from registry_server import RegistryServer, Reply


@pytest.fixture
def server() -> Iterator[RegistryServer]:
    """Give a registry with a token server."""
    with RegistryServer() as running:
        yield running


@pytest.fixture
def http() -> Iterator[HttpClient]:
    """Give an HTTP client that is not patient."""
    with HttpClient(HttpOptions(timeout_s=5, attempts=1)) as client:
        yield client


def _authorizer(
    http: HttpClient,
    server: RegistryServer,
    options: ImageOptions | None = None,
    **environment: str,
) -> Authorizer:
    keyring = Keyring(
        options=options or ImageOptions(), environment={"HOME": "/nonexistent", **environment}
    )
    return Authorizer(http, registry=server.host, repository="a/b", keyring=keyring, given=True)


def test_challenges_are_read_in_every_form() -> None:
    """Commas in quotes, escapes, several schemes, bare values and nonsense."""
    header = (
        'Bearer realm="https://a.example/t?x=1,2",service="s \\"q\\"",scope="r:a:pull,push",'
        " Basic realm=plain, Negotiate"
    )
    found = parse_challenges(header)
    assert [one.scheme for one in found] == ["bearer", "basic", "negotiate"]
    assert found[0].parameters == {
        "realm": "https://a.example/t?x=1,2",
        "service": 's "q"',
        "scope": "r:a:pull,push",
    }
    assert found[1].parameters == {"realm": "plain"}
    assert parse_challenges("") == ()
    assert parse_challenges('="x"') == ()


def test_an_anonymous_token_asks_for_this_repository_only(
    http: HttpClient, server: RegistryServer
) -> None:
    """A scope that the challenge shows as an example is not asked for."""
    server.user = ("", "")
    auth = _authorizer(http, server)
    auth.answer(server.challenge("bearer"), refused="")
    assert auth.headers() == {"Authorization": "Bearer token-0"}
    asked = server.asked("/token")[0]
    assert "scope=repository%3Aa%2Fb%3Apull" in asked.path
    assert "service=test+registry" in asked.path
    assert "other" not in asked.path
    assert "authorization" not in asked.headers


def test_a_password_is_shown_to_the_token_server(http: HttpClient, server: RegistryServer) -> None:
    """Username and password buy a token."""
    auth = _authorizer(http, server, ImageOptions(username="ann", password="s3cret"))
    auth.answer(server.challenge("bearer"), refused="")
    assert auth.headers() == {"Authorization": "Bearer token-0"}
    assert "account=ann" in server.asked("/token")[0].path


def test_an_identity_token_is_exchanged_by_post(http: HttpClient, server: RegistryServer) -> None:
    """OAuth 2: the refresh token goes in the body, never into an address."""
    server.identity_token = "refresh me"
    auth = _authorizer(http, server)
    auth.credential = Credential(identity_token="refresh me")
    auth.answer(server.challenge("bearer"), refused="")
    asked = server.asked("/token")[0]
    assert asked.method == "POST"
    assert "refresh" not in asked.path
    assert b"grant_type=refresh_token" in asked.body
    assert auth.headers() == {"Authorization": "Bearer token-0"}


def test_an_expired_token_is_fetched_anew(http: HttpClient, server: RegistryServer) -> None:
    """A token that was refused is replaced; one that another thread has replaced is not."""
    auth = _authorizer(http, server, ImageOptions(username="ann", password="s3cret"))
    challenge = server.challenge("bearer")
    auth.answer(challenge, refused="")
    auth.answer(challenge, refused="Bearer token-0")
    assert auth.headers() == {"Authorization": "Bearer token-1"}
    auth.answer(challenge, refused="Bearer token-0")
    assert auth.headers() == {"Authorization": "Bearer token-1"}


def test_wrong_credentials_are_told_from_none(http: HttpClient, server: RegistryServer) -> None:
    """Refused says where they came from, missing says how to log in; no secret shows."""
    challenge = server.challenge("bearer")
    wrong = _authorizer(
        http, server, HULLMARK_REGISTRY_USERNAME="ann", HULLMARK_REGISTRY_PASSWORD="wrong!"
    )
    with pytest.raises(CredentialsRefusedError, match="HULLMARK_REGISTRY_USERNAME") as caught:
        wrong.answer(challenge, refused="")
    assert "wrong!" not in f"{caught.value.message} {caught.value.hint}"
    with pytest.raises(CredentialsMissingError, match="'a/b'") as missing:
        _authorizer(http, server).answer(challenge, refused="")
    assert "docker login" in str(missing.value.hint)


def test_basic_is_shown_once(http: HttpClient, server: RegistryServer) -> None:
    """A password that was refused is not shown again."""
    auth = _authorizer(http, server, ImageOptions(username="ann", password="x"))
    auth.answer('Basic realm="r"', refused="")
    assert auth.headers() == {"Authorization": "Basic YW5uOng="}
    with pytest.raises(CredentialsRefusedError):
        auth.answer('Basic realm="r"', refused="Basic YW5uOng=")


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b'{"token": 7}', b'{"token": "a\\nb"}'])
def test_a_token_server_that_gives_no_token_is_named(
    http: HttpClient, server: RegistryServer, body: bytes
) -> None:
    """Nonsense from the token server is an error that names it."""
    server.fault("/token", Reply(body=body))
    with pytest.raises(RegistryAnswerError, match=r"token server '127\.0\.0\.1"):
        _authorizer(http, server).answer(server.challenge("bearer"), refused="")


@pytest.mark.parametrize("challenge", ["Bearer", 'Bearer service="x"', "Negotiate", "", "?"])
def test_a_challenge_that_nobody_can_meet_is_told(
    http: HttpClient, server: RegistryServer, challenge: str
) -> None:
    """A challenge without realm, or of another scheme, ends the attempt."""
    with pytest.raises(RegistryAnswerError):
        _authorizer(http, server).answer(challenge, refused="")
