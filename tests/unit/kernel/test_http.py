"""The HTTP client against a server on loopback."""

import gzip
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hullmark.kernel.errors import NetworkError
from hullmark.kernel.http import HttpClient, HttpOptions
from hullmark.kernel.http_errors import (
    AnswerTooLargeError,
    BrokenAnswerError,
    CaFileError,
    ConnectionFailedError,
    HostNotFoundError,
    HttpTimeoutError,
    NotTlsError,
    PlainHttpError,
    RateLimitedError,
    ServerFailedError,
)
from hullmark.kernel.http_failures import asked_wait, is_loopback
from registry_server import RegistryServer, Reply

_QUICK = HttpOptions(timeout_s=5, attempts=3, first_wait_s=0.001, patience_s=4)


@pytest.fixture
def server() -> Iterator[RegistryServer]:
    """Give a server that answers what it is told to."""
    with RegistryServer() as running:
        yield running


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[HttpClient]:
    """Give a client that does not wait long and knows no proxy."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    with HttpClient(_QUICK) as running:
        yield running


def test_an_answer_has_status_headers_and_body(server: RegistryServer, client: HttpClient) -> None:
    """Header names are lower-case, and the client says who it is."""
    server.fault(
        "/page", Reply(headers={"X-Thing": "7", "Content-Type": "text/A; q=1"}, body=b"hi")
    )
    answer = client.request("GET", f"http://{server.host}/page")
    assert (answer.status, answer.headers["x-thing"], answer.body) == (200, "7", b"hi")
    assert answer.media_type == "text/a"
    assert server.requests[0].headers["user-agent"].startswith("hullmark/")


def test_failures_that_may_pass_are_tried_again(server: RegistryServer, client: HttpClient) -> None:
    """A 503 and a broken connection are followed by another attempt."""
    server.fault("/page", Reply(status=503), times=1)
    server.fault("/page", Reply(body=b"long answer", cut_after=3), times=1)
    server.fault("/page", Reply(body=b"well"))
    assert client.request("GET", f"http://{server.host}/page").body == b"well"
    assert len(server.requests) == 3


def test_attempts_are_bounded(server: RegistryServer, client: HttpClient) -> None:
    """A server that keeps failing is named, with its status."""
    server.fault("/page", Reply(status=500))
    with pytest.raises(ServerFailedError, match=r"'127\.0\.0\.1:\d+' failed .*500"):
        client.request("GET", f"http://{server.host}/page")
    assert len(server.requests) == 3


def test_a_short_wait_that_the_server_asks_for_is_kept(
    server: RegistryServer, client: HttpClient
) -> None:
    """Status 429 with Retry-After is followed by a second attempt."""
    server.fault("/page", Reply(status=429, headers={"Retry-After": "0"}), times=1)
    server.fault("/page", Reply(body=b"now"))
    assert client.request("GET", f"http://{server.host}/page").body == b"now"


def test_a_long_wait_is_told_and_not_kept(server: RegistryServer, client: HttpClient) -> None:
    """A server that wants an hour's rest is not asked again."""
    server.fault("/page", Reply(status=429, headers={"Retry-After": "3600"}))
    with pytest.raises(RateLimitedError, match="3,600 seconds"):
        client.request("GET", f"http://{server.host}/page")
    assert len(server.requests) == 1


def test_a_client_error_is_an_answer(server: RegistryServer, client: HttpClient) -> None:
    """Status 404 is for the caller to judge."""
    server.fault("/page", Reply(status=404, body=b"none"))
    assert client.request("GET", f"http://{server.host}/page").status == 404


def test_authorization_is_not_carried_to_another_host(client: HttpClient) -> None:
    """A redirect within the host keeps credentials, one to another drops them."""
    with RegistryServer() as first, RegistryServer() as second:
        first.fault("/start", Reply(status=307, headers={"Location": "/next"}))
        first.fault("/next", Reply(status=302, headers={"Location": f"http://{second.host}/end"}))
        second.fault("/end", Reply(body=b"data"))
        headers = {"Authorization": "Bearer secret", "Cookie": "a=b", "Range": "bytes=1-"}
        answer = client.request("GET", f"http://{first.host}/start", headers=headers)
        assert answer.body == b"data"
        assert first.asked("/next")[0].headers["authorization"] == "Bearer secret"
        final = second.requests[0].headers
        assert "authorization" not in final
        assert "cookie" not in final
        assert final["range"] == "bytes=1-"


def test_redirects_in_a_circle_end(server: RegistryServer, client: HttpClient) -> None:
    """More than ten redirects are a broken answer."""
    server.fault("/page", Reply(status=302, headers={"Location": "/page"}))
    with pytest.raises(BrokenAnswerError, match="redirects more than"):
        client.request("GET", f"http://{server.host}/page")


@pytest.mark.parametrize("location", ["ftp://example.org/x", "http://[bad", "http://host:port/"])
def test_a_redirect_to_nowhere_is_a_broken_answer(
    server: RegistryServer, client: HttpClient, location: str
) -> None:
    """Only addresses of HTTP are followed."""
    server.fault("/page", Reply(status=302, headers={"Location": location}))
    with pytest.raises(BrokenAnswerError):
        client.request("GET", f"http://{server.host}/page")


