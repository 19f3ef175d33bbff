"""What one report knows of a package, claims of other reports about the same image gain."""

from claim_values import claim, debian, library
from hullmark.merge.placing import placed

UNTYPED = library("libc6", "2.36-9", kind="generic")
TYPED = debian("libc6", "2.36-9", source="")
FULL = debian("libc-bin", "2.36-9", source="glibc")


def test_a_package_without_a_kind_is_the_one_that_another_report_types() -> None:
    """Places stay its own."""
    first, _ = placed([claim("CVE-2024-0001", component=UNTYPED), claim(component=TYPED)])
    assert (first.component.type, first.component.purl) == ("deb", TYPED.purl)
    assert first.component.locations == UNTYPED.locations


def test_two_kinds_of_one_name_and_version_decide_nothing() -> None:
    """Better two findings than a wrong one."""
    other = library("libc6", "2.36-9", kind="npm")
    claims = [claim(component=UNTYPED), claim(component=TYPED), claim(component=other)]
    assert placed(claims)[0].component == UNTYPED


def test_a_source_package_is_known_by_the_same_flaw_at_the_same_version() -> None:
    """Another flaw or another version says nothing."""
    same = placed([claim("CVE-1", component=TYPED), claim("CVE-1", component=FULL)])
    assert same[0].component.source_name == "glibc"
    other = placed([claim("CVE-2", component=TYPED), claim("CVE-1", component=FULL)])
    assert other[0].component.source_name == ""
