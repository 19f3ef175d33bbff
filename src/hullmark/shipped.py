"""The one explicit list of everything we ship; a house test holds it against the folders."""

from hullmark.native.catalogers.apk import cataloger as apk
from hullmark.native.catalogers.binaries import cataloger as binaries
from hullmark.native.catalogers.bitnami import cataloger as bitnami
from hullmark.native.catalogers.bottlerocket import cataloger as bottlerocket
from hullmark.native.catalogers.chisel import cataloger as chisel
from hullmark.native.catalogers.conan import cataloger as conan
from hullmark.native.catalogers.conda import cataloger as conda
from hullmark.native.catalogers.cos import cataloger as cos
from hullmark.native.catalogers.dart import cataloger as dart
from hullmark.native.catalogers.deno import cataloger as deno
from hullmark.native.catalogers.distribution import cataloger as distribution
from hullmark.native.catalogers.dotnet import cataloger as dotnet
from hullmark.native.catalogers.dpkg import cataloger as dpkg
from hullmark.native.catalogers.erlang import cataloger as erlang
from hullmark.native.catalogers.flatpak import cataloger as flatpak
from hullmark.native.catalogers.freebsd import cataloger as freebsd
from hullmark.native.catalogers.gleam import cataloger as gleam
from hullmark.native.catalogers.golang import cataloger as golang
from hullmark.native.catalogers.gradle import cataloger as gradle
from hullmark.native.catalogers.haskell import cataloger as haskell
from hullmark.native.catalogers.haxe import cataloger as haxe
from hullmark.native.catalogers.homebrew import cataloger as homebrew
from hullmark.native.catalogers.java import cataloger as java
from hullmark.native.catalogers.julia import cataloger as julia
from hullmark.native.catalogers.lua import cataloger as lua
from hullmark.native.catalogers.maven import cataloger as maven
from hullmark.native.catalogers.nix import cataloger as nix
from hullmark.native.catalogers.node import cataloger as node
from hullmark.native.catalogers.node import lock_cataloger as node_locks
from hullmark.native.catalogers.ocaml import cataloger as ocaml
from hullmark.native.catalogers.pacman import cataloger as pacman
from hullmark.native.catalogers.perl import cataloger as perl
from hullmark.native.catalogers.php import cataloger as php
from hullmark.native.catalogers.portage import cataloger as portage
from hullmark.native.catalogers.python import cataloger as python
from hullmark.native.catalogers.r import cataloger as r
from hullmark.native.catalogers.record import Cataloger
from hullmark.native.catalogers.rpm import cataloger as rpm
from hullmark.native.catalogers.ruby import cataloger as ruby
from hullmark.native.catalogers.runtimes import cataloger as runtimes
from hullmark.native.catalogers.rust import cataloger as rust
from hullmark.native.catalogers.sbom import cataloger as sbom
from hullmark.native.catalogers.sbt import cataloger as sbt
from hullmark.native.catalogers.snap import cataloger as snap
from hullmark.native.catalogers.spack import cataloger as spack
from hullmark.native.catalogers.swift import cataloger as swift
from hullmark.native.catalogers.wordpress import cataloger as wordpress

CATALOGERS: tuple[Cataloger, ...] = (
    distribution.DISTRIBUTION,
    dpkg.DPKG,
    apk.APK,
    rpm.RPM,
    pacman.PACMAN,
    portage.PORTAGE,
    chisel.CHISEL,
    bottlerocket.BOTTLEROCKET,
    cos.COS,
    freebsd.INSTALLED,
    freebsd.MANIFEST,
    python.INSTALLED,
    python.WHEEL,
    python.REQUIREMENTS,
    python.POETRY_LOCK,
    python.UV_LOCK,
    python.PDM_LOCK,
    python.PYLOCK,
    python.PIPFILE_LOCK,
    python.PYPROJECT,
    python.SETUP,
    python.SETUP_CFG,
    node.INSTALLED,
    node.NPM_LOCK,
    node.VSIX,
    node_locks.YARN_LOCK,
    node_locks.PNPM_LOCK,
    node_locks.BUN_LOCK,
    golang.BINARY,
    golang.GO_MOD,
    golang.GO_SUM,
    java.ARCHIVE,
    maven.POM,
    gradle.LOCKFILE,
    gradle.VERIFICATION,
    sbt.SBT_LOCK,
    ruby.INSTALLED,
    ruby.GEMFILE_LOCK,
    rust.BINARY,
    rust.CARGO_LOCK,
    rust.CARGO_TOML,
    php.INSTALLED,
    php.INSTALLED_PHP,
    php.PEAR,
    php.COMPOSER_LOCK,
    dotnet.DEPS_JSON,
    dotnet.BUNDLE,
    dotnet.NUSPEC,
    dotnet.NUGET_LOCK,
    dotnet.PROJECT_ASSETS,
    dotnet.PACKAGES_CONFIG,
    dotnet.PROJECT,
    dotnet.PAKET_LOCK,
    dotnet.PAKET_DEPENDENCIES,
    binaries.PROGRAM,
    binaries.RELEASE,
    bitnami.BITNAMI,
    conan.LOCK,
    conan.CONANFILE,
    conan.INSTALLED,
    conda.INSTALLED,
    conda.ENVIRONMENT,
    conda.LOCK,
    dart.LOCK,
    dart.INSTALLED,
    deno.LOCK,
    erlang.MIX_LOCK,
    erlang.REBAR_LOCK,
    erlang.APPLICATION,
    flatpak.FLATPAK,
    gleam.MANIFEST,
    haskell.CABAL_FREEZE,
    haskell.STACK,
    haxe.HAXELIB,
    homebrew.HOMEBREW,
    julia.MANIFEST,
    lua.ROCKSPEC,
    nix.NIX,
    nix.NIX_STORE,
    ocaml.OPAM,
    perl.INSTALLED,
    perl.SNAPSHOT,
    r.INSTALLED,
    r.RENV_LOCK,
    runtimes.TOOL_VERSIONS,
    runtimes.NODE_VERSION,
    runtimes.MISE,
    sbom.SBOM,
    snap.SNAP,
    spack.SPACK,
    swift.RESOLVED,
    swift.PODFILE_LOCK,
    wordpress.WORDPRESS,
)
"""Every cataloger, in the order in which several on one path are asked."""
