"""Real registries and engines on loopback, each ended by its own process when its block is left.

A test that needs a program that is not installed is skipped with the program's name.
"""

import contextlib
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest


def need(*programs: str) -> None:
    """Skip the test where one of ``programs`` is not installed."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"needs the program '{program}'")


def call(*command: str, environment: Mapping[str, str] | None = None) -> str:
    """Run a program that must succeed, and return its output."""
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **(environment or {})},
    )
    assert done.returncode == 0, f"{command}: {done.stderr[-2000:]}"
    return done.stdout


@contextlib.contextmanager
def docker_registry(
    folder: Path, *, auth: str = "", tls: tuple[Path, Path] | None = None
) -> Iterator[str]:
    """Run ``docker-registry`` over a file system store and give its ``127.0.0.1:port``.

    ``auth`` is the body of the configuration's ``auth`` section.
    """
    need("docker-registry")
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    lines = [
        "version: 0.1",
        "log: {level: error, accesslog: {disabled: true}}",
        f"storage: {{filesystem: {{rootdirectory: {folder / 'store'}}}}}",
        "http:",
        f"  addr: 127.0.0.1:{port}",
    ]
    if tls:
        lines += ["  tls:", f"    certificate: {tls[0]}", f"    key: {tls[1]}"]
    if auth:
        lines += ["auth:", *(f"  {line}" for line in auth.splitlines())]
    config = folder / "config.yml"
    config.write_text("\n".join(lines) + "\n")
    command = ["docker-registry", "serve", str(config)]
    with _running(command, folder / "log", ready=lambda: _accepts(port)):
        yield f"127.0.0.1:{port}"


@contextlib.contextmanager
def podman_service(folder: Path) -> Iterator[Path]:
    """Run ``podman system service`` with a store of its own and give its socket."""
    need("podman", "unshare", "skopeo")
    path = folder / "podman.sock"
    root, run = folder / "root", folder / "run"
    # Podman refuses hybrid cgroups; in a mount namespace of its own the second half can be hidden.
    script = (
        "umount -l /sys/fs/cgroup/unified 2>/dev/null;"
        f" exec podman --root {root} --runroot {run} --storage-driver vfs"
        f" system service --time 0 unix://{path}"
    )
    if os.geteuid() != 0:
        pytest.skip("needs root to run podman in a mount namespace")
    log = folder / "log"
    with _running(["unshare", "-m", "sh", "-c", script], log, ready=lambda: _accepts(path)):
        yield path


@contextlib.contextmanager
def cutting_proxy(target: str, *, after_bytes: int, times: int) -> Iterator[str]:
    """Run a TCP proxy that cuts the first ``times`` connections that carry more than a bound."""
    host, _, port = target.partition(":")
    left = [times]
    ended = threading.Event()

    def forward(client: socket.socket) -> None:
        with client, socket.create_connection((host, int(port))) as server:
            back = threading.Thread(target=_copy_to_end, args=(client, server))
            back.start()
            _copy(server, client, go_on)
            for one in (client, server):
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            back.join()

    def go_on(carried: int) -> bool:
        if carried > after_bytes and left[0] > 0:
            left[0] -= 1
            return False
        return True

    def accept() -> None:
        while not ended.is_set():
            with contextlib.suppress(TimeoutError):
                client, _ = listening.accept()
                thread = threading.Thread(target=forward, args=(client,), daemon=True)
                threads.append(thread)
                thread.start()

    threads: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)
        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}"
        finally:
            ended.set()
            accepting.join()
            for thread in threads:
                thread.join(2)
    assert left[0] == 0, "no connection was cut: the test proves nothing"


def make_authority(folder: Path) -> tuple[Path, tuple[Path, Path]]:
    """Make a certificate authority and a certificate for 127.0.0.1 that it has issued."""
    need("openssl")
    folder.mkdir(parents=True, exist_ok=True)
    authority, key = folder / "ca.pem", folder / "ca.key"
    call(
        *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
        *("-nodes", "-days", "2", "-subj", "/CN=Test authority", "-keyout", str(key)),
        *("-addext", "keyUsage=critical,keyCertSign,cRLSign", "-out", str(authority)),
    )
    certificate, own_key, request = folder / "own.pem", folder / "own.key", folder / "own.csr"
    call(
        *("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
        *("-subj", "/CN=127.0.0.1", "-keyout", str(own_key), "-out", str(request)),
    )
    extensions = folder / "own.cnf"
    extensions.write_text(
        "subjectAltName=IP:127.0.0.1\nauthorityKeyIdentifier=keyid\nbasicConstraints=CA:FALSE\n"
    )
    call(
        *("openssl", "x509", "-req", "-in", str(request), "-CA", str(authority)),
        *("-CAkey", str(key), "-CAcreateserial", "-days", "2", "-out", str(certificate)),
        *("-extfile", str(extensions)),
    )
    return authority, (certificate, own_key)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def put(url: str, data: bytes, media_type: str) -> None:
    """PUT a document to a registry, as any client would."""
    request = urllib.request.Request(
        url, data=data, method="PUT", headers={"Content-Type": media_type}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 201


def put_blob(host: str, repository: str, name: str, data: bytes) -> None:
    """Upload a blob to a registry in one piece."""
    start = urllib.request.Request(
        f"http://{host}/v2/{repository}/blobs/uploads/", data=b"", method="POST"
    )
    with urllib.request.urlopen(start, timeout=10) as answer:
        location = answer.headers["Location"]
    mark = "&" if "?" in location else "?"
    put(f"{location}{mark}digest={name}", data, "application/octet-stream")


@contextlib.contextmanager
def _running(command: list[str], log: Path, *, ready: Callable[[], bool]) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    try:
        for _ in range(400):
            if ready():
                break
            if process.poll() is not None:
                pytest.fail(f"{command[0]} ended: {log.read_text()[-2000:]}")
            time.sleep(0.025)
        else:
            pytest.fail(f"{command[0]} does not come up: {log.read_text()[-2000:]}")
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _accepts(where: int | Path) -> bool:
    family = socket.AF_INET if isinstance(where, int) else socket.AF_UNIX
    with socket.socket(family) as probe:
        try:
            probe.connect(("127.0.0.1", where) if isinstance(where, int) else str(where))
        except OSError:
            return False
    return True


def _copy_to_end(source: socket.socket, sink: socket.socket) -> None:
    """Copy, and pass the end on, so that nobody waits for a connection that is closed."""
    _copy(source, sink, lambda _: True)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_RDWR)


def _copy(source: socket.socket, sink: socket.socket, go_on: Callable[[int], bool]) -> None:
    carried = 0
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
            carried += len(data)
            if not go_on(carried):
                return
