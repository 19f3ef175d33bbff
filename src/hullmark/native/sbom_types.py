"""Kinds of packages that other tools name, as purl types; names as their ecosystems spell them."""

from typing import Final

from hullmark.formats.purl import PackageUrl
from hullmark.formats.sbom.document import Entry

_PURL_TYPES: Final = {
    "alpm": "alpm",
    "apk": "apk alpine wolfi chainguard minimos",
    "bitnami": "bitnami",
    "cargo": "cargo rust-crate rustbinary rust-binary",
    "cocoapods": "cocoapods pod",
    "composer": "composer php-composer composer-vendor",
    "conan": "conan",
    "conda": "conda conda-pkg conda-environment",
    "cran": "cran r-package",
    "deb": "deb debian ubuntu echo",
    "ebuild": "ebuild portage",
    "gem": "gem gemspec bundler",
    "githubactions": "githubactions github-action",
    "golang": "golang go-module gobinary gomod",
    "hackage": "hackage stack cabal",
    "hex": "hex erlang-otp elixir",
    "julia": "julia",
    "luarocks": "luarocks lua-rocks",
    "maven": "maven java-archive jenkins-plugin jar pom gradle-lockfile gradle sbt-lockfile",
    "npm": "npm node-pkg javascript yarn pnpm bun",
    "nuget": "nuget dotnet dotnet-core packages-props",
    "opam": "opam",
    "pub": "pub dart-pub",
    "pypi": "pypi python python-pkg pip pipenv poetry uv",
    "rpm": "rpm redhat centos rocky alma amazon oracle fedora suse photon azurelinux cbl-mariner",
    "swift": "swift",
}
"""purl type → what Syft, Trivy and we call packages of it."""
_BY_WORD: Final = {word: kind for kind, words in _PURL_TYPES.items() for word in words.split()}
_DISTRIBUTED: Final = frozenset({"deb", "apk", "rpm", "alpm", "opkg"})
"""Types whose namespace is the distribution."""
_NOT_SOFTWARE: Final = frozenset(
    {
        *("operating-system", "file", "device", "data", "machine-learning-model"),
        *("cryptographic-asset", "container", "archive", "source", "model"),
    }
)
"""Kinds of entries that are no package, unless a purl says otherwise."""


def purl_type_of(entry: Entry) -> str:
    """Return the purl type of an entry without a purl, empty where none can be told."""
    return _BY_WORD.get(entry.package_type.lower(), "") if entry.package_type else ""


def is_software(entry: Entry) -> bool:
    """Whether an entry is a package, rather than a file, an image or a system."""
    return bool(entry.purl) or bool(entry.package_type) or entry.kind not in _NOT_SOFTWARE


def name_of(entry: Entry, kind: str, url: PackageUrl | None) -> str:
    """Return the full name in the ecosystem's own spelling."""
    if url is None:
        if not entry.group or kind in _DISTRIBUTED:
            return entry.name
        return f"{entry.group}{':' if kind == 'maven' else '/'}{entry.name}"
    if kind in _DISTRIBUTED or not url.namespace:
        # Package URLs fold case; people know the project's own spelling.
        if kind == "pypi" and _folded(entry.name) == _folded(url.name):
            return entry.name
        return url.name
    return f"{url.namespace}{':' if kind == 'maven' else '/'}{url.name}"


def _folded(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")
