"""Which files speak of NuGet packages, and who reads them."""

from hullmark.native.catalogers.record import Cataloger, late

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
    parse=late("dotnet.parse_deps_json", "parse_deps_json"),
)
BUNDLE = Cataloger(
    name="dotnet-bundle",
    version=1,
    role="language",
    needles=(HOST, MARKER),
    alignment=8,
    parse=late("dotnet.parse_bundle", "parse_bundle"),
)
NUSPEC = Cataloger(
    name="dotnet-nuspec",
    version=1,
    role="language",
    globs=("**/*.nuspec",),
    parse=late("dotnet.parse_nuspec", "parse_nuspec"),
)
NUGET_LOCK = Cataloger(
    name="dotnet-packages-lock",
    version=1,
    role="language",
    globs=("**/packages.lock.json", "**/packages.*.lock.json"),
    parse=late("dotnet.parse_nuget_lock", "parse_nuget_lock"),
    declared=True,
)
PROJECT_ASSETS = Cataloger(
    name="dotnet-project-assets",
    version=1,
    role="language",
    globs=("**/project.assets.json",),
    parse=late("dotnet.parse_project_assets", "parse_project_assets"),
    declared=True,
)
PACKAGES_CONFIG = Cataloger(
    name="dotnet-packages-config",
    version=1,
    role="language",
    globs=("**/packages.config", "**/packages.*.config"),
    parse=late("dotnet.parse_packages_config", "parse_packages_config"),
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
    parse=late("dotnet.parse_project", "parse_project"),
    declared=True,
)
PAKET_LOCK = Cataloger(
    name="dotnet-paket-lock",
    version=1,
    role="language",
    globs=("**/paket.lock",),
    parse=late("dotnet.parse_paket", "parse_paket_lock"),
    declared=True,
)
PAKET_DEPENDENCIES = Cataloger(
    name="dotnet-paket-dependencies",
    version=1,
    role="language",
    globs=("**/paket.dependencies",),
    parse=late("dotnet.parse_paket", "parse_paket_dependencies"),
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
