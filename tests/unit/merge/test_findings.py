"""Claims become findings: identity, joined fields, order, fingerprints."""

from datetime import date

from msgspec.structs import replace

from claim_values import APP, claim, debian, level, library, word
from hullmark.merge.end_of_life import end_of_life_finding
from hullmark.merge.findings import merge_claims, merge_findings
from hullmark.merge.fingerprint import fingerprints_of
from hullmark.merge.severity import SeverityOrder
from hullmark.model.component import Component, Distribution
from hullmark.model.finding import Finding, FixState, Kind, Priority
from hullmark.model.image import Digest
from hullmark.model.lineage import lineage_of
from hullmark.model.scan import Target
from hullmark.model.severity import Severity

CVE = "CVE-2024-22195"
GHSA = "GHSA-h5c8-rqwp-cp95"


def only(findings: tuple[Finding, ...]) -> Finding:
    """Return the one finding there should be."""
    assert len(findings) == 1
    return findings[0]


def component_of(finding: Finding) -> Component:
    """Return the component that a vulnerability always has."""
    assert finding.component is not None
    return finding.component


def test_scanners_that_name_a_flaw_differently_make_one_finding() -> None:
    """Native says PYSEC, another says CVE, a third links them: one finding, three sources."""
    merged = only(
        merge_claims(
            [
                claim("PYSEC-2024-1", (GHSA,)),
                claim(CVE, scanner="trivy"),
                claim(GHSA, (CVE,), scanner="grype"),
            ],
            target=APP,
        )
    )
    assert merged.identifiers == (CVE, GHSA, "PYSEC-2024-1")
    assert [(s.scanner, s.rule) for s in merged.sources] == [
        ("grype", GHSA),
        ("native", "PYSEC-2024-1"),
        ("trivy", CVE),
    ]


def test_an_alias_seen_on_another_component_closes_the_group_too() -> None:
    """Alias knowledge belongs to the flaw, not to the component it was first seen on."""
    merged = merge_claims(
        [
            claim(CVE, scanner="trivy"),
            claim(GHSA, scanner="grype"),
            claim(GHSA, (CVE,), library("other", "1")),
        ],
        target=APP,
    )
    assert len(merged) == 2
    assert {finding.identifiers for finding in merged} == {(CVE, GHSA)}


def test_one_version_at_ten_paths_is_one_finding() -> None:
    """Locations add up, lowest layer first."""
    claims = [
        claim(CVE, component=library(path=f"/opt/{number}/METADATA", layer=number))
        for number in range(9, -1, -1)
    ]
    merged = only(merge_claims(claims, target=APP))
    assert [location.layer_index for location in merged.locations] == list(range(10))
    assert component_of(merged).locations == merged.locations


def test_two_versions_are_two_findings_with_stable_numbers() -> None:
    """The lower version keeps the plain fingerprint through upgrades of either."""
    before = merge_claims(
        [claim(CVE, component=library(version=v)) for v in ("3.10.0", "3.9.0")], target=APP
    )
    after = merge_claims(
        [claim(CVE, component=library(version=v)) for v in ("3.10.1", "3.9.0")], target=APP
    )
    single = merge_claims([claim(CVE, component=library(version="3.9.5"))], target=APP)
    by_version = {component_of(f).version: f.id for f in before}
    assert len(set(by_version.values())) == 2
    assert {f.id for f in after} == set(by_version.values())
    assert only(single).id == by_version["3.9.0"]


def test_spellings_of_name_and_version_are_one_component() -> None:
    """PyPI ignores case and separators in names, and trailing zeros in versions."""
    merged = only(
        merge_claims(
            [
                claim(CVE, component=library("Ruamel_YAML", "1.0")),
                claim(CVE, component=library("ruamel.yaml", "1.0.0"), scanner="trivy"),
            ],
            target=APP,
        )
    )
    assert len(merged.sources) == 2


def test_os_flaws_belong_to_the_source_package() -> None:
    """Seven binaries of one source are one finding that lists them."""
    names = ("libssl3", "openssl", "libssl-dev")
    merged = only(merge_claims([claim(CVE, component=debian(n)) for n in names], target=APP))
    component = component_of(merged)
    assert component.name == "openssl"
    assert component.version == "3.0.15-1~deb12u1"
    assert component.purl == (
        "pkg:deb/debian/openssl@3.0.15-1~deb12u1?arch=source&distro=debian-12"
    )
    assert [purl.split("@")[0].rpartition("/")[2] for purl in merged.packages] == sorted(names)


def test_epochs_do_not_tell_debian_versions_apart() -> None:
    """``0:1.2-3`` and ``1.2-3`` are one version."""
    merged = merge_claims(
        [
            claim(CVE, component=debian(source_version="0:3.0.15-1")),
            claim(CVE, component=debian(source_version="3.0.15-1"), scanner="trivy"),
        ],
        target=APP,
    )
    assert len(merged) == 1


