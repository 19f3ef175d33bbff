"""Which OSV ecosystem holds the advisories of a distribution.

Keys are spelled as the feeds spell them. Red Hat's feed keys products by CPE
(``Red Hat:enterprise_linux:9::appstream``), so the key given here is the part all of them share.
"""

import re
from collections.abc import Callable

import msgspec

from hullmark.model.component import Distribution
from hullmark.native.catalogers.distribution.codenames import DEBIAN, PARENT_RELEASES, UBUNTU


class Ecosystem(msgspec.Struct, frozen=True, kw_only=True):
    """The key of the advisories that apply, and how sure that is."""

    key: str
    fallback: str = ""
    """ID of the distribution whose advisories stand in; empty where the key is its own."""


def ecosystem_of(distribution: Distribution) -> str:
    """Return the ecosystem key, empty where no feed can be named."""
    found = find_ecosystem(distribution)
    return found.key if found else ""


def find_ecosystem(distribution: Distribution) -> Ecosystem | None:
    """Return the ecosystem of a distribution, or of the one it is derived from.

    A derived distribution rebuilds or repackages, so the answer for it is marked as a fallback.
    """
    if own := _OWN.get(distribution.id):
        key = own(distribution)
        return Ecosystem(key=key) if key else None
    parents = (*_PARENTS.get(distribution.id, ()), *distribution.id_like)
    for parent in parents:
        if derived := _DERIVED.get(parent):
            key = derived(distribution)
            if key:
                return Ecosystem(key=key, fallback=parent)
    return None


def _debian(distribution: Distribution) -> str:
    version = distribution.version or DEBIAN.get(_codename(distribution), "")
    major, _, rest = version.partition(".")
    if not major.isdigit():
        return ""
    if int(major) > 6:
        return f"Debian:{major}"
    # Before 7 the second number was part of the release: 3.0 and 3.1 are two.
    minor = rest.partition(".")[0] or "0"
    return f"Debian:{major}.{minor}"


def _ubuntu(distribution: Distribution) -> str:
    match = re.match(r"(\d{1,2})\.(\d\d)", distribution.version)
    release = match[0] if match else UBUNTU.get(_codename(distribution), "")
    if not release:
        return ""
    year, _, month = release.partition(".")
    lasting = int(year) % 2 == 0 and month in {"04", "06"}
    pro = "Pro:" if distribution.variant == "esm" and lasting else ""
    return f"Ubuntu:{pro}{release}:LTS" if lasting else f"Ubuntu:{release}"


def _alpine(distribution: Distribution) -> str:
    version = distribution.version
    if "_alpha" in version or version == "edge" or "edge" in distribution.name.lower():
        return "Alpine:edge"
    match = re.match(r"v?(\d+\.\d+)", version)
    return f"Alpine:v{match[1]}" if match else ""


def _major(prefix: str) -> Callable[[Distribution], str]:
    def key(distribution: Distribution) -> str:
        major = _leading_number(distribution.version)
        return f"{prefix}:{major}" if major else ""

    return key


def _whole(prefix: str) -> Callable[[Distribution], str]:
    def key(distribution: Distribution) -> str:
        return f"{prefix}:{distribution.version}" if distribution.version else ""

    return key


def _always(key: str) -> Callable[[Distribution], str]:
    return lambda _: key


def _photon(distribution: Distribution) -> str:
    match = re.match(r"\d+\.\d+", distribution.version)
    return f"Photon OS:{match[0]}" if match else ""


def _suse(product: str) -> Callable[[Distribution], str]:
    def key(distribution: Distribution) -> str:
        major, _, service_pack = distribution.version.partition(".")
        if not major.isdigit():
            return ""
        # From 16 on SUSE counts minor releases instead of service packs.
        if int(major) >= 16:
            return f"SUSE:{product} {distribution.version}"
        pack = "" if service_pack in {"", "0"} else f" SP{service_pack}"
        return f"SUSE:{product} {major}{pack}"

    return key


def _suse_micro(distribution: Distribution) -> str:
    product = "Linux Micro" if distribution.id == "sl-micro" else "Linux Enterprise Micro"
    return f"SUSE:{product} {distribution.version}" if distribution.version else ""


def _leap(distribution: Distribution) -> str:
    return f"openSUSE:Leap {distribution.version}" if distribution.version else ""


def _opensuse(distribution: Distribution) -> str:
    return _leap(distribution) if "." in distribution.version else "openSUSE:Tumbleweed"


def _openeuler(distribution: Distribution) -> str:
    if not distribution.version:
        return ""
    pack = re.search(r"\((LTS[\w-]*)\)", f"{distribution.name} ({distribution.codename})")
    suffix = f"-{pack[1]}" if pack else ""
    return f"openEuler:{distribution.version}{suffix}"


