"""Components meet advisories: what is claimed, what is not, and what is said about the rest."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from msgspec.structs import replace

from claim_values import debian, library
from hullmark.advisories.names import normal_name
from hullmark.advisories.record import Advisory, Affected, Range, Score
from hullmark.merge.findings import merge_claims
from hullmark.model.component import Component, Distribution, Location, Purl
from hullmark.model.finding import Claim, FixState
from hullmark.model.image import DiffId
from hullmark.model.ledger import Status
from hullmark.model.scan import Target
from hullmark.model.severity import Severity
from hullmark.native.match.components import match_components
from hullmark.native.match.result import MatchResult

BOOKWORM = Distribution(id="debian", version="12", codename="bookworm")


@dataclass
class Shelf:
    """Advisories in memory, filed as the database files them."""

    affected_by: dict[tuple[str, str], tuple[Affected, ...]]
    records: dict[str, Advisory] = field(default_factory=dict)
    ends: dict[tuple[str, str], str] = field(default_factory=dict)
    also: frozenset[str] = frozenset()
    asked: list[tuple[str, str]] = field(default_factory=list)

    def affected(self, ecosystem: str, name: str) -> tuple[Affected, ...]:
        """Return what is filed, and remember the question."""
        self.asked.append((ecosystem, name))
        return self.affected_by.get((ecosystem, normal_name(ecosystem, name)), ())

    def advisories(self, ids: Iterable[str]) -> dict[str, Advisory]:
        """Return what is known of the ids."""
        return {one: self.records[one] for one in ids if one in self.records}

    def aliases(self, identifier: str) -> tuple[str, ...]:
        """Return the ids of records that name the id."""
        return tuple(
            one for one, record in self.records.items() if identifier in (one, *record.aliases)
        )

    def has_ecosystem(self, ecosystem: str) -> bool:
        """Say whether anything is filed under the ecosystem."""
        return ecosystem in self.also or any(held == ecosystem for held, _ in self.affected_by)

    def end_of_life(self, distribution: str, version: str) -> str | None:
        """Return the day a release ends."""
        return self.ends.get((distribution, version))


def shelf(ecosystem: str, name: str, *affected: Affected, **records: Advisory) -> Shelf:
    """Return a database of one package."""
    return Shelf({(ecosystem, name): affected}, {one.id: one for one in records.values()})


def match(
    database: Shelf, *components: Component, distribution: Distribution | None = None
) -> MatchResult:
    """Match a few components."""
    return match_components(components, distribution=distribution, database=database, target="app")


def rpm(
    name: str,
    version: str,
    *,
    source: str = "",
    source_version: str = "",
    vendor: str = "almalinux",
    label: str = "",
) -> Component:
    """Return an installed rpm."""
    qualifiers = f"?modularitylabel={label}" if label else ""
    return Component(
        name=name,
        version=version,
        purl=Purl(f"pkg:rpm/{vendor}/{name}@{version}{qualifiers}"),
        type="rpm",
        source_name=source,
        source_version=source_version,
    )


def fixed(advisory_id: str, *ranges: tuple[str, str]) -> Affected:
    """Return an entry with ranges of (introduced, fixed)."""
    return Affected(advisory_id, tuple(Range(*pair) for pair in ranges))


@pytest.mark.parametrize(
    ("version", "fixed_in"),
    [
        ("3.1.9", None),
        ("3.2", ("3.2.17",)),
        ("3.2.16", ("3.2.17",)),
        ("3.2.17", None),
        ("4.0.1", ("4.0.9",)),
        ("4.0.9", None),
        ("4.0rc1", None),
    ],
)
def test_the_fix_is_that_of_the_line_the_version_is_on(
    version: str, fixed_in: tuple[str, ...] | None
) -> None:
    """An advisory with several branches names one fix per branch; only one is of use."""
    database = shelf("PyPI", "django", fixed("GHSA-1", ("3.2", "3.2.17"), ("4.0", "4.0.9")))
    claims = match(database, library("Django", version)).claims
    assert [claim.fixed_in for claim in claims] == ([] if fixed_in is None else [fixed_in])


def test_last_affected_is_inclusive_and_names_no_fix() -> None:
    """What comes after is not said to be a fix."""
    database = shelf("PyPI", "x", Affected("GHSA-1", (Range("0", "", "2.0"),)))
    claims = match(database, library("x", "2.0"), library("x", "2.0.1")).claims
    assert [claim.component.version for claim in claims] == ["2.0"]
    assert claims[0].fix_state is FixState.UNKNOWN


def test_an_open_range_is_not_fixed() -> None:
    """Affected without an end: the publisher knows no fix."""
    database = shelf("PyPI", "x", Affected("GHSA-1", (Range(),)))
    assert match(database, library("x", "9")).claims[0].fix_state is FixState.NOT_FIXED


def test_listed_versions_are_compared_in_normal_form() -> None:
    """``1.0`` is listed, ``1.0.0`` is installed."""
    database = shelf("PyPI", "x", Affected("GHSA-1", (), ("1.0", "1.1")))
    held = match(database, library("x", "1.0.0"), library("x", "1.2")).claims
    assert [claim.component.version for claim in held] == ["1.0.0"]


def test_a_version_that_cannot_be_ordered_can_still_be_listed() -> None:
    """An exact listing needs no order."""
    database = shelf("npm", "x", Affected("GHSA-1", (), ("banana",)))
    result = match(database, library("x", "banana", kind="npm"))
    assert len(result.claims) == 1
    assert result.issues == ()


@pytest.mark.parametrize("version", ["banana", "", "UNKNOWN", "(devel)"])
def test_a_version_that_cannot_be_compared_is_said(version: str) -> None:
    """An issue for the package and a partial row: neither a crash nor a clean bill."""
    database = shelf("npm", "x", fixed("GHSA-1", ("0", "2")), fixed("GHSA-2", ("0", "3")))
    unlisted = library("y", "banana", kind="npm")
    result = match(database, library("x", version, kind="npm"), unlisted)
    assert result.claims == ()
    assert len(result.issues) == 1
    assert "'x'" in result.issues[0].cause
    assert "2 advisories" in result.issues[0].cause
    assert result.issues[0].path.startswith("/opt")
    assert [row.status for row in result.rows] == [Status.PARTIAL]


def test_a_damaged_advisory_is_shown_rather_than_lost() -> None:
    """A bound that nothing can be compared with excludes only its own text."""
    database = shelf("npm", "x", fixed("GHSA-1", ("0", "banana")), fixed("GHSA-2", ("?", "3")))
    claims = match(database, library("x", "1", kind="npm")).claims
    assert [claim.advisory_id for claim in claims] == ["GHSA-1", "GHSA-2"]


def test_local_builds_count_as_their_release_up_to_and_including() -> None:
    """``2.0+cu118`` is 2.0 for a last affected version, and has its fix."""
    database = shelf(
        "PyPI",
        "torch",
        Affected("GHSA-1", (Range("0", "", "2.0"),)),
        fixed("GHSA-2", ("0", "2.0")),
    )
    claims = match(database, library("torch", "2.0+cu118")).claims
    assert [claim.advisory_id for claim in claims] == ["GHSA-1"]


@pytest.mark.parametrize(
    ("kind", "name", "version", "affected", "hit"),
    [
        ("golang", "stdlib", "go1.21.3", ("1.21.0-0", "1.21.4"), True),
        ("golang", "stdlib", "1.21.4", ("1.21.0-0", "1.21.4"), False),
        ("golang", "stdlib", "go1.21rc2", ("1.21.0-0", "1.21.4"), True),
        ("golang", "stdlib", "go1.21", ("1.21.0-0", "1.21.4"), True),
        ("golang", "github.com/a/b", "v2.0.0+incompatible", ("0", "2.0.1+incompatible"), True),
        ("golang", "github.com/a/b", "v2.0.1+incompatible", ("0", "2.0.1"), False),
        (
            *("golang", "golang.org/x/net", "v0.0.0-20220101000000-abcdefabcdef"),
            ("0", "0.0.0-20220314234659-1baeb1ce4c0b"),
            True,
        ),
        ("maven", "com.google.guava:guava", "31.1-jre", ("1.0", "32.0.0-android"), True),
        ("maven", "com.google.guava:guava", "32.0.0-jre", ("1.0", "32.0.0-android"), False),
        ("maven", "com.google.guava:guava", "32.0.0-android", ("1.0", "32.0.0-jre"), False),
        ("npm", "lodash", "npm:lodash@4.17.20", ("0", "4.17.21"), True),
        ("npm", "lodash", "4.17.21-rc.1", ("0", "4.17.21"), True),
        ("gem", "rack", "2.2.3", ("2.2", "2.2.3.1"), True),
        ("cargo", "time", "0.1.44", ("0.1.0", "0.2.23"), True),
        ("nuget", "Newtonsoft.Json", "12.0.3", ("0", "13.0.1"), True),
        ("composer", "symfony/http-kernel", "v5.4.19", ("5.0", "5.4.20"), True),
    ],
)
def test_each_ecosystem_orders_its_own_way(
    kind: str, name: str, version: str, affected: tuple[str, str], *, hit: bool
) -> None:
    """Prefixes, pseudo-versions, variants and aliases are no reason to miss or to cry."""
    ecosystem = {
        "golang": "Go",
        "maven": "Maven",
        "npm": "npm",
        "gem": "RubyGems",
        "cargo": "crates.io",
        "nuget": "NuGet",
        "composer": "Packagist",
    }[kind]
    database = shelf(ecosystem, normal_name(ecosystem, name), fixed("GHSA-1", affected))
    result = match(database, library(name, version, kind=kind))
    assert result.issues == ()
    assert bool(result.claims) is hit


def test_debian_is_looked_up_by_source_package_and_version() -> None:
    """The binary's own version (a binNMU, another epoch) is not what advisories speak of."""
    database = shelf("Debian:12", "openssl", fixed("DEBIAN-CVE-2024-0001", ("0", "3.0.15-2")))
    held = debian("libssl3", "1:3.0.15-1+b1", source_version="3.0.15-1")
    claim = match(database, held, distribution=BOOKWORM).claims[0]
    assert claim.component == held
    assert claim.fixed_in == ("3.0.15-2",)
    rebuilt = debian("openssl", "3.0.15-1+b3", source="")
    database = shelf("Debian:12", "openssl", Affected("D-1", (Range("0", "", "3.0.15-1"),)))
    assert match(database, rebuilt, distribution=BOOKWORM).claims


