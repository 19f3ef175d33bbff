"""One spelling per ecosystem and per package name, shared by the builder and the matcher."""

import re
from functools import lru_cache

_PYPI_SEPARATORS = re.compile(r"[-_.]+")
_LOWER = frozenset({"NuGet", "Packagist", "Pub", "Hex", "Bitnami", "GitHub Actions", "ConanCenter"})
_DEBIAN_RELEASES = {
    "woody": "3.0", "sarge": "3.1", "etch": "4", "lenny": "5", "squeeze": "6", "wheezy": "7",
    "jessie": "8", "stretch": "9", "buster": "10", "bullseye": "11", "bookworm": "12",
    "trixie": "13", "forky": "14", "duke": "15",
}  # fmt: skip
_UBUNTU_RELEASES = {
    "trusty": "14.04", "xenial": "16.04", "bionic": "18.04", "focal": "20.04", "groovy": "20.10",
    "hirsute": "21.04", "impish": "21.10", "jammy": "22.04", "kinetic": "22.10", "lunar": "23.04",
    "mantic": "23.10", "noble": "24.04", "oracular": "24.10", "plucky": "25.04",
    "questing": "25.10", "resolute": "26.04",
}  # fmt: skip
_FAMILIES = {
    "almalinux": "AlmaLinux", "alma": "AlmaLinux", "alpaquita": "Alpaquita", "alpine": "Alpine",
    "amazon linux": "Amazon Linux", "amazon": "Amazon Linux", "azure linux": "Azure Linux",
    "bitnami": "Bitnami", "cargo": "crates.io", "chainguard": "Chainguard", "conan": "ConanCenter",
    "conancenter": "ConanCenter", "cran": "CRAN", "crates.io": "crates.io", "debian": "Debian",
    "github actions": "GitHub Actions", "go": "Go", "golang": "Go", "hackage": "Hackage",
    "hex": "Hex", "julia": "Julia", "mageia": "Mageia", "maven": "Maven", "minimos": "MinimOS",
    "npm": "npm", "nuget": "NuGet", "opam": "opam", "openeuler": "openEuler",
    "opensuse": "openSUSE", "oracle linux": "Oracle Linux", "packagist": "Packagist",
    "photon os": "Photon OS", "pub": "Pub", "pypi": "PyPI", "red hat": "Red Hat",
    "rocky linux": "Rocky Linux", "rubygems": "RubyGems", "suse": "SUSE", "swifturl": "SwiftURL",
    "ubuntu": "Ubuntu", "wolfi": "Wolfi",
}  # fmt: skip
_BY_OS_RELEASE = {
    "almalinux": "AlmaLinux", "alpine": "Alpine", "amzn": "Amazon Linux",
    "azurelinux": "Azure Linux",
    "chainguard": "Chainguard", "debian": "Debian", "mageia": "Mageia", "minimos": "MinimOS",
    "ol": "Oracle Linux", "openeuler": "openEuler", "photon": "Photon OS", "rhel": "Red Hat",
    "rocky": "Rocky Linux", "ubuntu": "Ubuntu", "wolfi": "Wolfi",
}  # fmt: skip
_MAJOR_ONLY = frozenset({"AlmaLinux", "Debian", "Oracle Linux", "Red Hat", "Rocky Linux"})
_ROLLING = frozenset({"Chainguard", "MinimOS", "Wolfi"})
_LTS_YEARS = re.compile(r"^\d*[02468]\.04$")
_NUMBER = re.compile(r"^v?(\d+(?:\.\d+)*)")


def normal_name(ecosystem: str, name: str) -> str:  # noqa: PLR0911 - one rule each
    """Return a package name in the spelling that the database is keyed by.

    PyPI follows PEP 503; NuGet, Packagist, Pub, Hex and Bitnami ignore case; crates.io takes ``-``
    for ``_``; Maven is ``group:artifact``; Go's standard library is ``stdlib``. npm, Go and
    RubyGems tell case apart, and so do distributions (the ecosystems with a release).
    """
    name = name.strip()
    if ":" in ecosystem:
        return name
    family = ecosystem
    if family == "PyPI":
        return _PYPI_SEPARATORS.sub("-", name).lower()
    if family in _LOWER:
        return name.lower()
    match family:
        case "crates.io":
            return name.lower().replace("_", "-")
        case "Maven":
            return name if ":" in name else name.replace("/", ":", 1)
        case "Go":
            return "stdlib" if name in {"std", "go", "golang.org/std"} else name.rstrip("/")
        case "SwiftURL":
            return name.lower().removeprefix("https://").removesuffix(".git")
    return name


