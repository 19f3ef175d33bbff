"""What is recorded comes back as it was."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

import report_sample
from hullmark.model.finding import Finding
from hullmark.model.scan import ScanResult
from hullmark.model.severity import Severity
from hullmark.store.connection import Store
from hullmark.store.record import record_scan
from hullmark.store.restore import load_scan, previous_result
from store_cases import flaw, lineage, package, result


@pytest.mark.parametrize("make", ["sample", "two_targets", "empty", "bumped"])
def test_a_result_comes_back_whole(store: Store, make: str) -> None:
    """Targets, components, findings, ledger, verdict and data are what was recorded."""
    given: ScanResult = getattr(report_sample, make)()
    recorded = record_scan(store, given, lineages=[each.name for each in given.targets])
    found = load_scan(store, recorded.scan)
    assert recorded.is_new
    assert found.created_at == given.created_at
    assert (found.verdict, found.data, found.data_kind) == (
        given.verdict,
        given.data,
        given.data_kind,
    )
    assert sorted(map(_row, found.ledger)) == sorted(map(_row, given.ledger))
    assert len(found.components) == len(given.components)
    assert {f.id for f in found.findings} == {f.id for f in given.findings}
    for one, other in zip(_ordered(found), _ordered(given), strict=True):
        assert one.sources == other.sources
        assert one.identifiers == other.identifiers
        assert _row(one.locations) == _row(other.locations)
        assert (one.description, one.references) == (other.description, other.references)
        assert one.priority == other.priority
    for mine, theirs in zip(found.targets, given.targets, strict=True):
        assert mine.layers == theirs.layers
        assert (mine.name, mine.digest, mine.platform) == (
            theirs.name,
            theirs.digest,
            theirs.platform,
        )
        assert mine.config is None or mine.config.env == ()


def _ordered(held: ScanResult) -> list[Finding]:
    return sorted(held.findings, key=lambda each: (each.target, each.id))


def _row(row: object) -> str:
    return repr(row).replace("\\udce9", "?")


def test_the_same_result_twice_is_one_scan(store: Store) -> None:
    """A replay changes nothing."""
    given = result([flaw("CVE-1", package("a"))], components=[package("a")])
    first = record_scan(store, given, lineages=lineage(given))
    again = record_scan(store, given, lineages=lineage(given))
    assert (again.scan, again.is_new) == (first.scan, False)
    assert store.rows("SELECT count(*) FROM finding_interval") == [(1,)]


def test_a_finding_that_stays_writes_nothing(store: Store) -> None:
    """Newer data and newer EPSS of the same finding are not a change."""
    finding = flaw("CVE-1", package("a"))
    for at in range(3):
        source = replace(finding.sources[0], data_date=f"2026-01-0{at + 1}")
        seen = replace(
            finding, sources=(source,), priority=replace(finding.priority, epss=0.1 * (at + 1))
        )
        given = result([seen], components=[package("a")], at=at)
        record_scan(store, given, lineages=lineage(given))
    assert store.rows("SELECT count(*), min(opened), count(closed) FROM finding_interval") == [
        (1, 1, 0)
    ]
    found = previous_result(store, lineage(given)[0])
    assert found is not None
    assert found.findings[0].priority.epss == pytest.approx(0.3)
    assert found.findings[0].sources[0].data_date == "2026-01-03"


def test_ends_have_their_cause(store: Store) -> None:
    """What left the image is gone by code; what is told anew of the same image, by data."""
    a, b = package("a"), package("b")
    steps = [
        result([flaw("CVE-1", a)], components=[a, b], at=0),
        result([flaw("CVE-1", a), flaw("CVE-2", b)], components=[a, b], at=1),
        result([flaw("CVE-2", b)], components=[b], at=2, build=1),
        result([flaw("CVE-2", b, severity=Severity.LOW)], components=[b], at=3, build=1),
    ]
    for step in steps:
        record_scan(store, step, lineages=lineage(step))
    found = store.rows(
        "SELECT d.identifier, d.severity, i.opened, i.closed, i.since, i.opened_cause,"
        " i.closed_cause FROM finding_interval i JOIN finding_detail d ON d.id = i.detail_id"
        " ORDER BY i.id"
    )
    assert found == [
        ("CVE-1", 4, 1, 3, 1, "first scan", "code"),
        ("CVE-2", 4, 2, 4, 2, "advisory data", "changed"),
        ("CVE-2", 2, 4, None, 2, "changed", ""),
    ]


def test_the_previous_result_is_that_of_the_lineage(store: Store) -> None:
    """Tags and digests change; the one before is found all the same, and none for a stranger."""
    first = result([flaw("CVE-1", package("a"))], components=[package("a")], tag="1")
    second = result([], components=[package("a", "2.0")], tag="2", at=1, build=1)
    for each in (first, second):
        record_scan(store, each, lineages=lineage(each))
    found = previous_result(store, lineage(first)[0])
    assert found is not None
    assert [each.version for each in found.components] == ["2.0"]
    assert found.created_at == first.created_at + timedelta(minutes=1)
    assert previous_result(store, "someone/else") is None


def test_several_looks_are_streams_of_their_own(store: Store) -> None:
    """Reports of another scanner do not end what our own scans found."""
    ours = result([flaw("CVE-1", package("a"))], components=[package("a")])
    record_scan(store, ours, lineages=lineage(ours))
    theirs = result([], at=1)
    record_scan(store, theirs, lineages=lineage(theirs), command="import", stream="trivy")
    assert store.rows("SELECT count(*) FROM finding_interval WHERE closed IS NULL") == [(1,)]


def test_an_unchanged_scan_takes_less_than_a_kilobyte(store: Store) -> None:
    """Recording the same image again stores a row per scan and target."""
    packages = [package(f"p{n}") for n in range(100)]
    findings = [flaw(f"CVE-{n}", packages[n]) for n in range(50)]
    given = result(findings, components=packages)
    record_scan(store, given, lineages=lineage(given))
    before = _sizes(store)
    given = result(findings, components=packages, at=1)
    record_scan(store, given, lineages=lineage(given))
    after = _sizes(store)
    assert {name for name in after if after[name] != before[name]} == {"scan", "scan_target"}


def _sizes(store: Store) -> dict[str, int]:
    names = (
        *("scan", "scan_target", "image", "package", "package_set", "document", "ledger"),
        *("finding", "finding_interval", "finding_detail", "flaw", "layer", "verdict"),
    )
    return {name: store.rows(f"SELECT count(*) FROM {name}")[0][0] for name in names}


def test_the_previous_result_knows_since_when_a_finding_is_there(store: Store) -> None:
    """The day of the scan that saw it first, through states that changed."""
    finding = flaw("CVE-1", package("a"))
    for at, seen in enumerate((finding, replace(finding, suppressed=True), finding)):
        given = result([seen], components=[package("a")], at=at * 3 * 24 * 60)
        record_scan(store, given, lineages=lineage(given))
    begun = result([], components=[]).created_at.date().isoformat()
    found = previous_result(store, lineage(given)[0])
    assert found is not None
    assert found.created_at.date().isoformat() > begun
    assert [each.first_seen_at for each in found.findings] == [begun]
