"""An update asks only the servers it is told to, and keeps the old database on any failure."""

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from advisory_feeds import debian_tracker, kev, osv_record, write_dump, write_epss, write_json
from hullmark.advisories.build import build_database
from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.errors import (
    AdvisoriesUnreachableError,
    DatabaseDigestError,
    FeedError,
)
from hullmark.advisories.export import export_database, make_wheel
from hullmark.advisories.package_index import parse_html_page, parse_json_page
from hullmark.advisories.public_feeds import public_feeds
from hullmark.advisories.update import MEDIA_TYPE, build_from, update
from hullmark.kernel.http import HttpClient, HttpOptions

pytestmark = pytest.mark.integration


class Server:
    """A web server on loopback whose files are set by the test."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.requests: list[tuple[str, str]] = []
        """Path and ``If-None-Match`` of each request."""
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = self.headers.get("If-None-Match", "")
                server.requests.append((self.path, wanted))
                body = server.files.get(self.path)
                if body is None:
                    self.send_error(404)
                    return
                etag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
                if wanted == etag:
                    self.send_response(304)
                    self.end_headers()
                    return
                self.send_response(200)
                self.send_header("ETag", etag)
                self.send_header("Last-Modified", "Tue, 03 Feb 2026 04:05:06 GMT")
                self.send_header("Content-Type", server.types.get(self.path, "text/plain"))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Keep quiet."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()

    def close(self) -> None:
        """Stop."""
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    """Give a server."""
    one = Server()
    yield one
    one.close()


@pytest.fixture
def client() -> Iterator[HttpClient]:
    """Give a client that does not wait."""
    with HttpClient(HttpOptions(attempts=1, timeout_s=5)) as one:
        yield one


@pytest.fixture
def feeds(server: Server, tmp_path: Path) -> list[str]:
    """Serve a dump, the tracker, KEV and EPSS."""
    made = {
        "/PyPI/all.zip": write_dump(tmp_path / "made" / "all.zip", osv_record()),
        "/tracker/data/json": write_json(tmp_path / "made" / "t.json", debian_tracker()),
        "/kev.json": write_json(tmp_path / "made" / "k.json", kev("CVE-2026-0001")),
        "/epss.csv.gz": write_epss(tmp_path / "made" / "e.gz", ("CVE-2026-0001", 0.4, 0.8)),
    }
    server.files = {path: file.read_bytes() for path, file in made.items()}
    return [f"{server.url}{path}" for path in made]


def test_feeds_are_fetched_once_and_then_only_when_changed(
    server: Server, client: HttpClient, feeds: list[str], tmp_path: Path
) -> None:
    """The second update asks with validators; what has not changed is taken over."""
    path = tmp_path / "a.db"
    first = update(path, feeds=feeds, client=client)
    assert first.issues == []
    assert first.info.sources[0].date == "2026-02-03"
    server.requests.clear()
    second = update(path, feeds=feeds, client=client)
    assert all(etag for _, etag in server.requests)
    assert second.build is not None
    assert {source.name for source in second.build.sources if source.carried} == {
        "debian-tracker",
        "osv-PyPI",
    }
    assert second.info.digest == first.info.digest
    with AdvisoryDatabase.open(path) as database:
        advisory = database.advisory("GHSA-aaaa-bbbb-cccc")
        assert advisory is not None
        assert (advisory.kev, advisory.epss) == ("2026-02-03", 0.4)
        assert database.affected("Debian:12", "demo")


def test_changed_feed_is_read_anew(
    server: Server, client: HttpClient, feeds: list[str], tmp_path: Path
) -> None:
    """Only what the server has anew is sent."""
    update(tmp_path / "a.db", feeds=feeds, client=client)
    dump = write_dump(tmp_path / "made" / "new.zip", osv_record("GHSA-new"))
    server.files["/PyPI/all.zip"] = dump.read_bytes()
    update(tmp_path / "a.db", feeds=feeds, client=client)
    with AdvisoryDatabase.open(tmp_path / "a.db") as database:
        assert [e.id for e in database.affected("PyPI", "demo-package")] == ["GHSA-new"]


def test_feed_that_fails_keeps_its_rows_and_is_reported(
    server: Server, client: HttpClient, feeds: list[str], tmp_path: Path
) -> None:
    """One server that is down costs freshness, not data."""
    update(tmp_path / "a.db", feeds=feeds, client=client)
    del server.files["/tracker/data/json"], server.files["/kev.json"]
    report = update(tmp_path / "a.db", feeds=feeds, client=client)
    assert len(report.issues) == 2
    assert "is kept" in report.issues[0].cause
    with AdvisoryDatabase.open(tmp_path / "a.db") as database:
        assert database.affected("Debian:12", "demo")
        advisory = database.advisory("GHSA-aaaa-bbbb-cccc")
        assert advisory is not None
        assert advisory.kev


def test_feeds_that_never_answered_are_reported(
    server: Server, client: HttpClient, feeds: list[str], tmp_path: Path
) -> None:
    """A first update without one of its feeds says which is missing."""
    del server.files["/kev.json"]
    report = update(tmp_path / "a.db", feeds=feeds, client=client)
    assert [issue.path for issue in report.issues] == [f"{server.url}/kev.json"]


def test_nothing_reachable_is_an_error_and_the_old_database_stays(
    server: Server, client: HttpClient, feeds: list[str], tmp_path: Path
) -> None:
    """Without a single answer nothing is built."""
    path = tmp_path / "a.db"
    update(path, feeds=feeds, client=client)
    before = path.read_bytes()
    server.files.clear()
    with pytest.raises(AdvisoriesUnreachableError, match="none of 4"):
        update(path, feeds=feeds, client=client)
    assert path.read_bytes() == before


def test_rows_that_are_needed_again_are_fetched_again(
    server: Server, client: HttpClient, feeds: list[str], tmp_path: Path
) -> None:
    """A feed that was shadowed is fetched whole once its shadow is gone."""
    newer = osv_record(modified="2026-05-01T00:00:00Z")
    dump = write_dump(tmp_path / "made" / "newer.zip", newer)
    server.files["/other/all.zip"] = dump.read_bytes()
    both = [*feeds, f"{server.url}/other/all.zip"]
    update(tmp_path / "a.db", feeds=both, client=client)
    update(tmp_path / "a.db", feeds=feeds, client=client)
    with AdvisoryDatabase.open(tmp_path / "a.db") as database:
        assert database.advisory("GHSA-aaaa-bbbb-cccc") is not None


def test_build_takes_files_and_urls_together(
    client: HttpClient, feeds: list[str], tmp_path: Path
) -> None:
    """Local feeds and remote ones make one database."""
    local = write_dump(tmp_path / "local" / "all.zip", osv_record("GHSA-local"))
    report = build_from([*feeds[:1], str(local)], tmp_path / "a.db", client=client)
    assert report.info.advisories == 2
    assert build_from([str(local)], tmp_path / "b.db").info.advisories == 1


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """Return a database to be offered ready-made."""
    path = tmp_path / "ready" / "a.db"
    build_database([str(write_dump(tmp_path / "ready" / "all.zip", osv_record()))], path)
    return path


def test_ready_database_from_a_file_and_a_server(
    server: Server, client: HttpClient, ready: Path, tmp_path: Path
) -> None:
    """An export is taken from a path or a URL, and its digest can be demanded."""
    digest = export_database(ready, tmp_path / "out.db.zst")
    server.files["/advisories.db.zst"] = (tmp_path / "out.db.zst").read_bytes()
    for source in (str(tmp_path / "out.db.zst"), f"{server.url}/advisories.db.zst"):
        path = tmp_path / "b.db"
        assert update(path, source, digest=digest, client=client).info.advisories == 1
        with pytest.raises(DatabaseDigestError):
            update(path, source, digest="sha256:" + "1" * 64, client=client)
        path.unlink()


@pytest.mark.parametrize("form", ["json", "html"])
def test_ready_database_from_a_package_index(
    form: str, server: Server, client: HttpClient, ready: Path, tmp_path: Path
) -> None:
    """The newest wheel of either kind of index is taken, checked by the digest it states."""
    wheel = make_wheel(ready, tmp_path / "dist")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    page = "/simple/hullmark-advisories/"
    server.files[f"/files/{wheel.name}"] = wheel.read_bytes()
    if form == "json":
        server.types[page] = "application/vnd.pypi.simple.v1+json"
        file = {
            "filename": wheel.name,
            "url": f"../../files/{wheel.name}",
            "hashes": {"sha256": digest},
        }
        server.files[page] = json.dumps({"files": [file]}).encode()
    else:
        server.types[page] = "text/html"
        link = f'<a href="../../files/{wheel.name}#sha256={digest}">{wheel.name}</a>'
        server.files[page] = link.encode()
    source = f"index:{server.url}/simple"
    assert update(tmp_path / "b.db", source, client=client).info.kind == "matching"
    server.files[page] = server.files[page].replace(digest.encode(), b"0" * 64)
    with pytest.raises(DatabaseDigestError):
        update(tmp_path / "b.db", source, client=client)
    server.files[page] = server.files[page].replace(b"0" * 64, b"")
    with pytest.raises(DatabaseDigestError, match="states no"):
        update(tmp_path / "b.db", source, client=client)


def test_ready_database_from_a_registry(ready: Path, tmp_path: Path) -> None:
    """The port is asked for the one layer, and its digest is checked."""

    def fetch(reference: str, target: Path, *, media_type: str) -> str:
        assert (reference, media_type) == ("registry.example/data:1", MEDIA_TYPE)
        return export_database(ready, target)

    source = "oci://registry.example/data:1"
    assert update(tmp_path / "b.db", source, fetch_blob=fetch).info.advisories == 1
    with pytest.raises(FeedError):
        update(tmp_path / "b.db", source)


def test_index_pages_are_read_with_care() -> None:
    """Withdrawn wheels, other files and other projects are not taken."""
    names = {
        "hullmark_advisories-2026.1.2.1-py3-none-any.whl": False,
        "hullmark_advisories-2026.1.10.1-py3-none-any.whl": False,
        "hullmark_advisories-2027.1.1.1-py3-none-any.whl": "broken",
        "hullmark_advisories-2026.9.9.tar.gz": False,
        "hullmark-2026.9.9-py3-none-any.whl": False,
    }
    files = [{"filename": n, "url": n, "yanked": y} for n, y in names.items()]
    found = parse_json_page(json.dumps({"files": files}).encode(), "http://x/simple/p/")
    assert max(wheel.version for wheel in found) == (2026, 1, 10, 1)
    yanked = ' data-yanked="broken"'
    html = "".join(f'<a href="{n}#md5=1"{yanked if y else ""}>x</a>' for n, y in names.items())
    assert [w.version for w in parse_html_page(html.encode(), "http://x/")] == [
        wheel.version for wheel in found
    ]
    with pytest.raises(AdvisoriesUnreachableError):
        parse_json_page(b"<html>", "http://x/")


def test_public_feeds_are_https() -> None:
    """Every public feed is asked over an encrypted connection, once."""
    feeds = public_feeds()
    assert all(feed.startswith("https://") for feed in feeds)
    assert len(set(feeds)) == len(feeds)