def test_every_binary_of_a_source_is_claimed_with_one_lookup() -> None:
    """Merging lists them under the source; the database is asked once."""
    database = shelf("Debian:12", "openssl", fixed("DEBIAN-CVE-2024-0001", ("0", "4")))
    result = match(database, debian(), debian("openssl"), distribution=BOOKWORM)
    assert [claim.component.name for claim in result.claims] == ["libssl3", "openssl"]
    assert database.asked == [("Debian:12", "openssl")]


def test_rpms_are_looked_up_as_their_feed_names_them() -> None:
    """AlmaLinux by binary, Rocky by source with the binary's epoch."""
    held = rpm("perl-libs", "4:5.26-1", source="perl", source_version="5.26-1")
    alma = Distribution(id="almalinux", version="8.9")
    rocky = Distribution(id="rocky", version="8.9")
    by_binary = shelf("AlmaLinux:8", "perl-libs", fixed("ALSA-2024:1", ("0", "4:5.26-2")))
    by_source = shelf("Rocky Linux:8", "perl", fixed("RLSA-2024:1", ("0", "4:5.26-2")))
    assert match(by_binary, held, distribution=alma).claims
    assert match(by_source, held, distribution=rocky).claims
    assert not match(
        shelf("Rocky Linux:8", "perl", fixed("RLSA-2024:1", ("0", "4:5.26-1"))),
        held,
        distribution=rocky,
    ).claims


