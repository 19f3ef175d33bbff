"""Engines: where they listen, and what can go wrong between there and the image."""

import contextlib
import hashlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer
from typing import Any

import pytest

from hullmark.images.engine import find_engine, open_engine
from hullmark.images.engine_socket import endpoints, find_endpoint, require_endpoint
from hullmark.images.errors import ImageNotFoundError, PlatformNotFoundError
from hullmark.images.image import ByteStream, ImageOptions
from hullmark.images.remote_errors import (
    EngineAccessError,
    EngineAnswerError,
    EngineNotFoundError,
    ExportBrokenOffError,
    NotAnEngineError,
)
from hullmark.kernel.errors import HullmarkError
from hullmark.ports.progress import SILENT
from image_builder import BuiltImage, build_image, docker_archive

Pages = dict[str, tuple[int, bytes]]
_DIGEST = "sha256:" + "a" * 64


@pytest.fixture(autouse=True)
def _no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide the engines and settings of whoever runs the tests."""
    for name in ("DOCKER_HOST", "CONTAINER_HOST", "DOCKER_CONFIG", "DOCKER_CONTEXT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.fixture
def image() -> BuiltImage:
    """Give an image of two layers."""
    return build_image([{"etc/os-release": b"ID=debian"}, {"b": b"2"}])


@contextlib.contextmanager
def _engine(path: Path, answer: Callable[[str], tuple[int, bytes]]) -> Iterator[None]:
    """Run a server on a Unix socket that answers a path with a status and a body.

    A body that is announced longer than it is looks like an engine that goes away.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answer(self.path)
            announced = len(body)
            if status < 0:
                status, announced = -status, announced + 1000
            self.send_response(status)
            self.send_header("Content-Length", str(announced))
            self.end_headers()
            self.wfile.write(body)

        def address_string(self) -> str:
            return "socket"

        def log_message(self, *_: object) -> None:
            pass

    path.parent.mkdir(parents=True, exist_ok=True)
    with ThreadingUnixStreamServer(str(path), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def _docker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pages: Pages) -> Iterator[None]:
    """Run a Docker-compatible engine that ``DOCKER_HOST`` names."""
    path = tmp_path / "engine.sock"
    monkeypatch.setenv("DOCKER_HOST", f"unix://{path}")
    missing = (404, b'{"message": "No such image"}')
    with _engine(path, lambda asked: pages.get(asked, missing)):
        yield


def _pages(image: BuiltImage, name: str = "app:1.0", **inspect: Any) -> Pages:
    described = {"Id": image.config_digest, "RepoDigests": [f"app@{_DIGEST}"], "Size": 9, **inspect}
    return {
        f"/images/{name}/json": (200, json.dumps(described).encode()),
        f"/images/{name}/get": (200, docker_archive({name: image})),
        "/images/json": (200, json.dumps([{"RepoTags": [name, "<none>:<none>"]}, 3]).encode()),
    }


def _open(name: str, **options: Any) -> tuple[Any, list[bytes]]:
    with open_engine(name, kind="docker", options=ImageOptions(**options), progress=SILENT) as (
        opened,
    ):
        blobs = []
        for layer in opened.layers:
            with contextlib.closing(layer.open()) as stream:
                blobs.append(_all(stream))
        return opened.target, blobs


def _all(stream: ByteStream) -> bytes:
    return b"".join(iter(lambda: stream.read(999), b""))


def test_an_image_is_exported_and_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, image: BuiltImage
) -> None:
    """Name, kind, digests and layers are those of the engine's image."""
    with _docker(monkeypatch, tmp_path, _pages(image)):
        assert find_engine() == "docker"
        target, blobs = _open("app:1.0")
    assert (target.name, target.kind, target.digest) == ("app:1.0", "docker", _DIGEST)
    assert target.config_digest == image.config_digest
    assert blobs == [layer.tar for layer in image.layers]


def test_no_socket_means_no_engine_at_once() -> None:
    """Nothing is waited for where nothing listens; asking by name says where was looked."""
    assert find_engine() is None
    with pytest.raises(EngineNotFoundError, match=r"podman\.sock") as caught:
        require_endpoint("podman")
    assert "CONTAINER_HOST" in str(caught.value.hint)


def test_a_socket_that_nobody_listens_on_is_no_engine(tmp_path: Path) -> None:
    """A socket file that a dead engine left behind is passed over, and so is a plain file."""
    path = tmp_path / "podman" / "podman.sock"
    path.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    assert find_endpoint("podman") is None
    path.unlink()
    path.write_text("")
    assert find_endpoint("podman") is None


def test_a_socket_of_somebody_else_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No permission is not the same as no engine."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "engine.sock"
    monkeypatch.setenv("DOCKER_HOST", f"unix://{path}")
    with _engine(path, lambda _: (200, b"")):
        monkeypatch.setattr(socket.socket, "connect", refuse)
        assert find_engine() is None
        with pytest.raises(EngineAccessError, match=r"engine\.sock"):
            require_endpoint("docker")
        monkeypatch.undo()


