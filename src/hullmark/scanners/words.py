"""Words of many scanners in our terms: levels and kinds of packages."""

import re
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from hullmark.model.severity import Severity

_LEVELS: Final = MappingProxyType(
    {
        Severity.CRITICAL: "critical blocker fatal severe defcon1 very_high very-high",
        Severity.HIGH: "high important error danger major fail failure stop block 4",
        Severity.MEDIUM: "medium moderate warning warn 3 urgent",
        Severity.LOW: "low minor note info informational style notice 2 advise suggest pass go",
        Severity.NEGLIGIBLE: "negligible unimportant none 1",
    }
)
_OF_WORD: Final = MappingProxyType(
    {word: level for level, words in _LEVELS.items() for word in words.split()}
)
_SUFFIXES: Final = re.compile(r"_(?:SEVERITY|VULNERABILITY_SEVERITY|VULNERABILITY)$")

_TYPES: Final = MappingProxyType(
    {
        "deb": "deb dpkg debian ubuntu debian-package deb-package linuxmint kali raspbian",
        "apk": "apk apkg alpine wolfi chainguard alpine-package",
        "rpm": "rpm redhat rhel centos rocky alma almalinux amazon amzn fedora oracle ol suse sles "
        "opensuse opensuse.leap opensuse.tumbleweed photon cbl-mariner "
        "mariner azurelinux rpm-package yum dnf yumdnf",
        "alpm": "alpm arch archlinux",
        "pypi": "pypi python python-pkg pip pipenv poetry uv conda-pkg-python pythonpkg "
        "python-package pipfile.lock requirements.txt poetry.lock",
        "npm": "npm node node-pkg nodejs node.js yarn pnpm javascript js npm-package nodepkg "
        "jar-js package-lock.json yarn.lock bun",
        "golang": "golang go gobinary gomod go-module go-module-with-knowledge gomodules govendor "
        "stdlib go_package go-package",
        "maven": "maven java java-archive jar pom gradle war ear gav java_archive gradle-lockfile "
        "sbt javaarchive jenkins-plugin",
        "gem": "gem ruby rubygems bundler gemspec gemfile",
        "cargo": "cargo rust rustbinary rust-binary rust-crate crates.io",
        "composer": "composer php packagist php-composer composer-vendor",
        "nuget": "nuget dotnet dotnet-core dotnet-deps .net packages-props dotnet-pe csharp",
        "conan": "conan cpp c c++",
        "pub": "pub dart",
        "hex": "hex elixir erlang mix-lock",
        "swift": "swift swifturl cocoapods-swift",
        "cocoapods": "cocoapods",
        "conda": "conda conda-pkg",
        "cran": "cran r r-package",
        "hackage": "hackage haskell",
        "bitnami": "bitnami",
        "githubactions": "github-actions-usage github-action githubactions actions",
    }
)
_OF_TYPE: Final = MappingProxyType(
    {word: purl for purl, words in _TYPES.items() for word in words.split()}
)


@lru_cache(maxsize=1024)
def level_of(word: str) -> Severity:
    """Return the level that a scanner's word stands for; unknown where nobody has said."""
    word = _SUFFIXES.sub("", word.strip()).lower()
    return _OF_WORD.get(word, Severity.UNKNOWN)


@lru_cache(maxsize=1024)
def type_of(word: str) -> str:
    """Return the purl type that a scanner's word for a kind of package stands for, else empty."""
    return _OF_TYPE.get(word.strip().lower(), "")
