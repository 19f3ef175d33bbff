"""The orders of the language ecosystems."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.version import InvalidVersion, Version

from hullmark.versions import packagist
from hullmark.versions.errors import InvalidVersionError
from hullmark.versions.scheme import compare, key
from version_ladder import ascends, equals

_PEP440 = st.from_regex(
    r"\A([0-2]!)?[0-3](\.[0-2]){0,3}((a|b|rc|c|alpha|\.pre|_beta|-preview)[0-2]?)?"
    r"((\.post|-r|rev|-)[0-2])?(\.?dev[0-2]?)?(\+[a1](\.[b20]){0,2})?\Z"
)


def test_semver_orders_pre_releases_by_identifier() -> None:
    """Numbers before words, fewer identifiers first, the release last."""
    ascends(
        "semver",
        "1.0.0-1 1.0.0-2 1.0.0-10 1.0.0-A 1.0.0-a 1.0.0-a.b 1.0.0 1.0.1 1.2 1.10",
    )


def test_semver_reads_what_tools_write() -> None:
    """A ``v``, missing and surplus zero numbers and build metadata change nothing."""
    equals("semver", "1.2.0 v1.2.0 =1.2.0 1.2 1.2.0.0 1.2.0+build.5 1.2.0+incompatible")
    ascends("semver", "1.2.3beta 1.2.3 1.2.3.1 1.2.3.10")
    with pytest.raises(InvalidVersionError):
        key("semver", "latest")


def test_go_orders_modules_and_toolchains() -> None:
    """Pseudo-versions are pre-releases; Go's own release candidates have no hyphen."""
    ascends("go", "v0.0.0-20191109021931-daa7c04131f5 v0.0.0-20200101000000-000000000000 v0.1.0")
    ascends("go", "1.20.0-0 go1.20rc1 go1.20rc2 go1.20 go1.20.1 go1.21beta1 go1.21rc1 go1.21.0")
    equals("go", "v2.0.0+incompatible v2.0.0 2.0.0")
    assert compare("go", "go1.21.4 X:boringcrypto", "1.21.4") == 0
    with pytest.raises(InvalidVersionError):
        key("go", "devel +abc")


def test_pub_and_julia_count_the_build() -> None:
    """No build comes first, then numbers, then words."""
    for scheme in ("pub", "julia"):
        ascends(scheme, "1.0.0-pre 1.0.0-pre+b 1.0.0 1.0.0+1 1.0.0+10 1.0.0+a 1.0.0+a.1 1.0.1")


def test_bitnami_revision_follows_the_release() -> None:
    """A number after the hyphen is a later build, a word an earlier stage."""
    ascends("bitnami", "1.2.3-rc.1 1.2.3-rc1 1.2.3 1.2.3-1 1.2.3-debian-12-r2 1.2.3-10 1.2.4")


def test_nuget_ignores_case_and_build() -> None:
    """Four numbers, pre-releases without case."""
    ascends("nuget", "1.0.0-alpha 1.0.0-Beta 1.0.0-beta2 1.0.0 1.0.0.1-a 1.0.0.1 1.0.1")
    equals("nuget", "1.0 1.0.0.0 1.0+sha 1.00.0")


@given(left=_PEP440, right=_PEP440)
@settings(max_examples=1500, deadline=None)
def test_pypi_agrees_with_packaging(left: str, right: str) -> None:
    """Whatever ``packaging`` accepts is ordered as ``packaging`` orders it."""
    first, second = Version(left), Version(right)
    assert compare("pypi", left, right) == (first > second) - (first < second)


@given(st.text("0123456789.abcdevrpost!+-_ ", max_size=10))
@settings(max_examples=500, deadline=None)
def test_pypi_calls_legacy_what_packaging_refuses(text: str) -> None:
    """A version that is not PEP 440 is below every one that is."""
    try:
        Version(text)
    except InvalidVersion:
        assert key("pypi", text) < key("pypi", "0.dev0")
    else:
        assert key("pypi", text) >= key("pypi", "0.dev0")


def test_pypi_legacy_versions_have_an_order() -> None:
    """As setuptools had: words before the end of a version, numbers after."""
    ascends("pypi", "1.0-alpha-x 1.0.bulbasaur 1.0.charmander 1.0-final-x 1.1.x 0")


def test_maven_orders_qualifiers() -> None:
    """Alpha < beta < milestone < rc < snapshot < release < sp < words < numbers."""
    ascends(
        "maven",
        "1-alpha-1 1-beta-2 1-m2 1-m11 1-rc 1-cr2 1-SNAPSHOT 1 1-sp 1-abc 1-x 1-1 1-2 1.0.1 1.1",
    )


