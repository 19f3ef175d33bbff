"""Names and ecosystems have one spelling."""

import pytest

from hullmark.advisories.names import distribution_ecosystem, normal_ecosystem, normal_name


@pytest.mark.parametrize(
    ("ecosystem", "name", "expected"),
    [
        ("PyPI", "Zope.Interface__x", "zope-interface-x"),
        ("NuGet", "Newtonsoft.Json", "newtonsoft.json"),
        ("Packagist", "Symfony/Http-Kernel", "symfony/http-kernel"),
        ("npm", "@Scope/JSONStream", "@Scope/JSONStream"),
        ("Go", "std", "stdlib"),
        ("Go", "github.com/Azure/go", "github.com/Azure/go"),
        ("Maven", "org.example/artifact", "org.example:artifact"),
        ("crates.io", "Foo_Bar", "foo-bar"),
        ("Debian:12", "libTiff", "libTiff"),
        ("RubyGems", "RedCloth", "RedCloth"),
    ],
)
def test_names_take_the_normal_form_of_their_ecosystem(
    ecosystem: str, name: str, expected: str
) -> None:
    """A name is spelled as its ecosystem compares it, and normalising twice changes nothing."""
    assert normal_name(ecosystem, name) == expected
    assert normal_name(ecosystem, expected) == expected


@pytest.mark.parametrize(
    ("ecosystem", "expected"),
    [
        ("Debian:6.0", "Debian:6"),
        ("Debian:bookworm", "Debian:12"),
        ("Debian:3.1", "Debian:3.1"),
        ("debian:12.5", "Debian:12"),
        ("Debian", "Debian"),
        ("Alpine:3.19.1", "Alpine:v3.19"),
        ("Alpine:v3.19", "Alpine:v3.19"),
        ("Alpine:edge", "Alpine:edge"),
        ("Ubuntu:22.04", "Ubuntu:22.04:LTS"),
        ("Ubuntu:22.04:LTS", "Ubuntu:22.04:LTS"),
        ("Ubuntu:23.10", "Ubuntu:23.10"),
        ("Ubuntu:Pro:16.04:LTS", "Ubuntu:Pro:16.04:LTS"),
        ("Ubuntu:jammy", "Ubuntu:22.04:LTS"),
        ("AlmaLinux:9.3", "AlmaLinux:9"),
        ("Rocky Linux:8", "Rocky Linux:8"),
        ("Red Hat:enterprise_linux:9::baseos", "Red Hat:9"),
        ("Red Hat:rhel_eus:9.2::appstream", "Red Hat:rhel_eus:9.2::appstream"),
        ("Maven:https://repo.example.org", "Maven"),
        ("SUSE:Linux Enterprise Server 15 SP5", "SUSE:Linux Enterprise Server 15 SP5"),
        ("crates.io", "crates.io"),
    ],
)
def test_ecosystems_take_one_spelling(ecosystem: str, expected: str) -> None:
    """Families and releases are brought to one form, idempotently."""
    assert normal_ecosystem(ecosystem) == expected
    assert normal_ecosystem(expected) == expected


@pytest.mark.parametrize(
    ("identifier", "version", "codename", "expected"),
    [
        ("debian", "12", "", "Debian:12"),
        ("debian", "", "trixie", "Debian:13"),
        ("debian", "", "", ""),
        ("alpine", "3.19.1", "", "Alpine:v3.19"),
        ("ubuntu", "22.04", "", "Ubuntu:22.04:LTS"),
        ("rhel", "9.4", "", "Red Hat:9"),
        ("rocky", "8.10", "", "Rocky Linux:8"),
        ("ol", "9.4", "", "Oracle Linux:9"),
        ("wolfi", "20230201", "", "Wolfi"),
        ("amzn", "2023", "", "Amazon Linux:2023"),
        ("opensuse-leap", "15.5", "", "openSUSE:Leap 15.5"),
        ("sles", "15.5", "", "SUSE:Linux Enterprise Server 15 SP5"),
        ("plan9", "4", "", ""),
    ],
)
def test_distributions_have_a_key(
    identifier: str, version: str, codename: str, expected: str
) -> None:
    """What os-release says becomes the database's key, or nothing where no feed has one."""
    assert distribution_ecosystem(identifier, version, codename) == expected