def _amazon(distribution: Distribution) -> str:
    major = _leading_number(distribution.version)
    # The first Amazon Linux counted by date (2018.03) and is known as 1 ever since.
    if "." in distribution.version and "2010" < major < "2020":
        return "Amazon Linux:1"
    return f"Amazon Linux:{major}" if major else ""


def _rebuilt_debian(distribution: Distribution) -> str:
    if release := _parent_release(distribution):
        return f"Debian:{release}"
    if codename := _codename(distribution):
        release = DEBIAN.get(codename, "")
    else:
        # Raspbian and its like count as Debian does; others (2024.1) count by date.
        release = _leading_number(distribution.version)
    return f"Debian:{release}" if release in DEBIAN.values() else ""


def _rebuilt_alpine(distribution: Distribution) -> str:
    if release := _parent_release(distribution):
        return _alpine(Distribution(id="alpine", version=release))
    # Others count by date; only Alpine's own count tells the branch.
    return _alpine(distribution) if re.match(r"v?3\.", distribution.version) else ""


def _parent_release(distribution: Distribution) -> str:
    """Return the parent's release behind one that is counted in another way, else empty."""
    known = PARENT_RELEASES.get(distribution.id, {})
    version = distribution.version.lower().removeprefix("v")
    return known.get(version) or known.get(version.partition(".")[0], "")


def _rebuilt_ubuntu(distribution: Distribution) -> str:
    if (release := UBUNTU.get(_codename(distribution))) is not None:
        return _ubuntu(Distribution(id="ubuntu", version=release))
    if re.fullmatch(r"\d\d\.(04|10)", distribution.version):
        return _ubuntu(distribution)
    return ""


def _rebuilt_red_hat(distribution: Distribution) -> str:
    major = _leading_number(distribution.version)
    # Fedora-based systems count far higher; releases before 5 have no advisories of this feed.
    return f"Red Hat:enterprise_linux:{major}" if major and int(major) in range(5, 16) else ""


def _leading_number(version: str) -> str:
    match = re.match(r"v?(\d{1,9})", version)
    return match[1] if match else ""


def _codename(distribution: Distribution) -> str:
    words = distribution.codename.lower().replace("/", " ").split()
    return words[0] if words else ""


_OWN: dict[str, Callable[[Distribution], str]] = {
    "debian": _debian,
    "ubuntu": _ubuntu,
    "alpine": _alpine,
    "wolfi": _always("Wolfi"),
    "chainguard": _always("Chainguard"),
    "minimos": _always("MinimOS"),
    "echo": _always("Echo"),
    "cleanstart": _always("CleanStart"),
    "alpaquita": _whole("Alpaquita"),
    "bellsoft-hardened-containers": _whole("BellSoft Hardened Containers"),
    "almalinux": _major("AlmaLinux"),
    "rocky": _major("Rocky Linux"),
    "rhel": _major("Red Hat:enterprise_linux"),
    "amzn": _amazon,
    "azurelinux": _major("Azure Linux"),
    "mariner": _major("Azure Linux"),
    "photon": _photon,
    "openeuler": _openeuler,
    "mageia": _major("Mageia"),
    "sles": _suse("Linux Enterprise Server"),
    "sles_sap": _suse("Linux Enterprise Server for SAP Applications"),
    "sled": _suse("Linux Enterprise Desktop"),
    "sle-micro": _suse_micro,
    "sl-micro": _suse_micro,
    "opensuse-leap": _leap,
    "opensuse-tumbleweed": _always("openSUSE:Tumbleweed"),
    "opensuse": _opensuse,
}

_DERIVED: dict[str, Callable[[Distribution], str]] = {
    "debian": _rebuilt_debian,
    "ubuntu": _rebuilt_ubuntu,
    "alpine": _rebuilt_alpine,
    "rhel": _rebuilt_red_hat,
    "centos": _rebuilt_red_hat,
    "wolfi": _always("Wolfi"),
}

_PARENTS = {
    "centos": ("rhel",),
    "ol": ("rhel",),
    "scientific": ("rhel",),
    "raspbian": ("debian",),
    "devuan": ("debian",),
    "parrot": ("debian",),
    "postmarketos": ("alpine",),
    "kali": ("debian",),
    "linuxmint": ("ubuntu", "debian"),
    "pop": ("ubuntu",),
    "elementary": ("ubuntu",),
}
"""Parents of distributions whose ``ID_LIKE`` is missing or names them in an unhelpful order."""
