"""The orders of Debian, Alpine, RPM, pacman and Gentoo."""

import pytest

from hullmark.versions import alpine, alpm, rpm
from hullmark.versions.errors import InvalidVersionError
from hullmark.versions.scheme import compare, key
from version_ladder import ascends, equals


def test_debian_sorts_tilde_end_letters_then_the_rest() -> None:
    """``~`` comes before the end, letters before other characters, numbers by value."""
    ascends("debian", "1.0~~ 1.0~~a 1.0~ 1.0 1.0-1 1.0a 1.0+b 1.0.1 1.2 1.10 1:0.1 2:0")


def test_debian_revision_is_what_follows_the_last_hyphen() -> None:
    """Hyphens and colons may stand inside the upstream version."""
    ascends("debian", "1.0-1~deb12u1 1.0-1 1.0-1+deb12u1 1.0-2 1.0-2-1 1:1-a:b-5 1:1-a:b-6")


def test_debian_absent_parts_are_zero() -> None:
    """No epoch is epoch 0, no revision is revision 0, leading zeros do not count."""
    equals("debian", "1.0 0:1.0 1.0-0 1.0-00 01.0 1.00")


@pytest.mark.parametrize(
    "version", ["", "1 2", "a:1", "-1:1", ":1", "1:", "1.0-", "-1", "99999999999:1"]
)
def test_debian_refuses_what_dpkg_refuses(version: str) -> None:
    """Empty parts, inner white space and epochs that are no number are errors."""
    with pytest.raises(InvalidVersionError) as caught:
        key("debian", version)
    assert caught.value.code == "HM2101"


def test_opam_has_neither_epoch_nor_revision() -> None:
    """Opam compares the whole text like Debian's upstream version."""
    ascends("opam", "1.0~beta 1.0 1.0a 1.0-1 1.0.1 1.10")


def test_alpine_suffixes_surround_the_release() -> None:
    """Alpha < beta < pre < rc < release < cvs < svn < git < hg < p."""
    ascends(
        "alpine",
        "1_alpha 1_beta2 1_pre 1_rc1 1 1-r1 1_cvs 1_svn 1_git2 1_hg 1_p1 1_p1-r1 1a 1.0",
    )


def test_alpine_numbers_with_a_leading_zero_are_fractions() -> None:
    """After the first number ``.05`` is less than ``.1``; the first number is plain."""
    ascends("alpine", "1.01 1.011 1.02 1.1 1.2 1.10 2")
    equals("alpine", "01.2 1.2")


def test_alpine_orders_what_apk_calls_invalid() -> None:
    """An invalid version is less than its valid beginning, and goes on as text and numbers."""
    ascends("alpine", "5.7.2 5.7.3p1 5.7.3p2 5.7.3p10 5.7.3p 5.7.4")
    assert alpine.key("nonsense") < alpine.key("0")


def test_rpm_tilde_and_caret() -> None:
    """``~`` comes before the end, ``^`` right after it, then letters, then numbers."""
    ascends("rpm", "1.0~rc1 1.0~rc1^git1 1.0 1.0^git1 1.0a 1.0.1 1.1")


def test_rpm_release_counts_and_its_absence_is_least() -> None:
    """Epoch, version, release; a missing release is below every release."""
    ascends("rpm", "1.0 1.0-0 1.0-1.el9 1.0-1.el9_2 1.0-1.el10 1.0-2.el9 1:0.9-1")
    equals("rpm", "0:1.0-1 1.0-1 :1.0-1 01.0-1 1_0-1")


def test_rpm_accepts_any_text() -> None:
    """Characters outside ASCII separate and do not count."""
    assert rpm.key("1.1.α") == rpm.key("1.1.ββ")


def test_alpm_follows_vercmp() -> None:
    """Letters directly after a number precede the release; dotted letters follow it."""
    ascends("alpm", "1.0a 1.0alpha 1.0b 1.0beta 1.0p 1.0pre 1.0rc 1.0 1.0.a 1.0.a.1 1.0.b 1.0.1")
    ascends("alpm", "1.0-1 1.0-2 1.1-1 1:0.1-1")


def test_alpm_ignores_a_release_that_only_one_has() -> None:
    """Vercmp calls them equal; keys, which must be an order, put the bare version first."""
    assert compare("alpm", "1.5", "1.5-3") == 0
    assert alpm.key("1.5") < alpm.key("1.5-1") < alpm.key("1.5-3")


def test_gentoo_follows_the_package_manager_specification() -> None:
    """Letters before more numbers, suffixes around the release, revisions last."""
    ascends("gentoo", "1_alpha 1_alpha1 1_beta 1_pre 1_rc 1 1-r1 1_p 1_p1 1a 1.0 1.01 1.1 1.10 2")
    equals("gentoo", "1.0 1.0-r0 1.0-r00")
    with pytest.raises(InvalidVersionError):
        key("gentoo", "1.0-1")
