"""Which advisories speak of which purl type."""

from types import MappingProxyType
from typing import Final

OS_TYPES: Final = frozenset({"deb", "apk", "rpm", "opkg", "alpm", "ebuild"})
"""purl types of a distribution's package manager: its packages own files, and its advisories apply.
"""
DISTRIBUTED_TYPES: Final = OS_TYPES - {"ebuild"}
"""Those of them whose namespace is the distribution; an ebuild's is a category."""

LANGUAGE_ECOSYSTEMS: Final = MappingProxyType(
    {
        "bioconductor": "Bioconductor",
        "bitnami": "Bitnami",
        "cargo": "crates.io",
        "composer": "Packagist",
        "conan": "ConanCenter",
        "cran": "CRAN",
        "gem": "RubyGems",
        "githubactions": "GitHub Actions",
        "golang": "Go",
        "hackage": "Hackage",
        "hex": "Hex",
        "julia": "Julia",
        "maven": "Maven",
        "npm": "npm",
        "nuget": "NuGet",
        "opam": "opam",
        "pub": "Pub",
        "pypi": "PyPI",
        "swift": "SwiftURL",
        "vscode": "VSCode",
    }
)
"""purl type → OSV ecosystem; a type that is absent has no advisory feed of its own."""

OS_FAMILIES: Final = MappingProxyType(
    {"deb": "Debian", "apk": "Alpine", "rpm": "Red Hat", "alpm": "Arch Linux"}
)
"""purl type → an ecosystem with the same order of versions, where no distribution is known."""


def ecosystem_of_type(purl_type: str) -> str:
    """Return an ecosystem that orders versions as ``purl_type`` does, empty where none is known."""
    return LANGUAGE_ECOSYSTEMS.get(purl_type) or OS_FAMILIES.get(purl_type, "")
