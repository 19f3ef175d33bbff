"""Who asks: credentials from options, environment, and the files of Docker and Podman.

A file that cannot be read never stops an anonymous pull; what was wrong with it is told when the
registry asks for credentials.
"""

import base64
import binascii
import contextlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hullmark.images.credential_helper import ask_helper
from hullmark.images.image import ImageOptions
from hullmark.images.reference import DEFAULT_REGISTRY
from hullmark.kernel import log
from hullmark.kernel.errors import HullmarkError

_FILE_BYTES = 4 * 1024 * 1024
"""A configuration file; one with a thousand registries stays below a megabyte."""
_HUB_NAMES = frozenset(
    {"docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"}
)
_HUB_KEY = "https://index.docker.io/v1/"
_OLD_PATH = re.compile(r"/v[12](?:/.*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What proves who asks; its secrets never show in its text."""

    username: str = ""
    password: str = field(default="", repr=False)
    identity_token: str = field(default="", repr=False)
    """Exchanged for tokens at the registry's token server."""
    registry_token: str = field(default="", repr=False)
    """Sent to the registry as it is."""
    source: str = ""
    """Where it came from, for messages."""

    def __bool__(self) -> bool:
        return bool(self.username or self.password or self.identity_token or self.registry_token)


@dataclass(slots=True, kw_only=True)
class Keyring:
    """Finds credentials; remembers what it could not read on the way."""

    options: ImageOptions = field(default_factory=ImageOptions, repr=False)
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    problems: list[str] = field(default_factory=list)
    """One line per file or helper that could not be used."""

    def find(self, registry: str, repository: str, *, given: bool = True) -> Credential | None:
        """Return the credential for a repository, the most particular first.

        ``given`` says whether those of options and environment, which name no registry, count.
        """
        if given and (credential := self._given()) is not None:
            return credential
        for path in credential_files(self.environment):
            content = self._content(path)
            if content is None:
                continue
            credential = self._in_file(content, registry, repository, path=path)
            if credential:
                log.debug("credentials.found", registry=registry, source=credential.source)
                return credential
        return None

    def _given(self) -> Credential | None:
        if self.options.username or self.options.password:
            return Credential(
                username=self.options.username or "",
                password=self.options.password or "",
                source="the command line",
            )
        name = self.environment.get("HULLMARK_REGISTRY_USERNAME", "")
        password = self.environment.get("HULLMARK_REGISTRY_PASSWORD", "")
        found = Credential(
            username=name, password=password, source="HULLMARK_REGISTRY_USERNAME and _PASSWORD"
        )
        return found or None

    def _in_file(
        self, content: Mapping[str, Any], registry: str, repository: str, *, path: Path
    ) -> Credential | None:
        """Look where Docker and Podman look, in their order: helpers, then the file itself."""
        helpers = _table(content, "credHelpers")
        hosts = {_host_of(key): name for key, name in helpers.items() if isinstance(name, str)}
        store = content.get("credsStore")
        for name in (hosts.get(_host(registry)), store):
            if isinstance(name, str) and name:
                found = self._from_helper(name, registry, path=path)
                if found:
                    return found
        auths = _table(content, "auths")
        if path.name == ".dockercfg":
            auths = content  # before Docker 1.7 there was nothing around it
        return self._from_auths(auths, registry, repository, path=path)

    def _from_auths(
        self, auths: Mapping[str, Any], registry: str, repository: str, *, path: Path
    ) -> Credential | None:
        keys: dict[str, list[Any]] = {}
        for key, entry in auths.items():
            keys.setdefault(_scope(key), []).append((key, entry))
        for scope in _scopes(_host(registry), repository):
            for key, entry in keys.get(scope, ()):
                found = self._entry(entry, key=key, path=path)
                if found:
                    return found
        return None

    def _entry(self, entry: Any, *, key: str, path: Path) -> Credential | None:
        if not isinstance(entry, dict):
            self._note(f"'{path}': the entry of '{key}' is not an object")
            return None
        name, password = _text(entry, "username"), _text(entry, "password")
        packed = _text(entry, "auth")
        if packed:
            try:
                plain = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True).decode()
            except (binascii.Error, ValueError):
                self._note(f"'{path}': 'auth' of '{key}' is not base64")
                return None
            before, colon, after = plain.partition(":")
            if not colon:
                self._note(f"'{path}': 'auth' of '{key}' holds no colon")
                return None
            name, password = before, after.rstrip("\0")
        found = Credential(
            username=name,
            password=password,
            identity_token=_text(entry, "identitytoken"),
            registry_token=_text(entry, "registrytoken"),
            source=f"'{path}'",
        )
        return found or None

    def _from_helper(self, name: str, registry: str, *, path: Path) -> Credential | None:
        server = _HUB_KEY if _host(registry) == DEFAULT_REGISTRY else registry
        try:
            found = ask_helper(name, server, environment=self.environment)
        except HullmarkError as error:
            self._note(f"'{path}': {error.message}")
            return None
        if found is None:
            return None
        source = f"docker-credential-{name} (of '{path}')"
        if found.username == "<token>":
            return Credential(identity_token=found.secret, source=source)
        return Credential(username=found.username, password=found.secret, source=source)

    def _content(self, path: Path) -> Mapping[str, Any] | None:
        try:
            with path.open("rb") as file:
                data = file.read(_FILE_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            self._note(f"'{path}' cannot be read: {error.strerror or error}")
            return None
        content = None
        if len(data) <= _FILE_BYTES:
            # The parser's reason may quote what stands there, and secrets stand there.
            with contextlib.suppress(ValueError, RecursionError):
                content = json.loads(data or b"{}")
        if isinstance(content, dict):
            return content
        self._note(f"'{path}' is not a JSON object")
        return None

    def _note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)
            log.warning("credentials.problem", problem=problem)


def credential_files(environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the files that may hold credentials; the ones named by the user first."""
    home = Path(environment.get("HOME") or os.path.expanduser("~"))  # noqa: PTH111 - never raises
    if named := environment.get("REGISTRY_AUTH_FILE"):
        yield Path(named)
    if folder := environment.get("DOCKER_CONFIG"):
        yield Path(folder) / "config.json"
    if runtime := environment.get("XDG_RUNTIME_DIR"):
        yield Path(runtime) / "containers" / "auth.json"
    settings = environment.get("XDG_CONFIG_HOME")
    yield (Path(settings) if settings else home / ".config") / "containers" / "auth.json"
    if not environment.get("DOCKER_CONFIG"):
        yield home / ".docker" / "config.json"
    yield home / ".dockercfg"


def _scopes(registry: str, repository: str) -> Iterator[str]:
    """Yield ``host/a/b``, ``host/a``, ``host``: Podman keeps credentials for parts of a host."""
    parts = repository.split("/") if repository else []
    for count in range(len(parts), -1, -1):
        yield "/".join((registry, *parts[:count]))


def _scope(key: str) -> str:
    """Return a key in its normal form; Docker has written hosts in many over the years."""
    scheme, mark, rest = key.partition("://")
    text = rest if mark else scheme
    host, slash, path = text.partition("/")
    if mark or _OLD_PATH.fullmatch(slash + path):
        return _host(host)
    return f"{_host(host)}{slash}{path}".rstrip("/")


def _host_of(key: str) -> str:
    return _scope(key).partition("/")[0]


def _host(name: str) -> str:
    name = name.lower()
    return DEFAULT_REGISTRY if name in _HUB_NAMES else name


def _table(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = content.get(name)
    return value if isinstance(value, dict) else {}


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""