@pytest.mark.parametrize("host", ["ssh://user@host", "tcp://10.0.0.1:2375", "tcp://[", "what"])
def test_a_remote_engine_is_refused_with_a_way_out(
    monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """Only sockets and loopback are asked; a sniffed word then goes to its registry."""
    monkeypatch.setenv("DOCKER_HOST", host)
    assert find_engine() is None
    with pytest.raises(NotAnEngineError, match="DOCKER_HOST"):
        require_endpoint("docker")


def test_places_are_in_order(tmp_path: Path) -> None:
    """Variables first, then the context, then the usual sockets."""
    meta = tmp_path / ".docker/contexts/meta" / hashlib.sha256(b"colima").hexdigest()
    meta.mkdir(parents=True)
    (tmp_path / ".docker/config.json").write_text('{"currentContext": "colima"}')
    (meta / "meta.json").write_text('{"Endpoints": {"docker": {"Host": "unix:///c.sock"}}}')
    found = [
        str(one) for one in endpoints({"HOME": str(tmp_path), "XDG_RUNTIME_DIR": "/run/user/7"})
    ]
    assert found[:3] == ["/c.sock", "/var/run/docker.sock", "/run/user/7/docker.sock"]
    assert found[-2:] == ["/run/user/7/podman/podman.sock", "/run/podman/podman.sock"]
    named = {"DOCKER_HOST": "tcp://localhost:2376", "CONTAINER_HOST": "unix:///p.sock"}
    assert [str(one) for one in endpoints(named)] == ["http://localhost:2376", "/p.sock"]


def test_a_missing_image_names_similar_ones(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, image: BuiltImage
) -> None:
    """The hint lists what the engine has."""
    with _docker(monkeypatch, tmp_path, _pages(image)):
        with pytest.raises(ImageNotFoundError, match="docker has no image 'app:2'") as caught:
            _open("app:2")
        assert caught.value.hint == "it has app:1.0"
    with (
        _docker(monkeypatch, tmp_path / "other", {"/images/json": (200, b"[]")}),
        pytest.raises(ImageNotFoundError) as caught,
    ):
        _open("app:2")
    assert caught.value.hint == "it has no image with a name"


@pytest.mark.parametrize("part", [0, 10, 1000, 5000])
def test_an_engine_that_goes_away_in_the_middle_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, image: BuiltImage, part: int
) -> None:
    """A broken export is never read as a smaller image."""
    pages = _pages(image)
    pages["/images/app:1.0/get"] = (-200, pages["/images/app:1.0/get"][1][:part])
    with (
        _docker(monkeypatch, tmp_path, pages),
        pytest.raises(ExportBrokenOffError, match=r"'app:1\.0'"),
    ):
        _open("app:1.0")


@pytest.mark.parametrize("part", [0, 700, 3000])
def test_an_export_that_ends_too_early_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, image: BuiltImage, part: int
) -> None:
    """An engine that stops without a word leaves an archive that is cut short."""
    pages = _pages(image)
    pages["/images/app:1.0/get"] = (200, pages["/images/app:1.0/get"][1][:part])
    with _docker(monkeypatch, tmp_path, pages), pytest.raises(HullmarkError):
        _open("app:1.0")


@pytest.mark.parametrize(
    ("page", "error", "words"),
    [
        ((200, b"<html>"), NotAnEngineError, "no container engine"),
        ((200, b"[]"), NotAnEngineError, "no container engine"),
        ((500, b'{"message": "disk\\nis full"}'), HullmarkError, "500"),
        ((400, b'{"message": "bad\\nname"}'), EngineAnswerError, "bad name"),
    ],
)
def test_odd_answers_are_told(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    page: tuple[int, bytes],
    error: type[HullmarkError],
    words: str,
) -> None:
    """What is no engine is named, and an engine's own words are kept, in one line."""
    with (
        _docker(monkeypatch, tmp_path, {"/images/app/json": page}),
        pytest.raises(error, match=words),
    ):
        _open("app")


def test_what_speaks_no_http_is_no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another service's socket is told as such."""
    path = tmp_path / "s.sock"
    monkeypatch.setenv("DOCKER_HOST", f"unix://{path}")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()

        def serve() -> None:
            for _ in range(2):
                connection, _ = listening.accept()
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(5)
                    connection.recv(4096)
                    connection.sendall(b"220 mail ESMTP\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(NotAnEngineError):
            _open("app")
        thread.join()


def test_a_platform_that_the_engine_does_not_have_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, image: BuiltImage
) -> None:
    """An engine holds one platform; another wish is not quietly ignored."""
    with _docker(monkeypatch, tmp_path, _pages(image)), pytest.raises(PlatformNotFoundError):
        _open("app:1.0", platform="linux/arm64")


def test_nothing_is_left_in_scratch_space(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, image: BuiltImage
) -> None:
    """The exported archive is gone once the image is closed."""
    import tempfile

    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with _docker(monkeypatch, tmp_path, _pages(image)):
        _open("app:1.0")
    assert list(scratch.iterdir()) == []