def test_a_source_rpm_has_no_epoch() -> None:
    """Its file name leaves the epoch out that a binary states."""
    one = Component(
        name="perl-libs",
        version="4:5.26.3-422.el8",
        purl="pkg:rpm/almalinux/perl-libs@5.26.3-422.el8?epoch=4",  # type: ignore[arg-type]
        type="rpm",
        source_name="perl",
        source_version="5.26.3-422.el8",
    )
    other = replace(one, name="perl", source_name="", source_version="")
    assert len(merge_claims([claim(CVE, component=c) for c in (one, other)], target=APP)) == 1


def test_a_notice_makes_one_finding_per_flaw() -> None:
    """A DSA and the records of its CVEs meet without gluing the CVEs."""
    merged = merge_claims(
        [
            claim("DSA-1-1", ("CVE-2024-1000", "CVE-2024-1001"), debian(), scanner="clair"),
            claim("DEBIAN-CVE-2024-1000", (), debian()),
        ],
        target=APP,
    )
    assert {f.identifiers: len(f.sources) for f in merged} == {
        ("CVE-2024-1000", "DEBIAN-CVE-2024-1000", "DSA-1-1"): 2,
        ("CVE-2024-1001", "DSA-1-1"): 1,
    }


def test_fixes_are_joined_in_version_order() -> None:
    """Ascending as the ecosystem orders, equal ones once; a fix anybody knows is a fix."""
    merged = only(
        merge_claims(
            [
                claim(CVE, fixed_in=("3.10.0", "3.9.1"), fix_state=FixState.FIXED),
                claim(CVE, fixed_in=("3.9.1.0",), scanner="trivy"),
                claim(CVE, fix_state=FixState.WONT_FIX, scanner="grype"),
            ],
            target=APP,
        )
    )
    assert merged.fixed_in == ("3.9.1", "3.10.0")
    assert merged.fix_state is FixState.FIXED


def test_severity_follows_the_order_and_keeps_every_rating() -> None:
    """Debian's word decides on a Debian package; all opinions stay."""
    ratings = (word("debian", "unimportant"), level("nvd", Severity.CRITICAL))
    merged = only(merge_claims([claim(CVE, component=debian(), ratings=ratings)], target=APP))
    assert merged.severity is Severity.NEGLIGIBLE
    assert merged.rating is not None
    assert merged.rating.label == "unimportant"
    assert [rating.source for rating in merged.ratings] == ["nvd", "debian"]
    order = SeverityOrder(steps=("nvd",))
    assert merge_findings([merged], target=APP, order=order)[0].severity is Severity.CRITICAL


def test_nobody_rated_is_unknown() -> None:
    """No rating is not a low rating."""
    merged = only(merge_claims([claim(CVE)], target=APP))
    assert merged.severity is Severity.UNKNOWN
    assert merged.rating is None


def test_priority_takes_the_worst() -> None:
    """Exploited if anybody says so, the highest EPSS."""
    merged = only(
        merge_claims(
            [
                claim(CVE, priority=Priority(known_exploited=True)),
                claim(CVE, priority=Priority(epss=0.1, epss_percentile=0.9), scanner="grype"),
                claim(CVE, priority=Priority(epss=0.2), scanner="trivy"),
            ],
            target=APP,
        )
    )
    assert merged.priority == Priority(known_exploited=True, epss=0.2, epss_percentile=0.9)


def test_titles_are_never_empty() -> None:
    """A title somebody gave, else the first sentence, else the flaw and its place."""
    given = [
        claim(CVE, title="openssl security update", scanner="clair"),
        claim(CVE, description="Jinja2 renders attributes unescaped. Details follow."),
    ]
    assert only(merge_claims(given, target=APP)).title == "Jinja2 renders attributes unescaped"
    better = claim(CVE, title="Jinja2 attribute injection", scanner="trivy")
    assert only(merge_claims([*given, better], target=APP)).title == "Jinja2 attribute injection"
    assert only(merge_claims([claim(CVE)], target=APP)).title == f"{CVE} in jinja2"


def test_a_made_up_title_gives_way_in_a_later_merge() -> None:
    """What was invented for want of a title is not taken for one."""
    first = merge_claims([claim(GHSA)], target=APP)
    second = merge_claims([claim(GHSA, (CVE,), title="Jinja2 attribute injection")], target=APP)
    assert only(merge_findings([*first, *second], target=APP)).title == (
        "Jinja2 attribute injection"
    )


def test_most_urgent_comes_first() -> None:
    """Severity, then known exploited, then EPSS, then id; unknown before low."""
    rated = {
        "CVE-2024-1001": (Severity.LOW, Priority(known_exploited=True)),
        "CVE-2024-1002": (Severity.UNKNOWN, Priority()),
        "CVE-2024-1003": (Severity.HIGH, Priority(epss=0.1)),
        "CVE-2024-1004": (Severity.HIGH, Priority(epss=0.5)),
        "CVE-2024-1005": (Severity.HIGH, Priority(known_exploited=True)),
        "CVE-2024-1006": (Severity.CRITICAL, Priority()),
        "CVE-2024-1000": (Severity.LOW, Priority()),
        "CVE-2024-0999": (Severity.LOW, Priority()),
    }
    claims = [
        claim(cve, ratings=(level("nvd", severity),), priority=priority)
        for cve, (severity, priority) in rated.items()
    ]
    assert [f.identifiers[0][-4:] for f in merge_claims(claims, target=APP)] == [
        *("1006", "1005", "1004", "1003", "1002", "1001", "0999", "1000"),
    ]


