"""Each feed's documents become entries."""

import json
from typing import Any

import msgspec
import pytest

from advisory_feeds import (
    ADVISORY_LIST,
    ISSUE_LIST,
    affected,
    alpine_secdb,
    debian_tracker,
    kev,
    osv_record,
)
from hullmark.advisories.documents import Document
from hullmark.advisories.feeds.alpine import parse_alpine
from hullmark.advisories.feeds.debian_lists import Fixes, parse_advisory_list, parse_issue_list
from hullmark.advisories.feeds.debian_tracker import parse_debian_tracker
from hullmark.advisories.feeds.end_of_life import own_dates, parse_end_of_life
from hullmark.advisories.feeds.entry import Bad, Entry, Withdrawn
from hullmark.advisories.feeds.epss import bad_rows, epss_date, parse_epss
from hullmark.advisories.feeds.kev import decode_catalogue, parse_kev
from hullmark.advisories.feeds.osv import parse_osv
from hullmark.advisories.feeds.sniff import sniff
from hullmark.advisories.record import Affected, Range, Score


def one(record: dict[str, Any]) -> Entry:
    """Parse a record that is meant to be usable."""
    (entry,) = parse_osv("x.json", json.dumps(record).encode())
    assert isinstance(entry, Entry)
    return entry


def statements(entries: list[Entry]) -> dict[tuple[str, str, str], Affected]:
    """Return what is said, by id, ecosystem and name."""
    return {(e.id, eco, name): what for e in entries for eco, name, what in e.packages}


def test_osv_record_is_read_whole() -> None:
    """Names are normal, ranges kept, the vector scored, GitHub's word a rating of its own."""
    entry = one(osv_record())
    assert entry.links == ("CVE-2026-0001",)
    assert entry.packages == [
        ("PyPI", "demo-package", Affected("GHSA-aaaa-bbbb-cccc", (Range("0", "1.2"),)))
    ]
    assert entry.scores[0].score == 9.8
    assert entry.scores[1] == Score("ghsa", "critical", 0.0, "", "CRITICAL")
    assert entry.cwes == ("CWE-79",)
    assert entry.published == "2026-01-01"


def test_withdrawn_osv_record_is_only_counted() -> None:
    """A record its publisher took back matches nothing."""
    data = json.dumps(osv_record(withdrawn="2026-02-02T00:00:00Z")).encode()
    assert list(parse_osv("x", data)) == [Withdrawn("GHSA-aaaa-bbbb-cccc")]


def test_osv_nulls_are_tolerated() -> None:
    """Publishers write null where they have nothing."""
    record = osv_record()
    record |= dict.fromkeys(("aliases", "severity", "affected", "references", "summary"))
    entry = one(record)
    assert entry.packages == []


def test_osv_versions_are_kept_only_where_ranges_do_not_speak() -> None:
    """Lists repeat what ranges say, except beside git ranges or none."""
    ranged = {**affected("PyPI", "a", introduced="0", fixed="2"), "versions": ["1.0"]}
    listed = {"package": {"ecosystem": "PyPI", "name": "b"}, "versions": ["1.0", "1.1"]}
    git = {**affected("PyPI", "c", kind="GIT", introduced="0", fixed="abc"), "versions": ["v1"]}
    only_git = affected("PyPI", "d", kind="GIT", introduced="0", fixed="abc")
    everything = {"package": {"ecosystem": "PyPI", "name": "e"}}
    entry = one(osv_record("X-1", affected=[ranged, listed, git, only_git, everything]))
    found = {name: (what.ranges, what.versions) for _, name, what in entry.packages}
    assert found == {
        "a": ((Range("0", "2"),), ()),
        "b": ((), ("1.0", "1.1")),
        "c": ((), ("v1",)),
        "e": ((Range(),), ()),
    }


def test_osv_entries_of_one_package_are_joined() -> None:
    """Several entries of one package with one verdict are one statement with several ranges."""
    entries = [
        affected("AlmaLinux:8", "podman", introduced="0", fixed="4.0-1"),
        affected("AlmaLinux:8", "podman", introduced="0", fixed="4.0-2"),
        affected("AlmaLinux:8", "podman", introduced="0", fixed="4.0-2"),
    ]
    entry = one(osv_record("ALSA-2026:1", affected=entries))
    ((_, _, what),) = entry.packages
    assert what.ranges == (Range("0", "4.0-1"), Range("0", "4.0-2"))