def test_module_streams_are_lines_of_their_own() -> None:
    """A modular build meets advisories of its stream, a plain one those without a stream."""
    stream = replace_modules(
        fixed("ALSA-2024:1", ("0", "10.3.9-1.module_el8.5.0+2+b")), "mariadb:10.3"
    )
    plain = fixed("ALSA-2024:2", ("0", "10.3.9-1.el8"))
    database = shelf("AlmaLinux:8", "mariadb", stream, plain)
    alma = Distribution(id="almalinux", version="8.9")
    modular = "10.3.8-1.module_el8.3.0+1+a"

    def matched(component: Component) -> list[str]:
        return [c.advisory_id for c in match(database, component, distribution=alma).claims]

    assert matched(rpm("mariadb", modular, label="mariadb:10.3:8030:abc")) == ["ALSA-2024:1"]
    assert matched(rpm("mariadb", modular, label="mariadb%3A10.5%3A8030%3Aabc")) == []
    assert matched(rpm("mariadb", modular)) == ["ALSA-2024:1"]
    assert matched(rpm("mariadb", "10.3.8-1.el8")) == ["ALSA-2024:2"]


def replace_modules(affected: Affected, *modules: str) -> Affected:
    """Return the entry as one about module streams."""
    return Affected(affected.id, affected.ranges, modules=modules)


