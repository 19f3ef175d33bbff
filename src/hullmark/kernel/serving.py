"""Serves the files of one folder to a program on this machine, for as long as it is needed."""

import contextlib
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from hullmark.kernel.errors import NetworkError

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler

_CHUNK_BYTES = 256 * 1024


class ServingError(NetworkError):
    """Files cannot be served to a scanner that fetches them from us.

    The address is taken or not of this machine; name another one with `clair_layers`.
    """

    code = "HM4095"


@contextlib.contextmanager
def serving(folder: Path, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Give the URL below which the files of ``folder`` are, until the block is left.

    The path holds a random word, so that nobody else on the machine reads along by guessing.

    Raises:
        ServingError: The address cannot be listened on.
    """
    from http.server import ThreadingHTTPServer  # noqa: PLC0415 - only where it is used

    word = secrets.token_urlsafe(16)
    try:
        server = ThreadingHTTPServer((host, port), _handler(folder.resolve(), word))
    except OSError as error:
        raise ServingError(
            f"cannot serve layers on '{host}:{port}': {error.strerror or error}",
            hint="name a free address of this machine in clair_layers",
        ) from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    shown = f"[{host}]" if ":" in host else host
    try:
        yield f"http://{shown}:{server.server_address[1]}/{word}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(folder: Path, word: str) -> "type[BaseHTTPRequestHandler]":
    from http.server import BaseHTTPRequestHandler  # noqa: PLC0415 - see above

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self._file()
            if path is None:
                self.send_error(404)
                return
            with path.open("rb") as file:
                self.send_response(200)
                # Readers look at the bytes themselves then, whatever compression they are.
                self.send_header("Content-Type", "application/octet-stream")
                self.send_header("Content-Length", str(path.stat().st_size))
                self.end_headers()
                while chunk := file.read(_CHUNK_BYTES):
                    self.wfile.write(chunk)

        def _file(self) -> Path | None:
            start = f"/{word}/"
            parts = self.path.removeprefix(start).split("/")
            if not self.path.startswith(start) or any(part in ("", "..", ".") for part in parts):
                return None
            path = folder.joinpath(*parts)
            return path if path.is_file() else None

        def log_message(self, *_: object) -> None:
            pass

    return Handler
