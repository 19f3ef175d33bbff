"""Ids of one flaw: order, notices, closure."""

import pytest

from hullmark.merge.identifiers import (
    Groups,
    flaws,
    identifier_key,
    implied_cve,
    is_notice,
)


def test_ids_are_ordered_as_people_know_them() -> None:
    """CVE, GHSA, other databases, distributions' records, notices; CVEs by year and number."""
    ordered = [
        "CVE-2019-99999",
        "CVE-2024-0009",
        "CVE-2024-10000",
        "GHSA-aaaa-bbbb-cccc",
        "GO-2024-1",
        "PYSEC-2024-1",
        "DEBIAN-CVE-2024-0009",
        "DSA-5678-1",
    ]
    shuffled = ordered[::2] + ordered[1::2]
    assert sorted(shuffled, key=identifier_key) == ordered


@pytest.mark.parametrize(
    "identifier",
    [
        *("DSA-5678-1", "DLA-3000-1", "USN-7284-1", "RHSA-2024:8709", "RHBA-2024:1"),
        *("ALSA-2021:1242", "RLSA-2024:3671", "ELSA-2024-1234", "ALAS2-2024-2456"),
        *("SUSE-SU-2024:1-1", "openSUSE-SU-2016:1623-1", "MGASA-2025-0124", "OESA-2021-1001"),
        *("ALAS2023-2024-1", "GLSA-202401-01", "FEDORA-2024-abc"),
    ],
)
def test_vendor_notices_are_known(identifier: str) -> None:
    """A notice may speak of many flaws, so it joins none."""
    assert is_notice(identifier)


@pytest.mark.parametrize(
    "identifier",
    [
        *("CVE-2024-1", "GHSA-aaaa-bbbb-cccc", "PYSEC-2024-1", "GO-2024-1", "RUSTSEC-2024-1"),
        *("DEBIAN-CVE-2024-1", "ALPINE-CVE-2024-1", "CGA-224q-ccj5-2p53", "BIT-apache-2020-1"),
    ],
)
def test_records_of_one_flaw_are_no_notices(identifier: str) -> None:
    """Databases that file one record per flaw join with their aliases."""
    assert not is_notice(identifier)


def test_a_distribution_record_implies_its_cve() -> None:
    """The CVE stands in the id even where no alias says so."""
    assert implied_cve("UBUNTU-CVE-2022-24823") == "CVE-2022-24823"
    assert implied_cve("CVE-2022-24823") == ""
    assert flaws("DEBIAN-CVE-2022-0001", ()) == (("CVE-2022-0001", "DEBIAN-CVE-2022-0001"),)


def test_a_notice_speaks_of_each_of_its_flaws() -> None:
    """Two CVEs fixed by one update stay two flaws; the notice stands with both."""
    assert flaws("DSA-1-1", ("CVE-2024-1000", "CVE-2024-1001")) == (
        ("CVE-2024-1000", "DSA-1-1"),
        ("CVE-2024-1001", "DSA-1-1"),
    )


def test_a_notice_without_cve_is_a_flaw_by_itself() -> None:
    """Nothing else is known to tell it by."""
    assert flaws("DSA-1-1", ()) == (("DSA-1-1",),)


def test_closing_over_a_notice_does_not_glue_flaws() -> None:
    """A record of one CVE drops others that came in through a shared notice."""
    aliases = ("CVE-2024-1000", "CVE-2024-1001", "DSA-1-1", "DEBIAN-CVE-2024-1001")
    assert flaws("DEBIAN-CVE-2024-1000", aliases) == (
        ("CVE-2024-1000", "DEBIAN-CVE-2024-1000", "DSA-1-1"),
    )


def test_spelling_of_ids_does_not_matter() -> None:
    """Scanners print CVEs in any case, and GHSA tails in capitals."""
    assert flaws("ghsa-AAAA-bbbb-cccc", (" cve-2024-1000 ",)) == (
        ("CVE-2024-1000", "GHSA-aaaa-bbbb-cccc"),
    )


def test_an_alias_group_with_several_cves_stays_one() -> None:
    """Where a publisher calls two CVEs aliases, they are believed."""
    assert flaws("GHSA-aaaa-bbbb-cccc", ("CVE-2024-1001", "CVE-2024-1000")) == (
        ("CVE-2024-1000", "CVE-2024-1001", "GHSA-aaaa-bbbb-cccc"),
    )


def test_groups_close_transitively() -> None:
    """A with B and B with C are one flaw, whatever comes first."""
    groups = Groups()
    groups.add(("A", "B"))
    groups.add(("C", "D"))
    groups.add(("B", "C"))
    assert len({groups.find(one) for one in "ABCD"}) == 1
    assert groups.find("E") == "E"


def test_groups_are_not_joined_by_notices() -> None:
    """Two flaws that one notice fixes stay apart."""
    groups = Groups()
    groups.add(("CVE-2024-1000", "DSA-1-1"))
    groups.add(("CVE-2024-1001", "DSA-1-1"))
    assert groups.find("CVE-2024-1000") != groups.find("CVE-2024-1001")


def test_long_chains_do_not_exhaust_the_stack() -> None:
    """Closure is a loop: ten thousand links are no deeper than two."""
    groups = Groups()
    for number in range(10_000, 0, -1):
        groups.add((f"X-{number}", f"X-{number - 1}"))
    assert groups.find("X-0") == groups.find("X-10000")
