"""One door to every version scheme: a comparable key per version, computed once and cached.

A scheme's module is imported when its first version comes: a scan meets three or four of them, and
the patterns of all take 10 ms to compile.
"""

import importlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from types import MappingProxyType, ModuleType
from typing import Final, Protocol

from hullmark.versions.errors import InvalidVersionError
from hullmark.versions.key import MAX_LENGTH, Key, refuse

_CACHED_KEYS = 32_768
"""Entries of about half a kibibyte; a scan compares a few thousand distinct versions."""

SCHEMES: Final = MappingProxyType(
    {
        "alpine": ("alpine", "key"),
        "alpm": ("alpm", "key"),
        "bitnami": ("semver", "bitnami_key"),
        "conan": ("conan", "key"),
        "cran": ("numeric", "cran_key"),
        "debian": ("debian", "key"),
        "generic": ("generic", "key"),
        "gentoo": ("gentoo", "key"),
        "go": ("semver", "go_key"),
        "hackage": ("numeric", "hackage_key"),
        "julia": ("semver", "build_key"),
        "maven": ("maven", "key"),
        "nuget": ("semver", "nuget_key"),
        "opam": ("debian", "opam_key"),
        "openssl": ("openssl", "key"),
        "packagist": ("packagist", "key"),
        "pub": ("semver", "build_key"),
        "pypi": ("pypi", "key"),
        "rpm": ("rpm", "key"),
        "rubygems": ("rubygems", "key"),
        "semver": ("semver", "key"),
    }
)
"""Scheme → module and function that turns a version into its key."""

_OWN_COMPARISON: Final = frozenset({"alpm", "packagist"})
"""Schemes whose tool does not order everything: their module has a ``compare`` beside its keys."""

_ECOSYSTEMS: Final = MappingProxyType(
    {
        "almalinux": "rpm",
        "alpaquita": "alpine",
        "alpine": "alpine",
        "amazon linux": "rpm",
        "arch": "alpm",
        "arch linux": "alpm",
        "azure linux": "rpm",
        "bellsoft hardened containers": "alpine",
        "bioconductor": "semver",
        "bitnami": "bitnami",
        "cbl-mariner": "rpm",
        "centos": "rpm",
        "chainguard": "alpine",
        "cleanstart": "alpine",
        "conancenter": "conan",
        "cran": "cran",
        "crates.io": "semver",
        "debian": "debian",
        "docker hardened images": "semver",
        "echo": "debian",
        "fedora": "rpm",
        "gentoo": "gentoo",
        "ghc": "semver",
        "github actions": "semver",
        "go": "go",
        "hackage": "hackage",
        "hex": "semver",
        "homebrew": "generic",
        "julia": "julia",
        "mageia": "rpm",
        "maven": "maven",
        "minimos": "alpine",
        "npm": "semver",
        "nuget": "nuget",
        "opam": "opam",
        "openeuler": "rpm",
        "openssl": "openssl",
        "opensuse": "rpm",
        "oracle linux": "rpm",
        "packagist": "packagist",
        "photon os": "rpm",
        "pub": "pub",
        "pypi": "pypi",
        "red hat": "rpm",
        "rocky linux": "rpm",
        "rubygems": "rubygems",
        "suse": "rpm",
        "swifturl": "semver",
        "ubuntu": "debian",
        "vscode": "semver",
        "wolfi": "alpine",
    }
)
"""OSV ecosystem without its release, in lower case → scheme."""


class Interval(Protocol):
    """One affected interval of an advisory, empty where a bound is not given."""

    @property
    def introduced(self) -> str:
        """First affected version; ``"0"`` and empty mean from the beginning of time."""

    @property
    def fixed(self) -> str:
        """First version that is safe again."""

    @property
    def last_affected(self) -> str:
        """Last affected version, inclusive."""


@lru_cache(maxsize=1024)
def scheme_of(ecosystem: str) -> str | None:
    """Return the scheme of an OSV ecosystem, release and variant ignored, or ``None``.

    ``Root:`` names the ecosystem that its patched packages come from (``Root:Alpine:3.18``).
    """
    text = ecosystem.strip().lower()
    text = text.removeprefix("root:")
    return _ECOSYSTEMS.get(text.partition(":")[0].strip())


@lru_cache(maxsize=_CACHED_KEYS)
def key(scheme: str | None, version: str) -> Key:
    """Return a tuple that compares within the scheme as upstream's own tool compares.

    ``None`` is what ``scheme_of`` returns for an ecosystem without a known order.

    Raises:
        InvalidVersionError: The ecosystem's tools refuse this version, it is longer than
            ``MAX_LENGTH``, or the scheme is unknown.
    """
    if scheme is None or scheme not in SCHEMES:
        refuse(scheme or "an unknown ecosystem", version, "no such order is known")
    if len(version) > MAX_LENGTH:
        refuse(scheme, version, f"longer than {MAX_LENGTH} characters")
    return key_function(scheme)(version)


@lru_cache(maxsize=len(SCHEMES))
def key_function(scheme: str) -> Callable[[str], Key]:
    """Return a scheme's own function, without cache and without the bound on length."""
    module, name = SCHEMES[scheme]
    function: Callable[[str], Key] = getattr(_module(module), name)
    return function


def compare(scheme: str, left: str, right: str) -> int:
    """Return -1, 0 or 1.

    Raises:
        InvalidVersionError: One of the two cannot be ordered.
    """
    first, second = key(scheme, left), key(scheme, right)
    if scheme in _OWN_COMPARISON:
        answer: int = _module(scheme).compare(left, right)
        return answer
    return (first > second) - (first < second)


def in_ranges(scheme: str, version: str, ranges: Iterable[Interval]) -> bool:
    """Tell whether a version lies in any interval.

    A bound that cannot be ordered excludes nothing but its own text: an unreadable ``fixed``
    means that no fix is known (except for exactly that version), an unreadable ``introduced``
    means from the beginning, an unreadable ``last_affected`` means no end. So a damaged advisory
    is shown rather than lost.

    Raises:
        InvalidVersionError: The version itself cannot be ordered.
    """
    own = key(scheme, version)
    return any(_in_interval(scheme, version, own, interval) for interval in ranges)


def _in_interval(scheme: str, version: str, own: Key, interval: Interval) -> bool:
    start, fixed, last = interval.introduced, interval.fixed, interval.last_affected
    if start and start != "0":
        bound = _bound(scheme, start)
        if bound is not None and own < bound:
            return False
    if fixed:
        bound = _bound(scheme, fixed)
        if version == fixed or (bound is not None and own >= bound):
            return False
    if last:
        bound = _bound(scheme, last)
        if bound is not None and own > bound:
            return False
    return True


def _bound(scheme: str, version: str) -> Key | None:
    try:
        return key(scheme, version)
    except InvalidVersionError:
        return None


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"hullmark.versions.{name}")
