"""GitHub's REST API on loopback, as far as its documentation describes what we use.

::

    with GitHubServer("acme/shop", token="t0ken") as github:
        github.comments.append({"id": 1, "body": "hello", "user": {"login": "ann", "type": "User"}})
        github.fault("POST /repos/acme/shop/issues/7/comments", status=403, times=1)
        ... GITHUB_API_URL=github.url ...
        assert github.asked[-1].method == "PATCH"
"""

import base64
import gzip
import json
import re
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

PAGE = 100


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    query: dict[str, str]
    token: str
    body: Any


@dataclass
class _Fault:
    pattern: str
    status: int
    headers: dict[str, str]
    body: dict[str, str]
    left: int


@dataclass
class _State:
    comments: list[dict[str, Any]] = field(default_factory=list)
    alerts: list[dict[str, Any]] = field(default_factory=list)
    uploads: list[dict[str, Any]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    faults: list[_Fault] = field(default_factory=list)


class GitHubServer(_State):
    """The server; a context that starts and ends it."""

    def __init__(self, repository: str, *, token: str, login: str = "") -> None:
        super().__init__()
        self.repository = repository
        self.token = token
        self.login = login
        """Whose token it is; empty for a workflow's own."""
        self.processing = "complete"
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.github = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """Return the address for GITHUB_API_URL."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def fault(
        self,
        pattern: str,
        *,
        status: int,
        times: int = 1_000,
        headers: dict[str, str] | None = None,
        message: str = "",
    ) -> None:
        """Answer requests ``METHOD path`` that match with a failure, so many times."""
        self.faults.append(_Fault(pattern, status, headers or {}, {"message": message}, times))

    def logs(self) -> list[Any]:
        """Return the SARIF logs that were uploaded."""
        return [
            json.loads(gzip.decompress(base64.b64decode(each["sarif"]))) for each in self.uploads
        ]

    def writes(self) -> list[str]:
        """Return method and path of every request that changes something."""
        return [f"{each.method} {each.path}" for each in self.asked if each.method != "GET"]

    def answer(self, asked: Asked) -> tuple[int, dict[str, str], Any]:
        """Return status, headers and document of an answer."""
        for fault in self.faults:
            if fault.left and re.search(fault.pattern, f"{asked.method} {asked.path}"):
                fault.left -= 1
                return fault.status, fault.headers, fault.body
        if asked.token != self.token:
            return 401, {}, {"message": "Bad credentials"}
        if asked.path == "/user":
            if not self.login:
                return 403, {}, {"message": "Resource not accessible by integration"}
            return 200, {}, {"login": self.login}
        prefix = f"/repos/{self.repository}"
        if not asked.path.startswith(prefix + "/"):
            return 404, {}, {"message": "Not Found"}
        return self._routed(asked, asked.path.removeprefix(prefix))

    def _routed(  # noqa: PLR0911 - one path, one line
        self, asked: Asked, path: str
    ) -> tuple[int, dict[str, str], Any]:
        method = asked.method
        if re.fullmatch(r"/issues/\d+/comments", path):
            if method == "GET":
                return self._page(asked, self.comments)
            made = {
                "id": len(self.comments) + 1,
                "user": {
                    "login": self.login or "github-actions[bot]",
                    "type": "User" if self.login else "Bot",
                },
                **asked.body,
            }
            self.comments.append(made)
            return 201, {}, made
        if found := re.fullmatch(r"/issues/comments/(\d+)", path):
            comment = next(each for each in self.comments if each["id"] == int(found[1]))
            comment.update(asked.body)
            return 200, {}, comment
        if path == "/code-scanning/sarifs":
            self.uploads.append(asked.body)
            return 202, {}, {"id": f"receipt-{len(self.uploads)}", "url": "x"}
        if path.startswith("/code-scanning/sarifs/"):
            errors = ["no runs"] if self.processing == "failed" else None
            return 200, {}, {"processing_status": self.processing, "errors": errors}
        if path == "/code-scanning/alerts":
            return self._page(asked, [each for each in self.alerts if each["state"] == "open"])
        if found := re.fullmatch(r"/code-scanning/alerts/(\d+)", path):
            alert = next(each for each in self.alerts if each["number"] == int(found[1]))
            alert.update(asked.body)
            return 200, {}, alert
        return 404, {}, {"message": "Not Found"}

    def _page(self, asked: Asked, items: list[Any]) -> tuple[int, dict[str, str], Any]:
        size, page = int(asked.query.get("per_page", "30")), int(asked.query.get("page", "1"))
        start = (page - 1) * size
        headers = {}
        if start + size < len(items):
            headers["Link"] = (
                f'<{self.url}{asked.path}?per_page={size}&page=1>; rel="first", '
                f'<{self.url}{asked.path}?per_page={size}&page={page + 1}>; rel="next"'
            )
        return 200, headers, items[start : start + size]


class _Server(ThreadingHTTPServer):
    github: GitHubServer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        assert isinstance(self.server, _Server)
        length = int(self.headers.get("Content-Length") or 0)
        parts = urlsplit(self.path)
        asked = Asked(
            method=self.command,
            path=parts.path,
            query={name: values[-1] for name, values in parse_qs(parts.query).items()},
            token=self.headers.get("Authorization", "").removeprefix("Bearer "),
            body=json.loads(self.rfile.read(length)) if length else None,
        )
        self.server.github.asked.append(asked)
        status, headers, document = self.server.github.answer(asked)
        body = json.dumps(document).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PATCH = do_DELETE = _serve  # noqa: N815 - the names http.server asks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""
