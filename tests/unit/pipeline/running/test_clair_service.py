"""Asking Clair: a stub that answers as the real server was recorded, and as it fails."""

import base64
import hashlib
import hmac
import http.server
import json
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hullmark.config.settings import Settings
from hullmark.model.ledger import LedgerRow, Status
from hullmark.pipeline.running import clair
from hullmark.pipeline.scan import scan
from image_builder import build_image, write_layout

_KEY = b"a key of thirty-two bytes, nearly"
_UPDATED = {"debian/updater": [{"date": "2999-01-01T00:00:00Z"}]}
_PACKAGE: dict[str, Any] = {"id": "1", "name": "zlib1g", "version": "1:1.2.13", "kind": "binary"}
_PACKAGE |= {"source": {"id": "2", "name": "zlib", "version": "1:1.2.13", "kind": "source"}}
_FLAW = {
    "id": "9", "name": "CVE-2023-45853", "updater": "debian/updater", "severity": "high",
    "normalized_severity": "High", "fixed_in_version": "", "links": "",
    "package": {"name": "zlib"}, "distribution": {"did": "debian", "version_id": "12"},
    "repository": {"name": ""},
}  # fmt: skip


def _report(*, flawed: bool, known: bool = True) -> dict[str, Any]:
    return {
        "manifest_hash": "sha256:" + "0" * 64,
        "packages": {"1": _PACKAGE},
        "distributions": {"1": {"id": "1", "did": "debian", "version_id": "12"}} if known else {},
        "repository": {},
        "environments": {
            "1": [{"package_db": "var/lib/dpkg/status", "distribution_id": "1" if known else ""}]
        },
        "vulnerabilities": {"9": _FLAW} if flawed else {},
        "package_vulnerabilities": {"1": ["9"]} if flawed else {},
        "enrichments": {},
    }


class _Stub:
    """A Clair that fetches layers as the real one does."""

    def __init__(self) -> None:
        self.report: Any = _report(flawed=True)
        self.report_status = 200
        self.index_status = 201
        self.index: Any = {"success": True, "state": "IndexFinished", "err": ""}
        self.updates: Any = _UPDATED
        self.checks_key = False
        self.fetched: list[str] = []
        self.url = ""

    def allows(self, header: str) -> bool:
        if not self.checks_key:
            return True
        head, body, signature = header.removeprefix("Bearer ").split(".")
        signed = hmac.new(_KEY, f"{head}.{body}".encode(), hashlib.sha256).digest()
        claims = json.loads(base64.urlsafe_b64decode(body + "=="))
        right = base64.urlsafe_b64encode(signed).rstrip(b"=").decode() == signature
        return right and claims["iss"] == "hullmark"


@pytest.fixture
def stub() -> Iterator[_Stub]:
    """A server on loopback."""
    held = _Stub()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            manifest = json.loads(self.rfile.read(size))
            if not held.allows(self.headers.get("Authorization", "")):
                self._say(401, b"")
                return
            for layer in manifest["layers"]:
                with urllib.request.urlopen(layer["uri"]) as answer:
                    data = answer.read()
                assert f"sha256:{hashlib.sha256(data).hexdigest()}" == layer["hash"]
                held.fetched.append(layer["hash"])
            self._say(held.index_status, held.index)

        def do_GET(self) -> None:
            if not held.allows(self.headers.get("Authorization", "")):
                self._say(401, b"")
            elif "update_operation" in self.path:
                self._say(200, held.updates)
            else:
                self._say(held.report_status, held.report)

        def _say(self, status: int, value: Any) -> None:
            body = value if isinstance(value, bytes) else json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

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
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clair, "_FIRST_DATA_S", 0.2)
    monkeypatch.setattr(clair, "_AGAIN_S", 0.05)
    release = b'ID=debian\nVERSION_ID="12"\n'
    write_layout(tmp_path / "image", {"1": build_image([{"etc/os-release": release}, {"a": b"x"}])})


def _asked(stub: _Stub) -> tuple[LedgerRow, list[str]]:
    settings = Settings(scanners=("clair",), clair_url=stub.url, scanner_timeout=20.0)
    result = scan(["oci:image"], settings=settings)
    (row,) = [each for each in result.ledger if each.scanner == "clair"]
    ids = [i for f in result.findings if "clair" in [s.scanner for s in f.sources]
           for i in f.identifiers]  # fmt: skip
    return row, ids


def test_layers_are_fetched_and_findings_joined(stub: _Stub) -> None:
    """Every layer is served with the bytes of its digest; the report's flaw is a finding."""
    row, ids = _asked(stub)
    assert len(stub.fetched) == 2
    assert row.status is Status.RAN
    assert ids == ["CVE-2023-45853"]


def test_the_shared_key_signs_every_request(stub: _Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the key it answers; without, the row says what to set."""
    stub.checks_key = True
    monkeypatch.setenv("HULLMARK_CLAIR_KEY", base64.b64encode(_KEY).decode())
    assert _asked(stub)[0].status is Status.RAN
    monkeypatch.setenv("HULLMARK_CLAIR_KEY", base64.b64encode(b"other").decode())
    row, _ = _asked(stub)
    assert row.status is Status.FAILED
    assert "HULLMARK_CLAIR_KEY" in row.reason


def test_a_clean_answer_counts_once_its_feeds_have_run(stub: _Stub) -> None:
    """Nothing found, every updater there: clean."""
    stub.report = _report(flawed=False)
    assert _asked(stub)[0].status is Status.RAN


@pytest.mark.parametrize(
    ("updates", "known", "status"),
    [
        ({}, True, Status.PARTIAL),
        ({"alpine-main-v3.18-updater": []}, True, Status.PARTIAL),
        (_UPDATED, False, Status.UNSUPPORTED),
    ],
    ids=["no updater has run", "not the one that matters", "unknown distribution"],
)
def test_an_empty_answer_is_not_yet_clean(
    stub: _Stub, updates: Any, *, known: bool, status: Status
) -> None:
    """A 200 without vulnerabilities looks the same in all of these."""
    stub.report, stub.updates = _report(flawed=False, known=known), updates
    assert _asked(stub)[0].status is status


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"report_status": 202, "report": b""}, "no vulnerability data yet"),
        ({"report_status": 404, "report": b"{}"}, "status 404"),
        ({"index": {"success": False, "state": "IndexError", "err": "no tar"}}, "no tar"),
        ({"index_status": 400, "index": {"message": "bogus"}}, "bogus"),
        ({"index": b"<html>"}, "no JSON"),
        ({"report": b'{"packages": '}, "no JSON"),
        ({"report": b"[]"}, "no object"),
    ],
    ids=["202", "404", "not indexed", "refused", "html", "half", "a list"],
)
def test_a_wrong_answer_is_a_failed_row(stub: _Stub, change: dict[str, Any], said: str) -> None:
    """The scan goes on; the row says what came."""
    for name, value in change.items():
        setattr(stub, name, value)
    row, ids = _asked(stub)
    assert (row.status, ids) == (Status.FAILED, [])
    assert said in row.reason


def test_a_server_that_is_not_there_is_a_failed_row(stub: _Stub) -> None:
    """A code of the network."""
    stub.url = "http://127.0.0.1:9"
    row, _ = _asked(stub)
    assert row.status is Status.FAILED
    assert "HM4" in row.reason
