"""People are told of what they asked for, at addresses that show nowhere."""

import json
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from hullmark.cli.boundary import run
from hullmark.config.load import load_settings
from hullmark.kernel import log
from hullmark.kernel.secret_text import SecretText
from hullmark.model.ledger import LedgerRow, Status
from hullmark.model.scan import ScanResult, Verdict, VerdictStatus
from hullmark.notify.errors import NotifyAddressError
from hullmark.notify.notice import Event, Happening, write_notice
from hullmark.notify.send import resolved
from hullmark.report.result import write_json
from report_sample import HOSTILE, sample

PASSWORD = "hunter2s3cret"
CLEAN = replace(
    sample(),
    ledger=tuple(each for each in sample().ledger if each.status is Status.RAN),
    verdict=Verdict(status=VerdictStatus.PASS),
)


class Hook(BaseHTTPRequestHandler):
    """Takes messages as apprise's ``json://`` sends them, or refuses them."""

    messages: list[dict[str, Any]]
    status = 200

    def do_POST(self) -> None:
        """Keep one message."""
        length = int(self.headers.get("Content-Length") or 0)
        self.messages.append(json.loads(self.rfile.read(length)))
        self.send_response(self.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hook() -> Iterator[tuple[type[Hook], str]]:
    """Serve a webhook on loopback; give its handler and its address for apprise."""
    handler = type("_Hook", (Hook,), {"messages": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield handler, f"json://ann:{PASSWORD}@127.0.0.1:{server.server_address[1]}/x"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [each for each in os.environ if each.startswith("HULLMARK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    # Logging that a test turns on is off again after it.
    monkeypatch.setattr(log, "_sink", None)


def _write(name: str, result: ScanResult) -> str:
    Path(name).write_bytes(write_json(result))
    return name


def test_new_critical_findings_are_told(
    hook: tuple[type[Hook], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message with what is new; what was there before is not told again."""
    pytest.importorskip("apprise")
    handler, address = hook
    monkeypatch.setenv("HULLMARK_NOTIFY_URLS", address)
    new = _write("new.json", CLEAN)
    kept = tuple(each for each in CLEAN.findings if each.identifiers[0] != "CVE-2024-1111")
    old = _write("old.json", replace(CLEAN, findings=kept))
    assert run(["notify", new, "--baseline", old]) == 0
    (message,) = handler.messages
    assert message["title"].startswith("Hullmark: 1 new critical finding in registry.example.com")
    assert message["message"] == (
        "1 new critical finding:\n- CVE-2024-1111 in openssl 3.0.11-1~deb12u2, fixed in "
        "3.0.14-1~deb12u1 (registry.example.com/shop/app:2.4)"
    )
    assert run(["notify", new, "--baseline", new]) == 0
    assert len(handler.messages) == 1


def test_an_incomplete_scan_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Silence about an image that could not be read would look like good news."""
    row = LedgerRow(
        target="shop/web", scanner="native", check="layer 2", status=Status.FAILED, reason="broken"
    )
    result = _write("r.json", replace(CLEAN, findings=(), ledger=(row,)))
    assert run(["notify", result, "--dry-run"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Hullmark: scan incomplete in registry.example.com/shop/app:2.4\n\n")
    assert "- shop/web: layer 2 by native: failed, broken" in printed


def test_overdue_fixes_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fix that is older than its severity allows."""
    today = datetime(2024, 2, 20, tzinfo=UTC)  # the sample's advisories are of 2024-02-03
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(today.timestamp())))
    result = _write("r.json", CLEAN)
    Path("hullmark.toml").write_text("[gate]\nsla = {critical = 16, high = 17}\n")
    assert run(["notify", result, "--on", "sla-broken", "--dry-run"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("Hullmark: 3 overdue fixes in ")
    assert "CVE-2024-56326" not in printed


def test_nothing_to_tell_is_no_message(capsys: pytest.CaptureFixture[str]) -> None:
    """Nor is an address needed for that."""
    result = _write("r.json", replace(CLEAN, findings=()))
    assert run(["notify", result]) == 0
    assert capsys.readouterr().err == "nothing to tell\n"


@pytest.mark.parametrize(
    "addresses", ["nonsense", f"unknown://ann:{PASSWORD}@host", "env:NOT_SET", ""]
)
def test_an_address_that_is_none_is_said(
    addresses: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By position and service, never as it stands."""
    pytest.importorskip("apprise")
    monkeypatch.setenv("HULLMARK_NOTIFY_URLS", addresses)
    assert run(["notify", _write("r.json", CLEAN), "-vv"]) == 2
    printed = capsys.readouterr()
    assert "HM1180" in printed.err
    assert PASSWORD not in printed.out + printed.err


def test_a_service_that_refuses_is_said_and_the_others_are_told(
    hook: tuple[type[Hook], str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The address is in no output, however much is logged."""
    pytest.importorskip("apprise")
    handler, address = hook
    closed = f"json://ann:{PASSWORD}@127.0.0.1:9/x"
    Path("hullmark.toml").write_text('[notify]\nurls = ["env:CLOSED", "env:OPEN"]\n')
    monkeypatch.setenv("CLOSED", closed)
    monkeypatch.setenv("OPEN", address)
    assert run(["notify", _write("r.json", CLEAN), "-vv"]) == 1
    printed = capsys.readouterr()
    assert "1 of 2 notifications were not delivered: address 1 (json:…)" in printed.err
    assert PASSWORD not in printed.out + printed.err
    assert len(handler.messages) == 1


def test_settings_show_no_address(capsys: pytest.CaptureFixture[str]) -> None:
    """``hullmark config show`` is pasted into bug reports."""
    Path("hullmark.toml").write_text(f'[notify]\nurls = ["slack://{PASSWORD}/x"]\n')
    assert run(["config", "show", "--origin"]) == 0
    printed = capsys.readouterr().out
    assert "slack:…" in printed
    assert PASSWORD not in printed


def test_a_secret_shows_its_kind_alone() -> None:
    """In every form that Python prints."""
    secret = SecretText(f"slack://{PASSWORD}")
    assert [str(secret), f"{secret}", repr((secret,))] == ["slack:…", "slack:…", "('slack:…',)"]
    assert str(SecretText(PASSWORD)) == "…"
    assert secret.reveal().endswith(PASSWORD)
    assert secret == SecretText(secret.reveal())
    assert PASSWORD not in repr(load_settings({"notify_urls": (secret.reveal(),)}))


def test_variables_are_looked_up_when_something_is_sent() -> None:
    """A file names the variable, and the address stands nowhere else."""
    found = resolved((SecretText("env: HOOK"),), environment={"HOOK": "json://x"})
    assert found == (SecretText("json://x"),)
    with pytest.raises(NotifyAddressError, match="'HOOK', which is not set"):
        resolved((SecretText("env:HOOK"),), environment={})


def test_long_lists_are_cut_and_counted() -> None:
    """A phone shows a few lines."""
    happening = Happening(
        event=Event.FAIL, summary="verdict fail", details=tuple(f"{n}" for n in range(40))
    )
    notice = write_notice([happening], targets=["a", "b", "c", "d", "e"])
    assert notice.title == "Hullmark: verdict fail in a, b, c and 2 more"
    assert notice.body.endswith("- 9\n- and 30 more")


def test_hostile_names_are_made_visible(capsys: pytest.CaptureFixture[str]) -> None:
    """Names come from images."""
    target = replace(CLEAN.targets[0], name=HOSTILE)
    found = tuple(replace(each, target=HOSTILE) for each in CLEAN.findings)
    result = _write("r.json", replace(CLEAN, targets=(target,), findings=found))
    assert run(["notify", result, "--dry-run"]) == 0
    assert "\x1b" not in capsys.readouterr().out
