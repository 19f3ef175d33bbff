"""Times keys and comparisons of every scheme, beside ``packaging`` and univers in the same run.

Usage: ``python benchmarks/versions.py [--repeat 7]``. Prints µs per operation, the best of the
repetitions, over versions as they occur.
"""

import argparse
import importlib
import time
from collections.abc import Callable, Sequence
from functools import partial

from hullmark.formats.purl import build_purl, parse_purl
from hullmark.versions.scheme import SCHEMES, key, key_function

SEMVER = ["1.2.3", "v0.0.0-20220722155217-630584e8d5aa", "4.17.21", "1.0.0-rc.1", "7.24.7", "0.5.0"]
SAMPLES = {
    "alpine": ["1.36.1-r15", "3.1.4-r5", "2.12.9_pre20230101-r0", "1.2.4_git20230717-r4"],
    "alpm": ["1:1.2.3-4", "6.0.1-1", "2.38-7", "20240101-1", "1.0rc1-1"],
    "bitnami": ["1.2.3", "2.4.58-1", "16.1.0-debian-12-r5", "8.0.36", "1.0.0-rc.1"],
    "conan": ["1.2.3", "3.0.8", "cci.20230101", "1.0-pre1", "2.1+b1"],
    "cran": ["1.2.3", "0.1-2", "3.4.5", "1.0", "2.0-18"],
    "debian": ["5.2.15-2+b2", "1:7.88.1-10+deb12u5", "3.0.11-1~deb12u2", "2.36-9", "9.0.1378-2"],
    "generic": ["1.2.3", "2.0_1", "1.0-rc1", "20240101", "3.11.4"],
    "gentoo": ["1.2.3-r1", "2.0_rc1", "3.11.4_p1", "1.1b", "9999"],
    "go": SEMVER,
    "hackage": ["1.2.3.4", "0.1", "2.14.2.0", "1.0.0", "0.5.11"],
    "julia": [*SEMVER, "3.0.13+0"],
    "maven": ["2.17.1", "4.1.94.Final", "1.0-alpha-1", "31.1-jre", "2.0.0-M2"],
    "nuget": ["1.2.3", "4.3.0", "1.0.0.1", "6.0.0-preview.7.21377.19", "13.0.1"],
    "opam": ["1.2.3", "4.14.1", "v0.15.0", "1.0~beta1", "2.1"],
    "openssl": ["1.1.1w", "3.0.11", "1.0.2k-fips", "0.9.8za", "3.2.0-alpha1"],
    "packagist": ["1.2.3", "v5.4.31", "2.0.0-RC1", "1.0.0-beta.2", "3.5"],
    "pub": [*SEMVER[:1], "1.2.3+1", "2.0.0-dev.1", "0.13.6", "4.2.1"],
    "pypi": ["1.2.3", "2.31.0", "1!2.0.post1", "4.0.0rc1", "2023.7.22"],
    "rpm": ["1:3.0.7-24.el9", "2.34-60.el9_2.7", "5.1.8-6.el9_1", "4.18.0~rc1-1"],
    "rubygems": ["1.2.3", "3.1.4", "2.0.0.rc1", "1.15.0.pre.1", "7.0.8"],
    "semver": SEMVER,
}  # fmt: skip
PURL = "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12"


def best(work: Callable[[], object], *, count: int, repeat: int) -> float:
    """Return the least µs per operation of several runs that each do ``count`` operations."""
    least = float("inf")
    for _ in range(repeat):
        begin = time.perf_counter()
        work()
        least = min(least, time.perf_counter() - begin)
    return least / count * 1e6