def test_one_of_several_builds_with_the_fix_is_enough() -> None:
    """An rpm advisory lists the fixed build of each minor release."""
    builds = fixed("ALSA-2024:1", ("0", "1-18.el8_6"), ("0", "1-18.el8_3"))
    database = shelf("AlmaLinux:8", "judy", builds)
    alma = Distribution(id="almalinux", version="8.3")
    assert not match(database, rpm("judy", "1-18.el8_3"), distribution=alma).claims
    claim = match(database, rpm("judy", "1-17.el8_3"), distribution=alma).claims[0]
    assert claim.fixed_in == ("1-18.el8_3",)


def test_ubuntu_pro_has_the_last_word_on_its_advisories() -> None:
    """A fix in ESM is not undone by the plain release's open entry."""
    record = "UBUNTU-CVE-2024-0001"
    database = Shelf(
        {
            ("Ubuntu:Pro:18.04:LTS", "glibc"): (fixed(record, ("0", "2.27-3ubuntu1.6+esm3")),),
            ("Ubuntu:18.04:LTS", "glibc"): (
                Affected(record, (Range(),)),
                Affected("UBUNTU-CVE-2024-0002", (Range(),)),
            ),
        }
    )
    held = debian("libc6", "2.27-3ubuntu1.6+esm3", source="glibc")
    bionic = Distribution(id="ubuntu", version="18.04", id_like=("debian",))
    plain = match(database, held, distribution=bionic).claims
    assert [claim.advisory_id for claim in plain] == [record, "UBUNTU-CVE-2024-0002"]
    pro = match(database, held, distribution=replace(bionic, variant="esm")).claims
    assert [claim.advisory_id for claim in pro] == ["UBUNTU-CVE-2024-0002"]


@pytest.mark.parametrize(
    ("state", "claimed"),
    [
        ("", FixState.NOT_FIXED),
        ("postponed", FixState.NOT_FIXED),
        ("wont-fix", FixState.WONT_FIX),
        ("unimportant", FixState.NOT_FIXED),
        ("not-affected", None),
        ("undetermined", None),
    ],
)
def test_what_the_vendor_says_decides(state: str, claimed: FixState | None) -> None:
    """Not affected is no claim; undetermined is none either, and the ledger counts it."""
    entry = Affected("DEBIAN-CVE-2024-0001", (Range(),), state=state)
    result = match(shelf("Debian:12", "openssl", entry), debian(), distribution=BOOKWORM)
    assert [c.fix_state for c in result.claims] == ([] if claimed is None else [claimed])
    assert ("not determined" in result.rows[0].reason) is (state == "undetermined")


