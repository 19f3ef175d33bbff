"""Any sequence of scans, replays, re-matches and prunes leaves the intervals of a naive model.

The model is a list of looks, each with all that was found in it. It knows nothing of intervals
while it grows: they are counted out anew from the whole list, look by look, whenever it is asked.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from hullmark.advisories.database import AdvisoryDatabase
from hullmark.advisories.update import build_from
from hullmark.config.settings import Settings
from hullmark.merge.findings import merge_claims
from hullmark.model.component import Component
from hullmark.model.finding import Finding
from hullmark.model.scan import DataSource, ScanResult
from hullmark.native.match.components import match_components
from hullmark.pipeline.remembering.rematch import rematch
from hullmark.store.connection import Store
from hullmark.store.open import open_store
from hullmark.store.place import Place
from hullmark.store.record import record_scan
from hullmark.store.restore import load_target
from hullmark.store.upkeep import problems, prune
from store_cases import NAME, package, place, postgres, result

__all__ = ["place", "postgres"]

PACKAGES = ("a", "b", "c", "d")
DATA: tuple[Mapping[str, str], ...] = (
    {},
    {"a": "high", "b": "low"},
    {"a": "low", "b": "low", "c": "high"},
    {"b": "high", "c": "high", "d": "low"},
)
"""What the advisories say on four days: package → severity of its one flaw."""
VECTORS = {
    "high": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N",
    "low": "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N",
}
REPOSITORIES = ("web", "job")
TAGS = ("1", "2")
INSTALLED = st.sets(st.sampled_from(PACKAGES), max_size=4)

Found = dict[str, str]
"""Package → severity."""
Interval = tuple[str, str, int, int | None, int]
"""Package, severity, look at which it opened and closed, look since which it is there."""


class Look(NamedTuple):
    """One look at one image."""

    number: int
    lineage: str
    packages: frozenset[str]
    found: Found


@pytest.mark.integration
def test_any_sequence_leaves_the_intervals_of_the_model(place: Place) -> None:
    """In both databases; each example begins with an empty store."""

    class Here(Intervals):
        pass

    Here.place = place
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=20,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class Intervals(RuleBasedStateMachine):
    """A store beside a list of everything that was seen."""

    place: Place

    def __init__(self) -> None:
        super().__init__()
        self.store = _emptied(open_store(self.place))
        self.looks: list[Look] = []
        self.kept: set[int] = set()
        self.given: list[tuple[ScanResult, list[str], int]] = []
        self.clock = 0

    @rule(
        repository=st.sampled_from(REPOSITORIES),
        packages=st.lists(INSTALLED, min_size=1, max_size=2),
        day=st.integers(0, len(DATA) - 1),
    )
    def scan(self, repository: str, packages: list[set[str]], day: int) -> None:
        """Record a scan of one image, or of two tags of one repository at once."""
        self.clock += 1
        given = _scanned(repository, packages, day, at=self.clock)
        lineages = [_lineage(repository)] * len(packages)
        recorded = record_scan(self.store, given, lineages=lineages)
        assert recorded.is_new
        self.given.append((given, lineages, recorded.scan))
        rows = self.store.rows(
            "SELECT id FROM scan_target WHERE scan_id = ? ORDER BY id", recorded.scan
        )
        for (number,), held in zip(rows, packages, strict=True):
            self._see(Look(number, _lineage(repository), frozenset(held), _found(held, day)))

    @precondition(lambda self: self.given)
    @rule(data=st.data())
    def replay(self, data: st.DataObject) -> None:
        """Record a scan again that is still there: nothing changes."""
        given, lineages, number = data.draw(st.sampled_from(self.given))
        if self.store.rows("SELECT 1 FROM scan WHERE id = ?", number):
            again = record_scan(self.store, given, lineages=lineages)
            assert (again.scan, again.is_new) == (number, False)

    @precondition(lambda self: self.looks)
    @rule(day=st.integers(0, len(DATA) - 1), everything=st.booleans())
    def judge_anew(self, *, day: int, everything: bool) -> None:
        """Re-match: the last look of each lineage gets what is said of it today."""
        self.clock += 1
        url = self.place.path or self.place.url.replace("+psycopg", "")
        rematch(settings=Settings(database=_database(day), store_url=url), everything=everything)
        for lineage in map(_lineage, REPOSITORIES):
            own = [look for look in self.looks if look.lineage == lineage]
            if own and (found := _found(own[-1].packages, day)) != own[-1].found:
                ((number,),) = self.store.rows(
                    "SELECT latest_id FROM lineage WHERE name = ?", lineage
                )
                self._see(Look(number, lineage, own[-1].packages, found))

    @rule(keep=st.integers(1, 3))
    def prune(self, keep: int) -> None:
        """Forget all but the last looks of each lineage."""
        prune(self.store, keep_scans=keep)
        for lineage in map(_lineage, REPOSITORIES):
            own = [each.number for each in self.looks if each.lineage == lineage]
            self.kept -= set(sorted(self.kept & set(own))[:-keep])

    @invariant()
    def every_look_says_what_it_said(self) -> None:
        """What is left is what was recorded."""
        left = {number for (number,) in self.store.rows("SELECT id FROM scan_target")}
        assert left == self.kept
        for look in self.looks:
            if look.number in self.kept:
                told = load_target(self.store, look.number)
                assert told is not None
                assert {_name(each): each.severity.value for each in told.findings} == look.found
                assert {each.name for each in told.components} == look.packages

    @invariant()
    def intervals_are_those_of_the_model(self) -> None:
        """Not one more, not one less, with their ends and their beginnings."""
        assert list(problems(self.store)) == []
        for lineage in map(_lineage, REPOSITORIES):
            rows = self.store.rows(
                "SELECT d.component, d.severity, i.opened, i.closed, i.since"
                " FROM finding_interval i JOIN finding_detail d ON d.id = i.detail_id"
                " JOIN lineage l ON l.id = i.lineage_id WHERE l.name = ?",
                lineage,
            )
            told = sorted((c, {4: "high", 2: "low"}[s], *rest) for c, s, *rest in rows)
            assert told == sorted(self._expected(lineage)), lineage

    def _expected(self, lineage: str) -> Iterator[Interval]:
        """Count out what is to be there, from everything that was ever seen."""
        own = [look for look in self.looks if look.lineage == lineage]
        oldest = min((n.number for n in own if n.number in self.kept), default=0)
        for name in PACKAGES:
            severity, opened, since = "", 0, 0
            for look in own:
                now = look.found.get(name, "")
                if now == severity:
                    continue
                if severity and look.number > oldest:
                    yield name, severity, opened, look.number, since
                since = since if severity and now else look.number
                severity, opened = now, look.number
            if severity:
                yield name, severity, opened, None, since

    def _see(self, look: Look) -> None:
        self.looks.append(look)
        self.kept.add(look.number)

    def teardown(self) -> None:
        """Close the store."""
        self.store.close()


def _emptied(store: Store) -> Store:
    tables = (
        "document platform layer package package_set package_set_member image image_set lineage"
        " verdict scan scan_target ledger_entry ledger ledger_row flaw suppression finding_detail"
        " detail_flaw finding finding_interval evidence advisory_state meta"
    )
    with store.writing():
        for table in tables.split():
            store.run(f"DELETE FROM {table}")
    return store


def _lineage(repository: str) -> str:
    return f"{NAME}/{repository}@linux/amd64"


def _found(packages: set[str] | frozenset[str], day: int) -> Found:
    return {name: DATA[day][name] for name in packages if name in DATA[day]}


def _name(finding: Finding) -> str:
    assert finding.component is not None
    return finding.component.name


def _scanned(repository: str, images: list[set[str]], day: int, *, at: int) -> ScanResult:
    """Return what our own engine says of images by the advisories of a day."""
    results = [
        _one(f"{NAME}/{repository}:{tag}", [package(name) for name in sorted(held)], day, at=at)
        for tag, held in zip(TAGS, images, strict=False)
    ]
    first = results[0]
    return replace(
        first,
        targets=tuple(target for each in results for target in each.targets),
        components=tuple(held for each in results for held in each.components),
        component_targets=tuple(name for each in results for name in each.component_targets),
        findings=tuple(finding for each in results for finding in each.findings),
        ledger=tuple(row for each in results for row in each.ledger),
    )


def _one(name: str, held: list[Component], day: int, *, at: int) -> ScanResult:
    content = sum(map(ord, name + "".join(each.name for each in held)))
    given = result([], components=held, at=at, build=content)
    target = replace(given.targets[0], name=name)
    with AdvisoryDatabase.open(_database(day)) as database:
        claims = match_components(held, distribution=None, database=database, target=name).claims
        feeds = tuple(
            DataSource(name=each.name, date=each.date, records=each.records)
            for each in database.info.sources
        )
    findings = [replace(each, target=name) for each in merge_claims(claims, target=target)]
    return replace(
        given,
        targets=(target,),
        component_targets=(name,) * len(held),
        findings=tuple(findings),
        ledger=tuple(replace(row, target=name) for row in given.ledger),
        data=feeds,
    )


@cache
def _folder() -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix=f"hm-days-{os.getpid()}-")


@cache
def _database(day: int) -> Path:
    """Build the advisories of a day."""
    feed = Path(_folder().name) / f"day-{day}"
    feed.mkdir()
    for name in PACKAGES:
        level = DATA[day].get(name)
        bounds = [{"introduced": "0"}] if level else [{"introduced": "0"}, {"fixed": "0.1"}]
        record = {
            "id": f"CVE-2026-{ord(name):04}",
            "modified": f"2026-01-{day + 1:02}T00:00:00Z",
            "severity": [{"type": "CVSS_V3", "score": VECTORS[level or "low"]}],
            "affected": [
                {
                    "package": {"ecosystem": "PyPI", "name": name},
                    "ranges": [{"type": "ECOSYSTEM", "events": bounds}],
                }
            ],
        }
        (feed / f"{record['id']}.json").write_text(json.dumps(record))
    path = Path(_folder().name) / f"{day}.db"
    build_from([str(feed)], path, matching_only=False)
    return path
