"""A repository over thirty commits: what is said of each, with real scans of real images.

Every commit is a pull request: its image is built and scanned with the advisories and the scanner
of its day, and compared with the result of the commit before. Commits add and fix packages, move
the base image, and do nothing; between them advisories appear, vanish and are re-rated, a scanner
is upgraded, a suppression comes and goes, and the data grows old.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from advisory_feeds import affected, osv_record, write_dump
from hullmark.advisories.build import build_database
from hullmark.cli.boundary import run
from image_builder import build_image, write_layout

REWRITE = os.environ.get("HULLMARK_GOLDEN") == "write"
COMMENTS = Path(__file__).parent / "data" / "pull_request_history.md"
STEPS = ("/bin/sh -c #(nop) ADD file:00 in / ", "RUN pip install # buildkit", "COPY vendor /srv")
CRITICAL = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"
MEDIUM = "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N"
LOW = "CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:N/I:L/A:N"
TODAY = 1_792_000_000  # 2026-10-14
DAY = 86_400


@dataclass
class World:
    """The repository, and what is known of it."""

    release: str = "12"
    base: dict[str, str] = field(default_factory=lambda: {"openssl": "3.0.1", "zlib": "1.2"})
    app: dict[str, str] = field(default_factory=lambda: {"flask": "1.0", "click": "8.0"})
    vendored: dict[str, str] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    scanner: str = "1.0"
    blind: set[str] = field(default_factory=set)
    """Flaws that the scanner of the day does not see."""
    suppressed: set[str] = field(default_factory=set)
    now: int = TODAY
    fetched: str = "2026-10-13"
    """The day of the advisories."""
    second_image: bool = False

    def know(
        self, number: int, name: str, vector: str, *, fixed: str, introduced: str = "0"
    ) -> None:
        """Publish an advisory about a Python package."""
        cve = f"CVE-2026-{number:04}"
        self.records[cve] = osv_record(
            f"GHSA-{number:04}-aaaa-bbbb",
            aliases=[cve],
            summary=f"A flaw in {name}",
            severity=[{"type": "CVSS_V3", "score": vector}],
            affected=[affected("PyPI", name, introduced=introduced, fixed=fixed)],
            database_specific={},
            references=[],
        )

    def know_of_debian(
        self, number: int, name: str, vector: str, *, fixed: str, introduced: str = "0"
    ) -> None:
        """Publish an advisory about a Debian package."""
        cve = f"CVE-2026-{number:04}"
        self.records[cve] = osv_record(
            f"DEBIAN-{cve}",
            aliases=[],
            upstream=[cve],
            summary=f"A flaw in {name}",
            severity=[{"type": "CVSS_V3", "score": vector}],
            affected=[affected(f"Debian:{self.release}", name, introduced=introduced, fixed=fixed)],
            database_specific={},
            references=[],
        )


def _beginning() -> World:
    world = World()
    world.know(1, "flask", CRITICAL, fixed="1.1")
    world.know(2, "click", LOW, fixed="8.1")
    world.know(3, "requests", HIGH, fixed="2.1")
    world.know_of_debian(4, "openssl", MEDIUM, fixed="3.0.2")
    world.know_of_debian(5, "zlib", CRITICAL, introduced="1.3", fixed="1.4")
    world.know(6, "jinja2", CRITICAL, fixed="3.1")
    world.know(7, "jinja2", HIGH, introduced="3.1", fixed="3.2")
    world.know(8, "click", MEDIUM, fixed="8.2")
    world.blind.add("CVE-2026-0008")
    return world


@dataclass
class Commit:
    """One pull request: what happens, and what must be said."""

    title: str
    change: Callable[[World], object]
    status: int
    added: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    """``CVE: why``."""
    words: str = ""


def _flask(number: int) -> str:
    return f"CVE-2026-{number:04}"


def _advise(*arguments: Any, **more: Any) -> Callable[[World], object]:
    return lambda world: world.know(*arguments, **more)


def _app(**packages: str) -> Callable[[World], object]:
    return lambda world: world.app.update(packages)


def _set(**values: Any) -> Callable[[World], object]:
    def change(world: World) -> None:
        for name, value in values.items():
            setattr(world, name, value)

    return change


def _both(*changes: Callable[[World], object]) -> Callable[[World], object]:
    return lambda world: [change(world) for change in changes]


FAIL, INCOMPLETE = 10, 11
C = [_flask(number) for number in range(13)]
HISTORY = (
    Commit("Change the documentation", lambda _: None, 0),
    Commit("Update flask", _app(flask="1.1"), 0, fixed=(C[1],)),
    Commit("Add a clean package", _app(attrs="23.1"), 0),
    Commit("Add requests", _app(requests="2.0"), 0, added=(C[3],)),
    Commit("Update requests", _app(requests="2.1"), 0, fixed=(C[3],)),
    Commit(
        "Wait while a flaw in flask becomes known",
        _advise(9, "flask", CRITICAL, fixed="1.2"),
        0,
        elsewhere=(f"{C[9]}: advisory data",),
    ),
    Commit("Change something else", _app(attrs="23.2"), 0),
    Commit("Update flask again", _app(flask="1.2"), 0, fixed=(C[9],)),
    Commit(
        "Move to a newer base", _set(base={"openssl": "3.0.2", "zlib": "1.2"}), 0, fixed=(C[4],)
    ),
    Commit(
        "Move to a base with a flaw",
        _set(base={"openssl": "3.0.2", "zlib": "1.3"}),
        FAIL,
        added=(C[5],),
    ),
    Commit("Move back", _set(base={"openssl": "3.0.2", "zlib": "1.2"}), 0, fixed=(C[5],)),
    Commit(
        "Wait while an advisory is withdrawn",
        lambda world: world.records.pop(C[2]),
        0,
        words="1 finding gone for another reason: advisory data.",
    ),
    Commit(
        "Wait while the scanner is upgraded",
        _both(_set(scanner="1.1"), lambda world: world.blind.clear()),
        0,
        elsewhere=(f"{C[8]}: scanner version",),
    ),
    Commit("Wait while it is upgraded again", _set(scanner="1.2"), 0),
    Commit(
        "Replace click by jinja2",
        _both(_app(jinja2="3.0"), lambda world: world.app.pop("click")),
        FAIL,
        added=(C[6],),
        fixed=(C[8],),
    ),
    Commit("Update jinja2", _app(jinja2="3.1"), 0, added=(C[7],), fixed=(C[6],)),
    Commit(
        "Wait while a flaw is rated worse",
        _advise(7, "jinja2", CRITICAL, introduced="3.1", fixed="3.2"),
        0,
    ),
    Commit("Accept it", lambda world: world.suppressed.add(C[7]), 0, words="1 finding accepted"),
    Commit(
        "Wait until that has expired",
        _set(now=TODAY + 8 * DAY),
        0,
        elsewhere=(f"{C[7]}: suppression expiry",),
    ),
    Commit("Remove jinja2", lambda world: world.app.pop("jinja2"), 0, fixed=(C[7],)),
    Commit("Take an old flask along", _set(vendored={"flask": "1.0"}), FAIL, added=(C[1], C[9])),
    Commit("Throw it out", _set(vendored={}), 0, fixed=(C[1], C[9])),
    Commit("Wait until the advisories are old", _set(now=TODAY + 40 * DAY), INCOMPLETE),
    Commit("Fetch them anew", _set(fetched="2026-11-22"), 0),
    Commit(
        "Add a package while a flaw in another becomes known",
        _both(_app(requests="2.0"), _advise(10, "attrs", CRITICAL, fixed="23.3")),
        0,
        added=(C[3],),
        elsewhere=(f"{C[10]}: advisory data",),
    ),
    Commit("Update both", _app(requests="2.1", attrs="23.3"), 0, fixed=(C[3], C[10])),
    Commit("Move to a release that no advisory knows", _set(release="13"), INCOMPLETE),
    Commit(
        "Move base and package at once, with advisories for it",
        _both(
            lambda world: world.know_of_debian(12, "openssl", HIGH, fixed="3.0.3"),
            _set(base={"openssl": "3.0.3", "zlib": "1.4"}),
            _app(flask="1.3"),
        ),
        0,
    ),
    Commit(
        "Build a second image",
        _both(_set(second_image=True), _advise(11, "pyyaml", CRITICAL, fixed="7")),
        FAIL,
        added=(C[11],),
    ),
    Commit("Change the documentation again", lambda _: None, 0),
)


class Bench:
    """Builds, scans and compares."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], environment: pytest.MonkeyPatch
    ) -> None:
        self.folder, self.capsys, self.environment = folder, capsys, environment

    def scan(self, world: World, name: str) -> list[str]:
        """Scan the world's images and return the files of the results."""
        folder = Path(name)
        database = folder / "a.db"
        dated = [
            {**each, "modified": f"{world.fetched}T00:00:00Z"} for each in world.records.values()
        ]
        dump = write_dump(folder / "feed" / "all.zip", *dated)
        build_database([str(dump)], database)
        accepted = folder / "suppressions.toml"
        accepted.write_text("".join(map(_suppression, sorted(world.suppressed))))
        images = {"app": _image(world)}
        if world.second_image:
            images["worker"] = _worker(world)
        return [self._scan(world, folder, each, layers) for each, layers in images.items()]

    def _scan(self, world: World, folder: Path, name: str, layers: list[dict[str, bytes]]) -> str:
        self.environment.setenv("SOURCE_DATE_EPOCH", str(world.now))
        write_layout(folder / name, {"ci": build_image(layers, history=STEPS[: len(layers)])})
        file = folder / f"{name}.json"
        status = run(
            [
                *("scan", f"oci:{folder / name}:ci", "--db", str(folder / "a.db")),
                *("--suppressions", str(folder / "suppressions.toml"), "-o", f"json={file}"),
                *("--no-checks", "--no-secrets", "--no-cache", "--no-store", "--quiet"),
                *("--stale-days", "14"),
            ]
        )
        assert status in {0, FAIL, INCOMPLETE}
        result = json.loads(file.read_text())
        result["tool"]["version"] = world.scanner
        result["findings"] = [
            each for each in result["findings"] if not world.blind & set(each["identifiers"])
        ]
        file.write_text(json.dumps(result))
        return str(file)

    def comment(self, new: list[str], old: list[str]) -> tuple[int, str]:
        """Return exit status and text of the comment."""
        self.capsys.readouterr()
        baseline = [word for file in old for word in ("--baseline", file)]
        status = run(["github", "comment", *new, *baseline, "--dry-run", "--quiet"])
        return status, self.capsys.readouterr().out


