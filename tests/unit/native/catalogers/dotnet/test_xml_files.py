"""Projects, ``packages.config`` and ``*.nuspec``."""

import pytest

from hullmark.model.component import Evidence
from hullmark.native.catalogers.dotnet.cataloger import NUSPEC, PACKAGES_CONFIG, PROJECT
from hullmark.native.catalogers.record import Cataloger, File, Package, UnreadableFileError


def _read(cataloger: Cataloger, text: str) -> list[Package]:
    return [r for r in cataloger.parse(File("app/x", text.encode())) if isinstance(r, Package)]


_PROJECT = """\
<Project Sdk="Microsoft.NET.Sdk" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
  <PropertyGroup><Major>6</Major><LibVersion>$(major).1.0</LibVersion></PropertyGroup>
  <ItemGroup Condition="'$(X)' == ''">
    <PackageReference Include="Plain" Version=" 1.2.3 " />
    <PackageReference Include="Child"><Version>2.0.0-beta.1</Version></PackageReference>
    <PackageReference Update="Updated" Version="[3.0.0,4.0)" />
    <PackageReference Include="Exact" Version="[4.0.0]" />
    <PackageReference Include="Variable" Version="$(LibVersion)" />
    <PackageReference Include="One;Two" Version="5.0" />
    <PackageReference Include="Analyzer" Version="1.0.0" PrivateAssets="all" />
    <PackageReference Include="Floating" Version="6.*" />
    <PackageReference Include="Above" Version="(1.0,)" />
    <PackageReference Include="Unknown" Version="$(Elsewhere)" />
    <PackageReference Include="Central" />
    <PackageVersion Include="Pinned" Version="7.0.0" />
    <GlobalPackageReference Include="Tool" Version="8.0.0" />
  </ItemGroup>
  <Choose><When Condition="true"><ItemGroup>
    <PackageReference Include="Chosen" Version="9.0.0" VersionOverride="9.1.0" />
  </ItemGroup></When></Choose>
</Project>
"""


def test_project() -> None:
    """References with the lowest version that they allow, wherever their group stands."""
    found = _read(PROJECT, _PROJECT)
    assert [(p.name, p.version) for p in found] == [
        ("Plain", "1.2.3"),
        ("Child", "2.0.0-beta.1"),
        ("Updated", "3.0.0"),
        ("Exact", "4.0.0"),
        ("Variable", "6.1.0"),
        ("One", "5.0"),
        ("Two", "5.0"),
        ("Analyzer", "1.0.0"),
        ("Pinned", "7.0.0"),
        ("Tool", "8.0.0"),
        ("Chosen", "9.1.0"),
    ]
    assert [p.name for p in found if p.development] == ["Analyzer", "Tool"]
    assert found[0].line == 4
    assert {(p.evidence, p.direct) for p in found} == {(Evidence.DECLARED, True)}


def test_properties_that_lead_to_themselves() -> None:
    """They end, and name no version."""
    text = (
        "<Project><PropertyGroup><A>$(B)$(B)</A><B>$(A)$(A)</B></PropertyGroup><ItemGroup>"
        '<PackageReference Include="X" Version="$(A)"/></ItemGroup></Project>'
    )
    assert _read(PROJECT, text) == []


def test_packages_config() -> None:
    """Packages with their line; those of development marked."""
    found = _read(
        PACKAGES_CONFIG,
        '<packages>\n<package id="A" version="1.0" />\n<package id="B" />\n'
        '<package id="C" version="2.0" developmentDependency="true" />\n</packages>',
    )
    assert [(p.name, p.version, p.line, p.development) for p in found] == [
        ("A", "1.0", 2, False),
        ("C", "2.0", 4, True),
    ]


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ('<license type="expression">MIT</license>', ("MIT",)),
        ('<license type="file">LICENSE</license>', ()),
        ("<licenseUrl>https://x/y</licenseUrl>", ("https://x/y",)),
        ("<licenseUrl>https://aka.ms/deprecateLicenseUrl</licenseUrl>", ()),
    ],
)
def test_nuspec(metadata: str, expected: tuple[str, ...]) -> None:
    """The package and its licence, expressions first."""
    text = (
        '<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>'
        f"<id>A</id><version>1.0</version>{metadata}</metadata></package>"
    )
    assert [(p.name, p.version, p.licenses) for p in _read(NUSPEC, text)] == [
        ("A", "1.0", expected)
    ]


def test_templates_of_packages() -> None:
    """A manifest with placeholders, or without metadata, is no package."""
    inner = "<metadata><id>$id$</id><version>$version$</version></metadata>"
    assert _read(NUSPEC, f"<package>{inner}</package>") == []
    assert _read(NUSPEC, "<package/>") == []


@pytest.mark.parametrize("cataloger", [PROJECT, PACKAGES_CONFIG, NUSPEC])
@pytest.mark.parametrize("text", ["", "<a/>", "<Project>", "{}"])
def test_broken_files(cataloger: Cataloger, text: str) -> None:
    """Each fault is one kind of error."""
    with pytest.raises(UnreadableFileError):
        _read(cataloger, text)
