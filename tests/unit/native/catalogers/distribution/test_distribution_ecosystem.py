"""The ecosystem key is spelled as the feeds spell it."""

import pytest

from hullmark.model.component import Distribution
from hullmark.native.catalogers.distribution import Ecosystem, ecosystem_of, find_ecosystem


@pytest.mark.parametrize(
    ("id_", "version", "key"),
    [
        ("debian", "12.5", "Debian:12"),
        ("debian", "6.0.10", "Debian:6.0"),
        ("debian", "3.1", "Debian:3.1"),
        ("ubuntu", "22.04", "Ubuntu:22.04:LTS"),
        ("ubuntu", "25.10", "Ubuntu:25.10"),
        ("ubuntu", "13.04", "Ubuntu:13.04"),
        ("alpine", "3.19.1", "Alpine:v3.19"),
        ("alpine", "3.23.0_alpha20251016", "Alpine:edge"),
        ("almalinux", "9.4", "AlmaLinux:9"),
        ("rocky", "8.10", "Rocky Linux:8"),
        ("rhel", "9.4", "Red Hat:enterprise_linux:9"),
        ("wolfi", "20230201", "Wolfi"),
        ("chainguard", "20230214", "Chainguard"),
        ("minimos", "20241031", "MinimOS"),
        ("amzn", "2023", "Amazon Linux:2023"),
        ("amzn", "2018.03", "Amazon Linux:1"),
        ("azurelinux", "3.0", "Azure Linux:3"),
        ("mariner", "2.0.20240112", "Azure Linux:2"),
        ("photon", "5.0", "Photon OS:5.0"),
        ("mageia", "9", "Mageia:9"),
        ("opensuse-leap", "15.5", "openSUSE:Leap 15.5"),
        ("opensuse-tumbleweed", "20240101", "openSUSE:Tumbleweed"),
        ("sles", "15.5", "SUSE:Linux Enterprise Server 15 SP5"),
        ("sles", "15", "SUSE:Linux Enterprise Server 15"),
        ("sles", "16.0", "SUSE:Linux Enterprise Server 16.0"),
        ("sle-micro", "5.3", "SUSE:Linux Enterprise Micro 5.3"),
        ("sl-micro", "6.0", "SUSE:Linux Micro 6.0"),
    ],
)
def test_own_ecosystem(id_: str, version: str, key: str) -> None:
    """A distribution with a feed of its own is no fallback."""
    assert find_ecosystem(Distribution(id=id_, version=version)) == Ecosystem(key=key)


def test_names_and_variants_that_carry_part_of_the_key() -> None:
    """A service pack stands in openEuler's name, Ubuntu Pro in the variant."""
    euler = Distribution(id="openeuler", version="22.03", name="openEuler 22.03 (LTS-SP1)")
    assert ecosystem_of(euler) == "openEuler:22.03-LTS-SP1"
    pro = Distribution(id="ubuntu", version="16.04", variant="esm")
    assert ecosystem_of(pro) == "Ubuntu:Pro:16.04:LTS"


def test_debian_testing_goes_by_its_codename() -> None:
    """A release without a number is found by its codename."""
    assert ecosystem_of(Distribution(id="debian", codename="forky")) == "Debian:14"


@pytest.mark.parametrize(
    ("distribution", "key", "fallback"),
    [
        (Distribution(id="raspbian", version="12", codename="bookworm"), "Debian:12", "debian"),
        (
            Distribution(id="linuxmint", version="21.1", codename="jammy", id_like=("ubuntu",)),
            "Ubuntu:22.04:LTS",
            "ubuntu",
        ),
        (Distribution(id="pop", version="22.04"), "Ubuntu:22.04:LTS", "ubuntu"),
        (Distribution(id="ol", version="8.9"), "Red Hat:enterprise_linux:8", "rhel"),
        (Distribution(id="centos", version="7"), "Red Hat:enterprise_linux:7", "rhel"),
        (Distribution(id="mine", version="8", id_like=("debian",)), "Debian:8", "debian"),
        (Distribution(id="mine", version="3.20", id_like=("alpine",)), "Alpine:v3.20", "alpine"),
        (Distribution(id="devuan", version="4", codename="chimaera"), "Debian:11", "debian"),
        (Distribution(id="parrot", version="6.1", codename="lorikeet"), "Debian:12", "debian"),
        (Distribution(id="postmarketos", version="v24.06"), "Alpine:v3.20", "alpine"),
        (Distribution(id="postmarketos", version="edge"), "Alpine:edge", "alpine"),
    ],
)
def test_derived_distributions_are_marked(
    distribution: Distribution, key: str, fallback: str
) -> None:
    """A parent's advisories stand in, and the answer says whose they are."""
    assert find_ecosystem(distribution) == Ecosystem(key=key, fallback=fallback)


@pytest.mark.parametrize(
    "distribution",
    [
        Distribution(id="fedora", version="41"),
        Distribution(id="kali", version="2024.1", codename="kali-rolling", id_like=("debian",)),
        Distribution(id="postmarketos", version="v99.06", id_like=("alpine",)),
        Distribution(id="linuxmint", version="6", codename="faye", id_like=("debian",)),
        Distribution(id="debian"),
        Distribution(id="alpine"),
        Distribution(id="busybox", version="1.36.1"),
        Distribution(id=""),
    ],
)
def test_no_ecosystem_is_guessed(distribution: Distribution) -> None:
    """Where no feed fits, none is named."""
    assert ecosystem_of(distribution) == ""
