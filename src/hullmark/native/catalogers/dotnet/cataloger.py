"""Which files speak of NuGet packages, and who reads them."""

from collections.abc import Iterable

from hullmark.native.catalogers.record import Cataloger, File, Record


def _bundle(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.dotnet.parse_bundle import parse_bundle  # noqa: PLC0415 - rare

    return parse_bundle(file)


def _deps_json(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.dotnet.parse_deps_json import parse_deps_json  # noqa: PLC0415 - rare

    return parse_deps_json(file)


def _nuget_lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.dotnet.parse_nuget_lock import parse_nuget_lock  # noqa: PLC0415 - rare

    return parse_nuget_lock(file)


def _nuspec(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.dotnet.parse_nuspec import parse_nuspec  # noqa: PLC0415 - rare

    return parse_nuspec(file)


def _packages_config(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.dotnet.parse_packages_config import parse_packages_config  # noqa: PLC0415 - rare

    return parse_packages_config(file)


def _paket_dependencies(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.dotnet.parse_paket import parse_paket_dependencies  # noqa: PLC0415 - rare

    return parse_paket_dependencies(file)


def _paket_lock(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.dotnet.parse_paket import parse_paket_lock  # noqa: PLC0415 - rare

    return parse_paket_lock(file)


def _project(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.dotnet.parse_project import parse_project  # noqa: PLC0415 - rare

    return parse_project(file)


def _project_assets(file: File) -> Iterable[Record]:
    from hullmark.native.catalogers.dotnet.parse_project_assets import parse_project_assets  # noqa: PLC0415 - rare

    return parse_project_assets(file)


MARKER = bytes.fromhex("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae")
"""SHA-256 of ``.net core bundle`` and a line feed; stands in the host of every application, behind
the place of the bundle's header."""
HOST = bytes(8) + MARKER
"""The same in a host that nothing is bundled with; met first, it spares reading the file again."""

DEPS_JSON = Cataloger(
    name="dotnet-deps",
    version=1,
    role="language",
    globs=("**/*.deps.json",),
    parse=_deps_json,
)
BUNDLE = Cataloger(
    name="dotnet-bundle",
    version=1,
    role="language",
    needles=(HOST, MARKER),
    alignment=8,
    parse=_bundle,
)
NUSPEC = Cataloger(
    name="dotnet-nuspec",
    version=1,
    role="language",
    globs=("**/*.nuspec",),
    parse=_nuspec,
)
NUGET_LOCK = Cataloger(
    name="dotnet-packages-lock",
    version=1,
    role="language",
    globs=("**/packages.lock.json", "**/packages.*.lock.json"),
    parse=_nuget_lock,
    declared=True,
)
PROJECT_ASSETS = Cataloger(
    name="dotnet-project-assets",
    version=1,
    role="language",
    globs=("**/project.assets.json",),
    parse=_project_assets,
    declared=True,
)
PACKAGES_CONFIG = Cataloger(
    name="dotnet-packages-config",
    version=1,
    role="language",
    globs=("**/packages.config", "**/packages.*.config"),
    parse=_packages_config,
    declared=True,
)
PROJECT = Cataloger(
    name="dotnet-project",
    version=1,
    role="language",
    globs=(
        "**/*.csproj",
        "**/*.fsproj",
        "**/*.vbproj",
        "**/*ackages.props",
        "**/Directory.Build.props",
        "**/Directory.Build.targets",
    ),
    parse=_project,
    declared=True,
)
PAKET_LOCK = Cataloger(
    name="dotnet-paket-lock",
    version=1,
    role="language",
    globs=("**/paket.lock",),
    parse=_paket_lock,
    declared=True,
)
PAKET_DEPENDENCIES = Cataloger(
    name="dotnet-paket-dependencies",
    version=1,
    role="language",
    globs=("**/paket.dependencies",),
    parse=_paket_dependencies,
    declared=True,
)

CATALOGERS = (
    DEPS_JSON,
    BUNDLE,
    NUSPEC,
    NUGET_LOCK,
    PROJECT_ASSETS,
    PACKAGES_CONFIG,
    PROJECT,
    PAKET_LOCK,
    PAKET_DEPENDENCIES,
)