def test_bundles_are_told_from_aliases() -> None:
    """One upstream CVE is the same flaw; several are what an advisory fixes together."""
    single = one(osv_record("DEBIAN-CVE-2026-1", aliases=None, upstream=["CVE-2026-1"]))
    assert (single.links, single.covers) == (("CVE-2026-1",), ())
    several = one(osv_record("DSA-1-1", aliases=None, upstream=["CVE-2026-1", "CVE-2026-2"]))
    assert (several.links, several.covers) == ((), ("CVE-2026-1", "CVE-2026-2"))
    mixed = one(osv_record("CGA-1", aliases=None, upstream=["CVE-2026-1", "GHSA-q"]))
    assert mixed.links == ("CVE-2026-1", "GHSA-q")
    related = one(osv_record("ALSA-1", aliases=None, related=["CVE-2026-1", "CVE-2026-2"]))
    assert related.covers == ("CVE-2026-1", "CVE-2026-2")
    unrelated = one(osv_record("GHSA-x", aliases=None, related=["CVE-2026-1"]))
    assert (unrelated.links, unrelated.covers) == ((), ())


def test_osv_urgency_and_status_become_state_and_word() -> None:
    """Debian's and Ubuntu's judgement is kept with the package."""
    extra = [
        {"urgency": "unimportant"},
        {"urgency": "end-of-life"},
        {"urgency": "medium"},
        {"status": "ignored"},
        {"status": "deferred", "ubuntu_priority": "low"},
        {"urgency": ["odd"]},
    ]
    entries = [
        {**affected("Debian:12", f"p{n}", introduced="0"), "ecosystem_specific": specific}
        for n, specific in enumerate(extra)
    ]
    entry = one(osv_record("DEBIAN-CVE-2026-1", affected=entries))
    assert [(what.state, what.severity) for _, _, what in entry.packages] == [
        ("unimportant", "unimportant"),
        ("wont-fix", ""),
        ("", "medium"),
        ("wont-fix", ""),
        ("postponed", "low"),
        ("", ""),
    ]


def test_unreadable_rating_is_a_problem_of_a_kept_record() -> None:
    """A vector nobody can read does not cost the record."""
    entry = one(osv_record(severity=[{"type": "CVSS_V3", "score": "CVSS:3.1/nonsense"}]))
    assert entry.problems == ("unreadable rating 'CVSS:3.1/nonsense'",)
    assert entry.packages


@pytest.mark.parametrize("data", [b"{}", b'{"id": 3}', b'{"id": "X", "affected": 3}'])
def test_other_json_is_no_osv(data: bytes) -> None:
    """JSON of another shape is told apart, not half read."""
    with pytest.raises(msgspec.ValidationError):
        list(parse_osv("x", data))


def test_debian_tracker_states() -> None:
    """Every status of the tracker has one meaning, and unstable has no release to match."""
    entries = list(parse_debian_tracker("t", json.dumps(debian_tracker()).encode()))
    assert all(isinstance(e, Entry) for e in entries)
    said = statements([e for e in entries if isinstance(e, Entry)])
    first, second = "DEBIAN-CVE-2026-1000", "DEBIAN-CVE-2026-1001"
    assert said == {
        (first, "Debian:12", "demo"): Affected(
            first, (Range("0", "1.2-3+deb12u1"),), (), "", "high"
        ),
        (first, "Debian:13", "demo"): Affected(first, (), (), "not-affected", "unimportant"),
        (first, "Debian:11", "demo"): Affected(first, (Range(),), (), "postponed"),
        (second, "Debian:12", "demo"): Affected(second, (Range(),), (), "wont-fix", "low"),
        (second, "Debian:13", "demo"): Affected(
            second, (Range(),), (), "unimportant", "unimportant"
        ),
        (second, "Debian:11", "demo"): Affected(second, (Range(),), (), "undetermined", "medium"),
        (second, "Debian:10", "demo"): Affected(second, (Range(),), (), "wont-fix"),
    }