def test_unimportant_is_claimed_as_negligible() -> None:
    """With the word the vendor used."""
    entry = Affected("DEBIAN-CVE-2024-0001", (Range(),), state="unimportant", severity="low")
    result = match(shelf("Debian:12", "openssl", entry), debian(), distribution=BOOKWORM)
    rating = result.claims[0].ratings[0]
    assert (rating.source, rating.level, rating.label) == (
        "debian",
        Severity.NEGLIGIBLE,
        "unimportant",
    )


def test_a_claim_carries_all_that_is_known() -> None:
    """Ratings with their sources, EPSS, KEV, aliases, text, dates."""
    record = Advisory(
        "DEBIAN-CVE-2024-0001",
        aliases=("CVE-2024-0001", "GHSA-aaaa-bbbb-cccc"),
        summary="Overflow",
        details="A long story.",
        references=("https://a.example",),
        scores=(
            Score("nvd", "high", 8.1, "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H"),
            Score("ghsa", "medium", label="MODERATE"),
        ),
        published="2024-01-01",
        epss=0.4,
        epss_percentile=0.97,
        kev="2024-02-02",
    )
    entry = Affected(record.id, (Range("0", "4"),), severity="high", score=7.0)
    result = match(shelf("Debian:12", "openssl", entry, r=record), debian(), distribution=BOOKWORM)
    claim = result.claims[0]
    assert claim.aliases == record.aliases
    assert (claim.title, claim.description) == ("Overflow", "A long story.")
    assert [(r.source, r.level, r.score) for r in claim.ratings] == [
        ("debian", Severity.HIGH, 7.0),
        ("nvd", Severity.HIGH, 8.1),
        ("ghsa", Severity.MEDIUM, None),
    ]
    assert claim.priority.known_exploited
    assert (claim.priority.epss, claim.priority.epss_percentile) == (0.4, 0.97)
    assert claim.published_at == "2024-01-01"


def test_a_notice_is_claimed_for_each_flaw_it_covers() -> None:
    """Each claim knows its own flaw's exploitation, not that of its neighbours."""
    notice = Advisory("DSA-1-1", summary="update", covers=("CVE-2024-0001", "CVE-2024-0002"))
    worse = Advisory("CVE-2024-0002", aliases=("GHSA-aaaa-bbbb-cccc",), kev="2024-02-02")
    entry = fixed("DSA-1-1", ("0", "4"))
    database = shelf("Debian:12", "openssl", entry, a=notice, b=worse)
    claims = match(database, debian(), distribution=BOOKWORM).claims
    assert [(c.aliases, c.priority.known_exploited) for c in claims] == [
        (("CVE-2024-0001",), False),
        (("CVE-2024-0002", "GHSA-aaaa-bbbb-cccc"), True),
    ]


def test_a_covered_flaw_is_known_by_the_record_that_names_it() -> None:
    """The CVE itself has no record; the distribution's own record of it has."""
    notice = Advisory("DSA-1-1", covers=("CVE-2024-0001", "CVE-2024-0002"))
    known = Advisory("DEBIAN-CVE-2024-0002", aliases=("CVE-2024-0002",), kev="2024-02-02")
    entry = fixed("DSA-1-1", ("0", "4"))
    claims = match(
        shelf("Debian:12", "openssl", entry, a=notice, b=known), debian(), distribution=BOOKWORM
    ).claims
    assert [(c.aliases, c.priority.known_exploited) for c in claims] == [
        (("CVE-2024-0001",), False),
        (("CVE-2024-0002", "DEBIAN-CVE-2024-0002"), True),
    ]


