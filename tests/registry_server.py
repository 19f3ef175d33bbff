"""A registry in memory on loopback, with the faults that a real one cannot be made to have.

::

    with RegistryServer() as registry:
        registry.add("team/app", "1.0", image)
        registry.fault(r"/blobs/", Reply(status=503), times=1)
        ... open f"{registry.host}/team/app:1.0" ...
        assert registry.asked(r"/blobs/")[0].headers["range"] == "bytes=5-"
"""

import base64
import json
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, Self
from urllib.parse import parse_qs, urlsplit

from image_builder import DOCKER_LIST, OCI_INDEX, BuiltImage, build_index, digest


@dataclass(frozen=True)
class Request:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """One answer."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut_after: int | None = None
    """Send only so many bytes of the body, and break the connection off."""
    announce_length: bool = True


@dataclass
class _Fault:
    pattern: str
    reply: Reply
    left: int


class RegistryServer:
    """The server; a context that starts and ends it."""

    def __init__(self) -> None:
        self.blobs: dict[str, bytes] = {}
        self.manifests: dict[tuple[str, str], tuple[str, bytes]] = {}
        self.requests: list[Request] = []
        self.login: Literal["", "basic", "bearer"] = ""
        self.user = ("ann", "s3cret")
        self.identity_token = ""
        self.valid_tokens: set[str] = set()
        self.realm = ""
        self.ranges = True
        self.lists_referrers = False
        self._faults: list[_Fault] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.registry = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def host(self) -> str:
        """Return ``127.0.0.1:port``."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def add(
        self, repository: str, tag: str, image: BuiltImage | Sequence[BuiltImage], **how: bool
    ) -> str:
        """Hold an image, or an index of several, and return its digest."""
        if isinstance(image, BuiltImage):
            self.blobs.update(image.blobs())
            return self.add_document(repository, tag, image.media_type, image.manifest)
        for one in image:
            self.add(repository, "", one)
        media_type = DOCKER_LIST if how.get("docker") else OCI_INDEX
        return self.add_document(repository, tag, media_type, build_index(image, **how))

    def add_document(self, repository: str, tag: str, media_type: str, data: bytes) -> str:
        """Hold a manifest under a tag and its digest, and return the digest."""
        for name in filter(None, (tag, digest(data))):
            self.manifests[repository, name] = (media_type, data)
        return digest(data)

    def fault(self, pattern: str, reply: Reply, *, times: int = 1_000_000) -> None:
        """Give ``reply`` to requests ("METHOD path") in which ``pattern`` is found."""
        self._faults.append(_Fault(pattern, reply, times))

    def asked(self, pattern: str) -> list[Request]:
        """Return the requests in whose "METHOD path" ``pattern`` is found."""
        return [one for one in self.requests if re.search(pattern, f"{one.method} {one.path}")]

    def reply(self, request: Request) -> Reply:
        """Answer one request."""
        self.requests.append(request)
        for fault in self._faults:
            if fault.left and re.search(fault.pattern, f"{request.method} {request.path}"):
                fault.left -= 1
                if fault.reply.cut_after is None or fault.reply.body:
                    return fault.reply
                return _cut(self._normal(request), fault.reply.cut_after)
        return self._normal(request)

    def _normal(self, request: Request) -> Reply:
        path = urlsplit(request.path).path
        if path == "/token":
            return self._token(request)
        if self.login and not self._is_known(request):
            return self._challenge()
        found = re.fullmatch(r"/v2/(.+)/(manifests|blobs|tags|referrers)/(.+)", path)
        match found[2] if found else path:
            case "/v2/":
                marks = {"Docker-Distribution-Api-Version": "registry/2.0"}
                reply = Reply(headers=marks, body=b"{}")
            case "manifests" if found:
                reply = self._manifest(found[1], found[3])
            case "blobs" if found:
                reply = self._blob(found[3], request.headers.get("range", ""))
            case "referrers" if found and self.lists_referrers:
                reply = self._referrers(found[1], found[3])
            case "tags" if found:
                reply = self._tags(found[1])
            case _:
                reply = Reply(status=404, body=b"no such page")
        return reply

    def _manifest(self, repository: str, name: str) -> Reply:
        held = self.manifests.get((repository, name))
        if held is None:
            return error_reply(404, "MANIFEST_UNKNOWN", "manifest unknown")
        media_type, data = held
        return Reply(
            headers={"Content-Type": media_type, "Docker-Content-Digest": digest(data)}, body=data
        )

    def _blob(self, name: str, wanted: str) -> Reply:
        data = self.blobs.get(name)
        if data is None:
            return error_reply(404, "BLOB_UNKNOWN", "blob unknown")
        if self.ranges and (found := re.fullmatch(r"bytes=(\d+)-", wanted)):
            start = int(found[1])
            told = f"bytes {start}-{len(data) - 1}/{len(data)}"
            return Reply(status=206, headers={"Content-Range": told}, body=data[start:])
        return Reply(body=data)

    def _referrers(self, repository: str, subject: str) -> Reply:
        listed = [
            {"mediaType": media_type, "digest": name, "size": len(data)}
            for (held, name), (media_type, data) in self.manifests.items()
            if held == repository and ":" in name
            if (json.loads(data).get("subject") or {}).get("digest") == subject
        ]
        index = {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": listed}
        return Reply(headers={"Content-Type": OCI_INDEX}, body=_json(index))

    def _tags(self, repository: str) -> Reply:
        tags = [tag for name, tag in self.manifests if name == repository and ":" not in tag]
        if not tags:
            return error_reply(404, "NAME_UNKNOWN", "repository name not known to registry")
        return Reply(body=_json({"name": repository, "tags": tags}))

    def _is_known(self, request: Request) -> bool:
        shown = request.headers.get("authorization", "")
        if self.login == "basic":
            return shown == f"Basic {_pair(*self.user)}"
        return shown.removeprefix("Bearer ") in self.valid_tokens

    def challenge(self, scheme: str) -> str:
        """Return what stands in ``WWW-Authenticate``; its scope is a mere example."""
        if scheme == "basic":
            return 'Basic realm="test, registry"'
        realm = self.realm or f"http://{self.host}/token"
        return f'Bearer realm="{realm}",service="test registry",scope="repository:other/x:pull"'

    def _challenge(self) -> Reply:
        challenge = self.challenge(self.login)
        reply = error_reply(401, "UNAUTHORIZED", "authentication required")
        return Reply(
            status=401, headers={**reply.headers, "WWW-Authenticate": challenge}, body=reply.body
        )

    def _token(self, request: Request) -> Reply:
        shown = request.headers.get("authorization", "")
        if request.method == "POST":
            form = parse_qs(request.body.decode())
            known = form.get("refresh_token") == [self.identity_token]
        else:
            known = shown == f"Basic {_pair(*self.user)}" or not self.user[0]
        if not known:
            return error_reply(401, "UNAUTHORIZED", "incorrect username or password")
        token = f"token-{len(self.valid_tokens)}"
        self.valid_tokens.add(token)
        return Reply(body=_json({"token": token, "expires_in": 60}))


def error_reply(status: int, code: str, message: str) -> Reply:
    """Return an error in the form of the distribution API."""
    return Reply(
        status=status,
        headers={"Content-Type": "application/json"},
        body=_json({"errors": [{"code": code, "message": message}]}),
    )


def _cut(reply: Reply, after: int) -> Reply:
    return Reply(status=reply.status, headers=reply.headers, body=reply.body, cut_after=after)


def _pair(name: str, password: str) -> str:
    return base64.b64encode(f"{name}:{password}".encode()).decode()


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    registry: RegistryServer

    def handle_error(self, *_: object) -> None:
        """Say nothing: broken connections are what is tested."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        self._answer()

    do_HEAD = do_POST = do_GET  # noqa: N815 - the names are http.server's

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length)
        reply = self.server.registry.reply(Request(self.command, self.path, headers, body))
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.announce_length:
            self.send_header("Content-Length", str(len(reply.body)))
        else:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(reply.body[: reply.cut_after])
        if reply.cut_after is not None or not reply.announce_length:
            self.close_connection = True
