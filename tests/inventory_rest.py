"""Where files of the rarer ecosystems stand in an image, by suite and group of the corpus."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from hullmark.native.catalogers.bottlerocket.cataloger import BOTTLEROCKET
from hullmark.native.catalogers.chisel.cataloger import CHISEL
from hullmark.native.catalogers.conan.cataloger import CATALOGERS as CONAN
from hullmark.native.catalogers.conan.cataloger import LOCK as CONAN_LOCK
from hullmark.native.catalogers.conda.cataloger import ENVIRONMENT
from hullmark.native.catalogers.conda.cataloger import INSTALLED as CONDA
from hullmark.native.catalogers.cos.cataloger import COS
from hullmark.native.catalogers.dart.cataloger import CATALOGERS as DART
from hullmark.native.catalogers.dart.cataloger import LOCK as PUBSPEC_LOCK
from hullmark.native.catalogers.erlang.cataloger import APPLICATION, MIX_LOCK, REBAR_LOCK
from hullmark.native.catalogers.flatpak.cataloger import FLATPAK
from hullmark.native.catalogers.freebsd.cataloger import MANIFEST as FREEBSD
from hullmark.native.catalogers.haskell.cataloger import CABAL_FREEZE, STACK
from hullmark.native.catalogers.haxe.cataloger import HAXELIB
from hullmark.native.catalogers.homebrew.cataloger import HOMEBREW
from hullmark.native.catalogers.julia.cataloger import MANIFEST as JULIA
from hullmark.native.catalogers.lua.cataloger import ROCKSPEC
from hullmark.native.catalogers.node.cataloger import VSIX
from hullmark.native.catalogers.ocaml.cataloger import OPAM
from hullmark.native.catalogers.pacman.cataloger import PACMAN
from hullmark.native.catalogers.perl.cataloger import INSTALLED as PERL
from hullmark.native.catalogers.portage.cataloger import PORTAGE
from hullmark.native.catalogers.python.cataloger import PYPROJECT, SETUP
from hullmark.native.catalogers.r.cataloger import INSTALLED as R
from hullmark.native.catalogers.r.cataloger import RENV_LOCK
from hullmark.native.catalogers.runtimes.cataloger import MISE, NODE_VERSION, TOOL_VERSIONS
from hullmark.native.catalogers.sbom.cataloger import SBOM
from hullmark.native.catalogers.snap.cataloger import SNAP
from hullmark.native.catalogers.spack.cataloger import SPACK
from hullmark.native.catalogers.swift.cataloger import CATALOGERS as APPLE
from hullmark.native.catalogers.swift.cataloger import PODFILE_LOCK, RESOLVED
from hullmark.native.catalogers.wordpress.cataloger import WORDPRESS
from inventory_cases import Case, Reader
from inventory_language import _from_purl, _with_dependencies

_DEV = ("development",)
_DETAILS = ("architecture", "source", "source_version")


def short(name: str, version: str) -> tuple[str, str]:
    """Return a name without namespace, group or category, as some peers write it."""
    return re.split("[/:]", name)[-1], version


def julia(name: str, version: str) -> tuple[str, str]:
    """Return nothing for the version that a peer calls unknown."""
    return name, "" if version == "unknown" else version


def _as(path: str) -> Callable[[str], str]:
    return lambda _: path


def _named(*endings: str) -> Callable[[str], str | None]:
    """Keep the files of a case that have one of these endings."""
    return lambda name: name if name.endswith(endings) else None


def _json(path: str) -> Callable[[str], str | None]:
    """Place files of JSON, whatever their ending; others are not read."""
    return lambda name: None if name.endswith((".yml", ".yaml")) else path


def _spdx(name: str) -> str:
    """Place documents by their own name, where it is a usual one."""
    last = name.rpartition("/")[2]
    usual = last.startswith(".spdx.") or last.endswith(".spdx.json")
    return name if usual else f"usr/share/sbom/{last.partition('.')[0]}.spdx"


def _cyclonedx(_: str) -> str:
    return "app/x.cdx.json"


def _opam(name: str) -> str:
    return name if name.endswith(("/opam", ".opam")) else f"{name}.opam"


def _syft_conan(name: str) -> str:
    return "conanfile.txt" if "/conanfile" in name and name.endswith(".txt") else name


def _syft_dart(name: str) -> str:
    return "app/pubspec.yaml" if name.endswith(".yaml") else name


def _syft_swift(name: str) -> str | None:
    for ending in ("Package.resolved", ".package.resolved", "Podfile.lock"):
        if name.endswith(ending):
            return f"app/{ending}"
    return None


def _syft_haskell(name: str) -> str | None:
    for ending in ("stack.yaml", "stack.yaml.lock", "cabal.project.freeze"):
        if name.endswith(ending):
            return f"app/{ending}"
    return None


def _syft_gentoo(name: str) -> str | None:
    _, found, rest = name.partition("/var/db/pkg/")
    return f"var/db/pkg/{rest}" if found else None


def _syft_arch(name: str) -> str | None:
    _, found, rest = name.partition("var/lib/pacman/local/")
    return f"var/lib/pacman/local/{rest}" if found else None


def _syft_snap(name: str) -> str | None:
    if name.endswith("manifest.yaml"):
        return "snap/manifest.yaml"
    return "usr/share/snappy/dpkg.yaml" if name.endswith("dpkg.yaml") else None


def _syft_erlang(name: str) -> str:
    return "app/rebar.lock" if name.endswith(".lock") else name


def _by_purl(case: Case) -> list[dict[str, Any]]:
    """Return the packages with the full names that only their URLs have."""
    packages: list[dict[str, Any]] = case.expect.get("packages") or []
    return [
        {**package, "name": unquote(_from_purl(package["purl"])["name"])} for package in packages
    ]


def _trivy_conda(name: str) -> str:
    return f"opt/conda/conda-meta/{name.rpartition('/')[2]}"


def _scancode_dart(name: str) -> str | None:
    if name.endswith("pubspec.lock"):
        return "app/pubspec.lock"
    return "app/pubspec.yaml" if name.endswith("pubspec.yaml") else None


def _scancode_pods(name: str) -> str | None:
    # Podfiles and podspecs say what a project is, not what it has.
    return "app/Podfile.lock" if name.endswith("Podfile.lock") else None


def _scancode_pub(case: Case) -> list[dict[str, Any]]:
    return [{**package, "type": "pub"} for package in _with_dependencies(case)]


_LANGUAGE = "language"
_PARSER = "dependency/parser"
_ANALYZER = "fanal/analyzer"
_CONDA_META = Reader((CONDA,), _trivy_conda)
_MIX = Reader((MIX_LOCK,), _as("app/mix.lock"))
_SWIFT = Reader((RESOLVED,), _as("app/Package.resolved"))

READERS = {
    ("scalibr", "language/cpp/conanlock"): Reader((CONAN_LOCK,), _as("conan.lock")),
    ("scalibr", "language/dart/pubspec"): Reader((PUBSPEC_LOCK,), _as("pubspec.lock")),
    ("scalibr", "language/elixir/mixlock"): _MIX,
    ("scalibr", "language/erlang/mixlock"): _MIX,
    ("scalibr", "language/haskell/cabal"): Reader(
        (CABAL_FREEZE,), _as("cabal.project.freeze"), types={"haskell": "hackage"}
    ),
    ("scalibr", "language/haskell/stacklock"): Reader(
        (STACK,), _as("stack.yaml.lock"), types={"haskell": "hackage"}
    ),
    ("scalibr", "language/julia/manifesttoml"): Reader((JULIA,), _as("Manifest.toml")),
    ("scalibr", "language/ocaml/opam"): Reader((OPAM,), _named("/opam", ".opam")),
    ("scalibr", "language/perl/cpan"): Reader((PERL,), _json("x/META.json")),
    ("scalibr", "language/python/condameta"): Reader((CONDA,), _as("conda-meta/x.json")),
    ("scalibr", "language/r/renvlock"): Reader((RENV_LOCK,), _as("renv.lock")),
    ("scalibr", "language/swift/packageresolved"): _SWIFT,
    ("scalibr", "language/swift/podfilelock"): Reader((PODFILE_LOCK,), _as("Podfile.lock")),
    ("scalibr", "os/chisel"): Reader(
        (CHISEL,), _as("var/lib/chisel/manifest.wall"), details=("architecture",)
    ),
    ("scalibr", "language/javascript/vsix"): Reader((VSIX,), _as("x.vsix")),
    ("scalibr", "language/python/pyprojecttoml"): Reader((PYPROJECT,), _as("pyproject.toml")),
    ("scalibr", "language/python/setup"): Reader((SETUP,), _as("setup.py")),
    ("scalibr", "os/cos"): Reader((COS,), _as("etc/cos-package-info.json")),
    ("scalibr", "runtime/asdf"): Reader((TOOL_VERSIONS,), _as(".tool-versions")),
    ("scalibr", "runtime/mise"): Reader((MISE,), _as("mise.toml")),
    ("scalibr", "runtime/nodejs/nodeversion"): Reader((NODE_VERSION,), _as(".node-version")),
    ("scalibr", "runtime/nodejs/nvm"): Reader((NODE_VERSION,), _as(".nvmrc")),
    ("scancode", "freebsd"): Reader((FREEBSD,), _as("+COMPACT_MANIFEST")),
    ("scancode", "haxe"): Reader((HAXELIB,), _as("haxelib.json")),
    ("scalibr", "os/flatpak"): Reader(
        (FLATPAK,), _as("var/lib/flatpak/app/x/current/active/export/share/metainfo/x.xml")
    ),
    ("scalibr", "os/homebrew"): Reader((HOMEBREW,)),
    ("scalibr", "os/pacman"): Reader(
        (PACMAN,), _as("var/lib/pacman/local/x-1-1/desc"), types={"pacman": "alpm"}
    ),
    ("scalibr", "os/portage"): Reader(
        (PORTAGE,), _as("var/db/pkg/c/x-1/PF"), types={"portage": "ebuild"}, normal=short
    ),
    ("scalibr", "os/snap"): Reader((SNAP,), _as("snap/x/1/meta/snap.yaml")),
    ("scalibr", "os/spack"): Reader(
        (SPACK,), _as("opt/x/.spack/spec.json"), details=("architecture",)
    ),
    ("scalibr", "sbom/cdx"): Reader((SBOM,), _cyclonedx, types={"": "generic"}, normal=short),
    ("scalibr", "sbom/spdx"): Reader((SBOM,), _spdx, types={"": "generic"}, normal=short),
    ("scancode", "cocoapods"): Reader((PODFILE_LOCK,), _scancode_pods, expected=_with_dependencies),
    ("scancode", "pubspec"): Reader(
        DART, _scancode_dart, types={"dart": "pub", "pubspec": "pub"}, expected=_scancode_pub
    ),
    ("syft", "arch"): Reader((PACMAN,), _syft_arch),
    ("syft", "bitnami"): Reader((SBOM,), _named(".spdx")),
    ("syft", "conda"): Reader((CONDA,)),
    ("syft", "cpp"): Reader(CONAN, _syft_conan),
    ("syft", "dart"): Reader(DART, _syft_dart),
    ("syft", "elixir"): Reader((MIX_LOCK,)),
    ("syft", "erlang"): Reader((REBAR_LOCK, APPLICATION), _syft_erlang),
    ("syft", "gentoo"): Reader((PORTAGE,), _syft_gentoo),
    ("syft", "haskell"): Reader((CABAL_FREEZE, STACK), _syft_haskell),
    ("syft", "homebrew"): Reader((HOMEBREW,)),
    ("syft", "lua"): Reader((ROCKSPEC,)),
    ("syft", "ocaml"): Reader((OPAM,), _opam),
    ("syft", "r"): Reader((R,)),
    ("syft", "snap"): Reader((SNAP,), _syft_snap),
    ("syft", "swift"): Reader(APPLE, _syft_swift, expected=_by_purl),
    ("syft", "wordpress"): Reader((WORDPRESS,), types={"wordpress": "wordpress-plugin"}),
    ("trivy", f"{_PARSER}/c/conan"): Reader((CONAN_LOCK,), _as("conan.lock")),
    ("trivy", f"{_PARSER}/conda/environment"): Reader((ENVIRONMENT,), _as("environment.yml")),
    ("trivy", f"{_PARSER}/conda/meta"): _CONDA_META,
    ("trivy", f"{_PARSER}/dart/pub"): Reader((PUBSPEC_LOCK,), _as("pubspec.lock")),
    ("trivy", f"{_PARSER}/frameworks/wordpress"): Reader(
        (WORDPRESS,), _as("wp-includes/version.php")
    ),
    ("trivy", f"{_PARSER}/hex/mix"): _MIX,
    ("trivy", f"{_PARSER}/julia/manifest"): Reader((JULIA,), _as("Manifest.toml"), normal=julia),
    ("trivy", f"{_PARSER}/swift/cocoapods"): Reader((PODFILE_LOCK,), _as("Podfile.lock")),
    ("trivy", f"{_PARSER}/swift/swift"): _SWIFT,
    ("trivy", f"{_ANALYZER}/language/c/conan"): Reader(
        (CONAN_LOCK,), lambda name: "conan.lock" if name.endswith(".lock") else None
    ),
    ("trivy", f"{_ANALYZER}/language/conda/environment"): Reader(
        (ENVIRONMENT,),
        lambda name: "environment.yml" if name.endswith((".yml", ".yaml")) else None,
    ),
    ("trivy", f"{_ANALYZER}/language/conda/meta"): _CONDA_META,
    ("trivy", f"{_ANALYZER}/language/dart/pub"): Reader((PUBSPEC_LOCK,)),
    ("trivy", f"{_ANALYZER}/language/julia/pkg"): Reader((JULIA,), normal=julia),
    ("trivy", f"{_ANALYZER}/language/swift/swift"): _SWIFT,
    ("trivy", f"{_ANALYZER}/pkg/bottlerocket_inventory"): Reader(
        (BOTTLEROCKET,),
        _as("usr/share/bottlerocket/application-inventory.json"),
        details=("architecture",),
    ),
    ("trivy", f"{_ANALYZER}/sbom"): Reader((SBOM,), _spdx, details=_DETAILS),
}
