"""os-release and its elders, file by file."""

import pytest

from hullmark.native.catalogers.distribution.cataloger import DISTRIBUTION, RELEASE_BYTES
from hullmark.native.catalogers.record import File, Record, Release, UnreadableFileError


def _read(path: str, text: str) -> list[Record]:
    return list(DISTRIBUTION.parse(File(path, text.encode())))


def _one(path: str, text: str) -> Release:
    (release,) = _read(path, text)
    assert isinstance(release, Release)
    return release


def test_os_release_with_every_kind_of_quote() -> None:
    """Double, single and no quotes, escapes and comments are read as a shell would."""
    release = _one(
        "etc/os-release",
        '# made by hand\nID=\'Example\'\nVERSION_ID="1.2"\nPRETTY_NAME="A \\"B\\" \\$C"\n'
        'ID_LIKE="rhel fedora"\nVERSION_CODENAME=first\nVARIANT_ID=server\nnot an assignment\n',
    )
    assert release == Release(
        id="example",
        version="1.2",
        codename="first",
        id_like=("rhel", "fedora"),
        name='A "B" $C',
        variant="server",
        rank=100,
    )


def test_os_release_in_usr_lib_is_believed_after_the_one_in_etc() -> None:
    """The administrator's copy outranks the vendor's."""
    assert _one("usr/lib/os-release", "ID=x\nNAME=X").rank < 100


def test_base_codename_of_a_derived_distribution() -> None:
    """A derived distribution's codename is that of the release its packages come from."""
    release = _one(
        "etc/os-release",
        "ID=linuxmint\nID_LIKE=ubuntu\nVERSION_CODENAME=vera\nUBUNTU_CODENAME=jammy\n",
    )
    assert release.codename == "jammy"


@pytest.mark.parametrize("text", ["NAME=X\nVERSION_ID=1", "ID=unknown\nNAME=X", "ID=linux"])
def test_os_release_that_names_nothing(text: str) -> None:
    """A file without an ID (or with the word for "unknown") names no distribution."""
    assert _read("etc/os-release", text) == []


def test_os_release_without_an_id_but_a_parent() -> None:
    """ID_LIKE alone still tells whose packages these are."""
    assert _one("etc/os-release", "NAME=X\nID_LIKE=debian").id_like == ("debian",)


@pytest.mark.parametrize(
    ("path", "text", "id_", "version", "codename"),
    [
        (
            "etc/lsb-release",
            'DISTRIB_ID="Ubuntu"\nDISTRIB_RELEASE=9.10\nDISTRIB_CODENAME=karmic',
            "ubuntu",
            "9.10",
            "karmic",
        ),
        ("etc/lsb-release", "DISTRIB_ID=Arch\nDISTRIB_RELEASE=rolling", "arch", "", ""),
        ("etc/debian_version", "12.5\n", "debian", "12.5", ""),
        ("etc/debian_version", "trixie/sid\n", "debian", "", "trixie"),
        ("etc/debian_version", "kali-rolling\n", "kali", "", "kali-rolling"),
        ("etc/alpine-release", "3.19.1\n", "alpine", "3.19.1", ""),
        ("etc/alpine-release", "3.23.0_alpha20251016\n", "alpine", "3.23.0_alpha20251016", ""),
        (
            "etc/redhat-release",
            "Red Hat Enterprise Linux Server release 7.9 (Maipo)\n",
            "rhel",
            "7.9",
            "Maipo",
        ),
        (
            "etc/redhat-release",
            "Red Hat Enterprise Linux release 9.4 (Plow)\n",
            "rhel",
            "9.4",
            "Plow",
        ),
        ("etc/centos-release", "CentOS Stream release 9\n", "centos", "9", ""),
        ("etc/centos-release", "CentOS release 6.10 (Final)\n", "centos", "6.10", "Final"),
        ("etc/oracle-release", "Oracle Linux Server release 8.9\n", "ol", "8.9", ""),
        ("etc/system-release", "Amazon Linux AMI release 2018.03\n", "amzn", "2018.03", ""),
        ("etc/system-release", "Amazon Linux release 2 (Karoo)\n", "amzn", "2", "Karoo"),
        ("usr/lib/fedora-release", "Fedora release 41 (Forty One)\n", "fedora", "41", "Forty One"),
        (
            "etc/openEuler-release",
            "openEuler release 22.03 (LTS-SP1)\n",
            "openeuler",
            "22.03",
            "LTS-SP1",
        ),
        (
            "etc/photon-release",
            "VMware Photon OS 5.0\nPHOTON_BUILD_NUMBER=dde71ec57\n",
            "photon",
            "5.0",
            "",
        ),
        (
            "etc/mariner-release",
            "CBL-Mariner 2.0.20240112\nMARINER_BUILD_NUMBER=1\n",
            "mariner",
            "2.0.20240112",
            "",
        ),
        (
            "etc/azurelinux-release",
            "AZURELINUX_BUILD_NUMBER=1\nMicrosoft Azure Linux 3.0.2024\n",
            "azurelinux",
            "3.0.2024",
            "",
        ),
        (
            "etc/SuSE-release",
            "SUSE Linux Enterprise Server 12 (x86_64)\nVERSION = 12\nPATCHLEVEL = 3\n",
            "sles",
            "12.3",
            "",
        ),
        (
            "etc/SuSE-release",
            "openSUSE 13.2 (x86_64)\nVERSION = 13.2\nCODENAME = Harlequin\n",
            "opensuse",
            "13.2",
            "Harlequin",
        ),
        ("etc/system-release-cpe", "cpe:/o:centos:linux:6:GA\n", "centos", "6", ""),
        ("etc/system-release-cpe", "cpe:2.3:o:amazon:amazon_linux:2\n", "amzn", "2", ""),
        ("etc/gentoo-release", "Gentoo Base System release 2.14\n", "gentoo", "2.14", ""),
        ("etc/arch-release", "", "arch", "", ""),
        ("etc/slackware-version", "Slackware 15.0\n", "slackware", "15.0", ""),
        (
            "bin/busybox",
            "\x7fELF\0\0BusyBox v is wrong\0BusyBox v1.36.1 (2024)\0",
            "busybox",
            "1.36.1",
            "",
        ),
    ],
)
def test_elders(path: str, text: str, id_: str, version: str, codename: str) -> None:
    """Each older file gives the same facts as os-release would."""
    release = _one(path, text)
    assert (release.id, release.version, release.codename) == (id_, version, codename)


def test_ubuntu_pro_is_a_variant() -> None:
    """Enabled extended maintenance changes which advisories apply."""
    path = "var/lib/ubuntu-advantage/status.json"
    on = '{"services": [{"name": "esm-infra", "status": "enabled"}, {"name": "fips"}]}'
    assert _one(path, on).variant == "esm"
    assert _read(path, on.replace("enabled", "disabled")) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("etc/os-release", ""),
        ("etc/os-release", "\x00\x01"),
        ("etc/redhat-release", "\n\n"),
        ("etc/alpine-release", "no digits"),
        ("etc/debian_version", ""),
        ("etc/system-release-cpe", "cpe:/o"),
        ("var/lib/ubuntu-advantage/status.json", "{"),
        ("etc/os-release", "#" * (RELEASE_BYTES + 1)),
    ],
)
def test_files_that_are_not_what_they_claim(path: str, text: str) -> None:
    """An empty, broken or oversized release file is an issue, not silence."""
    with pytest.raises(UnreadableFileError):
        _read(path, text)
