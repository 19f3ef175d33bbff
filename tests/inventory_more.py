"""Where files of further language packages stand in an image, by suite and group of the corpus."""

from collections.abc import Callable
from typing import Any

from hullmark.native.catalogers.dotnet.cataloger import (
    DEPS_JSON,
    NUGET_LOCK,
    NUSPEC,
    PACKAGES_CONFIG,
    PAKET_DEPENDENCIES,
    PAKET_LOCK,
    PROJECT,
    PROJECT_ASSETS,
)
from hullmark.native.catalogers.golang.cataloger import GO_MOD
from hullmark.native.catalogers.gradle.cataloger import LOCKFILE, VERIFICATION
from hullmark.native.catalogers.maven.cataloger import POM
from hullmark.native.catalogers.node.lock_cataloger import BUN_LOCK, PNPM_LOCK, YARN_LOCK
from hullmark.native.catalogers.php.cataloger import COMPOSER_LOCK, PEAR
from hullmark.native.catalogers.php.cataloger import INSTALLED as COMPOSER
from hullmark.native.catalogers.ruby.cataloger import CATALOGERS as RUBY
from hullmark.native.catalogers.ruby.cataloger import GEMFILE_LOCK
from hullmark.native.catalogers.ruby.cataloger import INSTALLED as GEMS
from hullmark.native.catalogers.rust.cataloger import BINARY, CARGO_LOCK, CARGO_TOML
from hullmark.native.catalogers.sbt.cataloger import SBT_LOCK
from inventory_cases import Case, Reader


def _as(path: str) -> Callable[[str], str]:
    return lambda _: path


def _below(folder: str) -> Callable[[str], str]:
    return lambda name: f"{folder}/{name.rpartition('/')[2]}"


def _pinned(case: Case) -> list[dict[str, Any]]:
    """Return what a lock file pins; the peer lists the project, and these as its dependencies."""
    return [
        _from_purl(dependency["purl"])
        for package in case.expect.get("packages") or []
        for dependency in package.get("dependencies", [])
        if dependency["pinned"] and "@" in dependency["purl"]
    ]


def _from_purl(purl: str) -> dict[str, Any]:
    kind, _, rest = purl.removeprefix("pkg:").partition("/")
    name, _, version = rest.rpartition("@")
    return {"type": kind, "name": name.replace("%40", "@"), "version": version}


def _scancode_ruby(name: str) -> str | None:
    last = name.rpartition("/")[2]
    return f"specifications/{last}" if last.endswith(".gemspec") else last


def _gems(case: Case) -> list[dict[str, Any]]:
    if case.files[0].name.endswith(".lock"):
        return _pinned(case)
    return case.expect.get("packages") or []


def _cargo_lock(name: str) -> str | None:
    """Place the lock file; the manifests beside it add relations, not packages."""
    return None if name.endswith(".toml") else "Cargo.lock"


def _typed(kind: str) -> Callable[[Case], list[dict[str, Any]]]:
    """Return packages with a type, which the peer leaves out for those of no registry."""
    return lambda case: [
        {**package, "purl": package.get("purl") or f"pkg:{kind}/"}
        for package in case.expect.get("packages") or []
    ]


def _versioned(case: Case) -> list[dict[str, Any]]:
    """Return packages with a version; one without names nothing that can be matched."""
    return [each for each in case.expect.get("packages") or [] if each.get("version")]


def _php(name: str) -> str | None:
    """Place files of Composer by their name; ``composer.json`` holds ranges only."""
    if name.endswith(".reg"):
        return f"usr/share/php/.registry/.channel.pecl.php.net/{name.rpartition('/')[2]}"
    return "app/composer.lock" if name.endswith(".lock") else None


def _pear(name: str, version: str) -> tuple[str, str]:
    return name.removeprefix("pecl.php.net/"), version


def _composer_lock(case: Case) -> list[dict[str, Any]]:
    """Return the packages of a lock file, without the nameless one that stands for the project."""
    return [each for each in case.expect.get("packages") or [] if each.get("name")]


