"""A VEX statement silences what it is about, and says so; contradictions silence nothing."""

from msgspec.structs import replace

from hullmark.merge.vex import VexSubject, apply_vex
from hullmark.merge.vex_products import is_covered, purl_matches
from hullmark.model.component import Component, Purl
from hullmark.model.finding import Finding, Fingerprint, Kind
from hullmark.model.severity import Severity
from hullmark.model.vex import VexProduct, VexStatement, VexStatus

_PURL = "pkg:deb/debian/openssl@3.0.11-1?arch=source&distro=debian-12"
_IMAGE = VexSubject(names=("ghcr.io/shop/web:1.0",), digests=("sha256:" + "a" * 64,))


def _finding(*ids: str) -> Finding:
    component = Component(name="openssl", version="3.0.11-1", purl=Purl(_PURL), type="deb")
    return Finding(
        id=Fingerprint("f"),
        kind=Kind.VULNERABILITY,
        identifiers=ids or ("CVE-2024-1",),
        title="",
        severity=Severity.HIGH,
        rating=None,
        component=component,
        packages=("pkg:deb/debian/libssl3@3.0.11-1?arch=amd64",),
    )


def _statement(*products: VexProduct, **more: object) -> VexStatement:
    said: dict[str, object] = {
        "vulnerability": "CVE-2024-1",
        "status": VexStatus.NOT_AFFECTED,
        "justification": "vulnerable_code_not_present",
        "products": products,
        "source": "v.json: $.statements[0]",
        **more,
    }
    return VexStatement(**said)  # type: ignore[arg-type]


def _is_suppressed(statement: VexStatement, finding: Finding | None = None) -> bool:
    applied = apply_vex([finding or _finding()], [statement], subject=_IMAGE)
    return applied.findings[0].suppressed


def test_the_component_itself_is_named() -> None:
    """By the source package, by an installed package, with or without version."""
    assert _is_suppressed(_statement(VexProduct(ids=("pkg:deb/debian/openssl",))))
    assert _is_suppressed(_statement(VexProduct(ids=("pkg:deb/debian/libssl3@3.0.11-1",))))
    assert not _is_suppressed(_statement(VexProduct(ids=("pkg:deb/debian/openssl@3.0.9",))))
    assert not _is_suppressed(_statement(VexProduct(ids=("pkg:deb/ubuntu/openssl",))))


def test_the_image_is_named_with_or_without_parts() -> None:
    """By digest, by repository, by reference; another image is another matter."""
    part = (("pkg:deb/debian/libssl3",),)
    digest = "pkg:oci/web@sha256%3A" + "a" * 64
    assert _is_suppressed(_statement(VexProduct(ids=(digest,), subcomponents=part)))
    assert _is_suppressed(_statement(VexProduct(ids=("pkg:oci/web",))))
    assert _is_suppressed(
        _statement(VexProduct(ids=("pkg:oci/web?repository_url=ghcr.io/shop/web",)))
    )
    assert not _is_suppressed(
        _statement(VexProduct(ids=("pkg:oci/web?repository_url=quay.io/shop/web",)))
    )
    assert not _is_suppressed(_statement(VexProduct(ids=("pkg:oci/api",))))
    assert not _is_suppressed(
        _statement(VexProduct(ids=("pkg:oci/web",), subcomponents=(("pkg:deb/debian/bash",),)))
    )


def test_any_id_of_the_flaw_is_enough() -> None:
    """Statements use CVE, GHSA or a vendor's own id."""
    statement = _statement(
        VexProduct(ids=("pkg:oci/web",)), vulnerability="GHSA-xxxx", aliases=("cve-2024-1",)
    )
    assert _is_suppressed(statement)
    assert not _is_suppressed(statement, _finding("CVE-2024-2"))


def test_affected_silences_nothing() -> None:
    """Nor does what is still being looked at."""
    product = VexProduct(ids=("pkg:oci/web",))
    assert not _is_suppressed(_statement(product, status=VexStatus.AFFECTED))
    assert not _is_suppressed(_statement(product, status=VexStatus.UNDER_INVESTIGATION))


def test_the_later_statement_counts() -> None:
    """A supplier may change its mind."""
    product = VexProduct(ids=("pkg:oci/web",))
    old = _statement(product, stated_at="2024-01-01T00:00:00Z")
    new = _statement(product, status=VexStatus.AFFECTED, stated_at="2024-02-01T00:00:00Z")
    for statements in ([old, new], [new, old]):
        applied = apply_vex([_finding()], statements, subject=_IMAGE)
        assert not applied.findings[0].suppressed
        assert not applied.notes