@lru_cache(maxsize=4096)
def normal_ecosystem(ecosystem: str) -> str:  # noqa: PLR0911 - one rule each
    """Return an ecosystem in OSV's spelling, with the release as Hullmark keys it.

    The family takes OSV's capitals. Language families lose a suffix (``Maven:https://…``).
    Releases: Debian, Alma, Oracle, Red Hat and Rocky by major number, codenames resolved
    (``Debian:bookworm`` → ``Debian:12``); Alpine ``v3.19`` or ``edge``; Ubuntu ``22.04:LTS`` with
    ``Pro`` kept in front; others as published.
    """
    family, _, release = ecosystem.strip().partition(":")
    family = _FAMILIES.get(family.strip().lower(), family.strip())
    release = release.strip()
    match family:
        case "Alpine":
            return _joined(family, _alpine(release))
        case "Ubuntu":
            return _joined(family, _ubuntu(release))
        case "Debian":
            return _joined(family, _debian(release))
        case "Red Hat":
            return _joined(family, _red_hat(release))
        case "Maven" | "Packagist" | "PyPI" | "npm" | "Go" | "NuGet" | "crates.io" | "RubyGems":
            return family
    if family in _MAJOR_ONLY:
        return _joined(family, _major(release))
    return _joined(family, release)


def distribution_ecosystem(distribution_id: str, version: str, codename: str = "") -> str:
    """Return the database key of a distribution, or ``""`` where no feed has one.

    Args:
        distribution_id: os-release's ``ID``.
        version: os-release's ``VERSION_ID``; may be empty for testing and rolling releases.
        codename: Used where ``version`` is empty (Debian testing and unstable).
    """
    distribution_id = distribution_id.lower()
    if distribution_id.startswith("opensuse"):
        kind = distribution_id.partition("-")[2].capitalize() or "Leap"
        return f"openSUSE:{kind}" if kind == "Tumbleweed" else f"openSUSE:{kind} {version}".strip()
    if distribution_id == "sles":
        major, _, minor = version.partition(".")
        pack = f" SP{minor}" if minor not in {"", "0"} else ""
        return f"SUSE:Linux Enterprise Server {major}{pack}" if major else ""
    family = _BY_OS_RELEASE.get(distribution_id, "")
    if not family or family in _ROLLING:
        return family
    release = version or codename
    if not release:
        return ""
    return normal_ecosystem(f"{family}:{release}")


def debian_release(codename: str) -> str:
    """Return the number of a Debian codename, or ``""`` for one that has none (``sid``)."""
    return _DEBIAN_RELEASES.get(codename, "")


def _joined(family: str, release: str) -> str:
    return f"{family}:{release}" if release else family


def _major(release: str) -> str:
    number = _NUMBER.match(release)
    return number[1].partition(".")[0] if number else release


def _debian(release: str) -> str:
    release = _DEBIAN_RELEASES.get(release.lower(), release)
    number = _NUMBER.match(release)
    # Sarge and woody were 3.1 and 3.0: releases of their own. Since etch a release is its major.
    if number and number[1].split(".")[0] != "3":
        return number[1].split(".")[0]
    return ".".join(number[1].split(".")[:2]) if number else release


def _alpine(release: str) -> str:
    number = _NUMBER.match(release)
    return "v" + ".".join(number[1].split(".")[:2]) if number else release


def _ubuntu(release: str) -> str:
    pro, rest = ("Pro:", release[4:]) if release.lower().startswith("pro:") else ("", release)
    version = rest.partition(":")[0]
    version = _UBUNTU_RELEASES.get(version.lower(), version)
    number = _NUMBER.match(version)
    if number:
        version = ".".join(number[1].split(".")[:2])
    if _LTS_YEARS.match(version):
        version += ":LTS"
    return pro + version


def _red_hat(release: str) -> str:
    # The repositories of one major release share their packages; extended lifetimes do not.
    product, _, rest = release.partition(":")
    if product in {"enterprise_linux", "rhel"}:
        return _major(rest)
    return _major(release) if _NUMBER.match(release) else release
