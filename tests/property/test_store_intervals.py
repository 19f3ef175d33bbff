"""Any sequence of scans, replays and prunes leaves what a naive model says."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hullmark.model.scan import ScanResult
from hullmark.model.severity import Severity
from hullmark.store.open import open_store
from hullmark.store.place import Place
from hullmark.store.record import record_scan
from hullmark.store.restore import load_scan
from hullmark.store.upkeep import problems, prune
from store_cases import NAME, flaw, package, result

LINEAGES = ("a", "b")
FINDINGS = st.dictionaries(
    st.sampled_from([f"CVE-{n}" for n in range(5)]),
    st.sampled_from([Severity.LOW, Severity.HIGH]),
    max_size=5,
)


class Intervals(RuleBasedStateMachine):
    """A store beside a list of everything that was recorded in it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(Place(path=Path(self.folder.name) / "store.db"))
        self.scans: dict[int, tuple[str, dict[str, Severity]]] = {}
        self.given: list[tuple[str, ScanResult, int]] = []
        self.clock = 0

    @rule(lineage=st.sampled_from(LINEAGES), found=FINDINGS, build=st.integers(0, 2))
    def scan(self, lineage: str, found: dict[str, Severity], build: int) -> None:
        """Record a scan."""
        self.clock += 1
        components = [package(name.lower()) for name in found]
        findings = [
            flaw(name, package(name.lower()), severity=level) for name, level in found.items()
        ]
        given = result(findings, components=components, at=self.clock, build=build)
        recorded = record_scan(self.store, given, lineages=[f"{NAME}/{lineage}"])
        assert recorded.is_new
        self.scans[recorded.scan] = (lineage, found)
        self.given.append((lineage, given, recorded.scan))

    @precondition(lambda self: self.given)
    @rule(data=st.data())
    def replay(self, data: st.DataObject) -> None:
        """Record a scan again that is still there: nothing changes."""
        lineage, given, number = data.draw(st.sampled_from(self.given))
        if number not in self.scans:
            return
        again = record_scan(self.store, given, lineages=[f"{NAME}/{lineage}"])
        assert (again.scan, again.is_new) == (number, False)

    @rule(keep=st.integers(1, 3))
    def prune(self, keep: int) -> None:
        """Forget all but the last scans of each lineage."""
        prune(self.store, keep_scans=keep)
        for lineage in LINEAGES:
            own = sorted(n for n, (name, _) in self.scans.items() if name == lineage)
            for number in own[: max(len(own) - keep, 0)]:
                del self.scans[number]

    @invariant()
    def every_scan_says_what_it_said(self) -> None:
        """What is left is what was recorded."""
        left = {number for (number,) in self.store.rows("SELECT id FROM scan")}
        assert left == self.scans.keys()
        for number, (_, found) in self.scans.items():
            told = load_scan(self.store, number)
            assert {f.identifiers[0]: f.severity for f in told.findings} == found

    @invariant()
    def intervals_are_those_of_the_model(self) -> None:
        """Nothing open that the last scan did not see; no gap, no overlap, no orphan."""
        assert list(problems(self.store)) == []
        for lineage in LINEAGES:
            own = sorted(n for n, (name, _) in self.scans.items() if name == lineage)
            last = self.scans[own[-1]][1] if own else {}
            alive = self.store.rows(
                "SELECT d.identifier FROM finding_interval i"
                " JOIN lineage l ON l.id = i.lineage_id JOIN finding_detail d"
                " ON d.id = i.detail_id WHERE i.closed IS NULL AND l.name = ?",
                f"{NAME}/{lineage}",
            )
            assert sorted(name for (name,) in alive) == sorted(last)
        overlap = self.store.rows(
            "SELECT count(*) FROM finding_interval x JOIN finding_interval y"
            " ON x.finding_id = y.finding_id AND x.id < y.id"
            " WHERE x.closed IS NULL OR x.closed > y.opened"
        )
        assert overlap == [(0,)]

    def teardown(self) -> None:
        """Remove the store."""
        self.store.close()
        self.folder.cleanup()


TestIntervals = Intervals.TestCase
TestIntervals.settings = settings(
    max_examples=40,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