def test_a_contradiction_is_told_and_not_applied() -> None:
    """Two statements of one time that disagree prove nothing."""
    product = VexProduct(ids=("pkg:oci/web",))
    applied = apply_vex(
        [_finding()],
        [_statement(product), _statement(product, status=VexStatus.AFFECTED, source="w.json")],
        subject=_IMAGE,
    )
    assert not applied.findings[0].suppressed
    assert "contradict" in applied.notes[0]
    assert not applied.unused


def test_what_had_no_effect_is_returned() -> None:
    """A document for another product is not applied in silence."""
    statement = _statement(VexProduct(ids=("pkg:oci/other",)))
    assert apply_vex([_finding()], [statement], subject=_IMAGE).unused == (statement,)


def test_a_parent_counts_where_every_way_leads_through_it() -> None:
    """A second way into the product keeps the finding."""
    statement = _statement(
        VexProduct(ids=("pkg:npm/a@1",), subcomponents=(("pkg:deb/debian/openssl",),))
    )
    one = {_PURL: ["pkg:npm/a@1"], "pkg:npm/a@1": ["pkg:npm/top@1"]}
    two = {_PURL: ["pkg:npm/a@1", "pkg:npm/b@1"], "pkg:npm/b@1": []}
    for dependents, expected in ((one, True), (two, False), ({}, False)):
        subject = replace(_IMAGE, dependents=dependents)
        applied = apply_vex([_finding()], [statement], subject=subject)
        assert applied.findings[0].suppressed is expected


def test_a_stated_purl_leaves_open_what_it_does_not_say() -> None:
    """Qualifiers that are stated have to be equal, others are free."""
    assert purl_matches("pkg:deb/debian/openssl?distro=debian-12", _PURL)
    assert not purl_matches("pkg:deb/debian/openssl?distro=debian-11", _PURL)
    assert not purl_matches("not a purl", _PURL)


def test_an_epoch_is_a_part_of_the_version_however_it_is_written() -> None:
    """In the version, as a qualifier, or left out by the statement."""
    held = "pkg:deb/debian/zlib1g@1%3A1.2.13?arch=amd64"
    assert purl_matches("pkg:deb/debian/zlib1g@1.2.13?epoch=1", held)
    assert purl_matches("pkg:deb/debian/zlib1g@1.2.13", held)
    assert not purl_matches("pkg:deb/debian/zlib1g@2%3A1.2.13", held)
    assert purl_matches("pkg:rpm/redhat/a@1-1", "pkg:rpm/redhat/a@1-1?epoch=2")
    assert purl_matches("pkg:golang/a.org/b@1.2.0", "pkg:golang/a.org/b@v1.2.0")


def test_a_statement_about_versions_covers_those_alone() -> None:
    """Single ones, ranges with one or several parts, exceptions; an empty one is none."""
    held = Component(name="a", version="2.8", purl=Purl("pkg:npm/a@2.8.0"), type="pypi")
    for versions, expected in (
        (("2.8.0",), True),
        (("2.7",), False),
        (("vers:pypi/>=2.7|<=2.8",), True),
        (("vers:pypi/>=2.7|<2.8",), False),
        (("vers:pypi/<1.0|>=2.0|<3.0",), True),
        (("vers:pypi/>=1.0|<2.0|>=3.0",), False),
        (("vers:pypi/>=2.0|!=2.8|<3.0",), False),
        (("vers:pypi/>2.0",), True),
        (("vers:pypi/*",), True),
        (("vers:pypi/",), False),
        ((), True),
    ):
        assert is_covered(held, versions) is expected, versions


def test_a_version_of_the_whole_that_nobody_knows_silences_nothing() -> None:
    """An image has no version to compare; a part of it has."""
    image = ("pkg:oci/web",)
    part = (("pkg:deb/debian/libssl3",),)
    assert not _is_suppressed(_statement(VexProduct(ids=image, versions=("1.0",))))
    for version, expected in (("3.0.11-1", True), ("3.0.9-1", False)):
        product = VexProduct(ids=image, subcomponents=part, versions=(version,))
        assert _is_suppressed(_statement(product)) is expected


def test_times_are_compared_as_moments() -> None:
    """A zone, a fraction, no zone: the later moment counts, not the later text."""
    product = VexProduct(ids=("pkg:oci/web",))
    for early, late in (
        ("2024-01-01T05:00:00+06:00", "2024-01-01T00:00:00Z"),
        ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00.5Z"),
        ("", "2024-01-01"),
    ):
        statements = [
            _statement(product, stated_at=late),
            _statement(product, stated_at=early, status=VexStatus.AFFECTED),
        ]
        assert apply_vex([_finding()], statements, subject=_IMAGE).findings[0].suppressed
