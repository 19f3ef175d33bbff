"""Installing from a mirror on loopback: right, wrong checksum, wrong signature, cut short."""

import base64
import dataclasses
import hashlib
import http.server
import io
import platform
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hullmark.config.settings import Settings
from hullmark.kernel.errors import HullmarkError, IntegrityError, NetworkError
from hullmark.pipeline.running.catalogue import find_tools
from hullmark.pipeline.running.installing import install, installed
from hullmark.pipeline.running.tool_errors import (
    BadChecksumError,
    BadSignatureError,
    InstallFailedError,
    NoMirrorError,
)

ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
ec = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ec")

_SCRIPT = b"#!/bin/sh\necho 'dockle version 0.4.15'\n"
_MACHINE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
_NAME = f"dockle_0.4.15_linux_{_MACHINE}.tar.gz"
_KEY_ID = b"12345678"


class _Mirror:
    """Files by path, and how each is sent."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.cut: set[str] = set()
        self.url = ""

    def put(self, name: str, data: bytes) -> None:
        self.files[f"/dockle/0.4.15/{name}"] = data


@pytest.fixture
def mirror() -> Iterator[_Mirror]:
    """A server on loopback."""
    held = _Mirror()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = held.files.get(self.path)
            if data is None:
                self.send_error(404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: len(data) // 2] if self.path in held.cut else data)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    held.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield held
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "state"))


def _archive() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, data in (("README.md", b"x"), ("dockle", _SCRIPT)):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _minisign(data: bytes, private: Any, *, hashed: bool = True) -> bytes:
    signed = hashlib.blake2b(data).digest() if hashed else data
    raw = private.sign(signed)
    comment = b"timestamp:1"
    return b"\n".join(
        (
            b"untrusted comment: signature",
            base64.b64encode((b"ED" if hashed else b"Ed") + _KEY_ID + raw),
            b"trusted comment: " + comment,
            base64.b64encode(private.sign(raw + comment)),
            b"",
        )
    )


def _public(private: Any) -> bytes:
    raw = private.public_key().public_bytes_raw()
    return b"untrusted comment: key\n" + base64.b64encode(b"Ed" + _KEY_ID + raw) + b"\n"


def _filled(mirror: _Mirror, tmp_path: Path, *, hashed: bool = True) -> Settings:
    private = ed25519.Ed25519PrivateKey.generate()
    archive = _archive()
    listed = f"{hashlib.sha256(archive).hexdigest()}  {_NAME}\n".encode()
    mirror.put(_NAME, archive)
    mirror.put("SHA256SUMS", listed)
    mirror.put("SHA256SUMS.minisig", _minisign(listed, private, hashed=hashed))
    (tmp_path / "key.pub").write_bytes(_public(private))
    return Settings(tool_mirror=mirror.url, tool_key=tmp_path / "key.pub")


def _installed(settings: Settings) -> Any:
    return install(find_tools(("dockle",))[0], settings)


@pytest.mark.parametrize("hashed", [True, False])
def test_what_is_signed_and_whole_is_installed(
    mirror: _Mirror, tmp_path: Path, *, hashed: bool
) -> None:
    """The program can be run and stands where scans look for it."""
    program = _installed(_filled(mirror, tmp_path, hashed=hashed))
    assert program.version == "0.4.15"
    assert program.digest == f"sha256:{hashlib.sha256(_SCRIPT).hexdigest()}"
    assert (tmp_path / "state" / "tools" / "bin" / "dockle").read_bytes() == _SCRIPT


def test_what_is_there_in_the_right_version_is_known(mirror: _Mirror, tmp_path: Path) -> None:
    """A program of another version is not taken for it."""
    (tool,) = find_tools(("dockle",))
    assert installed(tool) is None
    program = _installed(_filled(mirror, tmp_path))
    assert installed(tool) == program
    assert installed(dataclasses.replace(tool, version="0.0.1")) is None


def test_a_key_as_cosign_uses_it_is_believed(mirror: _Mirror, tmp_path: Path) -> None:
    """ECDSA over SHA-256 in base64, the key as PEM."""
    from cryptography.hazmat.primitives import hashes, serialization

    settings = _filled(mirror, tmp_path)
    private = ec.generate_private_key(ec.SECP256R1())
    listed = mirror.files["/dockle/0.4.15/SHA256SUMS"]
    del mirror.files["/dockle/0.4.15/SHA256SUMS.minisig"]
    signature = private.sign(listed, ec.ECDSA(hashes.SHA256()))
    mirror.put("SHA256SUMS.sig", base64.b64encode(signature) + b"\n")
    (tmp_path / "key.pub").write_bytes(
        private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    assert _installed(settings).version == "0.4.15"


def test_another_archive_is_refused(mirror: _Mirror, tmp_path: Path) -> None:
    """One byte makes the difference, and nothing is left behind."""
    settings = _filled(mirror, tmp_path)
    mirror.put(_NAME, _archive() + b"x")
    with pytest.raises(BadChecksumError, match="checksum"):
        _installed(settings)
    assert not list((tmp_path / "state").rglob("dockle*"))


def test_another_list_is_refused(mirror: _Mirror, tmp_path: Path) -> None:
    """Whoever changes archive and list alike lacks the key."""
    settings = _filled(mirror, tmp_path)
    other = _archive() + b"x"
    mirror.put(_NAME, other)
    mirror.put("SHA256SUMS", f"{hashlib.sha256(other).hexdigest()}  {_NAME}\n".encode())
    with pytest.raises(BadSignatureError):
        _installed(settings)
    assert not list((tmp_path / "state").rglob("dockle*"))


@pytest.mark.parametrize(
    "signature", [b"", b"x\ny\n", b"untrusted comment: x\nRWQ=\n", b"\xff\xfe"]
)
def test_a_broken_signature_is_refused(mirror: _Mirror, tmp_path: Path, signature: bytes) -> None:
    """Never a traceback, never a pass."""
    settings = _filled(mirror, tmp_path)
    mirror.put("SHA256SUMS.minisig", signature)
    with pytest.raises(IntegrityError):
        _installed(settings)


def test_half_a_download_is_refused_and_the_old_program_stays(
    mirror: _Mirror, tmp_path: Path
) -> None:
    """What was installed before is still there and whole."""
    settings = _filled(mirror, tmp_path)
    before = _installed(settings)
    mirror.cut.add(f"/dockle/0.4.15/{_NAME}")
    with pytest.raises((NetworkError, IntegrityError)):
        _installed(settings)
    assert before.path.read_bytes() == _SCRIPT


def test_an_archive_without_the_program_is_refused(mirror: _Mirror, tmp_path: Path) -> None:
    """Signed or not, what is asked for must be in it."""
    private = ed25519.Ed25519PrivateKey.generate()
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        tar.addfile(tarfile.TarInfo("other"))
    archive = out.getvalue()
    listed = f"{hashlib.sha256(archive).hexdigest()}  {_NAME}\n".encode()
    mirror.put(_NAME, archive)
    mirror.put("SHA256SUMS", listed)
    mirror.put("SHA256SUMS.minisig", _minisign(listed, private))
    (tmp_path / "key.pub").write_bytes(_public(private))
    settings = Settings(tool_mirror=mirror.url, tool_key=tmp_path / "key.pub")
    with pytest.raises(InstallFailedError):
        _installed(settings)


def test_without_a_key_nothing_of_a_mirror_is_believed(mirror: _Mirror, tmp_path: Path) -> None:
    """A mirror alone is not enough."""
    settings = _filled(mirror, tmp_path)
    with pytest.raises(NoMirrorError):
        _installed(Settings(tool_mirror=settings.tool_mirror))


def test_a_mirror_that_does_not_answer_is_a_network_error(tmp_path: Path) -> None:
    """One line with a code."""
    (tmp_path / "key.pub").write_bytes(b"x")
    settings = Settings(tool_mirror="http://127.0.0.1:9", tool_key=tmp_path / "key.pub")
    with pytest.raises(HullmarkError) as caught:
        _installed(settings)
    assert caught.value.code.startswith("HM4")