def _nuget(name: str) -> str | None:
    """Place the lock file; the manifests beside it add licences, not packages."""
    return name if name.endswith("packages.lock.json") else None


def _scancode_nuget(case: Case) -> list[dict[str, Any]]:
    if case.files[0].name.endswith(".lock.json"):
        return _pinned(case)
    return case.expect.get("packages") or []


def _yarn(name: str) -> str | None:
    """Place the lock file; the manifests and modules beside it add relations and licences."""
    if "node_modules/" in name or "/.yarn/" in name:
        return None
    return name if name.endswith("yarn.lock") else None


def _pnpm(name: str) -> str | None:
    return None if "/node_modules/" in name else name


def _golang(name: str, version: str) -> tuple[str, str]:
    return name, version.removeprefix("v")


def _go(name: str) -> str | None:
    """Place the project's own module file, and none of the modules beside it."""
    return name if name == "go.mod" else None


def _gradle(name: str) -> str | None:
    """Place the lock file; what stands in the cache beside it adds licences, not packages."""
    return name if name.endswith("gradle.lockfile") else None


_PARSER = "dependency/parser/nodejs"
_ANALYZER = "fanal/analyzer/language/nodejs"
_DOTNET = "language/dotnet"
_GEMS = {"GEM": "gem", "GIT": "gem", "PATH": "gem"}

_DEV = ("development",)

