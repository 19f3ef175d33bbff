"""Project files of MSBuild: the packages that a project asks for.

NuGet takes the lowest version that a reference allows, so that is the one reported; references
that float (``6.*``) or only exclude their lower end name none.
https://learn.microsoft.com/nuget/concepts/package-versioning
"""

import re
from collections.abc import Iterator

from hullmark.formats.xml import Element
from hullmark.model.component import Evidence
from hullmark.native.catalogers.record import File, Package
from hullmark.native.catalogers.text_document import decode_xml

_ITEMS = frozenset({"PackageReference", "PackageVersion", "GlobalPackageReference"})
_VERSION = re.compile(r"\d+(?:\.\d+){0,3}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
_RANGE = re.compile(r"\[\s*([^,\s\])]+)\s*(?:,[^\])]*)?[\])]")
_VARIABLE = re.compile(r"\$\(([\w.-]+)\)")
_STEPS = 8
"""Variables that lead to variables."""
_VALUES = 16
"""Variables in one text."""
_LONGEST = 200
"""Characters of a value that can be part of a name or a version."""


def parse_project(file: File) -> Iterator[Package]:
    """Yield the references of a project; those that serve building only are marked."""
    root = decode_xml(file.data, root="Project")
    values = _properties(root)
    for item in _items(root):
        name = _resolve(_field(item, "Include") or _field(item, "Update"), values)
        stated = _field(item, "VersionOverride") or _field(item, "Version")
        version = _lowest(_resolve(stated, values))
        for each in name.split(";") if version and "$(" not in name else ():
            if each.strip():
                yield Package(
                    type="nuget",
                    name=each.strip(),
                    version=version,
                    evidence=Evidence.DECLARED,
                    line=item.line,
                    direct=True,
                    development=_serves_building(item),
                )


def _items(root: Element) -> Iterator[Element]:
    """Yield the references, in whatever condition their group stands."""
    for group in root.walk():
        if group.name == "ItemGroup":
            yield from (item for item in group.children if item.name in _ITEMS)


def _properties(root: Element) -> dict[str, str]:
    """Return the properties of the file, lower-cased as MSBuild compares them."""
    return {
        value.name.lower(): value.text
        for group in root.walk()
        if group.name == "PropertyGroup"
        for value in group.children
        if len(value.text) <= _LONGEST
    }


def _field(item: Element, name: str) -> str:
    """Return what MSBuild lets one write as attribute or as element."""
    return (item.attributes.get(name) or item.value(name)).strip()


def _resolve(text: str, values: dict[str, str]) -> str:
    """Return a text with the file's own properties put in."""
    for _ in range(_STEPS):
        if "$(" not in text:
            break
        text = _VARIABLE.sub(lambda found: values.get(found[1].lower(), found[0]), text, _VALUES)
        if len(text) > _LONGEST * _VALUES:
            return ""
    return text.strip()


def _lowest(stated: str) -> str:
    """Return the lowest version that a reference allows, empty where it names none."""
    bounded = _RANGE.fullmatch(stated)
    version = bounded[1] if bounded else stated
    return version if _VERSION.fullmatch(version) else ""


def _serves_building(item: Element) -> bool:
    assets = re.split(r"[;,\s]+", _field(item, "PrivateAssets").lower())
    return item.name == "GlobalPackageReference" or "all" in assets