SIGNED = 'owner = "ann"\nexpires = 2026-10-20\n'


def _suppression(cve: str) -> str:
    return f'[[suppress]]\nid = "{cve}"\nreason = "not reachable"\n{SIGNED}'


def _image(world: World) -> list[dict[str, bytes]]:
    status = "".join(
        f"Package: {name}\nStatus: install ok installed\nVersion: {version}\n"
        f"Architecture: amd64\n\n"
        for name, version in world.base.items()
    )
    release = f'ID=debian\nVERSION_ID="{world.release}"\n'
    layers = [
        {"etc/os-release": release.encode(), "var/lib/dpkg/status": status.encode()},
        dict(_wheels("usr/lib/python3/site-packages", world.app)),
    ]
    return [*layers, dict(_wheels("srv/vendor", world.vendored))] if world.vendored else layers


def _worker(world: World) -> list[dict[str, bytes]]:
    return [_image(world)[0], dict(_wheels("usr/lib/python3/site-packages", {"pyyaml": "6.0"}))]


def _wheels(folder: str, packages: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    for name, version in packages.items():
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\n"
        yield f"{folder}/{name}-{version}.dist-info/METADATA", metadata.encode()


@pytest.fixture
def bench(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Bench:
    """Give a desk outside of any workflow."""
    for name in [each for each in os.environ if each.startswith(("GITHUB_", "GH_", "HULLMARK_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(TODAY))
    monkeypatch.setenv("HULLMARK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return Bench(tmp_path, capsys, monkeypatch)


def test_thirty_commits(bench: Bench) -> None:
    """Each verdict is the commit's own, each table has what it must have, each comment is exact."""
    assert len(HISTORY) == 30
    world = _beginning()
    before = bench.scan(world, "0")
    texts = []
    for number, commit in enumerate(HISTORY, 1):
        commit.change(world)
        now = bench.scan(world, str(number))
        status, text = bench.comment(now, before)
        said = _tables(text)
        assert (commit.title, status, *said) == (
            commit.title,
            commit.status,
            list(commit.added),
            list(commit.fixed),
            list(commit.elsewhere),
        ), text
        assert commit.words in text
        texts.append(f"<!-- {number}. {commit.title} -->\n{text}")
        before = now
    document = "\n".join(texts)
    if REWRITE:
        COMMENTS.parent.mkdir(exist_ok=True)
        COMMENTS.write_text(document, encoding="utf-8")
    assert COMMENTS.read_text(encoding="utf-8") == document


def _tables(text: str) -> tuple[list[str], list[str], list[str]]:
    """Return the ids of what was added and fixed, and of what is new for another reason."""
    found: dict[str, list[str]] = {"Added by": [], "Fixed by": [], "New for": []}
    part = ""
    for line in text.splitlines():
        if line.startswith("### "):
            part = " ".join(line.split()[1:3])
        elif line.startswith("| ") and "CVE-" in line and part in found:
            cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
            name = cells[1].strip("[").partition("]")[0]
            found[part].append(f"{name}: {cells[5]}" if part == "New for" else name)
    return sorted(found["Added by"]), sorted(found["Fixed by"]), sorted(found["New for"])
