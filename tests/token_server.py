"""A token server whose signed tokens the real docker-registry accepts."""

import base64
import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from real_servers import call
from registry_server import RegistryServer, Reply, Request


class TokenServer(RegistryServer):
    """Gives every scope that is asked for to whoever knows the password, signed by its own key."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        folder.mkdir(parents=True)
        self._folder = folder
        self._key = folder / "key.pem"
        self.certificate = folder / "certificate.pem"
        call(
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=test issuer", "-keyout", str(self._key)),
            *("-out", str(self.certificate)),
        )

    def reply(self, request: Request) -> Reply:
        """Answer a request for a token; refusals are the parent's."""
        refused = super().reply(request)
        if refused.status != 200:
            return refused
        query = parse_qs(urlsplit(request.path).query)
        access = [
            {"type": kind, "name": name, "actions": actions.split(",")}
            for scope in " ".join(query.get("scope", [])).split()
            for kind, name, actions in [scope.split(":", 2)]
        ]
        return Reply(body=json.dumps({"token": self._signed(access)}).encode())

    def _signed(self, access: list[dict[str, Any]]) -> str:
        now = int(time.time())
        pem = self.certificate.read_text().partition("-----BEGIN CERTIFICATE-----")[2]
        chain = ["".join(pem.partition("-----END")[0].split())]
        header = {"typ": "JWT", "alg": "RS256", "x5c": chain}
        claims = {
            "iss": "test issuer",
            "sub": "ann",
            "aud": "test registry",
            "exp": now + 300,
            "nbf": now - 10,
            "iat": now,
            "jti": str(len(self.requests)),
            "access": access,
        }
        signed = f"{_packed(json.dumps(header))}.{_packed(json.dumps(claims))}"
        message = self._folder / f"message-{len(self.requests)}"
        message.write_text(signed)
        signature = message.with_suffix(".sig")
        call(
            *("openssl", "dgst", "-sha256", "-sign", str(self._key)),
            *("-out", str(signature), str(message)),
        )
        return f"{signed}.{_packed(signature.read_bytes())}"


def _packed(data: str | bytes) -> str:
    raw = data.encode() if isinstance(data, str) else data
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