def test_maven_drops_null_tokens_before_a_hyphen() -> None:
    """Zeros and release words at the end or before a hyphen do not count."""
    equals("maven", "1 1.0 1.0.0 1-0 1.ga 1-ga 1.Final 1.0.0.RELEASE 1-0.ga")
    equals("maven", "1-x 1x 1.0-x 1.0.0-x 1.0.0x")
    equals("maven", "1-1 1-ga-1 1-0-1")
    equals("maven", "1a1 1-alpha-1 1.0-ALPHA-1")


def test_maven_words_after_a_dot() -> None:
    """Stages after a dot precede the release, also behind zeros; other words follow it."""
    ascends("maven", "4.0.0.Alpha2 4.0.0.Beta1 4.0.0.CR1 4.0.0.Final 4.0.1.Beta1 4.0.1.Final")
    ascends("maven", "2 2-1 2.0.a 2.0.0.a 2.0.2 2.1-a 2.1-1 2.1.0.1 2.2 11.a2 11.b2 11 11.a 11b")


def test_rubygems_words_are_pre_releases() -> None:
    """Words sort before numbers and the end; zeros at the end do not count."""
    ascends("rubygems", "1.0.a.2 1.0.a9 1.0.a10 1.0.b1 1.0.rc1 1.0 1.0.0.1 1.0.1.a 1.0.1 1.1")
    equals("rubygems", "1 1.0 1.0.0")
    equals("rubygems", "1.rc1 1.0.rc1 1.0.0.rc1 1.0.0.rc.1")
    ascends("rubygems", "1.a.b 1.a.0.b 1.a.0.0.b 1.a 1.a.0.0.1 1.a.0.1 1.a.1 1")
    with pytest.raises(InvalidVersionError):
        key("rubygems", "1.0_2")


def test_packagist_follows_version_compare() -> None:
    """Dev < alpha < beta < RC < release < more numbers < pl."""
    ascends("packagist", "dev-foo 1.0-BETA1 1.0-dev 1.0a1 1.0b1 1.0RC1 1.0 1.0.0 1.0.1 1.0pl1 1.1")
    equals("packagist", "v1.0 V1.0 1.0")
    equals("packagist", "1.25.0-beta2.1 1.25.0-b.2.1 1.25.0beta2_1")


def test_packagist_placeholder_is_any_number() -> None:
    """PHP's ``#`` equals every number and the end, which no key can say."""
    assert compare("packagist", "1.2.#", "1.2.7") == 0
    assert compare("packagist", "1.2.#", "1.2") == 0
    assert compare("packagist", "1.2.#", "1.3.1") == -1
    assert packagist.key("1.2.#") < packagist.key("1.2.7")


def test_conan_trailing_zeros_pre_release_and_build() -> None:
    """Pre-releases first, builds after their version, items with letters by their number."""
    ascends("conan", "1.0-pre1 1.0-pre2 1 1+b1 1+b2 1.1 1.1a 1.2 1.10 1.a")
    equals("conan", "1 1.0 1.0.0")
    equals("conan", "1-pre1+b1 1.0-pre1.0+b1.0")


def test_cran_and_hackage_count_every_number() -> None:
    """A longer version is greater even when it adds zeros."""
    ascends("cran", "0.9 1.0 1.0-0 1.0-1 1.0.1-1 1.1")
    ascends("hackage", "0.9 1.0 1.0.0 1.0.0.1 1.1")
    for scheme in ("cran", "hackage"):
        with pytest.raises(InvalidVersionError):
            key(scheme, "1.0a")


def test_openssl_letters_follow_the_release() -> None:
    """Patches have letters, pre-releases come before, builds of distributors do not count."""
    ascends(
        "openssl",
        "0.9.8z 0.9.8za 1.0.2-beta1 1.0.2 1.0.2a 1.1.1-pre9 1.1.1 3.0.0-alpha1 3.0.0",
    )
    equals("openssl", "1.0.2k 1.0.2k-fips")
    with pytest.raises(InvalidVersionError):
        key("openssl", "openssl")


def test_generic_order_knows_common_stages() -> None:
    """Numbers by value, stages before, patches after."""
    ascends("generic", "1.0-alpha 1.0-beta2 1.0rc1 1.0 1.0.1 1.2 1.10 1.10p1")