def test_debian_tracker_keeps_what_is_good_beside_what_is_bad() -> None:
    """One broken issue is reported with its name; its neighbours are read."""
    document = debian_tracker()
    document["demo"]["CVE-2026-9"] = {"releases": []}
    document["broken"] = 3
    found = list(parse_debian_tracker("t", json.dumps(document).encode()))
    bad = [e.name for e in found if isinstance(e, Bad)]
    assert bad == ["t: demo CVE-2026-9", "t: broken"]
    assert sum(isinstance(e, Entry) for e in found) == 2


def test_debian_lists_join_advisories_and_issues() -> None:
    """A release takes its advisory's fix, else its own line, else what unstable says."""
    fixes: Fixes = {}
    advisories = [
        e for e in parse_advisory_list("DSA/list", ADVISORY_LIST.encode(), fixes)
        if isinstance(e, Entry)
    ]  # fmt: skip
    assert [(e.id, e.links, e.covers) for e in advisories] == [
        ("DSA-5865-1", (), ("CVE-2025-1000", "CVE-2025-1001")),
        ("DSA-5863-1", ("CVE-2025-2000",), ()),
        ("DSA-4205-1", (), ()),
    ]
    issues = [
        e for e in parse_issue_list("CVE/list", ISSUE_LIST.encode(), fixes)
        if isinstance(e, Entry)
    ]  # fmt: skip
    said = statements(issues)
    first = "DEBIAN-CVE-2025-1000"
    assert said[first, "Debian:12", "demo"].ranges == (Range("0", "2.46.6-1~deb12u1"),)
    assert said[first, "Debian:11", "demo"].state == "postponed"
    assert said[first, "Debian:13", "demo"].ranges == (Range("0", "2.47.0-1"),)
    assert said["DEBIAN-CVE-2025-3000", "Debian:12", "demo"].state == "unimportant"
    assert said["DEBIAN-CVE-2025-3001", "Debian:12", "demo"].state == "not-affected"
    assert {e.id for e in issues} == {
        first, "DEBIAN-CVE-2025-3000", "DEBIAN-CVE-2025-3001",
    }  # fmt: skip


def test_debian_list_reports_a_malformed_header() -> None:
    """A block that starts as an advisory and is none is named."""
    text = b"[19 Jul 2021] MALFORMED HEADER\n\t{CVE-1}\n"
    (bad,) = parse_advisory_list("DLA/list", text, {})
    assert isinstance(bad, Bad)
    assert "MALFORMED" in bad.name


def test_alpine_secdb_states_fixes_and_what_was_never_affected() -> None:
    """Version "0" means not affected; several ids on a line are one flaw."""
    entries = list(parse_alpine("a", json.dumps(alpine_secdb()).encode()))
    said = statements([e for e in entries if isinstance(e, Entry)])
    assert said == {
        ("ALPINE-CVE-2023-46218", "Alpine:v3.19", "curl"): Affected(
            "ALPINE-CVE-2023-46218", (Range("0", "8.5.0-r0"),)
        ),
        ("ALPINE-CVE-2023-46219", "Alpine:v3.19", "curl"): Affected(
            "ALPINE-CVE-2023-46219", (Range("0", "8.5.0-r0"),)
        ),
        ("ALPINE-CVE-2021-22897", "Alpine:v3.19", "curl"): Affected(
            "ALPINE-CVE-2021-22897", (), (), "not-affected"
        ),
    }
    first = entries[0]
    assert isinstance(first, Entry)
    assert first.links == ("CVE-2023-46218", "GHSA-aaaa-bbbb-dddd")


def test_alpine_kin_are_told_by_their_server() -> None:
    """Wolfi and Chainguard publish the same form without a release."""
    document = alpine_secdb()
    document["urlprefix"] = "https://packages.wolfi.dev"
    del document["distroversion"]
    entries = list(parse_alpine("w", json.dumps(document).encode()))
    assert isinstance(entries[0], Entry)
    assert entries[0].packages[0][0] == "Wolfi"
    document["urlprefix"] = "https://packages.example.org"
    (bad,) = parse_alpine("w", json.dumps(document).encode())
    assert isinstance(bad, Bad)