def test_plain_http_is_for_loopback(client: HttpClient) -> None:
    """Another host is not asked without encryption unless that is allowed."""
    with pytest.raises(PlainHttpError, match=r"'registry\.example'") as caught:
        client.request("GET", "http://registry.example/v2/")
    assert "--insecure" in str(caught.value.hint)


def test_a_redirect_to_plain_http_elsewhere_is_refused(
    server: RegistryServer, client: HttpClient
) -> None:
    """A server on loopback cannot send us to another host without encryption."""
    server.fault("/page", Reply(status=302, headers={"Location": "http://blobs.example/x"}))
    with pytest.raises(PlainHttpError, match=r"blobs\.example"):
        client.request("GET", f"http://{server.host}/page")


def test_a_large_answer_is_not_read_to_its_end(server: RegistryServer, client: HttpClient) -> None:
    """A body beyond the bound is an error that names the host."""
    server.fault("/page", Reply(body=bytes(200_000)))
    with pytest.raises(AnswerTooLargeError, match=r"1,000 bytes"):
        client.request("GET", f"http://{server.host}/page", limit_bytes=1_000)


def test_a_compressed_answer_counts_as_what_it_grows_to(
    server: RegistryServer, client: HttpClient
) -> None:
    """The bound is on the content, not on the wire."""
    body = gzip.compress(bytes(1_000_000))
    server.fault("/page", Reply(headers={"Content-Encoding": "gzip"}, body=body))
    with pytest.raises(AnswerTooLargeError):
        client.request("GET", f"http://{server.host}/page", limit_bytes=10_000)


def test_nobody_listening_is_told_in_one_line(client: HttpClient) -> None:
    """A refused connection names host and port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(ConnectionFailedError, match=f"'127.0.0.1:{port}'.*refuses") as caught:
        client.request("GET", f"http://127.0.0.1:{port}/")
    assert caught.value.refused
    assert "\n" not in caught.value.message


def test_a_silent_server_is_a_timeout() -> None:
    """A server that accepts and says nothing is given up on."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        options = HttpOptions(timeout_s=0.2, attempts=2, first_wait_s=0.001)
        with HttpClient(options) as client, pytest.raises(HttpTimeoutError, match=f"{port}"):
            client.request("GET", f"http://127.0.0.1:{port}/")


def test_a_server_that_speaks_no_tls_is_recognised(
    server: RegistryServer, client: HttpClient
) -> None:
    """HTTPS to a plain server says that it speaks plain HTTP."""
    with pytest.raises(NotTlsError, match="does not speak TLS"):
        client.request("GET", f"https://{server.host}/v2/")


def test_a_server_that_speaks_no_http_is_a_network_error(client: HttpClient) -> None:
    """Garbage instead of an answer is no traceback."""
    with socket.create_server(("127.0.0.1", 0)) as odd:

        def serve() -> None:
            for _ in range(3):
                connection, _ = odd.accept()
                with connection:
                    connection.recv(4096)
                    connection.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(NetworkError):
            client.request("GET", f"http://127.0.0.1:{odd.getsockname()[1]}/")
        thread.join()


def test_an_unknown_host_is_named(client: HttpClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without an address is told as such, and not tried again."""
    asked: list[object] = []

    def nobody(*arguments: object, **_: object) -> None:
        asked.append(arguments)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(HostNotFoundError, match=r"no host 'registry\.invalid'"):
        client.request("GET", "https://registry.invalid/v2/")
    assert len(asked) == 1


@pytest.mark.parametrize("content", [None, b"no certificate here"])
def test_an_unusable_ca_file_is_named(tmp_path: Path, content: bytes | None) -> None:
    """A missing file and one without a certificate are configuration errors."""
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_bytes(content)
    with (
        HttpClient(HttpOptions(ca_files=(file,))) as client,
        pytest.raises(CaFileError, match=r"ca\.pem"),
    ):
        client.request("GET", "https://127.0.0.1:1/")


def test_loopback_is_never_asked_through_a_proxy(
    server: RegistryServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment's proxy is for other hosts."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    with HttpClient(_QUICK) as client:
        assert client.request("GET", f"http://{server.host}/v2/").status == 200
        with pytest.raises(NetworkError):
            client.request("GET", "https://registry.example/v2/")


def test_http_over_a_unix_socket(tmp_path: Path) -> None:
    """With a socket given, the host in the URL is a mere word."""
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen()

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")

        thread = threading.Thread(target=serve)
        thread.start()
        with HttpClient(HttpOptions(socket=path)) as client:
            assert client.request("GET", "http://engine/_ping").body == b"hi"
        thread.join()


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("a.localhost", True),
        ("127.4.5.6", True),
        ("::1", True),
        ("[::1]", True),
        ("10.0.0.1", False),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
    ],
)
def test_loopback_is_told_by_name(host: str, *, expected: bool) -> None:
    """A host is on this machine by its name or address, never by a look-up."""
    assert is_loopback(host) is expected


def test_retry_after_is_a_number_or_a_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both forms are understood, nonsense is ignored."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert asked_wait("30") == 30
    assert asked_wait("Tue, 14 Nov 2023 22:14:20 GMT") == 60
    assert asked_wait("soon") is None
    assert asked_wait("") is None