@pytest.mark.parametrize(
    "record",
    [
        Advisory("GHSA-1", summary="Withdrawn Advisory: nothing to see"),
        Advisory("GHSA-1", summary="Withdrawn: nothing to see"),
        Advisory("GHSA-1", summary="Duplicate Advisory: seen elsewhere"),
        Advisory("GHSA-1", details="Rejected reason: not a flaw"),
        Advisory("GHSA-1", details="** REJECT ** DO NOT USE THIS CANDIDATE NUMBER."),
    ],
)
def test_what_is_withdrawn_in_words_is_not_claimed(record: Advisory) -> None:
    """A feed without the field for it keeps the publisher's words."""
    assert match(shelf("PyPI", "x", fixed("GHSA-1", ("0", "2")), r=record), library("x", "1")) == (
        MatchResult(rows=match(shelf("PyPI", "x"), library("x", "1")).rows)
    )


def test_an_advisory_without_details_is_still_claimed() -> None:
    """A matching-only database knows ids and ranges."""
    result = match(shelf("PyPI", "x", fixed("GHSA-1", ("0", "2"))), library("x", "1"))
    assert [claim.advisory_id for claim in result.claims] == ["GHSA-1"]


def test_what_a_distribution_owns_is_not_matched_again() -> None:
    """Nor what a later layer removed."""
    database = shelf("PyPI", "x", fixed("GHSA-1", ("0", "2")))
    owned = replace(library("x", "1"), owner=Purl("pkg:deb/debian/python3-x@1"))
    gone = replace(library("x", "1"), removed_in=DiffId("sha256:" + "1" * 64))
    assert match(database, owned, gone) == MatchResult()


def test_an_unknown_distribution_is_unsupported() -> None:
    """OS packages without a feed are counted, with the reason."""
    database = shelf("PyPI", "x", fixed("GHSA-1", ("0", "2")))
    for distribution, words in (
        (None, "no distribution was recognised"),
        (Distribution(id="hannah-montana", version="3"), "hannah-montana 3"),
        (BOOKWORM, "Debian:12"),
    ):
        rows = match(database, debian(), distribution=distribution).rows
        assert [row.status for row in rows] == [Status.UNSUPPORTED]
        assert rows[0].reason.startswith("1 deb package not looked up")
        assert words in rows[0].reason
        assert rows[0].target == "app"


def test_a_derived_distribution_falls_back_and_says_so() -> None:
    """Its parent's advisories are used; the row tells."""
    database = shelf("Debian:12", "openssl", fixed("DEBIAN-CVE-2024-0001", ("0", "4")))
    derived = Distribution(id="raspbian", version="12", codename="bookworm", id_like=("debian",))
    result = match(database, debian(), distribution=derived)
    assert len(result.claims) == 1
    assert result.rows[0].status is Status.RAN
    assert "stand in for raspbian 12" in result.rows[0].reason
    red_hat = shelf("Red Hat:9", "bash", fixed("RHSA-2024:1", ("0", "5.2")))
    rocky = Distribution(id="rocky", version="9.4", id_like=("rhel", "centos", "fedora"))
    result = match(red_hat, rpm("bash", "5.1", vendor="rocky"), distribution=rocky)
    assert len(result.claims) == 1
    assert "lacks Rocky Linux:9" in result.rows[0].reason


def test_languages_without_a_feed_are_unsupported() -> None:
    """A database without them, or a type nobody publishes advisories for."""
    database = shelf("PyPI", "x", fixed("GHSA-1", ("0", "2")))
    rows = match(
        database, library("x", "1"), library("y", "1", kind="npm"), library("z", "1", kind="conda")
    ).rows
    assert [(row.check, row.status) for row in rows] == [
        ("vulnerabilities (PyPI)", Status.RAN),
        ("vulnerabilities (conda)", Status.UNSUPPORTED),
        ("vulnerabilities (npm)", Status.UNSUPPORTED),
    ]
    assert rows[0].reason == "1 package, 1 match"