def test_epss_with_either_separator() -> None:
    """FIRST writes commas, mirrors write semicolons; other lines are reported."""
    data = b"#model_version:v1,score_date:2026-02-04T00:00:00Z\ncve,epss,percentile\n"
    data += b"CVE-2026-0001,0.5,0.9\nCVE-2026-0002;0.1;0.2\nnonsense\n"
    assert epss_date(data) == "2026-02-04"
    assert list(parse_epss(data)) == [("CVE-2026-0001", 0.5, 0.9), ("CVE-2026-0002", 0.1, 0.2)]
    assert bad_rows(data) == ["nonsense"]


def test_kev_days() -> None:
    """A row without a date is reported, the others are kept."""
    document = kev("CVE-2026-0001")
    document["vulnerabilities"].append({"cveID": "CVE-2026-0002", "dateAdded": "soon"})
    document["vulnerabilities"].append({"dateAdded": "2026-01-01"})
    days, problems = parse_kev(decode_catalogue(json.dumps(document).encode()))
    assert days == {"CVE-2026-0001": "2026-02-03"}
    assert len(problems) == 2


def test_end_of_life_in_both_forms() -> None:
    """endoflife.date's old and new API are read; Debian's longer support counts."""
    old = [{"cycle": "12", "eol": "2026-06-10", "lts": "2028-06-30"}, {"cycle": "13", "eol": False}]
    assert parse_end_of_life("x/debian.json", old) == ({("debian", "12"): "2028-06-30"}, [])
    new = {
        "result": {"name": "alpine-linux", "releases": [{"name": "3.19", "eolFrom": "2025-11-01"}]}
    }
    assert parse_end_of_life("x", new) == ({("alpine", "3.19"): "2025-11-01"}, [])
    assert own_dates()["debian", "12"] == "2028-06-30"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (json.dumps(osv_record()), "osv"),
        (json.dumps([osv_record()]), "osv"),
        (json.dumps(debian_tracker()), "debian-tracker"),
        (json.dumps(alpine_secdb()), "alpine"),
        (json.dumps(kev("CVE-2026-1")), "kev"),
        (json.dumps([{"cycle": "12", "eol": "2026-01-01"}]), "end-of-life"),
        (ADVISORY_LIST, "debian-advisories"),
        (ISSUE_LIST, "debian-issues"),
        ("CVE-2026-0001,0.5,0.5\n", "epss"),
        ("# A heading\n\ntext\n", ""),
        ("{}", ""),
        ("[]", ""),
        ("[" * 100_000, ""),
        ("", ""),
        ("\0\0\0", ""),
    ],
)
def test_documents_are_told_apart_by_content(content: str, kind: str) -> None:
    """A document's kind shows in its content, whatever its name."""
    assert sniff(Document("any", content.encode())) == kind


@pytest.mark.parametrize(
    "changes",
    [
        {"withdrawn": "2026-01-01T00:00:00Z"},
        {"summary": "Withdrawn Advisory: a flaw that is none"},
        {"summary": "Withdrawn: a flaw that is none"},
        {"summary": "Duplicate Advisory: a flaw in demo"},
        {"summary": "** REJECT ** do not use this number"},
        {"details": "** REJECT ** do not use this number"},
        {"details": "Rejected reason: never a flaw"},
    ],
)
def test_records_that_take_themselves_back_do_not_count(changes: dict[str, str]) -> None:
    """By field, or in the words that publishers put in front where a feed lost the field."""
    document = json.dumps(osv_record(**changes)).encode()
    (parsed,) = parse_osv("x.json", document)
    assert isinstance(parsed, Withdrawn)


def test_a_record_that_mentions_withdrawal_counts() -> None:
    """Only what stands in front takes a record back."""
    record = osv_record(summary="Cash can be withdrawn: twice", details="Not a ** REJECT ** record")
    (parsed,) = parse_osv("x.json", json.dumps(record).encode())
    assert not isinstance(parsed, Withdrawn)
