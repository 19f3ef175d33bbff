"""The module text as packages, and the version of the main module."""

import pytest

from hullmark.native.catalogers.golang.main_version import choose_main_version
from hullmark.native.catalogers.golang.modules import to_packages


def _packages(*lines: str, version: str = "go1.22.1") -> list[tuple[str, str]]:
    text = "".join(line + "\n" for line in lines)
    return [(each.name, each.version) for each in to_packages(version, text)]


def test_replacement_by_a_folder_keeps_the_name() -> None:
    """What was linked came from a folder: the name is known, the version is not."""
    assert _packages(
        "mod\tm\tv1.0.0", "dep\ta\tv1.0.0", "=>\t./a\t(devel)", "dep\tb\tv1.0.0", "=>\tC:\\b\t"
    ) == [("m", "v1.0.0"), ("a", ""), ("b", ""), ("stdlib", "1.22.1")]


def test_main_module_among_the_dependencies() -> None:
    """``go build file.go`` names no main module; the one dependency under work is it."""
    lines = ["path\tcommand-line-arguments", "dep\ta\tv1.0.0", "dep\tm\t(devel)"]
    assert _packages(*lines) == [("m", ""), ("a", "v1.0.0"), ("stdlib", "1.22.1")]


def test_path_where_there_is_no_module() -> None:
    """Distributions build outside module mode: the import path of the program is left."""
    path = "github.com/cli/cli/v2/cmd/gh"
    assert _packages(f"path\t{path}") == [(path, ""), ("stdlib", "1.22.1")]


def test_tools_of_the_go_distribution() -> None:
    """They have the version of their compiler, and the name that advisories use."""
    assert _packages("path\tcmd/vet") == [
        ("toolchain", "1.22.1"),
        ("cmd/vet", "1.22.1"),
        ("stdlib", "1.22.1"),
    ]


@pytest.mark.parametrize(
    ("version", "release"),
    [
        ("go1.22.1", "1.22.1"),
        ("go1.22.1 X:boringcrypto", "1.22.1"),
        ("go1.26.1-X:nodwarf5", "1.26.1"),
        ("go1.20-pre3 +a813be86df", "1.20-pre3"),
        ("go1.26.5 (Red Hat 1.26.5-1.el10)", "1.26.5"),
        ("devel go1.23-0a1b2c Tue", "1.23-0a1b2c"),
        ("go1.22rc1", "1.22rc1"),
    ],
)
def test_version_of_the_standard_library(version: str, release: str) -> None:
    """Experiments and vendor marks are not part of it."""
    assert _packages("mod\tm\tv1.0.0", version=version)[-1] == ("stdlib", release)


def test_no_standard_library_without_a_version() -> None:
    """A compiler built from a checkout names a commit only."""
    assert _packages("mod\tm\tv1.0.0", version="devel +0a1b2c") == [("m", "v1.0.0")]


_COMMIT = {"vcs.revision": "0123456789abcdef0123", "vcs.time": "2024-12-13T19:30:11+01:00"}
_PSEUDO = "v0.0.0-20241213183011-0123456789ab"


@pytest.mark.parametrize(
    ("recorded", "flags", "settings", "version"),
    [
        ("v1.2.3", "-X main.version=9.9.9", {}, "v1.2.3"),
        ("v1.2.3+incompatible", "", {}, "v1.2.3+incompatible"),
        ("", "-s -w -X main.version=1.18.1 -X main.gitCommit=5e16", _COMMIT, "v1.18.1"),
        ("", '-X "main.version=v1.0.0-rc.1"', {}, "v1.0.0-rc.1"),
        ("", "-X='example.com/m/version.Version=2.0.1'", {}, "v2.0.1"),
        ("", "-X example.com/m/internal.Version=3.1.4", {}, "v3.1.4"),
        ("", "-X main.version=1.0.0 -X example.com/m/cmd/m.version=2.0.0", {}, "v2.0.0"),
        ("", "-X main.version=1.0.0 -X example.com/m/cmd.version=2.0.0", {}, ""),
        ("", "-X main.version=dev -X main.date=2024-01-01", {}, ""),
        (_PSEUDO, "-X main.version=1.5.0", {}, "v1.5.0"),
        (_PSEUDO, "", _COMMIT, _PSEUDO),
        ("", "", _COMMIT, _PSEUDO),
        ("", "", {"vcs.revision": "0123", "vcs.time": "2024-12-13T18:30:11Z"}, ""),
        ("", "", {"vcs.revision": "0123456789abcdef", "vcs.time": "yesterday"}, ""),
    ],
)
def test_version_of_the_main_module(
    recorded: str, flags: str, settings: dict[str, str], version: str
) -> None:
    """A release, else the linker's flags, else a pseudo-version, else nothing."""
    known = {**settings, "-ldflags": flags} if flags else settings
    assert choose_main_version("example.com/m", recorded, known) == version


def test_quoted_settings() -> None:
    """Values with odd characters are quoted in the text."""
    line = 'build\t-ldflags="-X \\"main.version=1.2.3\\""'
    assert _packages("mod\tm\t(devel)", line)[0] == ("m", "v1.2.3")