def measure(
    parse: Callable[[str], object], versions: Sequence[str], *, repeat: int
) -> tuple[float, float]:
    """Return µs per parse and per comparison (``<`` of two parsed versions)."""
    rounds = 2_000

    def parsing() -> None:
        for _ in range(rounds):
            for version in versions:
                parse(version)

    parsed = [parse(version) for version in versions]
    pairs = [(first, second) for first in parsed for second in parsed]

    def comparing() -> None:
        for _ in range(rounds // 5):
            for first, second in pairs:
                first < second  # type: ignore[operator]  # noqa: B015 - timed

    return (
        best(parsing, count=rounds * len(versions), repeat=repeat),
        best(comparing, count=rounds // 5 * len(pairs), repeat=repeat),
    )


def peers() -> dict[str, Callable[[str], object]]:
    """Return the constructors of other libraries, as far as they are installed.

    PyPI's is ``packaging``, the others are univers.
    """
    found: dict[str, Callable[[str], object]] = {}
    for scheme, module, name in (
        ("pypi", "packaging.version", "Version"),
        ("debian", "univers.versions", "DebianVersion"),
        ("rpm", "univers.versions", "RpmVersion"),
        ("semver", "univers.versions", "SemverVersion"),
        ("maven", "univers.versions", "MavenVersion"),
        ("alpine", "univers.versions", "AlpineLinuxVersion"),
    ):
        try:
            constructor = getattr(importlib.import_module(module), name)
        except ImportError:
            continue
        found[scheme] = _ready(constructor) if scheme == "pypi" else constructor
    return found


def _ready(constructor: Callable[[str], object]) -> Callable[[str], object]:
    """Return a constructor whose result has its comparison key, which ``packaging`` puts off."""

    def construct(version: str) -> object:
        made = constructor(version)
        hash(made)
        return made

    return construct


def _accepts(constructor: Callable[[str], object], version: str) -> bool:
    """Tell whether a peer can construct and compare a version of the sample."""
    try:
        made = constructor(version)
        made < made  # type: ignore[operator]  # noqa: B015, PLR0124 - whether it raises
    except Exception:  # noqa: BLE001 - foreign libraries raise what they like
        return False
    return True


def main() -> None:
    """Print one line per scheme and two for package URLs."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--repeat", type=int, default=5)
    repeat = arguments.parse_args().repeat
    others = peers()
    print("scheme         key µs  compare µs  cached µs   peer: key / compare (ratio)")
    for scheme in sorted(SCHEMES):
        versions = SAMPLES[scheme]
        own, compared = measure(key_function(scheme), versions, repeat=repeat)
        cached, _ = measure(partial(key, scheme), versions, repeat=repeat)
        line = f"{scheme:12}{own:9.2f}{compared:12.3f}{cached:11.3f}"
        if scheme in others:
            shared = [version for version in versions if _accepts(others[scheme], version)]
            peer, peer_compared = measure(others[scheme], shared, repeat=repeat)
            line += f"   {peer:.2f} / {peer_compared:.3f}"
            line += f" ({peer / own:.1f}×, {peer_compared / compared:.1f}×)"
        print(line)
    _purls(repeat)


def _purls(repeat: int) -> None:
    rounds = 5_000
    parts = parse_purl(PURL)

    def building() -> None:
        for _ in range(rounds):
            build_purl(
                "deb",
                parts.name,
                namespace="debian",
                version=parts.version,
                qualifiers=parts.qualifiers,
            )

    def parsing() -> None:
        for _ in range(rounds):
            parse_purl(PURL)

    print(f"purl build {best(building, count=rounds, repeat=repeat):.2f} µs", end="")
    print(f", parse {best(parsing, count=rounds, repeat=repeat):.2f} µs", end="")
    try:
        from packageurl import PackageURL
    except ImportError:
        print()
        return

    def peer_parsing() -> None:
        for _ in range(rounds):
            PackageURL.from_string(PURL)

    def peer_building() -> None:
        for _ in range(rounds):
            PackageURL(
                "deb", "debian", parts.name, parts.version, dict(parts.qualifiers)
            ).to_string()

    print(f"; packageurl build {best(peer_building, count=rounds, repeat=repeat):.2f} µs", end="")
    print(f", parse {best(peer_parsing, count=rounds, repeat=repeat):.2f} µs")


if __name__ == "__main__":
    main()
