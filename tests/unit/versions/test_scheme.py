"""The one door: schemes of ecosystems, keys, comparison, ranges."""

from dataclasses import dataclass

import pytest

from hullmark.versions.errors import InvalidVersionError
from hullmark.versions.key import MAX_LENGTH
from hullmark.versions.scheme import SCHEMES, compare, in_ranges, key, scheme_of


@dataclass(frozen=True)
class Bounds:
    """An interval as advisories give it."""

    introduced: str = "0"
    fixed: str = ""
    last_affected: str = ""


@pytest.mark.parametrize(
    ("ecosystem", "scheme"),
    [
        ("Debian:12", "debian"),
        ("Ubuntu:22.04:LTS", "debian"),
        ("Ubuntu:Pro:18.04:LTS", "debian"),
        ("Echo", "debian"),
        ("Alpine:v3.19", "alpine"),
        ("Wolfi", "alpine"),
        ("Chainguard", "alpine"),
        ("MinimOS", "alpine"),
        ("Alpaquita:stream", "alpine"),
        ("BellSoft Hardened Containers:23", "alpine"),
        ("AlmaLinux:9", "rpm"),
        ("Rocky Linux:9", "rpm"),
        ("Red Hat:enterprise_linux:9::baseos", "rpm"),
        ("SUSE:Linux Enterprise Server 15 SP5", "rpm"),
        ("openSUSE:Leap 15.5", "rpm"),
        ("Mageia:9", "rpm"),
        ("Azure Linux:3", "rpm"),
        ("openEuler:24.03-LTS", "rpm"),
        ("Photon OS:5.0", "rpm"),
        ("Arch", "alpm"),
        ("Gentoo", "gentoo"),
        ("PyPI", "pypi"),
        ("npm", "semver"),
        ("Go", "go"),
        ("Maven", "maven"),
        ("Maven:https://repo.example.org", "maven"),
        ("RubyGems", "rubygems"),
        ("crates.io", "semver"),
        ("NuGet", "nuget"),
        ("Packagist", "packagist"),
        ("Pub", "pub"),
        ("Hex", "semver"),
        ("Hackage", "hackage"),
        ("ConanCenter", "conan"),
        ("CRAN", "cran"),
        ("SwiftURL", "semver"),
        ("Bitnami", "bitnami"),
        ("Julia", "julia"),
        ("GHC", "semver"),
        ("opam", "opam"),
        ("Homebrew", "generic"),
        ("GitHub Actions", "semver"),
        ("Root:Alpine:3.18", "alpine"),
        ("", None),
        ("GIT", None),
        ("Nowhere:1", None),
    ],
)
def test_scheme_of_ignores_release_and_case(ecosystem: str, scheme: str | None) -> None:
    """Every OSV ecosystem names a scheme that exists, or none."""
    assert scheme_of(ecosystem) == scheme
    assert scheme_of(ecosystem.upper()) == scheme
    assert scheme is None or scheme in SCHEMES


@pytest.mark.parametrize("scheme", [None, "", "nonsense"])
def test_an_unknown_scheme_is_an_error_with_a_hint(scheme: str | None) -> None:
    """An ecosystem without a known order cannot be compared."""
    with pytest.raises(InvalidVersionError) as caught:
        key(scheme, "1.0")
    assert caught.value.hint


def test_a_long_version_is_refused_and_shortened_in_the_message() -> None:
    """The bound holds for lenient schemes too, and the message stays readable."""
    with pytest.raises(InvalidVersionError) as caught:
        key("rpm", "9" * (MAX_LENGTH + 1))
    assert len(caught.value.message) < 250
    assert key("rpm", "9" * MAX_LENGTH) > key("rpm", "9" * (MAX_LENGTH - 1))


def test_a_range_includes_its_start_and_excludes_its_fix() -> None:
    """Introduced ≤ version < fixed."""
    ranges = (Bounds("1.0", "1.5"), Bounds("2.0", "2.0.3"))
    inside = [
        v
        for v in ("0.9", "1.0", "1.4.9", "1.5", "1.9", "2.0.0", "2.0.3")
        if in_ranges("semver", v, ranges)
    ]
    assert inside == ["1.0", "1.4.9", "2.0.0"]


def test_last_affected_is_inclusive() -> None:
    """Version ≤ last_affected."""
    ranges = (Bounds("0", "", "1.5"),)
    assert in_ranges("semver", "1.5", ranges)
    assert not in_ranges("semver", "1.5.1", ranges)


def test_zero_is_the_beginning_of_time() -> None:
    """Even versions below 0 are affected where nothing else is said."""
    assert in_ranges("semver", "0.0.0-alpha", (Bounds(),))
    assert in_ranges("pypi", "0.dev0", (Bounds("0", "1"),))
    assert not in_ranges("debian", "1.0", (Bounds("0", "0"),))


def test_no_range_affects_nothing() -> None:
    """An empty set of intervals holds no version."""
    assert not in_ranges("rpm", "1.0-1", ())


def test_an_unreadable_bound_excludes_only_its_own_text() -> None:
    """A damaged advisory is shown rather than lost."""
    assert in_ranges("semver", "1.0", (Bounds("0", "see-notes"),))
    assert in_ranges("semver", "1.0", (Bounds("unknown", "2.0"),))
    assert not in_ranges("semver", "3.0", (Bounds("unknown", "2.0"),))
    assert in_ranges("semver", "9.0", (Bounds("1.0", "", "latest"),))


def test_an_unreadable_version_is_the_callers_to_report() -> None:
    """The component's own version must be readable."""
    with pytest.raises(InvalidVersionError):
        in_ranges("semver", "latest", (Bounds(),))


def test_compare_has_three_answers() -> None:
    """-1, 0 and 1."""
    assert [compare("semver", "1.0", other) for other in ("1.1", "1.0.0", "0.9")] == [-1, 0, 1]