def test_fingerprints_do_not_see_what_changes_with_a_build() -> None:
    """Tag, digest, version, layer and scanner are not in it; name and platform are."""
    built = replace(APP, name="registry.example/team/app:2.5", digest=Digest("sha256:" + "1" * 64))
    moved = library(version="3.1.3", path="/elsewhere", layer=7)
    first = only(merge_claims([claim(CVE)], target=APP)).id
    assert only(merge_claims([claim(CVE, component=moved)], target=built)).id == first
    other = replace(APP, name="registry.example/team/other:2.4")
    assert only(merge_claims([claim(CVE)], target=other)).id != first
    assert only(merge_claims([claim(CVE)], target=replace(APP, platform=None))).id != first


def test_a_later_alias_keeps_the_fingerprint_of_a_cve() -> None:
    """The CVE stands for the flaw; a first CVE is still found under the older id."""
    plain = only(merge_claims([claim(CVE)], target=APP))
    aliased = only(merge_claims([claim(CVE, (GHSA,))], target=APP))
    assert aliased.id == plain.id
    older = only(merge_claims([claim(GHSA)], target=APP))
    known_as = fingerprints_of(
        aliased.kind, aliased.identifiers, aliased.component, lineage_of(APP)
    )
    assert known_as[0] == aliased.id
    assert older.id in known_as


def test_references_and_dates_are_joined() -> None:
    """Links add up, the first publication counts."""
    merged = only(
        merge_claims(
            [
                claim(CVE, references=("https://b.example", "https://a.example")),
                claim(CVE, references=("https://a.example",), published_at="2024-02-01"),
                claim(CVE, published_at="2024-01-11"),
            ],
            target=APP,
        )
    )
    assert merged.references == ("https://a.example", "https://b.example")
    assert merged.published_at == "2024-01-11"


def test_an_unparsable_version_is_equal_to_itself_only() -> None:
    """No crash, no false equality."""
    versions = ("banana", "apple", "banana")
    claims = [claim(CVE, component=library(version=v, kind="npm")) for v in versions]
    assert len(merge_claims(claims, target=APP)) == 2


def test_a_dead_distribution_is_a_finding() -> None:
    """From the day after its last one; its fingerprint survives a move to another dead release."""
    dead = Distribution(
        id="debian", version="10", name="Debian GNU/Linux 10", end_of_life_at="2024-06-30"
    )
    target = replace(APP, distribution=dead)
    finding = end_of_life_finding(target, today=date(2024, 7, 1))
    assert finding is not None
    assert finding.kind is Kind.END_OF_LIFE
    assert finding.severity is Severity.HIGH
    assert finding.title == "Debian GNU/Linux 10 has had no updates since 2024-06-30"
    assert end_of_life_finding(target, today=date(2024, 6, 30)) is None
    assert end_of_life_finding(APP, today=date(2024, 7, 1)) is None
    older = replace(dead, version="9", end_of_life_at="2022-06-30")
    other = end_of_life_finding(replace(APP, distribution=older), today=date(2024, 7, 1))
    assert other is not None
    assert other.id == finding.id


def test_findings_of_other_kinds_pass_through() -> None:
    """They are joined by fingerprint and take part in the order."""
    dead = Distribution(id="debian", version="10", end_of_life_at="2024-06-30")
    finding = end_of_life_finding(replace(APP, distribution=dead), today=date(2026, 1, 1))
    assert finding is not None
    low = merge_claims([claim(CVE, ratings=(level("nvd", Severity.LOW),))], target=APP)
    merged = merge_findings([*low, finding, finding], target=APP)
    assert [one.kind for one in merged] == [Kind.END_OF_LIFE, Kind.VULNERABILITY]


def test_lineage_is_the_repository_and_platform() -> None:
    """Docker's defaults are filled in; tags and digests go; archives are known by file name."""
    digest = "sha256:" + "a" * 64
    names = {
        ("registry", "alpine"): "docker.io/library/alpine",
        ("docker", "team/app:1"): "docker.io/team/app",
        ("registry", f"localhost:5000/app:1@{digest}"): "localhost:5000/app",
        ("podman", "quay.io/a/b/c"): "quay.io/a/b/c",
        ("oci", "/tmp/build/app-oci:2.4"): "app-oci",
        ("docker-archive", "out/app.tar.gz"): "app",
        ("rootfs", "/srv/root/"): "root",
        ("oci-archive", "shop/web:1.0"): "docker.io/shop/web",
        ("oci-archive", "out/app.tar:1.0"): "app",
        ("oci-archive", "api/Dockerfile#build"): "api/Dockerfile#build",
        ("report", "registry.example/shop/web:1.0"): "registry.example/shop/web",
        ("report", "web/Dockerfile"): "Dockerfile",
    }
    for (kind, name), expected in names.items():
        assert lineage_of(Target(name=name, kind=kind)) == expected
    assert lineage_of(APP) == "registry.example/team/app@linux/amd64"