READERS = {
    ("scalibr", "language/java/gradlelockfile"): Reader((LOCKFILE,), _as("gradle.lockfile")),
    ("scalibr", "language/java/gradleverificationmetadataxml"): Reader(
        (VERIFICATION,), _as("gradle/verification-metadata.xml")
    ),
    ("scalibr", "language/java/pomxml"): Reader((POM,), _as("pom.xml")),
    ("trivy", "dependency/parser/gradle/lockfile"): Reader((LOCKFILE,), _as("gradle.lockfile")),
    ("trivy", "dependency/parser/sbt/lockfile"): Reader((SBT_LOCK,), _as("build.sbt.lock")),
    ("trivy", "fanal/analyzer/language/golang/mod"): Reader((GO_MOD,), _go, normal=_golang),
    ("trivy", "fanal/analyzer/language/java/gradle"): Reader((LOCKFILE,), _gradle),
    ("trivy", "fanal/analyzer/language/java/sbt"): Reader((SBT_LOCK,)),
    ("scalibr", "language/javascript/yarnlock"): Reader((YARN_LOCK,), _as("yarn.lock")),
    ("scalibr", "language/javascript/pnpmlock"): Reader((PNPM_LOCK,), _as("pnpm-lock.yaml")),
    ("scalibr", "language/javascript/bunlock"): Reader((BUN_LOCK,), _as("bun.lock")),
    ("trivy", f"{_PARSER}/yarn"): Reader((YARN_LOCK,), _as("yarn.lock")),
    ("trivy", f"{_PARSER}/pnpm"): Reader((PNPM_LOCK,), _as("pnpm-lock.yaml"), details=_DEV),
    ("trivy", f"{_PARSER}/bun"): Reader((BUN_LOCK,), _as("bun.lock"), details=_DEV),
    ("trivy", f"{_ANALYZER}/yarn"): Reader((YARN_LOCK,), _yarn),
    ("trivy", f"{_ANALYZER}/pnpm"): Reader((PNPM_LOCK,), _pnpm),
    ("scalibr", f"{_DOTNET}/csproj"): Reader((PROJECT,), _as("app.csproj")),
    ("scalibr", f"{_DOTNET}/depsjson"): Reader((DEPS_JSON,), _as("app.deps.json")),
    ("scalibr", f"{_DOTNET}/nugetcpm"): Reader((PROJECT,), _as("Directory.Packages.props")),
    ("scalibr", f"{_DOTNET}/packagesconfig"): Reader((PACKAGES_CONFIG,), _as("packages.config")),
    ("scalibr", f"{_DOTNET}/packageslockjson"): Reader((NUGET_LOCK,), _as("packages.lock.json")),
    ("scalibr", f"{_DOTNET}/paketdependencies"): Reader((PAKET_DEPENDENCIES,)),
    ("scalibr", f"{_DOTNET}/paketlock"): Reader((PAKET_LOCK,)),
    ("scalibr", f"{_DOTNET}/projectassetsjson"): Reader(
        (PROJECT_ASSETS,), _as("obj/project.assets.json")
    ),
    ("scancode", "nuget"): Reader((NUSPEC, NUGET_LOCK), expected=_scancode_nuget),
    ("trivy", "dependency/parser/dotnet/core_deps"): Reader((DEPS_JSON,), _as("app.deps.json")),
    ("trivy", "dependency/parser/nuget/config"): Reader((PACKAGES_CONFIG,), _as("packages.config")),
    ("trivy", "dependency/parser/nuget/lock"): Reader((NUGET_LOCK,), _as("packages.lock.json")),
    ("trivy", "dependency/parser/nuget/packagesprops"): Reader((PROJECT,), _as("Packages.props")),
    ("trivy", "fanal/analyzer/language/dotnet/deps"): Reader((DEPS_JSON,), _as("app.deps.json")),
    ("trivy", "fanal/analyzer/language/dotnet/nuget"): Reader((NUGET_LOCK,), _nuget),
    ("trivy", "fanal/analyzer/language/dotnet/packagesprops"): Reader(
        (PROJECT,), _as("Packages.props")
    ),
    ("scalibr", "language/php/composerlock"): Reader((COMPOSER_LOCK,), _as("composer.lock")),
    ("scancode", "phpcomposer"): Reader((COMPOSER_LOCK,), _php, expected=_composer_lock),
    ("syft", "php"): Reader((COMPOSER, COMPOSER_LOCK, PEAR), _php, normal=_pear),
    ("trivy", "dependency/parser/php/composer"): Reader(
        (COMPOSER_LOCK,), _as("composer.lock"), details=_DEV
    ),
    ("trivy", "fanal/analyzer/language/php/composer"): Reader((COMPOSER_LOCK,), _php),
    ("scalibr", "language/rust/cargoauditable"): Reader((BINARY,)),
    ("scalibr", "language/rust/cargolock"): Reader((CARGO_LOCK,), _as("Cargo.lock")),
    ("scalibr", "language/rust/cargotoml"): Reader((CARGO_TOML,), _as("Cargo.toml")),
    ("scancode", "cargo"): Reader((CARGO_TOML,), _as("Cargo.toml"), expected=_versioned),
    ("syft", "rust"): Reader((CARGO_LOCK,), _as("Cargo.lock"), expected=_typed("cargo")),
    ("trivy", "dependency/parser/rust/cargo"): Reader((CARGO_LOCK,), _as("Cargo.lock")),
    ("trivy", "fanal/analyzer/language/rust/cargo"): Reader((CARGO_LOCK,), _cargo_lock),
    ("scalibr", "language/ruby/gemfilelock"): Reader((GEMFILE_LOCK,), _as("Gemfile.lock")),
    ("scalibr", "language/ruby/gemspec"): Reader((GEMS,), _below("specifications")),
    ("scancode", "gemfile_lock"): Reader((GEMFILE_LOCK,), _as("Gemfile.lock"), types=_GEMS),
    ("scancode", "rubygems"): Reader(RUBY, _scancode_ruby, expected=_gems),
    ("syft", "ruby"): Reader((GEMS,), _below("specifications")),
    ("trivy", "dependency/parser/ruby/gemspec"): Reader((GEMS,), _below("specifications")),
    ("trivy", "fanal/analyzer/language/ruby/gemspec"): Reader((GEMS,), _below("specifications")),
}
