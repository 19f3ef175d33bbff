"""Asks a Clair server about an image: layers served from here, index, then vulnerabilities.

A plain 200 is no clean answer: before its updaters have run, after one of them has failed and for
a release that no feed covers, Clair answers the same as for an image without any flaw.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from hullmark.config.settings import Settings
from hullmark.kernel import clock
from hullmark.kernel.http import Answer, HttpClient, HttpOptions
from hullmark.kernel.serving import serving
from hullmark.kernel.tool_errors import ToolStoppedError, ToolTimeoutError
from hullmark.model.ledger import Status
from hullmark.model.report import ScannerReport
from hullmark.pipeline.running.errors import ServiceError
from hullmark.pipeline.running.execution import Said, read_with
from hullmark.pipeline.running.staging import Staged
from hullmark.ports.adapter import Adapter
from hullmark.ports.running import Form

KEY_VARIABLE = "HULLMARK_CLAIR_KEY"
"""Base64 of the key that Clair shares with us; a secret, so no setting."""
_TOKEN_S = 60
_REPORT_BYTES = 256 * 1024 * 1024
_FIRST_DATA_S = 30.0
"""How long a server without any data is waited for: its updaters take about that."""
_AGAIN_S = 1.0
_FEEDS = {"pypi": "osv/pypi", "go": "osv/go", "maven": "osv/maven", "rubygems": "osv/rubygems"}
"""Repository in a report → updater that knows its packages."""
_T = TypeVar("_T")


def ask_clair(
    adapter: Adapter, staged: Staged, *, settings: Settings, stop: threading.Event
) -> Said:
    """Return what Clair says of a staged image.

    Raises:
        NetworkError: It does not answer, or fails.
        ServiceError: It answers something that cannot be used.
        ToolStoppedError: ``stop`` was set meanwhile.
    """
    began = clock.monotonic()
    layout = staged.path(Form.SERVICE)
    host, _, port = settings.clair_layers.rpartition(":")
    options = HttpOptions(
        timeout_s=settings.scanner_timeout,
        ca_files=(settings.ca_file,) if settings.ca_file else (),
        insecure=settings.insecure,
    )
    with serving(layout, host=host.strip("[]"), port=int(port)) as url, HttpClient(options) as http:
        server = _Server(http, settings, stop)
        manifest = _manifest(layout, url)
        server.index(manifest)
        data = server.vulnerabilities(str(manifest["hash"]))
        updated = server.updates()
    target = staged.opened.target
    reports = [_judged(each, data, updated) for each in read_with(adapter, data)]
    named = tuple(replace(each, target=target) for each in reports)
    return Said(named, clock.monotonic() - began)


class _Server:
    """One Clair, spoken to until ``stop`` is set."""

    def __init__(self, http: HttpClient, settings: Settings, stop: threading.Event) -> None:
        self._http = http
        self._url = str(settings.clair_url).rstrip("/")
        self._issuer = settings.clair_issuer
        self._limit_s = settings.scanner_timeout
        self._stop = stop

    def index(self, manifest: Mapping[str, object]) -> None:
        """Have it read the layers; it answers when it is done."""
        body = json.dumps(manifest).encode()
        answer = self._asked("POST", "/indexer/api/v1/index_report", body)
        if answer.status not in (200, 201):
            raise ServiceError(f"Clair did not index the image: {_words(answer)}")
        report = _object(answer)
        if not report.get("success") or report.get("state") != "IndexFinished":
            said = report.get("err") or report.get("state") or "no reason given"
            raise ServiceError(f"Clair did not index the image: {str(said)[:300]}")

    def vulnerabilities(self, digest: str) -> bytes:
        """Return its report; a server without data is waited for a while."""
        deadline = clock.monotonic() + min(_FIRST_DATA_S, self._limit_s)
        while True:
            answer = self._asked("GET", f"/matcher/api/v1/vulnerability_report/{digest}")
            if answer.status in (200, 201) and answer.body.strip():
                _object(answer)  # half an answer is told here
                return answer.body
            if answer.status != 202:
                raise ServiceError(f"Clair has no report of the image: {_words(answer)}")
            if clock.monotonic() > deadline:
                raise ServiceError(
                    "Clair has no vulnerability data yet (status 202)",
                    hint="wait until its updaters have run, or import feeds with clairctl",
                )
            if self._stop.wait(_AGAIN_S):
                raise ToolStoppedError("Clair was not waited for any longer")

    def updates(self) -> dict[str, str]:
        """Return when each updater last stored something; nothing where it does not say."""
        answer = self._asked("GET", "/matcher/api/v1/internal/update_operation?latest=true")
        if answer.status != 200:
            return {}
        found = {}
        for name, operations in _object(answer).items():
            dates = [str(each.get("date", "")) for each in operations if isinstance(each, dict)]
            found[name] = max(dates, default="")
        return found

    def _asked(self, method: str, path: str, body: bytes | None = None) -> Answer:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if (token := _token(self._issuer)) is not None:
            headers["Authorization"] = f"Bearer {token}"

        def ask() -> Answer:
            return self._http.request(
                method, self._url + path, headers=headers, body=body, limit_bytes=_REPORT_BYTES
            )

        answer = _until(self._stop, ask, limit_s=self._limit_s)
        if answer.status == 401:
            raise ServiceError(
                "Clair refuses us (status 401)",
                hint=f"set {KEY_VARIABLE} to its psk.key, and clair_issuer to one of its psk.iss",
            )
        return answer


def _judged(report: ScannerReport, data: bytes, updated: Mapping[str, str]) -> ScannerReport:
    """Tell a clean answer from one of a server that could not know."""
    held = json.loads(data)
    wanted = _wanted(held)
    missing = sorted(name for name in wanted if not any(_feeds(each, name) for each in updated))
    dates = [date for name, date in updated.items() if any(_feeds(name, each) for each in wanted)]
    status, reason = Status.RAN, ""
    if not updated:
        status, reason = Status.PARTIAL, "Clair does not say which of its updaters have run"
    elif missing:
        status = Status.PARTIAL
        reason = f"Clair has no data of: {', '.join(missing)}"
    elif held.get("packages") and not held.get("distributions") and not wanted:
        status, reason = Status.UNSUPPORTED, "Clair does not know the distribution of the image"
    elif not held.get("packages"):
        status, reason = Status.UNSUPPORTED, "Clair found no package in the image"
    return replace(report, status=status, reason=reason, data_date=max(dates, default=None))


def _wanted(report: Mapping[str, Any]) -> set[str]:
    """Return the updaters without which a report says nothing of a part of the image."""
    wanted = {
        str(each.get("did") or "")
        for each in (report.get("distributions") or {}).values()
        if isinstance(each, dict)
    }
    for each in (report.get("repository") or {}).values():
        name = str(each.get("name") or "") if isinstance(each, dict) else ""
        wanted.add(_FEEDS.get(name, ""))
    return wanted - {""}


def _feeds(updater: str, wanted: str) -> bool:
    return updater == wanted or updater.startswith((f"{wanted}/", f"{wanted}-", f"{wanted}_"))


def _manifest(layout: Path, url: str) -> dict[str, object]:
    """Return what Clair is told of an image: its digest, and where each layer is."""
    with (layout / "index.json").open("rb") as file:
        index = json.loads(file.read(1024 * 1024))
    digest = index["manifests"][0]["digest"]
    with (layout / "blobs" / Path(*digest.split(":"))).open("rb") as file:
        layers = json.loads(file.read(8 * 1024 * 1024))["layers"]
    return {
        "hash": digest,
        "layers": [
            {
                "hash": layer["digest"],
                "uri": f"{url}/blobs/{layer['digest'].replace(':', '/')}",
                "headers": {},
            }
            for layer in layers
        ],
    }


def _token(issuer: str) -> str | None:
    """Return a signed word that says who asks, fresh for each request; none without a key."""
    text = os.environ.get(KEY_VARIABLE)
    if not text:
        return None
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ServiceError(f"{KEY_VARIABLE} is not base64") from error
    now = int(time.time())
    claims = {"iss": issuer, "iat": now, "nbf": now, "exp": now + _TOKEN_S}
    parts = [_encoded({"alg": "HS256", "typ": "JWT"}), _encoded(claims)]
    signed = hmac.new(key, ".".join(parts).encode(), hashlib.sha256).digest()
    return ".".join((*parts, base64.urlsafe_b64encode(signed).rstrip(b"=").decode()))


def _encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _object(answer: Answer) -> dict[str, Any]:
    try:
        held = json.loads(answer.body)
    except ValueError as error:
        raise ServiceError(f"Clair answered what is no JSON (status {answer.status})") from error
    if not isinstance(held, dict):
        raise ServiceError(f"Clair answered what is no object (status {answer.status})")
    return held


def _words(answer: Answer) -> str:
    text = answer.body[:300].decode("utf-8", "replace").strip()
    return f"status {answer.status}" + (f", {text}" if text else "")


def _until(stop: threading.Event, ask: Callable[[], _T], *, limit_s: float) -> _T:
    """Return what ``ask`` returns; give up waiting for it once ``stop`` is set."""
    ended = threading.Event()
    held: list[_T] = []
    failure: list[BaseException] = []

    def do() -> None:
        try:
            held.append(ask())
        except BaseException as error:  # noqa: BLE001 - carried to the caller's thread
            failure.append(error)
        finally:
            ended.set()

    threading.Thread(target=do, daemon=True).start()
    deadline = clock.monotonic() + limit_s
    while not ended.wait(0.05):
        if stop.is_set():
            raise ToolStoppedError("Clair was not waited for any longer")
        if clock.monotonic() > deadline:
            raise ToolTimeoutError(f"Clair did not answer within {limit_s:g} seconds")
    if failure:
        raise failure[0]
    return held[0]
