"""How a registry learns who asks: Basic, or Bearer tokens from the token server it names."""

import base64
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode, urlsplit, urlunsplit

from hullmark.images.credentials import Credential, Keyring
from hullmark.images.remote_errors import (
    CredentialsMissingError,
    CredentialsRefusedError,
    RegistryAnswerError,
)
from hullmark.kernel import log
from hullmark.kernel.http import Answer, HttpClient

_CLIENT_ID = "hullmark"
_TOKEN_BYTES = 1024 * 1024
"""An answer of a token server; tokens with many claims have a few kilobytes."""
_CHALLENGE = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)(?:\s+|$)")
_PARAMETER = re.compile(r'\s*([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))\s*,?')


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """One way in which a server lets itself be convinced."""

    scheme: str
    """Lower case: ``basic``, ``bearer`` …"""
    parameters: dict[str, str] = field(default_factory=dict)


def parse_challenges(header: str) -> tuple[Challenge, ...]:
    """Return the challenges of a ``WWW-Authenticate`` header, several joined by commas or not."""
    found: list[Challenge] = []
    at = 0
    while at < len(header):
        if header[at] in " \t,":
            at += 1
            continue
        scheme = _CHALLENGE.match(header, at)
        if scheme is None:
            break
        at = scheme.end()
        parameters: dict[str, str] = {}
        while (parameter := _PARAMETER.match(header, at)) is not None:
            quoted, bare = parameter[2], parameter[3]
            value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else bare
            parameters.setdefault(parameter[1].lower(), value)
            at = parameter.end()
        found.append(Challenge(scheme=scheme[1].lower(), parameters=parameters))
    return tuple(found)


class Authorizer:
    """Holds what one registry wants to see in ``Authorization``; safe to use from many threads."""

    def __init__(
        self, http: HttpClient, *, registry: str, repository: str, keyring: Keyring, given: bool
    ) -> None:
        self._http = http
        self._registry = registry
        self._repository = repository
        self._keyring = keyring
        self._given = given
        self._header = ""
        self._lock = threading.Lock()

    def headers(self) -> dict[str, str]:
        """Return what to send along with a request."""
        return {"Authorization": self._header} if self._header else {}

    def answer(self, header: str, *, refused: str) -> None:
        """Prepare for the challenge in ``header``; ``refused`` is what was sent in vain.

        Raises:
            CredentialsMissingError: The registry wants some, and there are none.
            CredentialsRefusedError: It does not take those that there are.
            RegistryAnswerError: It asks for what nobody can give.
            NetworkError: The token server does not answer.
        """
        with self._lock:
            if self._header != refused:
                return  # another thread has been here
            self._header = self._fresh(parse_challenges(header))

    @cached_property
    def credential(self) -> Credential | None:
        """Return what is shown; looked for when the registry asks for the first time."""
        return self._keyring.find(self._registry, self._repository, given=self._given)

    def not_accepted(self) -> CredentialsMissingError | CredentialsRefusedError:
        """Return the error for a registry that is still not convinced."""
        if self.credential is not None:
            return CredentialsRefusedError(
                f"'{self._registry}' refuses the credentials from {self.credential.source}"
                f" for '{self._repository}'",
                hint="log in again",
            )
        hint = (
            f"log in with 'docker login {self._registry}', or set HULLMARK_REGISTRY_USERNAME"
            " and HULLMARK_REGISTRY_PASSWORD"
        )
        if self._keyring.problems:
            hint += f"; not used: {'; '.join(self._keyring.problems)}"
        return CredentialsMissingError(
            f"'{self._registry}' does not show '{self._repository}' without credentials:"
            " it needs a login, or does not exist",
            hint=hint,
        )

    def _fresh(self, challenges: tuple[Challenge, ...]) -> str:
        by_scheme = {challenge.scheme: challenge for challenge in reversed(challenges)}
        if "bearer" in by_scheme:
            return f"Bearer {self._token(by_scheme['bearer'])}"
        if "basic" in by_scheme:
            if self._header or self.credential is None or not self.credential.username:
                raise self.not_accepted()
            return _basic(self.credential)
        shown = ", ".join(by_scheme) or "nothing that it names"
        raise RegistryAnswerError(
            f"'{self._registry}' wants to be convinced by {shown}",
            hint="Basic and Bearer are known",
        )

    def _token(self, challenge: Challenge) -> str:
        credential = self.credential
        if credential is not None and credential.registry_token:
            if self._header:
                raise self.not_accepted()
            return credential.registry_token
        realm = challenge.parameters.get("realm", "")
        if not realm:
            raise RegistryAnswerError(f"'{self._registry}' names no token server")
        service = challenge.parameters.get("service", "")
        scopes = [f"repository:{self._repository}:pull"]
        if challenge.parameters.get("error") == "insufficient_scope":
            # Elsewhere the scope may be a mere example (GitHub's is "repository:user/image:pull").
            scopes += challenge.parameters.get("scope", "").split()
        scopes = list(dict.fromkeys(scopes))
        if credential is not None and credential.identity_token:
            answer = self._exchanged(realm, service, scopes, credential)
        else:
            answer = self._asked(realm, service, scopes, credential)
        return self._read_token(answer)

    def _asked(
        self, realm: str, service: str, scopes: list[str], credential: Credential | None
    ) -> Answer:
        query = [("service", service)] if service else []
        query += [("scope", scope) for scope in scopes]
        headers: dict[str, str] = {}
        if credential is not None and credential.username:
            headers["Authorization"] = _basic(credential)
            query.append(("account", credential.username))
        return self._http.request(
            "GET", _with_query(realm, query), headers=headers, limit_bytes=_TOKEN_BYTES
        )

    def _exchanged(
        self, realm: str, service: str, scopes: list[str], credential: Credential
    ) -> Answer:
        """Trade an identity token for an access token, as OAuth 2 does."""
        form = {
            "grant_type": "refresh_token",
            "refresh_token": credential.identity_token,
            "service": service,
            "scope": " ".join(scopes),
            "client_id": _CLIENT_ID,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._http.request(
            "POST",
            realm,
            headers=headers,
            body=urlencode(form).encode(),
            limit_bytes=_TOKEN_BYTES,
        )

    def _read_token(self, answer: Answer) -> str:
        log.debug("registry.token", registry=self._registry, status=answer.status)
        if answer.status in (400, 401, 403):
            raise self.not_accepted()
        content: object = None
        if answer.status == 200:
            try:
                content = json.loads(answer.body)
            except (ValueError, RecursionError):
                content = None
        token = ""
        if isinstance(content, dict):
            token = next(_strings(content.get("token"), content.get("access_token")), "")
        if not token or not token.isascii() or not token.isprintable():
            where = urlsplit(answer.url).netloc
            raise RegistryAnswerError(
                f"the token server '{where}' of '{self._registry}' gives no token"
                f" (status {answer.status})"
            )
        return token


def _strings(*values: object) -> Iterator[str]:
    return (value for value in values if isinstance(value, str) and value)


def _basic(credential: Credential) -> str:
    pair = f"{credential.username}:{credential.password}".encode()
    return f"Basic {base64.b64encode(pair).decode()}"


def _with_query(url: str, query: list[tuple[str, str]]) -> str:
    parts = urlsplit(url)
    joined = "&".join(part for part in (parts.query, urlencode(query)) if part)
    return urlunsplit(parts._replace(query=joined))