def test_a_dead_distribution_has_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the day after its last; the date goes into the result."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1719792000")  # 2024-07-01
    database = Shelf({}, ends={("debian", "10"): "2024-06-30"}, also=frozenset({"Debian:10"}))
    buster = Distribution(id="debian", version="10")
    result = match(database, debian(), distribution=buster)
    assert [row.status for row in result.rows] == [Status.RAN, Status.END_OF_LIFE]
    assert result.distribution is not None
    assert result.distribution.end_of_life_at == "2024-06-30"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1719705600")  # 2024-06-30
    assert [row.status for row in match(database, debian(), distribution=buster).rows] == [
        Status.RAN
    ]


def test_wolfi_is_looked_up_by_origin_and_by_package() -> None:
    """Its records name either; one advisory found twice is one claim."""
    held = Component(
        name="haproxy-3.0-doc",
        version="3.0.9-r0",
        purl=Purl("pkg:apk/wolfi/haproxy-3.0-doc@3.0.9-r0"),
        type="apk",
        source_name="haproxy-3.0",
        locations=(Location(path="/lib/apk/db/installed"),),
    )
    entry = fixed("CGA-1", ("0", "3.0.10-r0"))
    database = Shelf({("Wolfi", "haproxy-3.0"): (entry,), ("Wolfi", "haproxy-3.0-doc"): (entry,)})
    claims: tuple[Claim, ...] = match(database, held, distribution=Distribution(id="wolfi")).claims
    assert [claim.fixed_in for claim in claims] == [("3.0.10-r0",)]


def kernel(version: str, *, name: str = "linux-image-6.1.0-18-amd64") -> Component:
    """Return a signed kernel of Debian, whose source package only holds signatures."""
    return replace(
        debian(name, version, source="linux-signed-amd64"),
        source_version=version.replace("-", "+"),
    )


@pytest.mark.parametrize(
    ("source", "filed"),
    [
        ("linux-signed-amd64", "linux"),
        ("linux-signed-arm64", "linux"),
        ("linux-signed", "linux"),
        ("linux-signed-hwe-6.8", "linux-hwe-6.8"),
        ("linux-signed-azure", "linux-azure"),
    ],
)
def test_signed_kernels_are_looked_up_by_the_sources_they_are_built_from(
    source: str, filed: str
) -> None:
    """Trackers speak of the package with the code, at the version of the binary."""
    database = shelf("Debian:12", filed, fixed("CVE-1", ("0", "6.1.76-1")))
    old = replace(kernel("6.1.69-1"), source_name=source)
    new = replace(kernel("6.1.76-1"), source_name=source)
    (claim,) = match(database, old, distribution=BOOKWORM).claims
    assert (claim.component.source_name, claim.component.source_version) == (filed, "6.1.69-1")
    assert match(database, new, distribution=BOOKWORM).claims == ()


def test_kernels_of_several_versions_are_findings_of_their_own() -> None:
    """Any of them can be booted; headers belong to the finding of their version."""
    database = shelf("Debian:12", "linux", fixed("CVE-1", ("0", "6.1.80-1")))
    found = match(
        database,
        kernel("6.1.69-1", name="linux-image-6.1.0-17-amd64"),
        kernel("6.1.76-1"),
        debian("linux-libc-dev", "6.1.76-1", source="linux"),
        distribution=BOOKWORM,
    )
    findings = merge_claims(found.claims, target=Target(name="app", kind="oci"))
    assert {
        (f.component.name, f.component.version, len(f.packages)) for f in findings if f.component
    } == {("linux", "6.1.69-1", 1), ("linux", "6.1.76-1", 2)}


def test_the_ledger_says_that_containers_do_not_run_these_kernels() -> None:
    """A fact beside the findings; what it means is for the reader to decide."""
    database = shelf("Debian:12", "linux", fixed("CVE-1", ("0", "6.1.80-1")))
    with_kernel = match(database, kernel("6.1.76-1"), distribution=BOOKWORM)
    without = match(database, debian("linuxinfo", "1"), distribution=BOOKWORM)
    assert "1 kernel package is files on disk" in with_kernel.rows[0].reason
    assert "kernel" not in without.rows[0].reason
